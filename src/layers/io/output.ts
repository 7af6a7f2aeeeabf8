// Output: where the network's answer leaves it and meets its target. Owns the choice of the loss; the arithmetic is in runtime/losses.ts.

import { step } from '../convolution/size.ts';
import type { Problem, Shape, ShapeOutcome } from '../layer.ts';
import { axisNames, defineLayer } from '../layer.ts';
import type { LossName } from '../losses.ts';
import { lossNames, lossSpecs } from '../losses.ts';
import { choice, number } from '../params.ts';
import { missingInput } from '../rankMismatch.ts';

export const output = defineLayer({
  type: 'output',
  label: 'Output',
  category: 'io',
  summary: 'The answer of the network and its loss',
  doc: `Marks what the network answers and says how wrong it is: the loss compares the prediction \`ŷ\` with the target \`y\`, and training changes the weights so that the mean over the batch falls.

Match the last activation to the loss. Binary cross-entropy and Dice need probabilities: a sigmoid. Categorical cross-entropy needs probabilities that sum to 1: a softmax. Errors on a scale of their own, such as the mean squared error, need none.

Where the answer is a map, the loss is taken per pixel. For \`y = 1\` and \`ŷ = 0.8\`, binary cross-entropy is \`−log 0.8 = 0.223\` and the squared error \`(1 − 0.8)² = 0.04\`.

A network may have several outputs; the total loss is the sum of \`weight·loss\`.`,
  reference: { text: 'Goodfellow, Bengio and Courville 2016, Deep Learning, chapter 6.2', url: 'https://www.deeplearningbook.org/contents/mlp.html' },
  keywords: ['loss', 'target', 'label', 'prediction', 'end', 'y', 'mse', 'mae', 'cross-entropy', 'dice'],
  params: {
    loss: choice<LossName>({
      label: 'Loss',
      doc: 'How far the prediction is from the target; training makes it smaller.',
      default: 'meanSquaredError',
      options: lossNames.map((value) => ({ value, label: lossSpecs[value].label, doc: `${lossSpecs[value].formula}. ${lossSpecs[value].doc}` })),
    }),
    weight: number({ label: 'Weight', doc: 'Factor of this loss in the total, where there are several outputs.', default: 1, min: 0, max: 1e6, advanced: true }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: false,
  notation: (p) => withWeight(p.weight === 1 && lossSpecs[p.loss].label.length <= CARD_LETTERS ? lossSpecs[p.loss].label : lossSpecs[p.loss].short, p.weight),
  spelled: (p) => withWeight(lossSpecs[p.loss].label, p.weight),
  shape(p, [arriving]): ShapeOutcome {
    if (arriving === undefined) return missingInput('Output');
    const names = axisNames(arriving.length);
    const steps = arriving.map((dim, i) => step({ axis: names[i] ?? `axis ${i}`, formula: 'in', left: 'in', result: dim }));
    return { ok: true, output: arriving, steps, problems: classesProblem(p.loss, arriving) };
  },
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: () => [],
});

/** What a card has room for. */
const CARD_LETTERS = 19;

const withWeight = (loss: string, weight: number): string => (weight === 1 ? loss : `${loss} · × ${weight}`);

/** With one class there is nothing to choose from: softmax over it is 1 whatever the network does. */
function classesProblem(loss: LossName, arriving: Shape): readonly Problem[] {
  if (lossSpecs[loss].expects !== 'distribution' || arriving.at(-1) !== 1) return [];
  return [
    {
      code: 'one-class',
      severity: 'warning',
      message: `${lossSpecs[loss].label} chooses between classes along the last axis, but there is only 1. With one yes/no answer use binary cross-entropy and a sigmoid.`,
      port: 0,
      param: 'loss',
      repairs: [{ kind: 'setParams', label: 'Set the loss to binary cross-entropy', params: { loss: 'binaryCrossentropy' } }],
    },
  ];
}
