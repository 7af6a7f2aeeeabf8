// UpSampling2D: a larger map without weights, by repeating pixels or by drawing lines between them.

import { plainStep, step } from '../convolution/size.ts';
import { compact, mapOf, showKernel, showPerAxis, tooLarge } from '../convolution/window.ts';
import type { Problem, ShapeOutcome } from '../layer.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import type { PerAxis } from '../params.ts';
import { choice, LARGEST, perAxis, spread } from '../params.ts';
import { missingInput, rankMismatch } from '../rankMismatch.ts';

export const upSampling2d = defineLayer({
  type: 'upSampling2d',
  label: 'UpSampling2D',
  category: 'sampling',
  summary: 'Enlarges a map without weights',
  doc: `Enlarges every channel \`size\` times: \`out = in·size\`, so 32 becomes \`32·2 = 64\`. It has no weights; a convolution after it does the learning.

"nearest" repeats every pixel: \`[1, 2]\` becomes \`[1, 1, 2, 2]\`. "bilinear" draws straight lines between them, which is smoother.

A target size gives height and width of the result instead, so that it fits what it is joined with: 31 to 63 is no whole factor.

Upsampling and a 3×3 convolution do what a transposed convolution does, and cannot make a checkerboard.`,
  reference: { text: 'Odena, Dumoulin and Olah 2016, Deconvolution and Checkerboard Artifacts', url: 'https://distill.pub/2016/deconv-checkerboard/' },
  keywords: ['upsample', 'resize', 'enlarge', 'unpool', 'nearest', 'bilinear', 'double'],
  params: {
    size: perAxis({ label: 'Size', doc: 'How many times the map grows in height and width.', axes: 2, default: 2, max: 1024 }),
    targetSize: perAxis({ label: 'Target size', doc: 'Height and width of the result in pixels, whatever comes in; 0 goes by the factor.', axes: 2, default: 0, zero: 'as large as the factor makes it', min: 0, advanced: true }),
    interpolation: choice<'nearest' | 'bilinear'>({
      label: 'Interpolation',
      doc: 'What stands between the pixels.',
      default: 'nearest',
      options: [
        { value: 'nearest', label: 'Nearest', doc: 'Repeats every pixel.' },
        { value: 'bilinear', label: 'Bilinear', doc: 'Straight lines between neighbouring pixels.' },
      ],
    }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => [aimed(p) ? `→ ${showKernel(p.targetSize, 2)}` : `×${showPerAxis(compact(spread(p.size, 2)))}`, ...(p.interpolation === 'nearest' ? [] : [p.interpolation])].join(' · '),
  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('UpSampling2D');
    if (input.length !== 3) return { ok: false, problems: [rankMismatch('UpSampling2D', 3, input)] };
    const [height, width, channels] = mapOf(input);
    const [fh, fw] = spread(p.size, 2);
    const grown = (axis: string, dim: number | null, factor: number) =>
      step({ axis, formula: 'in·size', left: `${dim ?? '?'}·${factor}`, result: dim === null ? null : dim * factor });
    const target = spread(p.targetSize, 2);
    const steps = aimed(p)
      ? [plainStep('height', 'targetSize', target[0] ?? 1), plainStep('width', 'targetSize', target[1] ?? 1)]
      : [grown('height', height, fh ?? 1), grown('width', width, fw ?? 1)];
    if (!aimed(p) && target.some((size) => size > 0)) return { ok: false, problems: [halfATarget()], steps };
    const large = steps.filter((s) => s.result !== null && s.result > LARGEST);
    if (large.length > 0) return { ok: false, problems: large.map((s) => tooLarge('UpSampling2D', s)), steps };
    return { ok: true, output: [...steps.map((s) => s.result), channels], steps: [...steps, plainStep('channels', 'in', channels)] };
  },
  weights: () => [],
  macs: () => 0,
  receptive(p, [input = []]) {
    const kernel = p.interpolation === 'nearest' ? [1, 1] : [2, 2];
    const factor = aimed(p) ? spread(p.targetSize, 2).map((size, i) => size / (input[i] ?? size)) : spread(p.size, 2);
    return { kind: 'upsample', kernel, factor };
  },
  // tfjs's gradient is wrong on its cpu backend, where bilinear even throws on maps that are not square; the runtime's is one for all.
  lower: (p) =>
    call(runtime('upSampling2d'), {
      ...(aimed(p) ? { targetSize: [...spread(p.targetSize, 2)] } : { size: [...spread(p.size, 2)] }),
      ...(p.interpolation === 'nearest' ? {} : { interpolation: p.interpolation }),
    }),
});

/** Whether the result's size is given, rather than a factor. */
const aimed = (p: { readonly targetSize: PerAxis }): boolean => spread(p.targetSize, 2).every((size) => size > 0);

function halfATarget(): Problem {
  return {
    code: 'value-out-of-range',
    severity: 'error',
    message: 'UpSampling2D: a target size needs both a height and a width, or 0 for neither.',
    param: 'targetSize',
    repairs: [{ kind: 'setParams', label: 'Set targetSize to 0', params: { targetSize: 0 } }],
  };
}
