// Reshape: the same numbers under another shape.

import { plainStep, step } from '../convolution/size.ts';
import type { FormulaStep, Problem, Repair, Shape, ShapeOutcome } from '../layer.ts';
import { axisNames, call, defineLayer, formatShape, sizeOf, tfLayers } from '../layer.ts';
import { shape } from '../params.ts';
import { missingInput } from '../rankMismatch.ts';

export const reshape = defineLayer({
  type: 'reshape',
  label: 'Reshape',
  category: 'core',
  summary: 'Gives the same numbers another shape',
  doc: `Cuts the numbers of a sample anew, in the order in which they stand: row by row, channels side by side. The number of elements must stay: 784 pixels become \`28·28·1 = 784\`. To 2×3, \`[1, 2, 3, 4, 5, 6]\` becomes \`[1, 2, 3; 4, 5, 6]\`.

One axis may be \`null\`: it takes what is left. From 3072 elements, \`[32, 32, null]\` is \`3072 / (32·32) = 3\` channels.

It turns a table's row into an image for convolutions, and a Dense layer's output into the small deep map that a generator starts from.`,
  reference: { text: 'Keras, Reshape layer', url: 'https://keras.io/api/layers/reshaping_layers/reshape/' },
  keywords: ['view', 'map', 'unflatten', 'resize'],
  params: {
    targetShape: shape({ label: 'Target shape', doc: 'The new shape without the batch; one axis may be null for what is left.', default: [null], unknownAxes: true }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => `→ ${formatShape(p.targetShape)}`,
  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('Reshape');
    const open = p.targetShape.filter((dim) => dim === null).length;
    const names = axisNames(p.targetShape.length);
    const plain = (output: Shape): FormulaStep[] => output.map((dim, i) => plainStep(names[i] ?? `axis ${i}`, 'targetShape', dim));
    if (open > 1) return { ok: false, problems: [openProblem(open)] };
    const size = sizeOf(input);
    if (size === null) return { ok: true, output: p.targetShape, steps: plain(p.targetShape) };
    const known = p.targetShape.reduce((product: number, dim) => product * (dim ?? 1), 1);
    const fits = open === 0 ? known === size : size % known === 0;
    if (!fits) return { ok: false, problems: [sizeProblem(p.targetShape, known, input, size)] };
    const output = p.targetShape.map((dim) => dim ?? size / known);
    const steps = plain(output);
    const index = p.targetShape.indexOf(null);
    if (index >= 0) {
      const rest = p.targetShape.filter((dim) => dim !== null).join('·') || '1';
      steps[index] = step({ axis: names[index] ?? `axis ${index}`, formula: 'elements / other axes', left: `${size} / (${rest})`, result: size / known });
    }
    return { ok: true, output, steps };
  },
  weights: () => [],
  macs: () => 0,
  // The rows and columns of a map that was cut anew are not those of the image.
  receptive: (p, [input]) => (p.targetShape.length === 3 && input !== undefined && !keepsMap(p.targetShape, input) ? { kind: 'global' } : { kind: 'pointwise' }),
  lower: (_p, _inputs, output) => call(tfLayers('reshape'), { targetShape: output }),
});

const keepsMap = (target: Shape, input: Shape): boolean => input.length >= 2 && target[0] === input[0] && target[1] === input[1];

function openProblem(open: number): Problem {
  return {
    code: 'value-out-of-range',
    severity: 'error',
    message: `Reshape can work out one axis that is null, but the target shape has ${open} of them.`,
    param: 'targetShape',
  };
}

function sizeProblem(target: Shape, known: number, input: Shape, size: number): Problem {
  const shown = target.filter((dim) => dim !== null).join('·');
  const open = target.includes(null);
  const left = open ? `${size} / (${shown})` : shown || '1';
  const value = open ? Number((size / known).toFixed(3)) : known;
  return {
    code: 'size-mismatch',
    severity: 'error',
    message: open
      ? `Reshape: ${formatShape(input)} holds ${size} elements, which ${shown} does not divide: ${left} = ${value}.`
      : `Reshape: ${formatShape(target)} needs ${left} = ${value} elements, but ${formatShape(input)} holds ${size}.`,
    port: 0,
    param: 'targetShape',
    steps: [{ axis: 'elements', formula: 'product of all axes', text: `${left} = ${value}, not ${open ? 'a whole number' : size}`, result: open ? null : known }],
    repairs: reshapeRepairs(target, size),
  };
}

/** Leaves the one axis open that makes it fit, the last first. */
function reshapeRepairs(target: Shape, size: number): readonly Repair[] {
  const repairs: Repair[] = [];
  for (let i = target.length - 1; i >= 0; i--) {
    const others = target.reduce((product: number, dim, axis) => (axis === i ? product : product * (dim ?? 1)), 1);
    if (target.filter((dim, axis) => axis !== i && dim === null).length > 0 || size % others !== 0) continue;
    const fitting = target.map((dim, axis) => (axis === i ? size / others : dim));
    repairs.push({ kind: 'setParams', label: `Set the target shape to ${formatShape(fitting)}`, params: { targetShape: fitting } });
  }
  return repairs;
}
