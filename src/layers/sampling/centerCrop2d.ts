// CenterCrop2D: the middle of one map, as large as another: the original U-Net's copy-and-crop.

import { plainStep, step } from '../convolution/size.ts';
import { mapOf } from '../convolution/window.ts';
import type { Problem, ShapeOutcome } from '../layer.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { missingInput, rankMismatch } from '../rankMismatch.ts';

export const centerCrop2d = defineLayer({
  type: 'centerCrop2d',
  label: 'CenterCrop2D',
  category: 'sampling',
  summary: 'Crops the first map to the height and width of the second',
  doc: `Cuts the middle out of the first input, as high and as wide as the second; the second gives its size only. Cut off at the top are \`⌊(in − size) / 2⌋\` rows: 64 to 56 loses \`⌊(64 − 56) / 2⌋ = 4\` at each side; of an odd difference the larger part goes at the bottom and right.

The original U-Net has no padding, so its maps shrink with every convolution, and each skip (first input) is cropped to the decoder's map (second input) before both are joined. Unlike Cropping2D it follows when sizes change.

The gradient goes to what was kept of the first input.`,
  reference: { text: 'Ronneberger, Fischer and Brox 2015, U-Net', url: 'https://arxiv.org/abs/1505.04597' },
  keywords: ['crop', 'copy and crop', 'u-net', 'skip', 'cut', 'match', 'like'],
  params: {},
  inputs: { min: 2, max: 2 },
  ports: [
    { name: 'map', doc: 'The larger map, which is cut.' },
    { name: 'reference', doc: 'The map whose height and width the result has; nothing else of it is used.' },
  ],
  hasOutput: true,
  notation: () => 'like 2nd',
  shape(_p, inputs): ShapeOutcome {
    const [map, like] = inputs;
    if (map === undefined || like === undefined) return missingInput('CenterCrop2D', inputs.length);
    const ranks = inputs.flatMap((input, port) => (input.length === 3 ? [] : [rankMismatch('CenterCrop2D', 3, input, port)]));
    if (ranks.length > 0) return { ok: false, problems: ranks };
    const steps = ['height', 'width'].map((axis, i) => {
      const size = like[i] ?? null;
      return step({ axis, formula: "the second input's", left: `${map[i] ?? '?'} cut to ${size ?? '?'}`, result: size });
    });
    const problems = steps.flatMap(({ axis }, i) => {
      const [from, to] = [map[i] ?? null, like[i] ?? null];
      return from !== null && to !== null && from < to ? [tooSmall(axis, from, to)] : [];
    });
    if (problems.length > 0) return { ok: false, problems, steps };
    const [, , channels] = mapOf(map);
    return { ok: true, output: [...steps.map((s) => s.result), channels], steps: [...steps, plainStep('channels', 'in', channels)] };
  },
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: () => call(runtime('centerCrop2d'), {}, 2),
});

function tooSmall(axis: string, from: number, to: number): Problem {
  return {
    code: 'size-mismatch',
    severity: 'error',
    message: `CenterCrop2D crops its first input to the second, but a ${axis} of ${from} has no ${to} to keep. Perhaps the inputs are the wrong way round.`,
    port: 0,
  };
}
