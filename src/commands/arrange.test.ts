import ELK from 'elkjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { block, network } from '../graph/builder.ts';
import { applyEdits } from '../graph/edits.ts';
import type { StartElk } from '../state/arranging/startElk.ts';
import { graphHere } from '../state/currentGraph.ts';
import { documentStore } from '../state/documentStore.ts';
import { uiStore } from '../state/uiStore.ts';
import { buildTemplate } from '../../templates/tiny.ts';
import { toggleExpanded } from './canvas/blocks.ts';
import { arrange, arrangeSelection, isArranging } from './arrange.ts';

const net = network('scattered');
net.input([4], { id: 'a', at: [2, 3] }).dense({}, { id: 'b', at: [0, 0] }).dense({}, { id: 'c', at: [5, 1] }).output({}, { id: 'd', at: [1, 9] });
const scattered = net.document();
const here: StartElk = () => ({ engine: (graph) => new ELK().layout(graph), stop: () => undefined });
const silent: StartElk = () => ({ engine: () => new Promise(() => undefined), stop: () => undefined });
const doc = () => documentStore.getState();

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  doc().open(scattered);
  uiStore.setState({ selectedNodes: [], notice: null });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('arranging', () => {
  it('is one step, undone by one', async () => {
    await arrange(here);
    expect(doc().past.map((p) => p.label)).toEqual(['Arrange layers']);
    const heights = doc().document.nodes.map((n) => n.position[1]);
    expect(heights).toEqual(heights.toSorted((p, q) => p - q));
    doc().undo();
    expect(doc().document).toBe(scattered);
  });

  it('of a selection leaves all others where they are', async () => {
    uiStore.setState({ selectedNodes: ['b', 'c'] });
    await arrangeSelection(here);
    expect(doc().document.nodes.filter((n, i) => n !== scattered.nodes[i]).map((n) => n.id)).toEqual(['b', 'c']);
  });

  it('turns an opened block that is in a column now that is read the other way; one undo takes both back', async () => {
    const unit = block('unit', (b) => b.output('y', b.input('x').dense({}, { id: 'one' }).dense({}, { id: 'two' })));
    const upwards = network('upwards');
    upwards.input([4], { id: 'a', at: [0, 9] }).block(unit, {}, { id: 'b', at: [0, 6] }).output({}, { id: 'c', at: [0, 3] });
    const document = applyEdits(upwards.document(), [{ kind: 'setNode', id: 'b', fields: { expanded: 'up' } }]);
    doc().open(document);
    const heights = (): readonly number[] => ['a', 'b/one', 'b/two', 'c'].map((id) => graphHere(doc()).nodes.find((n) => n.id === id)!.position[1]);
    expect(heights()).toEqual(heights().toSorted((p, q) => q - p));
    await arrange(here);
    expect(heights()).toEqual(heights().toSorted((p, q) => p - q));
    doc().undo();
    expect(doc().document).toBe(document);
  });

  it('says so when it takes long, stops when asked, and has moved nothing', async () => {
    vi.useFakeTimers();
    const arranging = arrange(silent);
    vi.advanceTimersByTime(1000);
    expect(isArranging()).toBe(true);
    const { notice } = uiStore.getState();
    expect(notice).toMatchObject({ kind: 'work', text: 'Arranging 4 layers…' });
    if (notice?.kind === 'work') notice.cancel();
    await arranging;
    expect(isArranging()).toBe(false);
    expect(uiStore.getState().notice).toBeNull();
    expect(doc().document).toBe(scattered);
  });

  it('moves nothing in a network that changed meanwhile, except for params', async () => {
    const meanwhile = (edit: () => void): StartElk => () => ({ engine: (graph) => (edit(), new ELK().layout(graph)), stop: () => undefined });
    await arrange(meanwhile(() => doc().edit('Delete', [{ kind: 'removeNode', id: 'b' }])));
    expect(doc().past).toHaveLength(1);
    expect(uiStore.getState().notice?.text).toMatch(/changed while/);
    doc().undo();
    await arrange(meanwhile(() => doc().edit('Set', [{ kind: 'setParams', id: 'b', params: { units: 3 } }])));
    expect(doc().past.map((p) => p.label)).toEqual(['Set', 'Arrange layers']);
  });

  it('tells of a worker that breaks down', async () => {
    await arrange((onFailure) => ({ engine: () => (onFailure('no memory'), new Promise(() => undefined)), stop: () => undefined }));
    expect(uiStore.getState().notice).toEqual({ kind: 'error', text: 'The layers could not be arranged: no memory.' });
  });
});

describe('a U with opened blocks', () => {
  it('is arranged as the U it is, with room for them, and stands still when it is arranged once more', async () => {
    const document = buildTemplate('unet', { size: 32, depth: 2, width: 8 });
    doc().open({ ...document, training: { ...document.training, data: undefined } });
    await arrange(here);
    const ids = ['enc2', 'dec2'];
    for (const id of ids) toggleExpanded(id);
    const opened = [...graphHere(doc()).nodes, ...graphHere(doc()).groups].map((n) => [n.id, n.position] as const);
    await arrange(here);
    const at = new Map([...graphHere(doc()).nodes, ...graphHere(doc()).groups].map((n) => [n.id, n.position]));
    const [x, y] = opened.find(([id]) => id === 'image')![1];
    const [dx, dy] = [at.get('image')![0] - x, at.get('image')![1] - y];
    for (const [id, place] of opened) expect(at.get(id), id).toEqual([place[0] + dx, place[1] + dy]);
    const once = doc().document.nodes;
    await arrange(here);
    expect(doc().document.nodes).toEqual(once);
    // Each skip is a level line still.
    expect(at.get('enc1')![1]).toBe(at.get('join1')![1]);
    expect(at.get('enc2/conv2')![1]).toBe(at.get('join2')![1]);
  });
});
