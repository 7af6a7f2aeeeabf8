import { describe, expect, it } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { emptyDocument, type GraphNode, type NetloomDocument } from '../../../graph/document.ts';
import { viewAt } from '../../../graph/view.ts';
import { applyEdits, type Edit } from '../../../graph/edits.ts';
import { originalUnet } from '../../../../templates/originalUnet.ts';
import { annotationsToFlow } from './annotationsToFlow.ts';
import { documentToFlow } from './documentToFlow.ts';
import type { Flow } from './flow.ts';
import { skipsOf } from './ranks.ts';
import { portAt } from './obstacles.ts';

const small: NetloomDocument = {
  ...emptyDocument(),
  nodes: [
    { id: 'image', type: 'input', position: [0, 0], params: { shape: [32, 32, 3] } },
    { id: 'down', type: 'conv2d', position: [0, 104], params: { filters: 8, kernelSize: 3, strides: 2, padding: 1 } },
    { id: 'again', type: 'conv2d', position: [0, 208], params: { filters: 8, kernelSize: 3, padding: 1 } },
    { id: 'join', type: 'add', position: [0, 312] },
    { id: 'mask', type: 'output', position: [0, 416] },
  ],
  edges: [
    { source: 'image', target: 'down' },
    { source: 'down', target: 'again' },
    { source: 'again', target: 'join', targetPort: '0' },
    { source: 'down', target: 'join', targetPort: '1' },
    { source: 'join', target: 'mask' },
  ],
};
const flowOf = (document: NetloomDocument, previous: Flow | null = null, selectedNodes: string[] = []): Flow =>
  documentToFlow({ graph: viewAt(document, []), compilation: compile(document), selectedNodes, selectedEdges: [] }, previous);
const edited = (...edits: Edit[]): NetloomDocument => applyEdits(small, edits);
const card = (flow: Flow, id: string) => flow.nodes.find((n) => n.id === id)!;
const line = (flow: Flow, source: string, target: string) => flow.edges.find((e) => e.source === source && e.target === target)!;

