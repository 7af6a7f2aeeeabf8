// Concatenate: its inputs side by side along one axis.

import { step } from '../convolution/size.ts';
import type { Dim, Problem, Shape, ShapeOutcome } from '../layer.ts';
import { axisNames, call, defineLayer, tfLayers } from '../layer.ts';
import { integer } from '../params.ts';
import { missingInput, unknownAxis } from '../rankMismatch.ts';
import { agreementProblems } from './agreement.ts';
import { mergeInputs } from './elementwise.ts';

export const concatenate = defineLayer({
  type: 'concatenate',
  label: 'Concatenate',
  category: 'merge',
  summary: 'Puts inputs side by side, by default along the channels',
  doc: `Stacks its inputs along one axis, by default the channels: \`channels = Σ channels of the inputs\`. Nothing is lost; the layer after it decides what to use. The other axes must agree.

64×64×32 and 64×64×16 become 64×64×48: \`32 + 16 = 48\`.

It is the skip of a U-Net, which gives the decoder the fine detail that pooling threw away, and the join of a DenseNet. Where the sizes differ by a row, as after unpadded convolutions, crop the larger: the original U-Net does.

\`axis\` counts as in Keras, with the batch as axis 0: −1 is the last one, 1 the height, 2 the width.`,
  reference: { text: 'Ronneberger, Fischer and Brox 2015, U-Net', url: 'https://arxiv.org/abs/1505.04597' },
  keywords: ['concat', 'join', 'stack', 'skip', 'u-net', 'densenet', 'cat'],
  params: {
    axis: integer({ label: 'Axis', doc: 'Axis that grows, counted as in Keras with the batch as 0; −1 is the last one, the channels.', default: -1, min: -5, max: 5, advanced: true }),
  },
  inputs: mergeInputs,
  hasOutput: true,
  notation: (p) => (p.axis === -1 ? '‖' : `‖ · axis ${p.axis}`),
  shape(p, inputs): ShapeOutcome {
    if (inputs.length < 2) return missingInput('Concatenate', inputs.length);
    const rank = inputs[0]?.length ?? 0;
    const axis = joinedAxis(p.axis, rank);
    if (axis < 0 || axis >= rank) return { ok: false, problems: [axisProblem(p.axis, rank)] };
    const problems = agreementProblems('Concatenate', inputs, axis);
    if (problems.length > 0) return { ok: false, problems };
    const halfKnown = halfKnownAxis(inputs, axis);
    if (halfKnown !== null) return { ok: false, problems: [unknownAxis('Concatenate', axisNames(rank)[halfKnown] ?? 'size', 'only some of its inputs know')] };
    const parts = inputs.map((shape) => shape[axis] ?? null);
    const sum = parts.reduce((a: Dim, b) => (a === null || b === null ? null : a + b), 0);
    const output = (inputs[0] ?? []).map((dim, i) => (i === axis ? sum : dim));
    const names = axisNames(rank);
    const steps = output.map((dim, i) =>
      i === axis
        ? step({ axis: names[i] ?? `axis ${i}`, formula: 'Σ in', left: parts.map((part) => part ?? '?').join(' + '), result: dim })
        : step({ axis: names[i] ?? `axis ${i}`, formula: 'all equal', left: inputs.map((shape) => shape[i] ?? '?').join(' = '), result: dim }),
    );
    return { ok: true, output, steps };
  },
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  // tfjs takes any negative axis for the last one, so that only −1 may stay as it is.
  lower: (p, inputs) => {
    const axis = joinedAxis(p.axis, inputs[0]?.length ?? 0);
    return call(tfLayers('concatenate'), axis === (inputs[0]?.length ?? 0) - 1 ? {} : { axis: axis + 1 }, inputs.length);
  },
});

/** Keras's axis, which counts the batch, as an index into a shape without it. */
const joinedAxis = (axis: number, rank: number): number => (axis < 0 ? rank + axis : axis - 1);

/** The first axis that some inputs know and others don't; tfjs cannot join those. */
function halfKnownAxis(inputs: readonly Shape[], joined: number): number | null {
  const index = (inputs[0] ?? []).findIndex((_, axis) => axis !== joined && inputs.some((s) => s[axis] === null) && inputs.some((s) => s[axis] !== null));
  return index < 0 ? null : index;
}

function axisProblem(axis: number, rank: number): Problem {
  return {
    code: 'value-out-of-range',
    severity: 'error',
    message:
      axis === 0 || axis === -rank - 1
        ? 'Concatenate: axis 0 is the batch; samples cannot be joined inside a network. Use −1 for the channels.'
        : `Concatenate: there is no axis ${axis}; with the batch as axis 0 the inputs have axes 0 to ${rank}.`,
    param: 'axis',
    repairs: [{ kind: 'setParams', label: 'Set the axis to −1, the channels', params: { axis: -1 } }],
  };
}
