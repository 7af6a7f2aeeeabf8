// Flatten: all axes into one.

import { step } from '../convolution/size.ts';
import type { ShapeOutcome } from '../layer.ts';
import { call, defineLayer, sizeOf, tfLayers } from '../layer.ts';
import { missingInput, unknownAxis } from '../rankMismatch.ts';

export const flatten = defineLayer({
  type: 'flatten',
  label: 'Flatten',
  category: 'core',
  summary: 'Turns a map into a vector',
  doc: `Writes all numbers of a sample one after another, row by row, the channels of a pixel side by side: \`features = height·width·channels\`. A map of 8×8×64 becomes \`8·8·64 = 4096\` numbers. The map \`[1, 5; 3, 2]\` becomes \`[1, 5, 3, 2]\`: nothing is computed and nothing is lost, but the 1 and the 3, one above the other, are no longer neighbours.

It stands between convolutions and a Dense layer.

That layer then has \`4096·units\` weights; a global average pooling instead leaves \`64·units\`.`,
  reference: { text: 'Keras, Flatten layer', url: 'https://keras.io/api/layers/reshaping_layers/flatten/' },
  keywords: ['vector', 'reshape', 'unroll'],
  params: {},
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: () => '→ vector',
  shape(_p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('Flatten');
    const size = sizeOf(input);
    if (size === null) return { ok: false, problems: [unknownAxis('Flatten', 'length of every axis', 'its output is the product of')] };
    return { ok: true, output: [size], steps: [step({ axis: 'features', formula: 'product of all axes', left: input.join('·'), result: size })] };
  },
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  // tfjs refuses to flatten what is flat already; Keras passes it on.
  lower: (_p, [input], output) =>
    input !== undefined && input.length === 1 ? call(tfLayers('reshape'), { targetShape: output }) : call(tfLayers('flatten'), {}),
});
