// Padding2D: a frame around a map made of the map itself.

import { spatialNames } from '../convolution/window.ts';
import type { Problem, ShapeOutcome } from '../layer.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { borders, choice, spreadBorders } from '../params.ts';
import { zeroPaddingRules } from './borders.ts';
import { showBorders } from './zeroPadding2d.ts';

const rules = zeroPaddingRules('Padding2D', 2);

export const padding2d = defineLayer({
  ...rules,
  type: 'padding2d',
  label: 'Padding2D',
  category: 'sampling',
  summary: 'Puts a mirrored or repeated frame around a map',
  doc: `Adds rows and columns that continue the map, where zeros would draw a dark frame that convolutions see as an edge: \`out = in + before + after\`, so 64 with 1 on each side becomes \`64 + 1 + 1 = 66\`.

With 2 before \`[1, 2, 3]\`: "reflect" mirrors without the edge, \`[3, 2, 1, 2, 3]\`; "symmetric" mirrors with it, \`[2, 1, 1, 2, 3]\`; "replicate" repeats it, \`[1, 1, 1, 2, 3]\`.

Style transfer and image-to-image networks pad so before their 7×7 convolutions, to avoid artifacts at the border. The gradient of a mirrored pixel is added to that of its original.`,
  reference: { text: 'Zhu et al. 2017, Unpaired Image-to-Image Translation (CycleGAN)', url: 'https://arxiv.org/abs/1703.10593' },
  keywords: ['reflection', 'reflect', 'mirror', 'replicate', 'replication', 'symmetric', 'edge', 'pad', 'border'],
  params: {
    padding: borders({ label: 'Padding', doc: 'How much to add: one number, one per axis, or [[top, bottom], [left, right]].', axes: 2, default: 1 }),
    mode: choice<'reflect' | 'symmetric' | 'replicate'>({
      label: 'Mode',
      doc: 'What the frame is made of.',
      default: 'reflect',
      options: [
        { value: 'reflect', label: 'Reflect', doc: 'The mirror image, without the edge itself.' },
        { value: 'symmetric', label: 'Symmetric', doc: 'The mirror image, with the edge.' },
        { value: 'replicate', label: 'Replicate', doc: 'The edge, again and again.' },
      ],
    }),
  },
  notation: (p) => `+${showBorders(spreadBorders(p.padding, 2))} · ${p.mode}`,
  shape(p, inputs): ShapeOutcome {
    const outcome = rules.shape(p, inputs);
    const [input] = inputs;
    if (!outcome.ok || input === undefined || p.mode === 'replicate') return outcome;
    const problems = spreadBorders(p.padding, 2).flatMap((pair, i): Problem[] => {
      const dim = input[i] ?? null;
      const most = dim === null ? Infinity : dim - (p.mode === 'reflect' ? 1 : 0);
      return Math.max(...pair) > most ? [tooWide(spatialNames(2)[i] ?? '', Math.max(...pair), most, p.mode)] : [];
    });
    return problems.length > 0 ? { ok: false, problems, steps: outcome.steps } : outcome;
  },
  lower: (p) => call(runtime('padding2d'), { padding: spreadBorders(p.padding, 2), mode: p.mode }),
});

function tooWide(axis: string, wanted: number, most: number, mode: string): Problem {
  return {
    code: 'value-out-of-range',
    severity: 'error',
    message: `Padding2D: the mirror image (${mode}) of this ${axis} is only ${most} wide, but ${wanted} are wanted.`,
    param: 'padding',
    repairs: [{ kind: 'setParams', label: 'Set mode to "replicate"', params: { mode: 'replicate' } }],
  };
}