describe('cards', () => {
  it('have a name for those who hear it: layer, id, notation, output, problems', () => {
    expect(card(flowOf(small), 'down').ariaLabel).toBe('down, Conv 2D, 3×3 s2 p1 8, output 16×16×8');
    const broken = flowOf(edited({ kind: 'setParams', id: 'again', params: { filters: 9 } }));
    expect(card(broken, 'join').ariaLabel).toMatch(/^join, Add, .*output unknown, 1 problem$/);
  });

  it('that wait for an input are unfinished, not wrong: it is marked, said in words, and what follows is only unknown', () => {
    const waiting = edited({ kind: 'disconnect', edge: small.edges[3]! });
    const { data, ariaLabel } = card(flowOf(waiting), 'join');
    expect(data).toMatchObject({ needs: 'needs a second input', errors: 0 });
    expect(data.ports.filter((p) => p.kind === 'input').map((p) => [p.index, p.state])).toEqual([[0, 'connected'], [1, 'needed']]);
    expect(ariaLabel).toMatch(/output unknown, needs a second input$/);
    expect(line(flowOf(waiting), 'join', 'mask').data!.tone).toBe('unknown');
    expect(card(flowOf(edited({ kind: 'disconnect', edge: small.edges[4]! })), 'mask').data.needs).toBe('needs an input');
    const unpooling = applyEdits(waiting, [{ kind: 'setType', id: 'join', type: 'maxUnpooling2d' }]);
    expect(card(flowOf(unpooling), 'join').data.needs).toBe('needs its input reference');
    const wrongToo = applyEdits(waiting, [{ kind: 'setParams', id: 'again', params: { strides: 0 } }]);
    expect(card(flowOf(wrongToo), 'again').data).toMatchObject({ needs: '', errors: 1 });
  });

  it('keep their identity when something else changes, so one edit rerenders one card', () => {
    const before = flowOf(small);
    const after = flowOf(edited({ kind: 'moveNode', id: 'mask', position: [0, 500] }), before);
    expect(after.nodes.filter((n, i) => n !== before.nodes[i]).map((n) => n.id)).toEqual(['mask']);
    expect(card(after, 'mask').data).toBe(card(before, 'mask').data);
    expect(after.edges.filter((e, i) => e !== before.edges[i]).map((e) => e.target)).toEqual(['mask']);
  });

  it('change with selection and no others do', () => {
    const before = flowOf(small);
    const after = flowOf(small, before, ['down']);
    expect(after.nodes.filter((n, i) => n !== before.nodes[i]).map((n) => n.id)).toEqual(['down']);
    const drawn = (flow: Flow) => flow.edges.map((edge) => ({ ...edge, focusable: true }));
    expect(drawn(after)).toEqual(drawn(before));
    // Tab goes on to the connections of what is selected.
    expect(after.edges.filter((e) => e.focusable).every((e) => e.source === 'down' || e.target === 'down')).toBe(true);
  });

  it('follow the drag before the document does', () => {
    const flow = documentToFlow({ graph: viewAt(small, []), compilation: compile(small), selectedNodes: [], selectedEdges: [], moved: new Map([['down', [300, 7]]]) });
    expect(card(flow, 'down').position).toEqual({ x: 300, y: 7 });
    expect(card(flow, 'down').dragging).toBe(true);
  });

  it('name the ports of a layer whose inputs mean different things, and no others', () => {
    const unpooled = edited(
      { kind: 'addNode', node: { id: 'up', type: 'maxUnpooling2d', position: [200, 312] } },
      { kind: 'connect', edge: { source: 'again', target: 'up', targetPort: '0' } },
    );
    const names = (id: string) => card(flowOf(unpooled), id).data.ports.filter((p) => p.kind === 'input').map((p) => p.name);
    expect(names('up')).toEqual(['map', 'reference']);
    expect(names('join')).toEqual([undefined, undefined, undefined]);
  });

  it('show one port per connection of a merge and one free for the next', () => {
    const ports = card(flowOf(small), 'join').data.ports.filter((p) => p.kind === 'input');
    expect(ports.map((p) => [p.index, p.state]).toSorted()).toEqual([[0, 'connected'], [1, 'connected'], [2, 'free']]);
    expect(card(flowOf(small), 'down').data.ports.filter((p) => p.kind === 'input')).toHaveLength(1);
    expect(card(flowOf(small), 'image').data.ports.every((p) => p.kind === 'output')).toBe(true);
    expect(card(flowOf(small), 'mask').data.ports.every((p) => p.kind === 'input')).toBe(true);
  });

  it('of a layer this build does not know are kept and say so', () => {
    const flow = flowOf(edited({ kind: 'addNode', node: { id: 'odd', type: 'quantumConv', position: [400, 0] } }));
    expect(card(flow, 'odd').data).toMatchObject({ category: 'unknown', label: 'quantumConv' });
  });
});

