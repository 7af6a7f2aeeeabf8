// PositionalEmbedding: adds to every step of a sequence numbers that tell where it stands.

import { plainStep } from '../convolution/size.ts';
import { initializerParam, initializerScaleParam, initializerValue } from '../initializers.ts';
import type { ShapeOutcome } from '../layer.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { choice } from '../params.ts';
import { checkedSequence } from './sequence.ts';

export const positionalEmbedding = defineLayer({
  type: 'positionalEmbedding',
  label: 'PositionalEmbedding',
  category: 'core',
  summary: 'Tells every step of a sequence where it stands',
  doc: `Adds to every step of a sequence a vector that belongs to its place: \`y = x + table[place]\`. Attention looks at all steps alike; without it, "dog bites man" and "man bites dog" would be the same.

Learned, the table is a weight: 16 places with 64 features make \`16·64 = 1024\` weights. Of sines, it has none: feature 2i of place p is \`sin(p / 10000^(2i / features))\`, the next one the cosine: place 1 begins with \`sin(1) = 0.84\` and \`cos(1) = 0.54\`. Near places then have similar vectors, at wave lengths from 6 to 60,000 places.

Put it before the first attention layer, after the class token if there is one.`,
  reference: { text: 'Vaswani et al. 2017, Attention Is All You Need', url: 'https://arxiv.org/abs/1706.03762' },
  keywords: ['position', 'positional encoding', 'transformer', 'vision transformer', 'vit', 'sine'],
  params: {
    kind: choice<'learned' | 'sines'>({
      label: 'Kind',
      doc: 'Where the vectors come from.',
      default: 'learned',
      options: [
        { value: 'learned', label: 'Learned', doc: 'A weight per place and feature.' },
        { value: 'sines', label: 'Sines', doc: 'Fixed waves of many lengths; no weights.' },
      ],
    }),
    embeddingsInitializer: initializerParam('Initializer', 'randomUniform', 'What the table holds before training.'),
    embeddingsScale: initializerScaleParam('Scale', 'embeddingsInitializer'),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => p.kind,
  shape(_p, [input]): ShapeOutcome {
    const checked = checkedSequence('PositionalEmbedding', input);
    if (!checked.ok) return checked.outcome;
    const { length, features } = checked;
    return { ok: true, output: [length, features], steps: [plainStep('length', 'in', length), plainStep('channels', 'in', features)] };
  },
  weights: (p, [input]) => (p.kind === 'sines' ? [] : [{ name: 'embeddings', shape: (input ?? []).map((dim) => dim ?? 0), trainable: true, initial: { initializer: p.embeddingsInitializer, scale: p.embeddingsScale, note: 'The rows of the table: the places.' } }]),
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (p) => call(runtime('positionalEmbedding'), p.kind === 'sines' ? { kind: 'sines' } : { embeddingsInitializer: initializerValue(p.embeddingsInitializer, { scale: p.embeddingsScale }) }),
});
