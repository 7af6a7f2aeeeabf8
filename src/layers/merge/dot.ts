// Dot: products of two inputs, summed along an axis of each.

import { plainStep } from '../convolution/size.ts';
import type { ConfigObject, Dim, Problem, Shape, ShapeOutcome } from '../layer.ts';
import { axisNames, call, defineLayer, formatShape, runtime, sizeOf } from '../layer.ts';
import { boolean, perAxis, spread } from '../params.ts';
import { missingInput, unknownAxis } from '../rankMismatch.ts';

export const dot = defineLayer({
  type: 'dot',
  label: 'Dot',
  category: 'merge',
  summary: 'Multiplies two inputs and sums along an axis',
  doc: `Multiplies numbers that stand at the same place of an axis of both inputs and adds up the products: \`y = Σ aᵢ·bᵢ\`. Of \`[1, 2]\` and \`[3, 4]\` it is \`1·3 + 2·4 = 11\`.

The axes that are not summed over stay, first those of the first input: sequences of 10 and of 20 vectors with 64 features each give 10×20 numbers, one for each pair. These are the scores of attention.

With \`normalize\`, both are divided by their length first; what comes out is the cosine of the angle between them, from −1 to 1: a measure of likeness that does not depend on how large they are.

\`axes\` counts as in Keras, with the batch as axis 0; −1 is the last one. Two numbers are one for each input.`,
  reference: { text: 'Luong, Pham and Manning 2015, Effective Approaches to Attention-based Neural Machine Translation', url: 'https://arxiv.org/abs/1508.04025' },
  keywords: ['inner product', 'cosine', 'similarity', 'attention', 'matmul', 'matrix product', 'merge'],
  params: {
    axes: perAxis({ label: 'Axes', doc: 'The axis that is summed over, of both inputs or of each; the batch is 0, −1 the last one.', default: -1, axes: 2, min: -5, max: 5 }),
    normalize: boolean({ label: 'Normalize', doc: 'Brings both to length 1 first: the result is the cosine of their angle.', default: false }),
  },
  inputs: { min: 2, max: 2 },
  ports: [
    { name: 'left', doc: 'The first factor; its axes that are not summed over come first in the result.' },
    { name: 'right', doc: 'The second factor; its axes that are not summed over come last.' },
  ],
  hasOutput: true,
  notation: (p) => (p.normalize ? 'cos' : 'a·b'),
  shape(p, [one, other]): ShapeOutcome {
    if (one === undefined || other === undefined) return missingInput('Dot', one === undefined ? 0 : 1);
    const shapes = [one, other] as const;
    const axes = spread(p.axes, 2).map((axis, i) => (axis < 0 ? shapes[i === 0 ? 0 : 1].length + axis : axis - 1));
    const [a, b] = [axes[0] ?? 0, axes[1] ?? 0];
    const problem = dotProblem(one, other, a, b);
    if (problem) return { ok: false, problems: [problem] };
    const rest = [...one.filter((_, i) => i !== a), ...other.filter((_, i) => i !== b)];
    const output: readonly Dim[] = rest.length === 0 ? [1] : rest;
    const names = axisNames(output.length);
    return { ok: true, output, steps: output.map((dim, i) => plainStep(names[i] ?? `axis ${i}`, rest.length === 0 ? 'one sum' : `of input ${i < one.length - 1 ? 1 : 2}`, dim)) };
  },
  weights: () => [],
  macs(p, [one], output) {
    const [size, axis] = [sizeOf(output), spread(p.axes, 2)[0] ?? -1];
    const summed = axis < 0 ? one?.at(axis) : one?.[axis - 1];
    return size === null || typeof summed !== 'number' ? null : size * summed;
  },
  receptive: () => ({ kind: 'global' }),
  lower(p) {
    const axes = spread(p.axes, 2);
    const config: ConfigObject = axes[0] === axes[1] ? (axes[0] === -1 ? {} : { axes: axes[0] ?? -1 }) : { axes };
    return call(runtime('dot'), { ...config, ...(p.normalize ? { normalize: true } : {}) }, 2);
  },
});

function dotProblem(one: Shape, other: Shape, a: number, b: number): Problem | null {
  for (const [port, shape, axis] of [[0, one, a], [1, other, b]] as const) {
    if (axis >= 0 && axis < shape.length) continue;
    return {
      code: 'value-out-of-range',
      severity: 'error',
      message: `Dot: input ${port + 1} has no axis ${axis + 1}; with the batch as axis 0 it has axes 1 to ${shape.length}.`,
      port,
      param: 'axes',
      repairs: [{ kind: 'setParams', label: 'Sum over the last axes', params: { axes: -1 } }],
    };
  }
  for (const [port, shape] of [[0, one], [1, other]] as const) if (shape.includes(null)) return unknownAxis('Dot', 'length of every axis', 'its sums run over', port);
  if (one[a] === other[b]) return null;
  return {
    code: 'size-mismatch',
    severity: 'error',
    message: `Dot sums over axes of the same length, but axis ${a + 1} of ${formatShape(one)} has ${one[a] ?? '?'} and axis ${b + 1} of ${formatShape(other)} has ${other[b] ?? '?'}.`,
    port: 1,
    repairs:
      other.length === 1 && typeof one[a] === 'number'
        ? [{ kind: 'insertBefore', label: `Insert a dense layer with ${one[a]} units on input 2`, port: 1, layer: 'dense', params: { units: one[a] } }]
        : [],
  };
}
