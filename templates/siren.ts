// SIREN: a network of sines that is a picture, colour as a function of place.

import { network, type Tensor } from '../src/graph/builder.ts';
import { choice, integer, number } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';
import { winding } from './winding.ts';

export const siren = defineTemplate({
  id: 'siren',
  label: 'SIREN',
  group: 'lessons',
  summary: 'Learns one picture as a function of place. Sines follow every detail; try ReLU instead and see it blur.',
  keywords: ['sine', 'implicit representation', 'neural field', 'coordinates', 'image fit', 'nerf', 'periodic activation'],
  reference: { text: 'Sitzmann, Martel, Bergman, Lindell, Wetzstein: Implicit Neural Representations with Periodic Activation Functions (NeurIPS 2020)', url: 'https://arxiv.org/abs/2006.09661' },
  params: {
    activation: choice<'sine' | 'relu'>({
      label: 'Activation',
      doc: 'What follows each dense layer.',
      default: 'sine',
      options: [
        { value: 'sine', label: 'Sine', doc: 'sin(omega·x), with the initialization of the paper.' },
        { value: 'relu', label: 'ReLU', doc: 'The same network with max(0, x): what the paper compares with.' },
      ],
    }),
    layers: integer({ label: 'Hidden layers', doc: 'Dense layers between the first and the last; the paper fits an image with 3.', default: 3, min: 0, max: 10 }),
    units: integer({ label: 'Units', doc: 'Width of each layer; the paper fits an image with 256.', default: 128, min: 1, max: 1024 }),
    omega: number({ label: 'Omega', doc: 'Angular frequency of the sines: the larger, the finer the detail that is learnt first.', default: 30, min: 1, max: 200, visible: (p) => p['activation'] === 'sine' }),
    size: integer({ label: 'Picture size', doc: 'Height and width in pixels, each of which is a sample.', default: 64, min: 16, max: 256 }),
    channels: integer({ label: 'Colours', doc: '1 for grey, 3 for colour.', default: 3, min: 1, max: 3 }),
  },
  build({ activation, layers, units, omega, size, channels }) {
    const net = network(activation === 'sine' ? 'siren' : 'relu-field');
    const path = winding();
    /** A dense layer and its activation; weights are drawn so that what reaches every sine is as wide as what reached the one before. */
    const layer = (x: Tensor, name: string, inputs: number, first: boolean): Tensor => {
      const bias = { biasInitializer: 'randomUniform', biasScale: Number(Math.sqrt(1 / inputs).toFixed(4)) } as const;
      if (activation === 'relu') return x.dense({ units, activation: 'relu', kernelInitializer: 'heNormal', ...bias }, { id: name, at: path.next() });
      return x
        .dense({ units, kernelInitializer: first ? 'sirenFirst' : 'sirenHidden', ...(first ? {} : { kernelOmega: omega }), ...bias }, { id: name, at: path.next() })
        .activation({ activation: 'sin', omega }, { id: `${name}_sine`, at: path.next() });
    };
    let x = layer(net.input([2], { id: 'place', at: path.next() }), 'first', 2, true);
    for (let i = 1; i <= layers; i++) {
      if (i === Math.ceil(layers / 2) + 1) path.turn();
      x = layer(x, `hidden${i}`, units, false);
    }
    x.dense({ units: channels, ...(activation === 'sine' ? { kernelInitializer: 'sirenHidden', kernelOmega: omega } : {}) }, { id: 'colour', at: path.next() }).output({ loss: 'meanSquaredError' }, { id: 'picture', at: path.next() });
    return net
      .training({
        optimizer: { type: 'adam', learningRate: activation === 'sine' ? 0.0005 : 0.002 },
        batchSize: 512,
        epochs: 60,
        data: { type: 'field', params: { size, channels } },
      })
      .document();
  },
});
