// ZeroPadding2D: a frame of zeros around a map.

import { plainStep, step } from '../convolution/size.ts';
import { bordersConfig, mapOf } from '../convolution/window.ts';
import type { ShapeOutcome } from '../layer.ts';
import { call, defineLayer, tfLayers } from '../layer.ts';
import { borders, spreadBorders } from '../params.ts';
import { missingInput, rankMismatch } from '../rankMismatch.ts';

/** `1`, `1×2` or `0,1×0,1`: as short as the borders allow. */
export function showBorders(pairs: readonly (readonly [number, number])[]): string {
  const axes = pairs.map(([before, after]) => (before === after ? String(before) : `${before},${after}`));
  return axes.every((axis) => axis === axes[0]) && !axes[0]?.includes(',') ? (axes[0] ?? '0') : axes.join('×');
}

export const zeroPadding2d = defineLayer({
  type: 'zeroPadding2d',
  label: 'ZeroPadding2D',
  category: 'sampling',
  summary: 'Puts a frame of zeros around a map',
  doc: `Adds rows and columns of zeros: \`out = in + before + after\`. One pixel on every side makes 64 into \`64 + 1 + 1 = 66\`; the single pixel 7 becomes \`[0, 0, 0; 0, 7, 0; 0, 0, 0]\`.

A convolution's own padding does the same; this layer is for borders that differ from side to side, such as \`[[0, 1], [0, 1]]\` (a row at the bottom, a column on the right), and for making a skip as large as what it is joined with.

A single number stands for all four sides, two for height and width.`,
  reference: { text: 'Dumoulin and Visin 2016, A guide to convolution arithmetic for deep learning', url: 'https://arxiv.org/abs/1603.07285' },
  keywords: ['pad', 'border', 'frame', 'margin'],
  params: {
    padding: borders({ label: 'Padding', doc: 'Zeros to add: one number, one per axis, or [[top, bottom], [left, right]].', axes: 2, default: 1 }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => `+${showBorders(spreadBorders(p.padding, 2))}`,
  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('ZeroPadding2D');
    if (input.length !== 3) return { ok: false, problems: [rankMismatch('ZeroPadding2D', 3, input)] };
    const sizes = mapOf(input);
    const steps = spreadBorders(p.padding, 2).map(([before, after], i) => {
      const dim = sizes[i] ?? null;
      const left = `${dim ?? '?'} + ${before} + ${after}`;
      return step({ axis: i === 0 ? 'height' : 'width', formula: 'in + before + after', left, result: dim === null ? null : dim + before + after });
    });
    return { ok: true, output: [...steps.map((s) => s.result), sizes[2]], steps: [...steps, plainStep('channels', 'in', sizes[2])] };
  },
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (p) => call(tfLayers('zeroPadding2d'), { padding: bordersConfig(spreadBorders(p.padding, 2)) }),
});
