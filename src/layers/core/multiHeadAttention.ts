// MultiHeadAttention: every step of a sequence gathers what it needs from the steps of another one, or of its own.

import { plainStep } from '../convolution/size.ts';
import { initializerParam, initializerScaleParam, initializerValue } from '../initializers.ts';
import type { ShapeOutcome, WeightSpec } from '../layer.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { boolean, integer } from '../params.ts';
import { checkedSequence } from './sequence.ts';

export const multiHeadAttention = defineLayer({
  type: 'multiHeadAttention',
  label: 'MultiHeadAttention',
  category: 'core',
  summary: 'Every step looks at all steps and takes what it needs',
  doc: `Every step of a sequence asks a question, its query, and every step offers a key and a value. How well key and query match says how much of the value is taken: \`softmax(Q·Kᵀ / √keyDim)·V\`. With the scores \`[0, 1, 2]\`, the shares are \`[0.09, 0.24, 0.67]\`.

Several heads do this side by side with weights of their own, each looking for something else; a last matrix joins them, so that as many features come out as went in.

With one input it is self-attention. With two, the first asks and the second answers: cross-attention, as where a decoder looks at what the encoder found. Causal, no step sees a later one.

64 features and 4 heads of 16 make \`4·(64·64 + 64) = 16640\` weights. The work grows with the square of the length: 64 steps have \`64·64 = 4096\` pairs.`,
  reference: { text: 'Vaswani et al. 2017, Attention Is All You Need', url: 'https://arxiv.org/abs/1706.03762' },
  keywords: ['self-attention', 'cross-attention', 'transformer', 'vision transformer', 'vit', 'mha', 'query', 'key', 'value'],
  params: {
    numHeads: integer({ label: 'Heads', doc: 'How many questions are asked side by side.', default: 4, max: 4096 }),
    keyDim: integer({ label: 'Key size', doc: 'Length of query, key and value of a head; usually features / heads.', default: 16, max: 65536 }),
    causal: boolean({ label: 'Causal', doc: 'A step sees only itself and earlier ones, as where a text is continued.', default: false }),
    useBias: boolean({ label: 'Bias', doc: 'Adds one number per feature to queries, keys, values and the output.', default: true, advanced: true }),
    kernelInitializer: initializerParam('Kernel initializer', 'glorotUniform', 'What the four matrices hold before training.'),
    kernelScale: initializerScaleParam('Kernel scale', 'kernelInitializer'),
  },
  inputs: { min: 1, max: 2 },
  ports: [
    { name: 'query', doc: 'The sequence that asks; the result has its length and its features.' },
    { name: 'source', doc: 'The sequence that answers, of which keys and values are made; left out, the query answers itself.' },
  ],
  hasOutput: true,
  notation: (p) => `${p.numHeads}×${p.keyDim}${p.causal ? ' · causal' : ''}`,
  shape(_p, inputs): ShapeOutcome {
    const query = checkedSequence('MultiHeadAttention', inputs[0]);
    if (!query.ok) return query.outcome;
    const source = inputs.length > 1 ? checkedSequence('MultiHeadAttention', inputs[1], 1) : query;
    if (!source.ok) return source.outcome;
    return { ok: true, output: [query.length, query.features], steps: [plainStep('length', 'of input 1', query.length), plainStep('channels', 'of input 1', query.features)] };
  },
  weights(p, [query, source = query]): readonly WeightSpec[] {
    const width = p.numHeads * p.keyDim;
    const [own, other] = [query?.at(-1) ?? 0, source?.at(-1) ?? 0];
    const part = (name: string, from: number, to: number): readonly WeightSpec[] => [
      { name: `${name}_kernel`, shape: [from, to], trainable: true, initial: { initializer: p.kernelInitializer, scale: p.kernelScale } },
      ...(p.useBias ? [{ name: `${name}_bias`, shape: [to], trainable: true }] : []),
    ];
    return [...part('query', own, width), ...part('key', other, width), ...part('value', other, width), ...part('output', width, own)];
  },
  macs(p, [query, source = query]) {
    const [length, features, steps, others] = [query?.[0] ?? 0, query?.[1] ?? 0, source?.[0] ?? 0, source?.[1] ?? 0];
    return p.numHeads * p.keyDim * (2 * length * features + 2 * steps * others + 2 * length * steps);
  },
  receptive: () => ({ kind: 'global' }),
  lower(p, inputs) {
    const kernel = initializerValue(p.kernelInitializer, { scale: p.kernelScale });
    return call(
      runtime('multiHeadAttention'),
      {
        numHeads: p.numHeads,
        keyDim: p.keyDim,
        ...(p.causal ? { causal: true } : {}),
        ...(p.useBias ? {} : { useBias: false }),
        queryInitializer: kernel,
        keyInitializer: kernel,
        valueInitializer: kernel,
        outputInitializer: kernel,
      },
      inputs.length,
    );
  },
});
