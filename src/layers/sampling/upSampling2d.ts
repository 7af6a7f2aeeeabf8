// UpSampling2D: a larger map without weights, by repeating pixels or by drawing lines between them.

import { plainStep, step } from '../convolution/size.ts';
import { mapOf, showKernel, tooLarge } from '../convolution/window.ts';
import type { ShapeOutcome } from '../layer.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { choice, LARGEST, perAxis, spread } from '../params.ts';
import { missingInput, rankMismatch } from '../rankMismatch.ts';

export const upSampling2d = defineLayer({
  type: 'upSampling2d',
  label: 'UpSampling2D',
  category: 'sampling',
  summary: 'Enlarges a map without weights',
  doc: `Enlarges every channel \`size\` times: \`out = in·size\`, so 32 becomes \`32·2 = 64\`. It has no weights; a convolution after it does the learning.

"nearest" repeats every pixel: \`[1, 2]\` becomes \`[1, 1, 2, 2]\`. "bilinear" draws straight lines between them, which is smoother.

Upsampling and a 3×3 convolution do what a transposed convolution does, and cannot make a checkerboard.`,
  reference: { text: 'Odena, Dumoulin and Olah 2016, Deconvolution and Checkerboard Artifacts', url: 'https://distill.pub/2016/deconv-checkerboard/' },
  keywords: ['upsample', 'resize', 'enlarge', 'unpool', 'nearest', 'bilinear', 'double'],
  params: {
    size: perAxis({ label: 'Size', doc: 'How many times the map grows in height and width.', axes: 2, default: 2, max: 1024 }),
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
  notation: (p) => [`×${spread(p.size, 2)[0] === spread(p.size, 2)[1] ? (spread(p.size, 2)[0] ?? 1) : showKernel(p.size, 2)}`, ...(p.interpolation === 'nearest' ? [] : [p.interpolation])].join(' · '),
  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('UpSampling2D');
    if (input.length !== 3) return { ok: false, problems: [rankMismatch('UpSampling2D', 3, input)] };
    const [height, width, channels] = mapOf(input);
    const [fh, fw] = spread(p.size, 2);
    const grown = (axis: string, dim: number | null, factor: number) =>
      step({ axis, formula: 'in·size', left: `${dim ?? '?'}·${factor}`, result: dim === null ? null : dim * factor });
    const steps = [grown('height', height, fh ?? 1), grown('width', width, fw ?? 1)];
    const large = steps.filter((s) => s.result !== null && s.result > LARGEST);
    if (large.length > 0) return { ok: false, problems: large.map((s) => tooLarge('UpSampling2D', s)), steps };
    return { ok: true, output: [...steps.map((s) => s.result), channels], steps: [...steps, plainStep('channels', 'in', channels)] };
  },
  weights: () => [],
  macs: () => 0,
  receptive: (p) => ({ kind: 'upsample', kernel: p.interpolation === 'nearest' ? [1, 1] : [2, 2], factor: spread(p.size, 2) }),
  // tfjs's gradient is wrong on its cpu backend, where bilinear even throws on maps that are not square; the runtime's is one for all.
  lower: (p) => call(runtime('upSampling2d'), { size: [...spread(p.size, 2)], ...(p.interpolation === 'nearest' ? {} : { interpolation: p.interpolation }) }),
});
