import { describe, expect, test } from 'vitest';
import { compile } from '../compiler/compile.ts';
import { emptyDocument, type NetloomDocument } from '../graph/document.ts';
import { findNodes } from './findNodes.ts';

const document: NetloomDocument = {
  ...emptyDocument(),
  nodes: [
    { id: 'image', type: 'input', position: [0, 0], params: { shape: [32, 32, 3] } },
    { id: 'stem', type: 'conv2d', position: [0, 0], params: { filters: 16, padding: 'same', activation: 'relu' } },
    { id: 'pool_conv', type: 'maxPooling2d', position: [0, 0] },
    { id: 'flat', type: 'flatten', position: [0, 0] },
    { id: 'wide', type: 'dense', position: [0, 0], params: { units: 1000 } },
    { id: 'volume', type: 'conv3d', position: [0, 0] },
    { id: 'note', type: 'comment', position: [0, 0], text: 'Try a wider stem' },
  ],
  edges: [
    { source: 'image', target: 'stem' },
    { source: 'stem', target: 'pool_conv' },
    { source: 'pool_conv', target: 'flat' },
    { source: 'flat', target: 'wide' },
    { source: 'flat', target: 'volume' },
  ],
};
const { report, diagnostics } = compile(document);
const found = (query: string): readonly string[] => findNodes(query, { nodes: document.nodes, reports: report.nodes, diagnostics }).map((n) => n.id);

describe('finding a layer', () => {
  test('by name first, then by its layer', () => {
    expect(found('conv')).toEqual(['pool_conv', 'stem', 'volume']);
    expect(found('stem')).toEqual(['stem', 'note']);
  });
  test('by what its params say, and what a comment says', () => {
    expect(found('relu')).toContain('stem');
    expect(found('relu')).not.toContain('wide');
    expect(found('wider')).toEqual(['note']);
  });
  test('by the shape it gives, in whole sizes', () => {
    expect(found('32x32')).toEqual(['image', 'stem']);
    expect(found('16 × 16 x 16')).toEqual(['pool_conv']);
    expect(found('6x16')).toEqual([]);
  });
  test('by its cost', () => {
    expect(found('> 1M params')).toEqual(['wide']);
    expect(found('conv <1k')).toEqual(['pool_conv', 'stem', 'volume']);
  });
  test('by its problems', () => {
    expect(found('error')).toEqual(['volume']);
  });
  test('everything for nothing', () => {
    expect(found(' ')).toHaveLength(document.nodes.length);
  });
});
