// Cropping2D: cuts rows and columns off a map.

import { plainStep, step } from '../convolution/size.ts';
import { bordersConfig, mapOf } from '../convolution/window.ts';
import type { FormulaStep, Problem, ShapeOutcome } from '../layer.ts';
import { call, defineLayer, tfLayers } from '../layer.ts';
import { borders, spreadBorders } from '../params.ts';
import { missingInput, rankMismatch, unknownAxis } from '../rankMismatch.ts';
import { showBorders } from './zeroPadding2d.ts';

export const cropping2d = defineLayer({
  type: 'cropping2d',
  label: 'Cropping2D',
  category: 'sampling',
  summary: 'Cuts rows and columns off a map',
  doc: `Removes rows and columns: \`out = in − before − after\`. One pixel from every side makes 64 into \`64 − 1 − 1 = 62\`; of \`[1, 2, 3; 4, 5, 6; 7, 8, 9]\` the 5 is left.

The original U-Net has no padding, so its maps shrink at every convolution; every skip is cropped to the size of the decoder's map before they are joined. 64 cropped to 56 is \`64 − 4 − 4 = 56\`.

A single number stands for all four sides, two for height and width, \`[[top, bottom], [left, right]]\` for each side.`,
  reference: { text: 'Ronneberger, Fischer and Brox 2015, U-Net', url: 'https://arxiv.org/abs/1505.04597' },
  keywords: ['crop', 'cut', 'trim', 'slice'],
  params: {
    cropping: borders({ label: 'Cropping', doc: 'What to cut off: one number, one per axis, or [[top, bottom], [left, right]].', axes: 2, default: 1 }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => `−${showBorders(spreadBorders(p.cropping, 2))}`,
  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('Cropping2D');
    if (input.length !== 3) return { ok: false, problems: [rankMismatch('Cropping2D', 3, input)] };
    const [height, width, channels] = mapOf(input);
    // tfjs computes null − n as a number, and the shapes after it would be wrong.
    if (height === null || width === null) return { ok: false, problems: [unknownAxis('Cropping2D', 'height and the width', 'it cuts from')] };
    const steps = spreadBorders(p.cropping, 2).map(([before, after], i) => {
      const dim = i === 0 ? height : width;
      return step({ axis: i === 0 ? 'height' : 'width', formula: 'in − before − after', left: `${dim} − ${before} − ${after}`, result: dim - before - after });
    });
    const problems = steps.flatMap((s) => (s.result !== null && s.result < 1 ? [nothingLeft(s)] : []));
    if (problems.length > 0) return { ok: false, problems, steps };
    return { ok: true, output: [...steps.map((s) => s.result), channels], steps: [...steps, plainStep('channels', 'in', channels)] };
  },
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (p) => call(tfLayers('cropping2D'), { cropping: bordersConfig(spreadBorders(p.cropping, 2)) }),
});

function nothingLeft(s: FormulaStep): Problem {
  return {
    code: 'non-positive-size',
    severity: 'error',
    message: `Cropping2D cuts off the whole ${s.axis}: ${s.text}. A size must be at least 1.`,
    param: 'cropping',
    port: 0,
    steps: [s],
    repairs: [{ kind: 'setParams', label: 'Set cropping to 0', params: { cropping: 0 } }],
  };
}
