import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { block, network } from '../../graph/builder.ts';
import { applyEdits, type Edit } from '../../graph/edits.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { viewAt } from '../../graph/view.ts';
import { overlap, type Rect } from './bubblePlace.ts';
import { documentToFlow } from './flow/documentToFlow.ts';
import { labelWidth } from './flow/way.ts';
import { plusPlace, takenBelow } from './plusPlace.ts';

const net = network('net');
net.input([128, 128, 3], { id: 'in' }).conv2d({ filters: 512, padding: 1 }, { id: 'conv' }).conv2d({ filters: 8, groups: 5 }, { id: 'wrong' }).output({}, { id: 'out' });
const chain = net.document();

/** The place of the plus, and itself in canvas units with all that could be covered. */
function plusBelow(document: NetloomDocument, id: string, zoom: number) {
  const { nodes, groups, edges } = documentToFlow({ graph: viewAt(document, []), compilation: compile(document), selectedNodes: [id], selectedEdges: [] });
  const card = nodes.find((n) => n.id === id)!;
  const box: Rect = { ...card.position, width: card.width!, height: card.height! };
  const taken = takenBelow(card, [...groups, ...nodes], edges, zoom);
  const place = plusPlace(box, taken, zoom);
  const plus = place && { x: box.x + box.width - (place.inset + place.size) / zoom, y: box.y + box.height + place.below / zoom, width: place.size / zoom, height: place.size / zoom };
  const cards = nodes.map((n): Rect => ({ ...n.position, width: n.width!, height: n.height! }));
  const badges = nodes.filter((n) => n.data.errors > 0).map(({ position: { x, y }, width }): Rect => ({ x: x + width! - 8, y: y - 8, width: 16, height: 16 }));
  const labels = edges.flatMap(({ data }) => (data?.way.label ? [{ x: data.way.label[0] - labelWidth(data.label) / 2, y: data.way.label[1] - 9.5, width: labelWidth(data.label), height: 19 }] : []));
  return { place, covered: plus ? [...cards, ...badges, ...labels].filter((other) => overlap(plus, other) > 0) : [] };
}

describe('the plus below a selected card', () => {
  it('covers no card, no badge and no shape at any zoom, and goes where there is no room for it', () => {
    for (const id of ['in', 'conv', 'wrong']) {
      for (let zoom = 0.2; zoom < 2.5; zoom += 0.05) expect(plusBelow(chain, id, zoom).covered, `${id} at ${zoom}`).toEqual([]);
      expect(plusBelow(chain, id, 1).place).toMatchObject({ size: 22, below: 7 });
      expect(plusBelow(chain, id, 0.25).place).toBeNull();
    }
  });

  it('steps aside for the badge of the next card, shrinks when there is less room, and no further than can be hit', () => {
    expect(plusBelow(chain, 'in', 1).place!.inset).toBe(0);
    expect(plusBelow(chain, 'in', 0.6).place).toMatchObject({ inset: 0 });
    expect(plusBelow(chain, 'conv', 0.7).place!.inset).toBeGreaterThan(0);
    const sizes = Array.from({ length: 40 }, (_, i) => plusBelow(chain, 'in', 0.4 + i / 40).place?.size ?? 0);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(new Set(sizes).size).toBeGreaterThan(2);
    expect(Math.min(...sizes.filter((size) => size > 0))).toBeGreaterThanOrEqual(16);
  });

  it('keeps off a shape that is long', () => {
    const volumes = network('volumes');
    volumes.input([128, 96, 64, 8], { id: 'in' }).conv3d({ filters: 512, padding: 1 }, { id: 'conv' }).conv3d({ filters: 8, groups: 5 }, { id: 'wrong' }).output();
    for (let zoom = 0.56; zoom < 1.2; zoom += 0.02) expect(plusBelow(volumes.document(), 'conv', zoom).covered, `at ${zoom}`).toEqual([]);
  });

  it('stands below the last card whatever the zoom, and in an opened block as outside', () => {
    const alone: Edit[] = ['conv', 'wrong', 'out'].map((id) => ({ kind: 'removeNode', id }));
    for (const zoom of [0.12, 0.6, 2]) expect(plusBelow(applyEdits(chain, alone), 'in', zoom).place).toEqual({ size: 22, below: 7, inset: 0 });
    const pair = block('pair', (b) => b.output('y', b.input('x', [0, 0]).dense({}, { id: 'one', at: [0, 1] }).dense({}, { id: 'two', at: [0, 2] }), [0, 3]));
    const opened = network('opened');
    opened.input([4], { id: 'in', at: [0, 0] }).block(pair, {}, { id: 'p', at: [0, 1] });
    const document = applyEdits(opened.document(), [{ kind: 'setNode', id: 'p', fields: { expanded: true } }]);
    expect(plusBelow(document, 'p/one', 1).place).toMatchObject({ size: 22, inset: 0 });
    // Below the card the block begins, with what is written in its head.
    expect(plusBelow(document, 'in', 0.6).place?.size ?? 0).toBeLessThan(22);
  });
});
