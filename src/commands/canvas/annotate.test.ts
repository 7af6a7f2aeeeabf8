import { beforeEach, describe, expect, it } from 'vitest';
import { block, network } from '../../graph/builder.ts';
import { boxOf, type Box } from '../../graph/boxes.ts';
import type { GraphNode } from '../../graph/document.ts';
import { applyEdits } from '../../graph/edits.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { resizeTo } from './annotate.ts';

const pair = block('pair', (b) => b.output('y', b.input('x', [0, 0]).dense({}, { id: 'one', at: [0, 1] }).dense({}, { id: 'two', at: [0, 2] }), [0, 3]));
const outer = block('outer', (b) => b.output('y', b.input('x', [0, 0]).dense({}, { id: 'before', at: [0, 1] }).block(pair, {}, { id: 'inner', at: [0, 2] }), [0, 3]));

const view = () => graphHere(documentStore.getState());
const boxes = (): Readonly<Record<string, Box>> => Object.fromEntries(view().nodes.map((n) => [n.id, boxOf(n)]));

describe.each([
  ['downwards', true, true],
  ['upwards', 'up', true],
  ['upwards in one opened upwards', 'up', 'up'],
  ['downwards in one opened upwards', true, 'up'],
] as const)('a frame in a block opened %s', (_how, innerOpen, outerOpen) => {
  const frame = 'o/inner/frame';

  beforeEach(() => {
    const net = network('net');
    net.input([4], { id: 'in', at: [0, 0] }).block(outer, {}, { id: 'o', at: [0, 1] }).output({}, { id: 'out', at: [0, 5] });
    const document = applyEdits(net.document(), [{ kind: 'setNode', id: 'o', fields: { expanded: outerOpen } }, { kind: 'inBlock', block: 'outer', edit: { kind: 'setNode', id: 'inner', fields: { expanded: innerOpen } } }]);
    const note: GraphNode = { id: 'frame', type: 'frame', position: [-20, 60], size: [240, 120] };
    documentStore.getState().open(applyEdits(document, [{ kind: 'inBlock', block: 'pair', edit: { kind: 'addNode', node: note } }]));
  });

  it.each([
    ['its lower edge', 0, 0, 0, 90],
    ['its upper edge', 0, -70, 0, 70],
    ['its left edge', -50, 0, 50, 0],
    ['a corner', -40, -60, 40, 60],
    ['its upper edge inwards', 0, 30, 0, -30],
  ])('resized by %s goes where that is dragged, all else inside stays, and it is one step', (_edge, dx, dy, dWidth, dHeight) => {
    const before = boxes();
    const { x, y, width, height } = before[frame]!;
    for (const part of [0.4, 1]) resizeTo(frame, { x: x + dx * part, y: y + dy * part, width: width + dWidth * part, height: height + dHeight * part });
    documentStore.getState().endGesture();
    expect(boxes()).toEqual({ ...before, [frame]: { x: x + dx, y: y + dy, width: width + dWidth, height: height + dHeight } });
    const [around] = view().groups.filter((g) => g.id === 'o/inner');
    expect(around!.position[1]).toBeLessThan(y + dy);
    expect(around!.position[1] + around!.size[1]).toBeGreaterThan(y + dy + height + dHeight);
    expect(documentStore.getState().past.map((step) => step.label)).toEqual(['Resize o/inner/frame']);
  });

  it('of another size keeps its upper edge where it is not moved', () => {
    const before = boxes()[frame]!;
    documentStore.getState().edit('Resize', [{ kind: 'setNode', id: frame, fields: { size: [240, 100] } }]);
    expect(boxes()[frame]).toEqual({ ...before, height: 100 });
  });
});