describe('connections', () => {
  it('carry the shape that flows along them, and skips stand out', () => {
    const flow = flowOf(small);
    expect(flow.edges.map((e) => `${e.data!.label} ${e.data!.tone}`)).toEqual(['32² · 3 plain', '16² · 8 plain', '16² · 8 plain', '16² · 8 skip', '16² · 8 plain']);
  });

  it('are wrong at the port with the problem and behind the node that has no shape', () => {
    const flow = flowOf(edited({ kind: 'setParams', id: 'again', params: { strides: 2 } }));
    expect(line(flow, 'join', 'mask').data).toMatchObject({ tone: 'wrong', label: '?' });
    expect(flow.edges.filter((e) => e.target === 'join').some((e) => e.data!.tone === 'wrong')).toBe(true);
    expect(line(flow, 'image', 'down').data!.tone).toBe('plain');
    expect(card(flow, 'join').data.ports.some((p) => p.state === 'wrong')).toBe(true);
  });

  it('to nodes that are not there, and second ones at a taken port, are left out instead of failing', () => {
    const flow = flowOf({ ...small, edges: [...small.edges, { source: 'nobody', target: 'mask' }, { ...small.edges[0]! }] });
    expect(flow.edges).toHaveLength(5);
  });

  it('beside a crop are no skips, in a U-Net at every level: the copy that is cropped is', () => {
    for (const depth of [1, 2, 4]) {
      const { edges } = originalUnet.build({ depth, width: 4, size: 572, channels: 1 });
      const skips = skipsOf(edges);
      const copied = edges.filter((e) => e.target.startsWith('crop') && !e.source.startsWith('up'));
      expect(copied).toHaveLength(depth);
      expect(edges.filter((_, i) => skips[i] === 1)).toEqual(copied);
    }
  });

  it('round one layer are skips where nothing longer ends at that', () => {
    const edges = [['x', 'conv'], ['conv', 'sum'], ['x', 'sum'], ['sum', 'next'], ['next', 'last'], ['sum', 'last']].map(([source, target]) => ({ source: source!, target: target! }));
    expect([...skipsOf(edges)]).toEqual([0, 0, 1, 0, 0, 1]);
    // One of two layers that it passes by is no end of a longer one.
    expect([...skipsOf([...edges, { source: 'sum', target: 'other' }, { source: 'other', target: 'last' }, { source: 'x', target: 'other' }])]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1]);
  });

  it('in a circle are drawn, and only those that pass a layer by are skips', () => {
    const circle: NetloomDocument = { ...small, edges: [...small.edges.slice(1), { source: 'again', target: 'down' }] };
    expect(flowOf(circle).edges).toHaveLength(5);
    expect([...skipsOf(small.edges)]).toEqual([0, 0, 0, 1, 0]);
    expect([...skipsOf(circle.edges)]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('1,000 nodes with skips', () => {
  const nodes = Array.from({ length: 1000 }, (_, i) => ({ id: `n${i}`, type: i === 0 ? 'input' : i % 3 === 0 ? 'add' : 'activation', position: [(i % 10) * 230, i * 104] as const }));
  const edges = nodes.slice(1).flatMap((n, i) => [
    { source: `n${i}`, target: n.id, targetPort: '0' },
    ...(i > 2 && n.type === 'add' ? [{ source: `n${i - 2}`, target: n.id, targetPort: '1' }] : []),
  ]);
  const document: NetloomDocument = { ...emptyDocument(), nodes, edges };
  const input = { graph: viewAt(document, []), compilation: compile(document), selectedNodes: [], selectedEdges: [] };
  const whole = documentToFlow(input);
  const at = (x: number): Map<string, readonly [number, number]> => new Map([['n500', [x, 5]]]);
  /** The fastest of several: other work on the machine is not what is measured. */
  const fastestMs = (run: (i: number) => void): number =>
    Math.min(...Array.from({ length: 9 }, (_, i) => {
      const start = performance.now();
      run(i);
      return performance.now() - start;
    }));

  it('follow a drag in less than half of the whole work, drawing only the dragged card, its neighbours and their connections', () => {
    let flow = documentToFlow({ ...input, moved: at(0) }, whole);
    const before = flow;
    flow = documentToFlow({ ...input, moved: at(1) }, flow);
    expect(flow.nodes.filter((n, i) => n !== before.nodes[i]).map((n) => n.id)).toEqual(['n500']);
    expect(flow.edges.filter((e, i) => e !== before.edges[i]).every((e) => e.source === 'n500' || e.target === 'n500')).toBe(true);
    const followingMs = fastestMs((i) => (flow = documentToFlow({ ...input, moved: at(i) }, flow)));
    // Against the whole work in the same run, so that a busy machine changes nothing.
    expect(followingMs).toBeLessThan(fastestMs(() => documentToFlow({ ...input, moved: at(1) })) / 2);
  });

  it('have lines that end at ports, also of dragged cards and their neighbours, at every move', () => {
    let flow = whole;
    for (const x of [40, 900, -300]) {
      flow = documentToFlow({ ...input, moved: new Map([...at(x), ['n501', [x, 120]]]) }, flow);
      const cards = new Map(flow.nodes.map((n) => [n.id, n]));
      expect([cards.get('n500')!.position, cards.get('n501')!.position]).toEqual([{ x, y: 5 }, { x, y: 120 }]);
      const isAtPort = (id: string, [px, py]: readonly number[], handle: string | null): boolean => {
        const { position, data } = cards.get(id)!;
        return data.ports.some((port) => {
          const [x0, y0] = portAt([position.x, position.y], port.side, port.along);
          return (handle === null ? port.kind === 'output' : port.id === handle) && Math.hypot(px! - x0, py! - y0) < 0.2;
        });
      };
      for (const edge of flow.edges) {
        const numbers = edge.data!.way.path.match(/-?[\d.]+/g)!.map(Number);
        expect([edge.id, isAtPort(edge.source, numbers.slice(0, 2), null), isAtPort(edge.target, numbers.slice(-2), edge.targetHandle!)]).toEqual([edge.id, true, true]);
      }
    }
    expect(flow.rest).toBe(whole);
    expect(documentToFlow(input, flow).edges).toEqual(whole.edges);
  });

  it('take an edit of one node without finding all ways anew', () => {
    const other = applyEdits(document, [{ kind: 'setParams', id: 'n500', params: { activation: 'tanh' } }]);
    const compilation = compile(other);
    const flow = documentToFlow({ ...input, graph: viewAt(other, []), compilation }, whole);
    expect(flow.nodes.filter((n, i) => n !== whole.nodes[i]).map((n) => n.id)).toEqual(['n500']);
    expect(fastestMs(() => documentToFlow({ ...input, graph: viewAt(other, []), compilation }, whole))).toBeLessThan(120);
  });

  it('are all looked at again when the drag ends', () => {
    const dragged = documentToFlow({ ...input, moved: at(700) }, whole);
    const dropped = documentToFlow(input, dragged);
    expect(dropped.nodes.map((n) => n.position)).toEqual(whole.nodes.map((n) => n.position));
    expect(dropped.edges.map((e) => e.data!.way.path)).toEqual(whole.edges.map((e) => e.data!.way.path));
  });
});

describe('comments and frames', () => {
  it('have their title where its room is: below, in a block opened upwards', () => {
    const frame: GraphNode = { id: 'frame', type: 'frame', position: [-20, -44], size: [240, 160] };
    const unit = { nodes: [{ id: 'x', type: 'blockInput', position: [0, -100] as const }, { id: 'dense', type: 'dense', position: [0, 0] as const }, frame], edges: [{ source: 'x', target: 'dense' }] };
    const open = (expanded: true | 'up') => viewAt({ ...emptyDocument(), blocks: { unit }, nodes: [{ id: 'u', type: 'block', block: 'unit', position: [0, 0], expanded }] }, []);
    const turned = (expanded: true | 'up') => annotationsToFlow(open(expanded), [], new Map(), null).nodes.map((n) => n.data.turned);
    expect([turned(true), turned('up')]).toEqual([[false], [true]]);
  });

  it('are no cards, and an edge that a file draws to one is not shown', () => {
    const document: NetloomDocument = {
      ...emptyDocument(),
      nodes: [
        { id: 'image', type: 'input', position: [0, 0] },
        { id: 'end', type: 'output', position: [0, 300] },
        { id: 'note', type: 'comment', position: [0, 120], size: [190, 60] },
        { id: 'frame', type: 'frame', position: [-50, -50], size: [400, 500] },
      ],
      edges: [{ source: 'image', target: 'note' }, { source: 'image', target: 'end' }],
    };
    const flow = flowOf(document);
    expect(flow.nodes.map((n) => n.id)).toEqual(['image', 'end']);
    expect(flow.edges.map((e) => e.target)).toEqual(['end']);
    expect(compile(document).diagnostics.filter((d) => d.node === 'note' || d.node === 'frame')).toEqual([]);
  });
});
