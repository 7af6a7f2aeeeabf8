import { describe, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { layers } from '../layers/index.ts';
import type { AnyLayer } from '../layers/layer.ts';
import { score, searchEverything } from './searchEverything.ts';

const allLayers = layers as readonly unknown[] as readonly AnyLayer[];
const nodes = [
  { id: 'encoder_conv', type: 'conv2d', position: [0, 0] },
  { id: 'train_out', type: 'output', position: [0, 0] },
] as const;
const keys = (query: string): readonly string[] => searchEverything(query, commands, allLayers, nodes).flat().map((f) => f.key);

describe('search or run', () => {
  test('the beginning of a name beats the beginning of a word, which beats letters in order', () => {
    const scores = ['Train', 'Pause training', 'Terrain', 'Toggle inspector', 'Save'].map((text) => score(text, 'train'));
    expect(scores[0]).toBeGreaterThan(scores[1]!);
    expect(scores[1]).toBeGreaterThan(scores[2]!);
    expect(scores[4]).toBe(0);
  });
  test('an empty search offers commands, layers and the layers of the network', () => {
    expect(searchEverything('', commands, allLayers, nodes).map((g) => g[0]!.hit.kind)).toEqual(['command', 'layer', 'node']);
  });
  test('a layer of the network is found by its name', () => {
    expect(keys('encoder')[0]).toBe('node encoder_conv');
  });
  test('a layer is found by its Keras name and by its words', () => {
    expect(keys('maxpooling2d')[0]).toBe('add maxPooling2d');
    expect(keys('max pooling')[0]).toBe('add maxPooling2d');
  });
  test('a command is found by a word that is not in its label', () => {
    expect(keys('tfjs')[0]).toBe('file.export');
  });
});
