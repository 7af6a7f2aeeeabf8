import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ConfigObject } from '../layers/layer.ts';
import { conv2d } from '../runtime/index.ts';
import { buildModel } from './buildModel.ts';
import { loadModel, saveModel } from './exportModel.ts';
import { disposeModel, readWeights } from './modelState.ts';
import { programOf, smallConvNet } from './testPrograms.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const glorot = (offset: number) => ({ $initializer: 'glorotUniform', args: { seed: { $seed: offset } } });
const values = (model: tf.LayersModel, x: tf.Tensor): number[] => [...(model.predict(x) as tf.Tensor).dataSync()];

describe('the built model', () => {
  test('equals the one built by hand with tfjs, weights and outputs to the last bit', () => {
    const program = programOf(
      [4, 4, 2],
      [
        ['conv', 'runtime', 'conv2d', { filters: 3, kernelSize: [3, 3], padding: [[1, 1], [0, 1]], activation: 'relu', kernelInitializer: glorot(0) }, [4, 3, 3]],
        ['pool', 'tf.layers', 'maxPooling2d', { poolSize: [2, 2], padding: 'same' }, [2, 2, 3]],
        ['join', 'tf.layers', 'concatenate', {}, [2, 2, 6], ['pool', 'pool']],
        ['flat', 'tf.layers', 'flatten', {}, [24]],
        ['out', 'tf.layers', 'dense', { units: 2, kernelInitializer: glorot(1) }, [2]],
      ],
      'meanSquaredError',
    );
    const input = tf.input({ shape: [4, 4, 2] });
    const kernel = (seed: number) => tf.initializers.glorotUniform({ seed });
    const conv = conv2d({ filters: 3, kernelSize: [3, 3], padding: [[1, 1], [0, 1]], activation: 'relu', kernelInitializer: kernel(11) }).apply(input) as tf.SymbolicTensor;
    const pool = tf.layers.maxPooling2d({ poolSize: [2, 2], padding: 'same' }).apply(conv) as tf.SymbolicTensor;
    const join = tf.layers.concatenate().apply([pool, pool]) as tf.SymbolicTensor;
    const flat = tf.layers.flatten().apply(join) as tf.SymbolicTensor;
    const byHand = tf.model({ inputs: input, outputs: tf.layers.dense({ units: 2, kernelInitializer: kernel(12) }).apply(flat) as tf.SymbolicTensor });
    const x = tf.randomUniform([3, 4, 4, 2], -1, 1, 'float32', 1);
    const built = buildModel(program, { seed: 11 });
    expect(values(built, x)).toEqual(values(byHand, x));
    expect(built.layers.map(({ name }) => name)).toEqual(['image', 'conv', 'pool', 'join', 'flat', 'out']);
    expect(values(buildModel(program, { seed: 12 }), x)).not.toEqual(values(byHand, x));
  });

  test('has the shapes that the program announces', () => {
    const program = smallConvNet();
    const model = buildModel(program, { seed: 1 });
    for (const call of program.calls) expect([call.id, ...model.getLayer(call.id).outputShape.slice(1)]).toEqual([call.id, ...call.shape]);
  });

  test('applies a layer again with the same weights where the program says so, and makes it anew where it does not', () => {
    const again = (reuses: object) => {
      const one = programOf([4], [['a', 'tf.layers', 'dense', { units: 4, kernelInitializer: glorot(0) }, [4]]], 'meanSquaredError');
      return buildModel({ ...one, calls: [...one.calls, { ...one.calls[1]!, id: 'b', inputs: ['a'], ...reuses }], outputs: [{ ...one.outputs[0]!, call: 'b' }] }, { seed: 1 });
    };
    const shared = again({ reuses: 'a' });
    expect(shared.layers.map(({ name }) => name)).toEqual(['image', 'a']);
    expect(shared.countParams()).toBe(4 * 4 + 4);
    const layer = shared.getLayer('a');
    layer.setWeights([tf.eye(4).mul(2), tf.ones([4])]);
    // Twice x → 2 x + 1.
    expect(values(shared, tf.tensor2d([[0, 1, 2, 3]]))).toEqual([3, 7, 11, 15]);
    expect(again({}).countParams()).toBe(2 * (4 * 4 + 4));
  });

  test('leaves no weights behind, those of a layer that is applied at two places neither', () => {
    const one = programOf([4], [['a', 'tf.layers', 'dense', { units: 4 }, [4]]], 'meanSquaredError');
    const program = { ...one, calls: [...one.calls, { ...one.calls[1]!, id: 'b', inputs: ['a'], reuses: 'a' }], outputs: [{ ...one.outputs[0]!, call: 'b' }] };
    const before = tf.memory().numTensors;
    disposeModel(buildModel(program, { seed: 1 }));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('of a call that nobody has is refused by name, names of Object included', () => {
    for (const name of ['conv9d', 'toString', 'losses']) {
      expect(() => buildModel(programOf([4], [['a', 'runtime', name, {}, [4]]], 'dice'), { seed: 1 })).toThrow();
    }
  });
});

describe('a saved model', () => {
  test('loads back from model.json and weights.bin with the same outputs, layers of the runtime included', async () => {
    const act = (id: string, config: ConfigObject) => [id, 'runtime', 'activation', config, [8, 8, 4]] as const;
    const program = programOf(
      [8, 8, 1],
      [
        ['conv', 'runtime', 'conv2d', { filters: 4, kernelSize: [3, 3], padding: [[2, 2], [2, 2]], dilationRate: [2, 2], kernelInitializer: glorot(0) }, [8, 8, 4]],
        ['norm', 'runtime', 'batchNormalization', { scale: false, epsilon: 0.01 }, [8, 8, 4]],
        act('leaky', { activation: 'leakyReLU', alpha: 0.2 }),
        act('gelu', { activation: 'gelu' }),
        act('wave', { activation: 'sin', omega: 2 }),
        ['drop', 'runtime', 'dropout', { rate: 0.5, seed: { $seed: 3 } }, [8, 8, 4]],
        ['depth', 'runtime', 'depthwiseConv2d', { kernelSize: [3, 3], padding: 'same', depthwiseInitializer: glorot(1) }, [8, 8, 4]],
        ['average', 'runtime', 'averagePooling2d', { poolSize: [3, 3], strides: [2, 2], padding: [[1, 1], [1, 1]] }, [4, 4, 4]],
        ['max', 'runtime', 'maxPooling2d', { poolSize: [3, 3], strides: [1, 1], padding: [[1, 1], [1, 1]] }, [4, 4, 4]],
        ['up', 'runtime', 'upSampling2d', { size: [2, 2], interpolation: 'bilinear' }, [8, 8, 4]],
        ['wide', 'runtime', 'conv2dTranspose', { filters: 1, kernelSize: [3, 3], strides: [2, 2], padding: [[1, 1], [1, 1]], outputPadding: [1, 1], activation: 'softplus', kernelInitializer: glorot(2) }, [16, 16, 1]],
      ],
      'meanSquaredError',
    );
    const model = buildModel(program, { seed: 5 });
    const saved = await saveModel(program, { seed: 99, weights: await readWeights(model) });
    expect(JSON.parse(saved.modelJson).weightsManifest[0].paths).toEqual(['weights.bin']);
    const loaded = await loadModel(saved);
    const x = tf.randomUniform([2, 8, 8, 1], -1, 1, 'float32', 1);
    expect(values(loaded, x)).toEqual(values(model, x));
    for (const layer of model.layers.slice(1)) {
      expect(loaded.getLayer(layer.name).getClassName()).toBe(layer.getClassName());
    }
  });
});
