import { describe, expect, test } from 'vitest';
import { layerOf } from '../../layers/index.ts';
import type { Shape } from '../../layers/layer.ts';
import { completeParams } from '../../layers/params.ts';
import { initialLines } from './initialLines.ts';

function lines(type: string, given: Readonly<Record<string, unknown>>, input: Shape): readonly string[] {
  const layer = layerOf(type)!;
  const { params } = completeParams(layer.params, given);
  const outcome = layer.shape(params, [input]);
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return initialLines(layer.weights(params, [input], outcome.output)).map(({ name, fanIn, std }) => [name, fanIn, std].filter((part) => part !== '').join(' · '));
}

describe('what the inspector says of the first weights', () => {
  test.each<[string, Readonly<Record<string, unknown>>, Shape, readonly string[]]>([
    ['conv2d', { filters: 64, kernelInitializer: 'heUniform' }, [8, 8, 64], ['K = 576 · std √(2 / 576) = 0.0589']],
    ['conv2d', { filters: 64, groups: 4, kernelInitializer: 'simpleXavier' }, [8, 8, 64], ['K = 144 · std √(1 / 144) = 0.0833']],
    ['conv2dTranspose', { filters: 32, kernelSize: 2, strides: 2, kernelInitializer: 'leCunUniform' }, [8, 8, 64], ['K = 128 · std √(1 / 128) = 0.0884']],
    ['depthwiseConv2d', { depthwiseInitializer: 'heUniform' }, [8, 8, 64], ['K = 576 · std √(2 / 576) = 0.0589']],
    ['separableConv2d', { filters: 16, kernelInitializer: 'heUniform' }, [8, 8, 8], ['depthwise · K = 72 · std √(2 / 72) = 0.167', 'pointwise · K = 8 · std √(2 / 8) = 0.5']],
    ['dense', { units: 64, kernelInitializer: 'sirenHidden', kernelOmega: 30 }, [256], ['K = 256 · std √(2 / 256) / 30 = 0.00295']],
    ['dense', { units: 64, biasInitializer: 'randomUniform', biasScale: 0.3 }, [256], ['kernel · K = 256 · std √(2 / (256 + 64)) = 0.0791', 'bias · K = 8 · std 0.3 / √3 = 0.173']],
    ['dense', { kernelInitializer: 'zeros' }, [256], []],
    ['lstm', { units: 32 }, [10, 8], ['kernel · K = 8 · std √(2 / (8 + 128)) = 0.121', 'recurrent · K = 32 · std √(1 / max(32, 128)) = 0.0884']],
    ['multiHeadAttention', { numHeads: 4, keyDim: 16 }, [10, 64], ['query, key, value, output · K = 64 · std √(2 / (64 + 64)) = 0.125']],
    ['bidirectional', { layer: { type: 'simpleRNN', params: { units: 8, recurrentInitializer: 'glorotUniform' } } }, [10, 8], ['kernel, recurrent · K = 8 · std √(2 / (8 + 8)) = 0.354']],
    ['timeDistributed', { layer: { type: 'dense', params: { units: 4, kernelInitializer: 'simpleXavier' } } }, [10, 16], ['K = 16 · std √(1 / 16) = 0.25']],
    ['batchNormalization', {}, [8, 8, 4], []],
  ])('%s %j', (type, given, input, expected) => {
    expect(lines(type, given, input)).toEqual(expected);
  });

  test('where K is not what one output sees, the title says how it is counted', () => {
    const layer = layerOf('depthwiseConv2d')!;
    const [line] = initialLines(layer.weights(completeParams(layer.params, {}).params, [[8, 8, 64]], [6, 6, 64]));
    expect(line?.title).toBe('Fan-in K = 576, fan-out 9: inputs and outputs that one weight connects. Counted as Keras does: window × channels, though every output sees the window of one channel only.\n√(2 / (fanIn + fanOut))');
  });
});
