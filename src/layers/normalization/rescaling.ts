// Rescaling: every number times a factor plus an offset, both fixed.

import { keptShape } from '../keptShape.ts';
import { call, defineLayer, tfLayers } from '../layer.ts';
import { number } from '../params.ts';

export const rescaling = defineLayer({
  type: 'rescaling',
  label: 'Rescaling',
  category: 'normalization',
  summary: 'Multiplies and shifts by fixed numbers',
  doc: `Multiplies every number by \`scale\` and adds \`offset\`: \`y = scale·x + offset\`. Nothing is learned.

Put after the input, it makes of whatever the data is what the network likes: bytes from 0 to 255 become numbers from 0 to 1 with \`scale = 1/255 = 0.00392\`, and with \`scale = 2\`, \`offset = −1\` numbers from 0 to 1 become −1 to 1.

It goes with the network into the exported code, so that nobody has to remember what was done to the data. Where the right numbers follow from the data, take Normalization.`,
  reference: { text: 'Keras, Rescaling layer', url: 'https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/' },
  keywords: ['scale', 'offset', 'preprocess', 'bytes', '255', 'linear'],
  params: {
    scale: number({ label: 'Scale', doc: 'What every number is multiplied by.', default: 1, min: -1e6, max: 1e6 }),
    offset: number({ label: 'Offset', doc: 'What is added after that.', default: 0, min: -1e6, max: 1e6 }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => `${Number(p.scale.toPrecision(3))}·x${p.offset === 0 ? '' : p.offset < 0 ? ` − ${-p.offset}` : ` + ${p.offset}`}`,
  shape: (_p, [input]) => keptShape('Rescaling', input),
  weights: () => [],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (p) => call(tfLayers('rescaling'), { scale: p.scale, ...(p.offset === 0 ? {} : { offset: p.offset }) }),
});
