import { expect, it } from 'vitest';
import type { Call, Program } from '../../compiler/program.ts';
import { printModel } from './printModel.ts';

const conv: Call = {
  id: 'down', node: 'down', callee: { from: 'tf.layers', name: 'conv2d' },
  config: { filters: 8, kernelSize: 4, strides: 2, padding: 'valid', kernelInitializer: { $initializer: 'heNormal', args: { seed: { $seed: 1 } } } },
  inputs: ['downPad'], shape: [32, 32, 8],
};
const program: Program = {
  name: 'tiny',
  calls: [
    { id: 'image', node: 'image', callee: { from: 'tf', name: 'input' }, config: { shape: [64, 64, 3] }, inputs: [], shape: [64, 64, 3] },
    { id: 'downPad', node: 'down', callee: { from: 'tf.layers', name: 'zeroPadding2d' }, config: { padding: 1 }, inputs: ['image'], shape: [66, 66, 3] },
    conv,
    { id: 'join', node: 'join', callee: { from: 'tf.layers', name: 'concatenate' }, config: {}, inputs: ['down', 'down'], shape: [32, 32, 16] },
    { id: 'mix', node: 'mix', callee: { from: 'runtime', name: 'mix' }, config: {}, inputs: ['join'], shape: [32, 32, 16] },
  ],
  inputs: ['image'],
  outputs: [{ node: 'mask', call: 'mix', shape: [32, 32, 16], loss: 'binaryCrossentropy', weight: 1 }],
};

it('prints what a person would write', () => {
  expect(`\n${printModel(program).text}`).toMatchInlineSnapshot(`
    "
    import * as tf from '@tensorflow/tfjs';
    import { mix } from './runtime/index.ts';

    /** tiny: 64×64×3 → 32×32×16. */
    export function createModel(seed = 1): tf.LayersModel {
      const image = tf.input({ shape: [64, 64, 3], name: 'image' });
      // 64×64×3 → 66×66×3
      const downPad = tf.layers.zeroPadding2d({ padding: 1, name: 'downPad' }).apply(image) as tf.SymbolicTensor;
      // 66×66×3 → 32×32×8
      const down = tf.layers.conv2d({
        filters: 8, kernelSize: 4, strides: 2, padding: 'valid',
        kernelInitializer: tf.initializers.heNormal({ seed: seed + 1 }), name: 'down',
      }).apply(downPad) as tf.SymbolicTensor;
      // 32×32×8 → 32×32×16
      const join = tf.layers.concatenate({ name: 'join' }).apply([down, down]) as tf.SymbolicTensor;
      const mix_ = mix({ name: 'mix' }).apply(join) as tf.SymbolicTensor;

      return tf.model({ inputs: image, outputs: mix_, name: 'tiny' });
    }
    "
  `);
});
