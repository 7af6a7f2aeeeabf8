import { describe, expect, test } from 'vitest';
import { layers } from '../../layers/index.ts';
import { searchLayers } from './searchLayers.ts';

const found = (query: string): readonly string[] => searchLayers(query).map((layer) => layer.type);

describe('the search of the palette', () => {
  test('an empty search shows every layer', () => {
    expect(found('  ')).toEqual(layers.map((layer) => layer.type));
  });
  test('the beginning of a name comes before its middle', () => {
    expect(found('conv')[0]).toBe('conv2d');
    expect(found('conv')).toContain('depthwiseConv2d');
  });
  test('several words must all fit', () => {
    expect(found('max pool')[0]).toBe('maxPooling2d');
    expect(found('max pool').every((type) => /max/i.test(type))).toBe(true);
    expect(found('max dense')).toEqual([]);
  });
  test('a category finds its layers', () => {
    expect(found('merge')).toEqual(expect.arrayContaining(['add', 'multiply', 'average', 'concatenate']));
  });
  test('every layer is found by its own name first', () => {
    for (const layer of layers) expect(found(layer.label)[0]).toBe(layer.type);
  });
});
