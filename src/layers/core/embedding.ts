// Embedding: a learned vector for every number of a vocabulary.

import { plainStep } from '../convolution/size.ts';
import { initializerParam, initializerScaleParam, initializerValue } from '../initializers.ts';
import type { ShapeOutcome } from '../layer.ts';
import { axisNames, call, defineLayer, runtime } from '../layer.ts';
import { integer } from '../params.ts';
import { missingInput } from '../rankMismatch.ts';

export const embedding = defineLayer({
  type: 'embedding',
  label: 'Embedding',
  category: 'core',
  summary: 'A learned vector for every word, letter or item',
  doc: `Replaces whole numbers by vectors that are learned: \`y = table[x]\`. The numbers stand for words, letters or items, from 0 to \`inputDim − 1\`; the table has a row of \`outputDim\` numbers for each. With the table \`[0.1, 0.9; 0.4, 0.2; 0.8, 0.8]\`, the words \`[2, 0]\` become \`[0.8, 0.8; 0.1, 0.9]\`.

A 7 is not larger than a 3 where both stand for words; as vectors, what is used alike comes to lie near each other. It is the same as a one-hot code times a matrix, without the multiplications by 0.

A vocabulary of 10,000 with 64 numbers each makes \`10000·64 = 640000\` weights. Numbers outside of the vocabulary are taken for the nearest one in it, fractions are cut off.`,
  reference: { text: 'Bengio et al. 2003, A Neural Probabilistic Language Model', url: 'https://www.jmlr.org/papers/v3/bengio03a.html' },
  keywords: ['word', 'token', 'lookup', 'vocabulary', 'text', 'word2vec'],
  params: {
    inputDim: integer({ label: 'Vocabulary', doc: 'How many different numbers there are; they count from 0.', default: 1000 }),
    outputDim: integer({ label: 'Size', doc: 'Length of the vector of each.', default: 64 }),
    embeddingsInitializer: initializerParam('Initializer', 'randomUniform', 'What the table holds before training.'),
    embeddingsScale: initializerScaleParam('Scale', 'embeddingsInitializer'),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => `${p.inputDim} → ${p.outputDim}`,
  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('Embedding');
    const output = [...input, p.outputDim];
    const names = axisNames(output.length);
    return { ok: true, output, steps: output.map((dim, i) => plainStep(names[i] ?? `axis ${i}`, i === input.length ? 'size' : 'in', dim)) };
  },
  weights: (p) => [
    {
      name: 'embeddings',
      shape: [p.inputDim, p.outputDim],
      trainable: true,
      initial: { initializer: p.embeddingsInitializer, scale: p.embeddingsScale, note: 'The rows of the table: the inputs that a one-hot code would have.' },
    },
  ],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (p) => call(runtime('embedding'), { inputDim: p.inputDim, outputDim: p.outputDim, embeddingsInitializer: initializerValue(p.embeddingsInitializer, { scale: p.embeddingsScale }) }),
});
