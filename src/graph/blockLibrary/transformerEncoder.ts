// The encoder block of a transformer: attention across the sequence, then two dense layers at every step.

import { libraryBlock } from './libraryBlock.ts';

export const transformerEncoder = libraryBlock({
  name: 'transformer-encoder',
  label: 'Transformer encoder',
  summary: 'Self-attention and an MLP, each with a shortcut',
  doc: 'Every step of the sequence first gathers from all steps what it needs, by self-attention, then is worked on by itself by two dense layers (here convolutions of length 1, which are the same). Each half is normalized first and added to what came in. Length and features stay, so that copies can follow each other.',
  keywords: ['attention', 'vit', 'vision transformer', 'bert', 'mlp', 'encoder', 'layer norm'],
  reference: { text: 'Dosovitskiy et al. 2021, An Image is Worth 16×16 Words', url: 'https://arxiv.org/abs/2010.11929' },
  params: {
    features: { label: 'Features', doc: 'Numbers per step; as many as come in.', default: 64, targets: [['mlp2', 'filters']] },
    hidden: { label: 'Hidden', doc: 'Units of the first dense layer; usually four times the features.', default: 256, targets: [['mlp1', 'filters']] },
    heads: { label: 'Heads', doc: 'Questions that are asked side by side.', default: 4, targets: [['attention', 'numHeads']] },
    keyDim: { label: 'Key size', doc: 'Length of query, key and value of a head; usually features / heads.', default: 16, targets: [['attention', 'keyDim']] },
    dropout: {
      label: 'Dropout',
      doc: 'Share of the numbers that is left out in training, after each half.',
      default: 0,
      targets: [
        ['drop1', 'rate'],
        ['drop2', 'rate'],
      ],
    },
  },
  build(b) {
    const x = b.input('x', [0, 0]);
    const gathered = x
      .layerNormalization({ epsilon: 1e-6 }, { id: 'norm1', at: [0, 1] })
      .multiHeadAttention({ numHeads: 4, keyDim: 16 }, { id: 'attention', at: [0, 2] })
      .dropout({ rate: 0 }, { id: 'drop1', at: [0, 3] })
      .add({}, { id: 'sum1', at: [0, 4], with: [x] });
    const worked = gathered
      .layerNormalization({ epsilon: 1e-6 }, { id: 'norm2', at: [0, 5] })
      .conv1d({ filters: 256, kernelSize: 1, activation: 'gelu' }, { id: 'mlp1', at: [0, 6] })
      .conv1d({ filters: 64, kernelSize: 1 }, { id: 'mlp2', at: [0, 7] })
      .dropout({ rate: 0 }, { id: 'drop2', at: [0, 8] })
      .add({}, { id: 'sum2', at: [0, 9], with: [gathered] });
    b.output('y', worked, [0, 10]);
  },
});
