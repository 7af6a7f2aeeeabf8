import { beforeEach, describe, expect, it, vi } from 'vitest';
import { block, network } from '../../graph/builder.ts';
import { emptyDocument, type NetloomDocument } from '../../graph/document.ts';
import { applyEdits } from '../../graph/edits.ts';
import { NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { additionOf, addLayer, branchLayer, insertLayer } from './addLayer.ts';
import { duplicateSelection } from './clipboard.ts';
import { freeSpot } from './placement.ts';
import { addChosen, openAdd, replaceNodes } from './popups.ts';

const start: NetloomDocument = {
  ...emptyDocument(),
  nodes: [
    { id: 'image', type: 'input', position: [100, 0] },
    { id: 'conv2d', type: 'conv2d', position: [100, 104] },
  ],
  edges: [{ source: 'image', target: 'conv2d' }],
};

describe('adding a layer', () => {
  it('goes below the selected node, takes its output and a fresh id', () => {
    const { id, edits } = additionOf(start, 'conv2d', { selected: ['conv2d'] });
    const next = applyEdits(start, edits);
    expect(id).toBe('conv2d_2');
    expect(next.nodes.at(-1)).toEqual({ id, type: 'conv2d', position: [100, 104 + RANK_GAP] });
    expect(next.edges.at(-1)).toEqual({ source: 'conv2d', target: id });
  });

  it('feeds a merge from all selected nodes in the order of selection', () => {
    const { edits } = additionOf(start, 'add', { selected: ['conv2d', 'image'] });
    expect(edits.slice(1)).toEqual([
      { kind: 'connect', edge: { source: 'conv2d', target: 'add', targetPort: '0' } },
      { kind: 'connect', edge: { source: 'image', target: 'add', targetPort: '1' } },
    ]);
  });

  it('connects nothing where it would have to guess: two selected for one input, an input of data, a drop at a place', () => {
    expect(additionOf(start, 'conv2d', { selected: ['image', 'conv2d'] }).edits).toHaveLength(1);
    expect(additionOf(start, 'input', { selected: ['conv2d'] }).edits).toHaveLength(1);
    expect(additionOf(start, 'conv2d', { selected: ['conv2d'], at: [500, 500] }).edits).toHaveLength(1);
  });

  it('goes below the lowest of those that feed it', () => {
    expect(additionOf(start, 'add', { selected: ['conv2d', 'image'] }).edits[0]).toMatchObject({ node: { position: [100, 104 + RANK_GAP] } });
  });

  it('stands at the top of the window where it is the first, else in its middle', () => {
    const visible = { x: 1000, y: 2000, width: 800, height: 600 };
    expect(additionOf(emptyDocument(), 'input', { visible }).edits[0]).toMatchObject({ node: { position: [1400 - NODE_WIDTH / 2, 2072] } });
    expect(additionOf(start, 'input', { visible }).edits[0]).toMatchObject({ node: { position: [1400 - NODE_WIDTH / 2, 2300 - NODE_HEIGHT / 2] } });
  });

  it('in the middle of a connection goes on from the output of a block that it began at', () => {
    const at = [0, 0] as const;
    const two = { nodes: [{ id: 'x', type: 'blockInput', position: at }, ...['y', 'z'].map((id) => ({ id, type: 'blockOutput', position: at }))], edges: [] };
    const edge = { source: 'both', sourcePort: 'z', target: 'conv2d' };
    const graph = { ...start, blocks: { two }, nodes: [...start.nodes, { id: 'both', type: 'block', block: 'two', position: [100, -200] as const }], edges: [edge] };
    const { edits } = additionOf(graph, 'dropout', { at: [0, 50], link: { kind: 'on', edge } });
    expect(applyEdits(graph, edits).edges).toEqual([{ source: 'both', sourcePort: 'z', target: 'dropout' }, { source: 'dropout', target: 'conv2d' }]);
  });

  it('before an input it stands a rank above and feeds that very port', () => {
    const graph = applyEdits(start, [{ kind: 'addNode', node: { id: 'sum', type: 'add', position: [100, 600] } }]);
    const { edits } = additionOf(graph, 'dropout', { link: { kind: 'before', node: 'sum', port: 1 } });
    expect(edits).toEqual([
      { kind: 'addNode', node: { id: 'dropout', type: 'dropout', position: [100, 600 - RANK_GAP] } },
      { kind: 'connect', edge: { source: 'dropout', target: 'sum', targetPort: '1' } },
    ]);
  });

  it('a merge in the middle of a connection takes it at its first port', () => {
    const { edits } = additionOf(start, 'add', { at: [0, 50], link: { kind: 'on', edge: start.edges[0]! } });
    expect(applyEdits(start, edits).edges).toEqual([{ source: 'image', target: 'add', targetPort: '0' }, { source: 'add', target: 'conv2d' }]);
  });

  it('stands with its middle where it was dropped', () => {
    const { edits } = additionOf(start, 'dense', { at: [500, 300] });
    expect(edits[0]).toMatchObject({ node: { position: [500 - NODE_WIDTH / 2, 300 - NODE_HEIGHT / 2] } });
  });

  it('never lands on another card', () => {
    const nodes = Array.from({ length: 30 }, (_, i) => ({ position: [(i % 3) * 100, Math.floor(i / 3) * 40] as const }));
    const [x, y] = freeSpot(nodes, [0, 0]);
    expect(nodes.every((n) => Math.abs(n.position[0] - x) >= NODE_WIDTH || Math.abs(n.position[1] - y) >= NODE_HEIGHT)).toBe(true);
  });
});

describe('the window’s document', () => {
  beforeEach(() => {
    documentStore.getState().open(start);
    uiStore.getState().select([]);
  });

  it('grows by chains: each added layer is selected, so the next follows it; each is one undo step', () => {
    uiStore.getState().select(['conv2d']);
    for (const type of ['flatten', 'dense', 'output']) addLayer(type);
    const { document, past } = documentStore.getState();
    expect(document.edges.slice(1).map((e) => `${e.source}>${e.target}`)).toEqual(['conv2d>flatten', 'flatten>dense', 'dense>output']);
    expect(past).toHaveLength(3);
  });

  describe('after a layer that goes on', () => {
    const wires = () => documentStore.getState().document.edges.map((e) => `${e.source}>${e.target}`).toSorted();
    const at = (id: string) => documentStore.getState().document.nodes.find((n) => n.id === id)!.position;

    it('stands in between where that is in one place, what follows makes room, and it is one step', () => {
      uiStore.getState().select(['image']);
      expect(addLayer('dropout')).toBe('dropout');
      expect(wires()).toEqual(['dropout>conv2d', 'image>dropout']);
      expect([at('dropout'), at('conv2d')]).toEqual([[100, 104], [100, 208]]);
      const { past } = documentStore.getState();
      expect(past.map((step) => step.label)).toEqual(['Insert Dropout']);
      documentStore.getState().undo();
      expect(documentStore.getState().document).toBe(start);
    });

    it('chosen in the search box that Space and the plus open, too', () => {
      uiStore.getState().select(['image']);
      openAdd();
      const { popup } = uiStore.getState();
      if (popup?.kind !== 'add') throw new Error('no search box');
      addChosen(popup, 'dropout');
      expect(wires()).toEqual(['dropout>conv2d', 'image>dropout']);
    });

    it('branches off where that is asked for, by Shift in the list and in the search box', () => {
      uiStore.getState().select(['image']);
      branchLayer('dropout');
      expect(wires()).toEqual(['image>conv2d', 'image>dropout']);
      uiStore.getState().select(['conv2d']);
      addLayer('flatten');
      uiStore.getState().select(['conv2d']);
      openAdd(true);
      const { popup } = uiStore.getState();
      if (popup?.kind !== 'add') throw new Error('no search box');
      addChosen(popup, 'dense');
      expect(wires().filter((w) => w.startsWith('conv2d'))).toEqual(['conv2d>dense', 'conv2d>flatten']);
    });

    it('branches off where there are several ways on, at the end of a connection that was drawn, and with what takes or gives nothing', () => {
      addLayer('dense', [300, 104], { kind: 'after', nodes: ['image'] });
      expect(wires()).toEqual(['image>conv2d', 'image>dense']);
      uiStore.getState().select(['image']);
      addLayer('dropout');
      expect(wires()).toEqual(['image>conv2d', 'image>dense', 'image>dropout']);
      documentStore.getState().open(start);
      uiStore.getState().select(['image']);
      addLayer('output');
      expect(wires()).toEqual(['image>conv2d', 'image>output']);
    });

    it('comes before what ends the network, after which nothing can stand', () => {
      uiStore.getState().select(['conv2d']);
      addLayer('output');
      addLayer('dropout');
      expect(wires()).toEqual(['conv2d>dropout', 'dropout>output', 'image>conv2d']);
      uiStore.getState().select(['output']);
      openAdd();
      expect(uiStore.getState().popup).toMatchObject({ link: { kind: 'on', edge: { source: 'dropout', target: 'output' } } });
      uiStore.getState().setPopup(null);
    });

    it('on a slanted line covers nothing', () => {
      const slanted = { ...start, nodes: [...start.nodes.map((n) => (n.id === 'conv2d' ? { ...n, position: [700, 300] as const } : n)), { id: 'between', type: 'dense', position: [400, 150] as const }] };
      documentStore.getState().open(slanted);
      uiStore.getState().select(['image']);
      addLayer('dropout');
      expect(wires()).toEqual(['dropout>conv2d', 'image>dropout']);
      const [x, y] = at('dropout');
      expect(slanted.nodes.every((n) => Math.abs(n.position[0] - x) >= NODE_WIDTH || Math.abs(n.position[1] - y) >= NODE_HEIGHT)).toBe(true);
      expect(Math.hypot(x - 400, y - 150)).toBeLessThan(2 * NODE_WIDTH);
    });

    it('takes nothing from a comment that is selected', () => {
      documentStore.getState().open({ ...start, nodes: [...start.nodes, { id: 'note', type: 'comment', position: [500, 0], text: 'A remark' }] });
      uiStore.getState().select(['note']);
      addLayer('dense');
      expect(wires()).toEqual(['image>conv2d']);
    });
  });

  it('inserts a layer into a connection as one step', () => {
    insertLayer('dropout', start.edges[0]!, [0, 50]);
    const { document, past } = documentStore.getState();
    expect(document.edges.map((e) => `${e.source}>${e.target}`).toSorted()).toEqual(['dropout>conv2d', 'image>dropout']);
    expect(past).toHaveLength(1);
  });

  it('at an end of an edge that was let go it is one step with that', () => {
    const [edge] = start.edges;
    documentStore.getState().edit('Disconnect', [{ kind: 'disconnect', edge: edge! }], 'let go');
    addLayer('dropout', [300, 50], { kind: 'after', nodes: ['image'] }, 'let go');
    expect(documentStore.getState().gesture).toBeNull();
    expect(documentStore.getState().document.edges).toEqual([{ source: 'image', target: 'dropout' }]);
    addLayer('dense');
    expect(documentStore.getState().past.map((step) => step.label)).toEqual(['Add Dropout', 'Add Dense']);
    documentStore.getState().undo();
    documentStore.getState().undo();
    expect(documentStore.getState().document).toBe(start);
  });

  it('is brought into view where it stands outside of the window', () => {
    const controls = { visible: () => ({ x: 0, y: 0, width: 600, height: 240 }) } as unknown as NonNullable<ReturnType<typeof viewportStore.getState>['controls']>;
    viewportStore.setState({ controls });
    const goTo = vi.spyOn(uiStore.getState(), 'goTo');
    uiStore.getState().select(['image']);
    addLayer('dropout', [300, 50], { kind: 'after', nodes: ['image'] });
    expect(goTo).not.toHaveBeenCalled();
    uiStore.getState().select(['conv2d']);
    const id = addLayer('activation');
    expect(goTo.mock.calls).toEqual([[id]]);
    goTo.mockRestore();
    viewportStore.setState({ controls: null });
  });

  it('what cannot stand in a connection is only placed there', () => {
    expect(insertLayer('output', start.edges[0]!, [0, 50])).toBe('output');
    expect(documentStore.getState().document.edges).toEqual(start.edges);
  });

  it('stays as it is when open for reading only', () => {
    documentStore.getState().open(start, { readOnly: true });
    expect(addLayer('dense')).toBeNull();
    expect(documentStore.getState().document).toBe(start);
  });

  describe('with a block opened in place', () => {
    const pair = block('pair', (b) => b.output('y', b.input('x', [0, 0]).dense({}, { id: 'one', at: [0, 1] }).dense({}, { id: 'two', at: [0, 2] }), [0, 3]));
    const inside = () => documentStore.getState().document.blocks['pair']!;
    const wires = (edges: readonly { readonly source: string; readonly target: string }[]) => edges.map((e) => `${e.source}>${e.target}`).toSorted();

    beforeEach(() => {
      const net = network('net');
      net.input([4], { id: 'in', at: [0, 0] }).block(pair, { repeat: 2 }, { id: 'p', at: [0, 1] }).output({}, { id: 'out', at: [0, 5] });
      documentStore.getState().open(applyEdits(net.document(), [{ kind: 'setNode', id: 'p', fields: { expanded: true } }]));
    });

    it('grows in the block where the layer before stands there', () => {
      uiStore.getState().select(['p/1/two']);
      expect(addLayer('activation')).toBe('p/1/activation');
      expect(addLayer('dropout')).toBe('p/1/dropout');
      expect(wires(inside().edges)).toEqual(['activation>dropout', 'dropout>y', 'one>two', 'two>activation', 'x>one'].toSorted());
      const { document, past } = documentStore.getState();
      expect(document.nodes).toHaveLength(3);
      expect(past).toHaveLength(2);
      // What stands below steps down by as much as the frame has grown.
      const [group] = graphHere(documentStore.getState()).groups;
      expect(document.nodes.find((n) => n.id === 'out')!.position[1]).toBeGreaterThan(group!.position[1] + group!.size[1]);
    });

    it('stands in between two layers of the block; a branch takes no line away', () => {
      uiStore.getState().select(['p/1/one']);
      expect(addLayer('activation')).toBe('p/1/activation');
      expect(wires(inside().edges)).toEqual(['activation>two', 'one>activation', 'two>y', 'x>one']);
      expect(documentStore.getState().past).toHaveLength(1);
      uiStore.getState().select(['p/1/one']);
      expect(branchLayer('dropout')).toBe('p/1/dropout');
      expect(wires(inside().edges)).toEqual(['activation>two', 'one>activation', 'one>dropout', 'two>y', 'x>one']);
    });

    describe('whose border the only way on crosses', () => {
      const at = (id: string) => inside().nodes.find((n) => n.id === id)!.position;
      const box = (id: string) => {
        const { nodes, groups } = graphHere(documentStore.getState());
        const group = groups.find((g) => g.id === id);
        const [x, y] = group?.position ?? nodes.find((n) => n.id === id)!.position;
        const [width, height] = group?.size ?? [NODE_WIDTH, NODE_HEIGHT];
        return { x, y, right: x + width, bottom: y + height };
      };
      const meet = (one: string, other: string) => {
        const [a, b] = [box(one), box(other)];
        return a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
      };

      it('into it, stands before it, however many layers its input feeds, and the block makes room', () => {
        documentStore.getState().edit('Skip', [{ kind: 'inBlock', block: 'pair', edit: { kind: 'connect', edge: { source: 'x', target: 'two' } } }]);
        const { document: before, past } = documentStore.getState();
        uiStore.getState().select(['in']);
        addLayer('dropout');
        expect(wires(documentStore.getState().document.edges)).toEqual(['dropout>p', 'in>dropout', 'p>out']);
        expect(['in', 'p', 'out'].filter((id) => meet('dropout', id))).toEqual([]);
        expect(documentStore.getState().past).toHaveLength(past.length + 1);
        documentStore.getState().undo();
        expect(documentStore.getState().document).toEqual(before);
        uiStore.getState().select(['in']);
        branchLayer('dropout');
        expect(wires(documentStore.getState().document.edges)).toEqual(['in>dropout', 'in>p', 'p>out']);
      });

      it('to its output, stands before that, which makes room though it is not seen; a branch leaves it to the layer before', () => {
        uiStore.getState().select(['p/1/two']);
        const room = at('y')[1] - at('two')[1];
        addLayer('activation');
        expect(documentStore.getState().past.map((step) => step.label)).toEqual(['Insert Activation']);
        expect(at('y')[1] - at('activation')[1]).toBeGreaterThanOrEqual(room);
        uiStore.getState().select(['p/1/activation']);
        branchLayer('dropout');
        expect(wires(inside().edges)).toEqual(['activation>dropout', 'activation>y', 'one>two', 'two>activation', 'x>one']);
        expect(meet('p/1/dropout', 'p/1/activation')).toBe(false);
        expect(wires(documentStore.getState().document.edges)).toEqual(['in>p', 'p>out']);
      });

      it('out of it to the end of the network, stands before that', () => {
        uiStore.getState().select(['out']);
        addLayer('dropout');
        expect(wires(documentStore.getState().document.edges)).toEqual(['dropout>out', 'in>p', 'p>dropout']);
        expect(['out', 'p'].filter((id) => meet('dropout', id))).toEqual([]);
      });

      it('upwards, stands above the layer before', () => {
        documentStore.getState().edit('Turn', [{ kind: 'setNode', id: 'p', fields: { expanded: 'up' } }]);
        uiStore.getState().select(['p/1/two']);
        addLayer('activation');
        expect(wires(inside().edges)).toEqual(['activation>y', 'one>two', 'two>activation', 'x>one']);
        expect(box('p/1/activation').bottom).toBeLessThan(box('p/1/two').y);
      });

      it('on a slanted line, covers nothing of it', () => {
        documentStore.getState().edit('Move', [{ kind: 'moveNode', id: 'p', position: [260, 110] }]);
        uiStore.getState().select(['in']);
        addLayer('dropout');
        expect(wires(documentStore.getState().document.edges)).toContain('dropout>p');
        expect(['in', 'p'].filter((id) => meet('dropout', id))).toEqual([]);
      });

      it('in a block opened in an opened one, stands in the graph whose way it is', () => {
        const outer = block('outer', (b) => b.output('y', b.input('x', [0, 0]).dense({}, { id: 'first', at: [0, 1] }).block(pair, {}, { id: 'inner', at: [0, 2] }), [0, 3]));
        const net = network('net');
        net.input([4], { id: 'in', at: [0, 0] }).block(outer, {}, { id: 'o', at: [0, 1] }).output({}, { id: 'out', at: [0, 5] });
        const opened = { expanded: true };
        documentStore.getState().open(applyEdits(net.document(), [{ kind: 'setNode', id: 'o', fields: opened }, { kind: 'inBlock', block: 'outer', edit: { kind: 'setNode', id: 'inner', fields: opened } }]));
        uiStore.getState().select(['o/first']);
        expect(addLayer('dropout')).toBe('o/dropout');
        uiStore.getState().select(['o/inner/two']);
        expect(addLayer('activation')).toBe('o/inner/activation');
        const { document } = documentStore.getState();
        expect(wires(document.blocks['outer']!.edges)).toEqual(['dropout>inner', 'first>dropout', 'inner>y', 'x>first']);
        expect(wires(inside().edges)).toEqual(['activation>y', 'one>two', 'two>activation', 'x>one']);
        expect(wires(document.edges)).toEqual(['in>o', 'o>out']);
      });
    });

    it('stands where what it is connected to does: before a layer of the block in it, after layers in and outside of it outside', () => {
      expect(addLayer('dense', null, { kind: 'before', node: 'p/1/one', port: 0 })).toBe('p/1/dense');
      uiStore.getState().select(['p/1/one', 'in']);
      expect(addLayer('add')).toBe('add');
    });

    it('takes a layer let go within its frame, but none that would contain itself', () => {
      const [at] = graphHere(documentStore.getState()).nodes.filter((n) => n.id === 'p/1/one').map((n) => n.position);
      expect(addLayer('dense', [at![0] + 5, at![1] + 5])).toBe('p/1/dense');
      expect(addLayer('block:document:pair', at)).toBeNull();
    });

    it('is copied within the block, and replaced there', () => {
      uiStore.getState().select(['p/1/two']);
      duplicateSelection();
      expect(uiStore.getState().selectedNodes).toEqual(['p/1/two_2']);
      replaceNodes(['p/1/two_2'], 'flatten');
      addLayer('dropout');
      replaceNodes(['p/1/dropout'], 'activation');
      expect(uiStore.getState().selectedNodes).toEqual(['p/1/activation']);
      expect(inside().nodes.map((n) => `${n.id}:${n.type}`).slice(-2)).toEqual(['two_2:flatten', 'activation:activation']);
      expect(wires(inside().edges)).toContain('two_2>activation');
    });

    it('is inserted on lines within the block, into it and out of it', () => {
      const { edges } = graphHere(documentStore.getState());
      const line = (source: string, target: string) => edges.find((e) => e.source === source && e.target === target)!;
      insertLayer('dropout', line('p/1/one', 'p/1/two'), [0, 0]);
      insertLayer('activation', line('in', 'p/1/one'), [0, 0]);
      expect(wires(inside().edges)).toEqual(['activation>one', 'dropout>two', 'one>dropout', 'two>y', 'x>activation']);
      insertLayer('flatten', line('p/1/two', 'out'), [0, 0]);
      expect(wires(documentStore.getState().document.edges)).toEqual(['flatten>out', 'in>p', 'p>flatten']);
    });
  });
});
