// MaxUnpooling2D: undoes a max pooling, back to where the largest pixels were: SegNet's way up.

import { plainStep, step } from '../convolution/size.ts';
import { mapOf, perAxisConfig, showKernel } from '../convolution/window.ts';
import type { Problem, ShapeOutcome } from '../layer.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { perAxis, spread } from '../params.ts';
import { missingInput, rankMismatch } from '../rankMismatch.ts';

export const maxUnpooling2d = defineLayer({
  type: 'maxUnpooling2d',
  label: 'MaxUnpooling2D',
  category: 'sampling',
  summary: 'Puts values back to where a max pooling found them',
  doc: `Undoes a max pooling. The first input is the small map to enlarge; the second is the map that went into the pooling. Each value returns to the place where the largest pixel of its window was, all else is 0; the size is the second input's, where the small one has \`⌊in / pool⌋\` pixels: \`⌊64 / 2⌋ = 32\`.

If the pooling took \`[1, 5; 3, 2]\` and gave 5, then the value 7 becomes \`[0, 7; 0, 0]\`.

So edges come back where they were, without any weight, as SegNet's decoder wants it; the convolutions after it fill the gaps. Of equal pixels the first counts, row by row. Rows and columns that the pooling did not see stay 0.

The gradient of a value is that of its place; the second input gets none, as places do not change by small steps.`,
  reference: { text: 'Badrinarayanan, Kendall and Cipolla 2017, SegNet', url: 'https://arxiv.org/abs/1511.00561' },
  keywords: ['unpool', 'unpooling', 'segnet', 'indices', 'switches', 'upsample', 'decoder', 'deconvolution'],
  params: { poolSize: perAxis({ label: 'Pool size', doc: 'Pool size of the max pooling it undoes, which had the same stride and no padding.', axes: 2, default: 2, max: 1024 }) },
  inputs: { min: 2, max: 2 },
  ports: [
    { name: 'map', doc: 'The small map, whose values are put back.' },
    { name: 'reference', doc: 'What went into the max pooling; it says where each value belongs and how large the result is.' },
  ],
  hasOutput: true,
  notation: (p) => showKernel(p.poolSize, 2),
  shape(p, inputs): ShapeOutcome {
    const [small, pooled] = inputs;
    if (small === undefined || pooled === undefined) return missingInput('MaxUnpooling2D', inputs.length);
    const ranks = inputs.flatMap((input, port) => (input.length === 3 ? [] : [rankMismatch('MaxUnpooling2D', 3, input, port)]));
    if (ranks.length > 0) return { ok: false, problems: ranks };
    const pool = spread(p.poolSize, 2);
    const [height, width, channels] = mapOf(pooled);
    const steps = [height, width].map((dim, i) => plainStep(i === 0 ? 'height' : 'width', "the second input's", dim));
    const problems = steps.flatMap(({ axis }, i): Problem[] => {
      const [from, to, window] = [small[i] ?? null, pooled[i] ?? null, pool[i] ?? 1];
      return from === null || to === null || Math.floor(to / window) === from ? [] : [mismatch(axis, from, to, window)];
    });
    const given = small[2] ?? null;
    if (given !== channels && given !== null && channels !== null) problems.push(channelMismatch(given, channels));
    if (problems.length > 0) return { ok: false, problems, steps };
    return { ok: true, output: [height, width, channels], steps: [...steps, plainStep('channels', 'in', channels)] };
  },
  weights: () => [],
  macs: () => 0,
  receptive: (p) => ({ kind: 'upsample', kernel: [1, 1], factor: spread(p.poolSize, 2) }),
  lower: (p) => call(runtime('maxUnpooling2d'), { poolSize: perAxisConfig(p.poolSize) }, 2),
});

function mismatch(axis: string, small: number, pooled: number, window: number): Problem {
  const result = Math.floor(pooled / window);
  return {
    code: 'size-mismatch',
    severity: 'error',
    message: `MaxUnpooling2D: pooling the second input's ${axis} of ${pooled} by ${window} gives ${result}, but the first input has ${small}. The second must be the map that went into the matching max pooling.`,
    port: 0,
    steps: [step({ axis, formula: '⌊in / pool⌋', left: `⌊${pooled} / ${window}⌋`, result })],
  };
}

function channelMismatch(given: number, channels: number): Problem {
  return {
    code: 'channel-mismatch',
    severity: 'error',
    message: `MaxUnpooling2D needs as many channels as the map that was pooled, ${channels}, but got ${given}.`,
    port: 0,
    repairs: [{ kind: 'insertBefore', label: `Insert a 1×1 convolution to ${channels} channels before it`, port: 0, layer: 'conv2d', params: { filters: channels, kernelSize: 1 } }],
  };
}
