// Permute: the axes in another order.

import { plainStep } from '../convolution/size.ts';
import type { Problem, Shape, ShapeOutcome } from '../layer.ts';
import { axisNames, call, defineLayer, tfLayers } from '../layer.ts';
import { shape } from '../params.ts';
import { missingInput } from '../rankMismatch.ts';

export const permute = defineLayer({
  type: 'permute',
  label: 'Permute',
  category: 'core',
  summary: 'Puts the axes in another order',
  doc: `Puts the axes in another order, as a matrix is transposed. \`dims\` says for every axis of the result which axis of the input it is, counted from 1 as the batch is axis 0: \`[2, 1]\` turns 10 steps of 64 features into 64 rows of 10, and \`[1, 2, 3; 4, 5, 6]\` into \`[1, 4; 2, 5; 3, 6]\`.

No number changes and nothing is computed, but a layer after it works along other axes: a dense layer mixes the last axis, so after \`[2, 1]\` it mixes the steps instead of the features. MLP-Mixer is made of nothing else.

A reshape to the same sizes is something different: it would make \`[1, 2; 3, 4; 5, 6]\` of it.`,
  reference: { text: 'Tolstikhin et al. 2021, MLP-Mixer', url: 'https://arxiv.org/abs/2105.01601' },
  keywords: ['transpose', 'swap axes', 'mixer'],
  params: {
    dims: shape({ label: 'Dims', doc: 'For each axis of the result, the axis of the input that it is, counted from 1.', default: [2, 1] }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => p.dims.join(', '),
  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('Permute');
    const order = p.dims.map((dim) => (dim ?? 0) - 1);
    if (order.toSorted((a, b) => a - b).join() !== [...input.keys()].join()) return { ok: false, problems: [orderProblem(p.dims, input)] };
    const output = order.map((axis) => input[axis] ?? null);
    const [from, to] = [axisNames(input.length), axisNames(output.length)];
    return { ok: true, output, steps: output.map((dim, i) => plainStep(to[i] ?? `axis ${i}`, `${from[order[i] ?? 0] ?? 'axis'} before`, dim)) };
  },
  weights: () => [],
  macs: () => 0,
  receptive: (p) => (p.dims.at(-1) === p.dims.length ? { kind: 'pointwise' } : { kind: 'global' }),
  lower: (p) => call(tfLayers('permute'), { dims: p.dims }),
});

function orderProblem(dims: Shape, input: Shape): Problem {
  const reversed = [...input.keys()].map((axis) => axis + 1).reverse();
  return {
    code: 'value-out-of-range',
    severity: 'error',
    message: `Permute: [${dims.join(', ')}] must name each of the ${input.length} axes of the input once, as [${reversed.join(', ')}] does.`,
    param: 'dims',
    repairs: input.length === 0 ? [] : [{ kind: 'setParams', label: `Set dims to [${reversed.join(', ')}]`, params: { dims: reversed } }],
  };
}
