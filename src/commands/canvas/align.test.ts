import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxOf } from '../../graph/boxes.ts';
import { emptyDocument, type GraphNode, type NetloomDocument } from '../../graph/document.ts';
import { applyEdits } from '../../graph/edits.ts';
import { alignEdits, distributeEdits, type Alignment } from './align.ts';

const documentOf = (nodes: readonly GraphNode[]): NetloomDocument => ({ ...emptyDocument(), nodes });
const three = documentOf([
  { id: 'a', type: 'conv2d', position: [0, 0] },
  { id: 'b', type: 'conv2d', position: [31, 200] },
  { id: 'note', type: 'comment', position: [400, 90], size: [100, 40] },
]);
const ids = ['a', 'b', 'note'];
const boxes = (d: NetloomDocument) => d.nodes.map(boxOf);
const line: { readonly [A in Alignment]: (b: ReturnType<typeof boxOf>) => number } = {
  left: (b) => b.x,
  centre: (b) => b.x + b.width / 2,
  right: (b) => b.x + b.width,
  top: (b) => b.y,
  middle: (b) => b.y + b.height / 2,
  bottom: (b) => b.y + b.height,
};

describe('aligning', () => {
  it.each(Object.keys(line) as Alignment[])('%s: cards and comments of any size share that line, and do it once', (alignment) => {
    const next = applyEdits(three, alignEdits(three, ids, alignment));
    const at = boxes(next).map(line[alignment]);
    expect(Math.max(...at) - Math.min(...at)).toBeLessThanOrEqual(1);
    expect(applyEdits(next, alignEdits(next, ids, alignment))).toBe(next);
  });
  it('moves along one axis only', () => {
    const next = applyEdits(three, alignEdits(three, ids, 'left'));
    expect(next.nodes.map((n) => n.position[1])).toEqual([0, 200, 90]);
  });
  it('what lies in a chosen frame keeps its place in it', () => {
    const framed = documentOf([
      { id: 'frame', type: 'frame', position: [100, 0], size: [300, 200] },
      { id: 'in', type: 'conv2d', position: [150, 40] },
      { id: 'out', type: 'conv2d', position: [0, 400] },
    ]);
    const next = applyEdits(framed, alignEdits(framed, ['frame', 'in', 'out'], 'left'));
    expect(next.nodes.map((n) => n.position[0])).toEqual([0, 50, 0]);
  });
  it('one alone has nothing to align with', () => {
    expect(alignEdits(three, ['a'], 'left')).toEqual([]);
  });
});

describe('distributing', () => {
  it('makes gaps equal and leaves the outermost where they are', () => {
    const row = documentOf([0, 10, 420, 900].map((x, i) => ({ id: `n${i}`, type: 'conv2d', position: [x, i * 100] })));
    const next = applyEdits(row, distributeEdits(row, ['n3', 'n1', 'n0', 'n2'], 'x'));
    expect(next.nodes.map((n) => n.position[0])).toEqual([0, 300, 600, 900]);
  });
  it('for any places: equal gaps to a pixel, the order kept', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -2000, max: 2000 }), { minLength: 3, maxLength: 8 }), (ys) => {
        const column = documentOf(ys.map((y, i) => ({ id: `n${i}`, type: 'dense', position: [0, y] })));
        const next = applyEdits(column, distributeEdits(column, column.nodes.map((n) => n.id), 'y'));
        const sorted = next.nodes.map((n) => n.position[1]).toSorted((a, b) => a - b);
        const gaps = sorted.slice(1).map((y, i) => y - sorted[i]!);
        expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(2);
        expect([sorted[0], sorted.at(-1)]).toEqual([Math.min(...ys), Math.max(...ys)]);
      }),
      { numRuns: 50 },
    );
  });
});
