import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unet } from '../../templates/unet.ts';
import { layers } from '../layers/index.ts';
import { completeParams } from '../layers/params.ts';
import { diffDocuments, diffGraphs, edgeKey, isSameNetwork, movedCount } from './diff.ts';
import { emptyDocument, type GraphEdge, type GraphNode, type Json, type NetloomDocument } from './document.ts';
import { applyEdits, type Edit } from './edits.ts';

const net: NetloomDocument = unet.build({ ...completeParams(unet.params, {}).params, depth: 2, blocks: false });
const after = (...edits: readonly Edit[]): NetloomDocument => applyEdits(net, edits);
const idsOf = (nodes: readonly GraphNode[]): readonly string[] => nodes.map((n) => n.id);

describe('what changed between two documents', () => {
  it('is nothing between a document and itself read anew', () => {
    const diff = diffDocuments(net, structuredClone(net));
    expect(isSameNetwork(diff)).toBe(true);
    expect(movedCount(diff)).toBe(0);
  });

  it('is no change where a default is written out, keys stand in another order, nodes were only moved or blocks only opened', () => {
    const written = after({ kind: 'setParams', id: 'enc1a', params: { useBias: true } }, { kind: 'moveNode', id: 'enc1b', position: [1, 2] }, { kind: 'setNode', id: 'enc1b', fields: { expanded: true } });
    const turned = { ...written, nodes: written.nodes.toReversed(), edges: written.edges.toReversed() };
    const diff = diffDocuments(net, turned);
    expect(isSameNetwork(diff)).toBe(true);
    expect(diff.graph.moved).toEqual(['enc1b']);
  });

  it('goes into a layer that another one holds: its params one by one, a written default is none', () => {
    const holding = (layer: Json): NetloomDocument => ({ ...emptyDocument(), nodes: [{ id: 'each', type: 'timeDistributed', position: [0, 0], params: { layer } }] });
    const changes = (before: Json, after: Json) => diffDocuments(holding(before), holding(after)).graph.changed.flatMap((node) => node.fields);
    expect(changes({ type: 'dense' }, { type: 'dense', params: { units: 64 } })).toEqual([]);
    expect(changes({ type: 'dense' }, { type: 'dense', params: { units: 8, useBias: false } })).toEqual([
      { name: 'layer.units', before: 64, after: 8 },
      { name: 'layer.useBias', before: true, after: false },
    ]);
    const left = { ...emptyDocument(), nodes: [{ id: 'each', type: 'timeDistributed', position: [0, 0] as const }] };
    expect(diffDocuments(left, holding({ type: 'dense', params: { units: 8 } })).graph.changed[0]).toMatchObject({ fields: [{ name: 'layer.units', before: 64, after: 8 }] });
    expect(changes({ type: 'nonsense' }, { type: 'rubbish' })).toEqual([{ name: 'layer', before: { type: 'nonsense' }, after: { type: 'rubbish' } }]);
    expect(changes({ type: 'dense', params: { units: 8 } }, { type: 'conv2d', params: { filters: 8 } })).toEqual([
      { name: 'layer', before: 'dense', after: 'conv2d' },
      { name: 'layer.units', before: 8, after: undefined },
      { name: 'layer.filters', before: undefined, after: 8 },
    ]);
  });

  it('names nodes, values old and new, edges and training settings', () => {
    const diff = diffDocuments(
      net,
      after(
        { kind: 'setParams', id: 'enc1a', params: { filters: 48, kernelSize: [5, 3] } },
        { kind: 'removeNode', id: 'mask' },
        { kind: 'addNode', node: { id: 'drop', type: 'dropout', position: [0, 0] } },
        { kind: 'connect', edge: { source: 'score', target: 'drop' } },
        { kind: 'setTraining', training: { epochs: 99, optimizer: { type: 'adam', learningRate: 0.5 } } },
      ),
    );
    expect(idsOf(diff.graph.added)).toEqual(['drop']);
    expect(idsOf(diff.graph.removed)).toEqual(['mask']);
    expect(diff.graph.changed).toMatchObject([
      { after: { id: 'enc1a' }, fields: [{ name: 'filters', before: 16, after: 48 }, { name: 'kernelSize', before: 3, after: [5, 3] }] },
    ]);
    expect(diff.graph.edgesAdded).toEqual([{ source: 'score', target: 'drop' }]);
    expect(diff.graph.edgesRemoved).toMatchObject([{ target: 'mask' }]);
    expect(diff.training).toEqual([
      { name: 'optimizer.learningRate', before: net.training.optimizer.learningRate, after: 0.5 },
      { name: 'epochs', before: net.training.epochs, after: 99 },
    ]);
  });

  it('follows a node to its new name, and its edges with it', () => {
    const diff = diffGraphs(net, after({ kind: 'renameNode', id: 'enc1a', to: 'first' }));
    expect(diff.changed.map((c) => [c.before.id, c.after.id, c.fields])).toEqual([['enc1a', 'first', []]]);
    expect([diff.added, diff.removed, diff.edgesAdded, diff.edgesRemoved]).toEqual([[], [], [], []]);
  });

  it('follows a node whose name and values changed at once, if its place among its neighbours tells it', () => {
    const diff = diffGraphs(net, after({ kind: 'setParams', id: 'enc1a', params: { filters: 7 } }, { kind: 'renameNode', id: 'enc1a', to: 'first' }));
    expect(diff.changed).toMatchObject([{ before: { id: 'enc1a' }, after: { id: 'first' }, fields: [{ name: 'filters', after: 7 }] }]);
  });

  it('is no change of a layer that the one whose weights it shares was renamed', () => {
    const before: NetloomDocument = {
      ...emptyDocument(),
      nodes: [{ id: 'own', type: 'dense', position: [0, 0] }, { id: 'again', type: 'dense', sharedWith: 'own', position: [0, 1] }],
      edges: [{ source: 'own', target: 'again' }],
    };
    const diff = diffGraphs(before, applyEdits(before, [{ kind: 'renameNode', id: 'own', to: 'first' }]));
    expect(diff.changed).toMatchObject([{ before: { id: 'own' }, after: { id: 'first' }, fields: [] }]);
  });

  it('recognizes a whole network under other names', () => {
    const deep = unet.build({ ...completeParams(unet.params, {}).params, depth: 4, blocks: false });
    const renamed = applyEdits(deep, deep.nodes.map((n): Edit => ({ kind: 'renameNode', id: n.id, to: `x_${n.id}` })));
    const diff = diffGraphs(deep, renamed);
    expect([diff.added, diff.removed, diff.edgesAdded, diff.edgesRemoved]).toEqual([[], [], [], []]);
    expect(diff.changed).toHaveLength(deep.nodes.length);
    for (const { before, after: now } of diff.changed) expect(now.id).toBe(`x_${before.id}`);
  });

  it('calls a node of another type under the same name changed', () => {
    const diff = diffGraphs(net, after({ kind: 'setType', id: 'down1', type: 'averagePooling2d' }));
    expect(diff.changed).toMatchObject([{ after: { id: 'down1' }, fields: [{ name: 'type', before: 'maxPooling2d', after: 'averagePooling2d' }] }]);
  });

  it('takes a port for the same with or without its zero, an edge that leads nowhere for what it is, and no output of a block for another', () => {
    const wires = (...edges: GraphEdge[]): NetloomDocument => ({ ...emptyDocument(), nodes: ['a', 'b'].map((id) => ({ id, type: 'add', position: [0, 0] })), edges });
    const same = diffDocuments(wires({ source: 'a', target: 'b' }, { source: 'a', target: 'gone' }), wires({ source: 'a', target: 'b', targetPort: '0' }, { source: 'a', target: 'gone' }));
    expect(isSameNetwork(same)).toBe(true);
    const other = diffGraphs(wires({ source: 'a', sourcePort: 'x', target: 'b' }), wires({ source: 'a', sourcePort: 'y', target: 'b' }));
    expect([other.edgesRemoved, other.edgesAdded].map((edges) => edges.map((e) => e.sourcePort))).toEqual([['x'], ['y']]);
  });

  it('tells what a node says besides params: its block, a text, whose weights it shares, a param that its layer does not know', () => {
    const one = (fields: object): NetloomDocument => ({ ...emptyDocument(), nodes: [{ id: 'n', type: 'dense', position: [0, 0], ...fields }] });
    const told = (before: object, now: object) => diffGraphs(one(before), one(now)).changed.flatMap((c) => c.fields.map((f) => [f.name, f.before, f.after]));
    expect(told({ type: 'block', block: 'u' }, { type: 'block', block: 'v' })).toEqual([['block', 'u', 'v']]);
    expect(told({ type: 'comment', text: 'old' }, { type: 'comment', text: 'new' })).toEqual([['text', 'old', 'new']]);
    expect(told({}, { sharedWith: 'm' })).toEqual([['sharedWith', undefined, 'm']]);
    expect(told({ sharedWith: 'gone' }, { sharedWith: 'gone' })).toEqual([]);
    expect(told({ params: { colour: 1 } }, { params: { colour: 2 } })).toEqual([['colour', 1, 2]]);
    expect(told({ params: { units: 3 } }, { type: 'conv2d', params: { filters: 4 } })).toEqual([['type', 'dense', 'conv2d'], ['units', 3, undefined], ['filters', undefined, 4]]);
  });

  it('does not mind the order of keys, at any depth, and tells a list as the list it is', () => {
    const file = (meta: Json, list: Json = []): NetloomDocument => ({ ...emptyDocument(), meta, training: { ...emptyDocument().training, mine: { list } } });
    expect(isSameNetwork(diffDocuments(file([{ a: 1, b: { c: 2, d: 3 } }]), file([{ b: { d: 3, c: 2 }, a: 1 }])))).toBe(true);
    expect(diffDocuments(file(0, [1, 2]), file(0, [1, 3])).training).toEqual([{ name: 'mine.list', before: [1, 2], after: [1, 3] }]);
  });

  it('tells a value that a layer refuses as it stands', () => {
    const units = (value: Json): NetloomDocument => ({ ...emptyDocument(), nodes: [{ id: 'd', type: 'dense', position: [0, 0], params: { units: value } }] });
    expect(diffGraphs(units(-1), units(-2)).changed.flatMap((c) => c.fields)).toEqual([{ name: 'units', before: -1, after: -2 }]);
  });

  it('is a difference of the networks, be it the only one', () => {
    const unit = { nodes: [{ id: 'x', type: 'blockInput', position: [0, 0] as const }, { id: 'y', type: 'blockOutput', position: [0, 0] as const }], edges: [{ source: 'x', target: 'y' }] };
    const base: NetloomDocument = { ...net, blocks: { unit } };
    const only = (now: object): boolean => !isSameNetwork(diffDocuments(base, { ...base, ...now }));
    const [edge] = net.edges;
    const added = applyEdits(base, [{ kind: 'addNode', node: { id: 'drop', type: 'dropout', position: [0, 0] } }]);
    expect(isSameNetwork(diffDocuments(added, base))).toBe(false);
    expect([only(added), only({ edges: net.edges.slice(1) }), only({ edges: [...net.edges, { source: edge!.target, target: edge!.source, targetPort: '7' }] })]).toEqual([true, true, true]);
    expect([only({ blocks: { unit, other: unit } }), only({ blocks: {} }), only({ blocks: { unit: { ...unit, edges: [] } } })]).toEqual([true, true, true]);
    expect([only({ training: { ...net.training, epochs: 99 } }), only({ colour: 'red' }), only({ name: 'other' }), only({})]).toEqual([true, true, false, false]);
  });

  it('names blocks that came or went whatever they are called, and none that is the same', () => {
    const unit = { nodes: [], edges: [] };
    const plain = { ...emptyDocument(), blocks: { same: unit } };
    const odd = { ...emptyDocument(), blocks: { same: structuredClone(unit), constructor: unit } };
    expect(diffDocuments(plain, odd)).toMatchObject({ blocksAdded: ['constructor'], blocksRemoved: [], blocksChanged: [] });
    expect(diffDocuments(odd, plain)).toMatchObject({ blocksAdded: [], blocksRemoved: ['constructor'], blocksChanged: [] });
  });

  it('looks at the first of two nodes of one name, and at ports that have names', () => {
    const twice = (first: number): NetloomDocument => ({ ...emptyDocument(), nodes: [first, 9].map((units) => ({ id: 'd', type: 'dense', position: [0, 0], params: { units } })) });
    expect(diffGraphs(twice(3), twice(4)).changed[0]).toMatchObject({ fields: [{ name: 'units', before: 3, after: 4 }] });
    const into = (targetPort: string): NetloomDocument => ({ ...emptyDocument(), nodes: ['a', 'b'].map((id) => ({ id, type: 'block', block: 'u', position: [0, 0] })), edges: [{ source: 'a', target: 'b', targetPort }] });
    expect(diffGraphs(into('left'), into('right')).edgesAdded).toEqual([{ source: 'a', target: 'b', targetPort: 'right' }]);
  });

  it('looks into blocks and at what instances say', () => {
    const block = { label: 'Unit', nodes: [{ id: 'x', type: 'blockInput', position: [0, 0] as const }, { id: 'conv', type: 'conv2d', position: [0, 1] as const }, { id: 'y', type: 'blockOutput', position: [0, 2] as const }], edges: [{ source: 'x', target: 'conv' }, { source: 'conv', target: 'y' }] };
    const before: NetloomDocument = { ...emptyDocument(), blocks: { unit: block, old: block }, nodes: [{ id: 'a', type: 'block', block: 'unit', position: [0, 0] }] };
    const now: NetloomDocument = {
      ...applyEdits(before, [{ kind: 'inBlock', block: 'unit', edit: { kind: 'setParams', id: 'conv', params: { filters: 3 } } }, { kind: 'setParams', id: 'a', params: { repeat: 2 } }]),
      colour: 'red',
    };
    const { old: _, ...rest } = now.blocks;
    const diff = diffDocuments(before, { ...now, blocks: { ...rest, fresh: block } });
    expect(diff.blocksAdded).toEqual(['fresh']);
    expect(diff.blocksRemoved).toEqual(['old']);
    expect(diff.blocksChanged).toMatchObject([{ name: 'unit', fields: [], graph: { changed: [{ after: { id: 'conv' }, fields: [{ name: 'filters' }] }] } }]);
    expect(diff.graph.changed).toMatchObject([{ after: { id: 'a' }, fields: [{ name: 'repeat', before: undefined, after: 2 }] }]);
    expect(diff.other).toEqual([{ name: 'colour', before: undefined, after: 'red' }]);
  });

  it('tells what a block exposes, and how; that something in it was only moved is no change of the network', () => {
    const unit = { label: 'Unit', nodes: [{ id: 'conv', type: 'conv2d', position: [0, 0] as const }], edges: [], params: { width: { default: 8, targets: [{ node: 'conv', param: 'filters' }] } } };
    const of = (part: object, ...edits: readonly Edit[]) => diffDocuments({ ...emptyDocument(), blocks: { unit } }, applyEdits({ ...emptyDocument(), blocks: { unit: { ...unit, ...part } } }, edits));
    const fields = (part: object) => of(part).blocksChanged.flatMap((b) => b.fields);
    expect(fields({ params: { width: { default: 16, targets: unit.params.width.targets } } })).toEqual([{ name: 'default of width', before: 8, after: 16 }]);
    expect(fields({ params: { width: { default: 8, targets: [{ node: 'conv', param: 'strides' }] } } })).toMatchObject([{ name: 'exposes width', before: [{ param: 'filters' }], after: [{ param: 'strides' }] }]);
    const move: Edit = { kind: 'inBlock', block: 'unit', edit: { kind: 'moveNode', id: 'conv', position: [5, 5] } };
    expect([isSameNetwork(of({}, move)), movedCount(of({}, move))]).toEqual([true, 1]);
    expect(isSameNetwork(of({ label: 'Other' }))).toBe(false);
    expect(isSameNetwork(of({}, { kind: 'inBlock', block: 'unit', edit: { kind: 'removeNode', id: 'conv' } }))).toBe(false);
    expect(movedCount(diffDocuments(net, after({ kind: 'moveNode', id: 'enc1b', position: [1, 2] })))).toBe(1);
  });

  describe('follows to a new name', () => {
    const graph = (nodes: Readonly<Record<string, string>>, ...edges: readonly string[]): NetloomDocument => ({
      ...emptyDocument(),
      nodes: Object.entries(nodes).map(([id, type]) => ({ id, type, position: [0, 0] })),
      edges: edges.map((text) => {
        const [source, target, targetPort] = text.split(/[>:]/) as [string, string, string | undefined];
        return { source, target, ...(targetPort === undefined ? {} : { targetPort }) };
      }),
    });
    const names = (before: NetloomDocument, now: NetloomDocument) => Object.fromEntries([...diffGraphs(before, now).kept].filter(([old, id]) => old !== id));

    it('what feeds another port of the same merge, or takes the same in another order, as what it was', () => {
      const ends = { p: 'dense', q: 'dense', m: 'subtract' };
      expect(names(graph({ ...ends, a: 'dropout', b: 'dropout' }, 'p>a', 'p>b', 'a>m:0', 'b>m:1'), graph({ ...ends, c: 'dropout', d: 'dropout' }, 'p>c', 'p>d', 'c>m:1', 'd>m:0'))).toEqual({ a: 'd', b: 'c' });
      expect(names(graph({ p: 'dense', q: 'dense', a: 'subtract', b: 'subtract' }, 'p>a:0', 'q>a:1', 'q>b:0', 'p>b:1'), graph({ p: 'dense', q: 'dense', c: 'subtract', d: 'subtract' }, 'q>c:0', 'p>c:1', 'p>d:0', 'q>d:1'))).toEqual({ a: 'd', b: 'c' });
    });

    it('nothing of which there are two that stand in other places now', () => {
      const ends = { p: 'dense', q: 'conv2d', r: 'flatten', s: 'add' };
      expect(names(graph({ ...ends, a: 'dropout', b: 'dropout' }, 'p>a', 'a>q', 'r>b', 'b>s'), graph({ ...ends, c: 'dropout', d: 'dropout' }, 'p>c', 'c>s', 'r>d', 'd>q'))).toEqual({});
      expect(names(graph({ ...ends, a: 'dropout' }, 'p>a', 'a>q'), graph({ ...ends, c: 'dropout' }, 'r>c', 'c>s'))).toEqual({ a: 'c' });
    });

    it('what stands up to four edges from something known, whatever the order in the file', () => {
      const arm = (end: string, name: string) => [1, 2, 3, 4].map((i) => `${i === 1 ? end : `${name}${i - 1}`}>${name}${i}`);
      const nodes = (...names: readonly string[]) => Object.fromEntries(names.flatMap((name) => [1, 2, 3, 4].map((i) => [`${name}${i}`, 'dropout'])));
      const ends = { p: 'dense', q: 'dense' };
      expect(names(graph({ ...ends, ...nodes('a', 'b') }, ...arm('p', 'a'), ...arm('q', 'b')), graph({ ...ends, ...nodes('d', 'c') }, ...arm('q', 'd'), ...arm('p', 'c')))).toEqual(
        Object.fromEntries([1, 2, 3, 4].flatMap((i) => [[`a${i}`, `c${i}`], [`b${i}`, `d${i}`]])),
      );
    });

    it('what cannot be told apart, in its order, but by its kind alone only if there is one on either side', () => {
      expect(names(graph({ p: 'dense', a: 'dropout', b: 'dropout' }, 'p>a', 'p>b'), graph({ p: 'dense', c: 'dropout', d: 'dropout' }, 'p>c', 'p>d'))).toEqual({ a: 'c', b: 'd' });
      const ends = { p: 'dense', q: 'conv2d', r: 'flatten' };
      expect(names(graph({ ...ends, a: 'dropout' }, 'p>a'), graph({ ...ends, c: 'dropout', d: 'dropout' }, 'q>c', 'r>d'))).toEqual({});
      expect(names(graph({ ...ends, a: 'dropout', b: 'dropout' }, 'q>a', 'r>b'), graph({ ...ends, c: 'dropout' }, 'p>c'))).toEqual({});
    });

    it('no layer as one of another type, no instance as one of another block, nothing from one output of a block as from the other', () => {
      const swapped = (a: Partial<GraphNode>, b: Partial<GraphNode>, ports: readonly (string | undefined)[] = []) => {
        const of = (first: string, second: string, turned: boolean): NetloomDocument => {
          const parts = [{ id: first, ...a }, { id: second, ...b }];
          const sources = [first, second].map((target, i): GraphEdge => ({ source: 'p', ...(ports[i] === undefined ? {} : { sourcePort: ports[i] }), target }));
          return { ...emptyDocument(), nodes: [{ id: 'p', type: 'block', block: 'two', position: [0, 0] }, ...(turned ? parts.toReversed() : parts).map((n) => ({ type: 'dropout', position: [0, 0] as const, ...n }))], edges: sources };
        };
        return names(of('a', 'b', false), of('c', 'd', true));
      };
      expect(swapped({ type: 'maximum' }, { type: 'minimum' })).toEqual({ a: 'c', b: 'd' });
      expect(swapped({ type: 'block', block: 'u' }, { type: 'block', block: 'v' })).toEqual({ a: 'c', b: 'd' });
      expect(swapped({}, {}, ['x', 'y'])).toEqual({ a: 'c', b: 'd' });
      const handing = (...wires: readonly (readonly [source: string, sourcePort: string])[]): NetloomDocument => ({
        ...graph({ m: 'add', ...Object.fromEntries(wires.map(([id]) => [id, 'dropout'])) }),
        edges: wires.map(([source, sourcePort]) => ({ source, sourcePort, target: 'm' })),
      });
      expect(names(handing(['a', 'x'], ['b', 'y']), handing(['d', 'y'], ['c', 'x']))).toEqual({ a: 'c', b: 'd' });
    });

    it('what has other values too, by the neighbours that are known: at the same ports, in whatever order, and if there are some', () => {
      const set = (document: NetloomDocument, ids: readonly string[], params: Readonly<Record<string, Json>>): NetloomDocument => applyEdits(document, ids.map((id): Edit => ({ kind: 'setParams', id, params })));
      const other = (nodes: Readonly<Record<string, string>>, edges: readonly string[], now: Readonly<Record<string, string>>, edgesNow: readonly string[]) => {
        const is = set(graph(now, ...edgesNow), Object.keys(now).filter((id) => !(id in nodes)), { axis: 1 });
        return names(graph(nodes, ...edges), is);
      };
      const ends = { p: 'dense', q: 'dense', m: 'subtract' };
      const [a, c] = [{ ...ends, a: 'concatenate' }, { ...ends, c: 'concatenate' }];
      expect(other(a, ['p>a:0', 'q>a:1'], c, ['q>c:1', 'p>c:0'])).toEqual({ a: 'c' });
      expect(other(a, ['p>a:0', 'q>a:1'], c, ['q>c:0', 'p>c:1'])).toEqual({});
      expect(other(a, ['p>a', 'a>m:0'], c, ['p>c', 'c>m:1'])).toEqual({});
      // A new neighbour is none to know it by.
      expect(other(a, ['p>a:0', 'q>a:1'], { ...c, n: 'flatten' }, ['p>c:0', 'q>c:1', 'c>n'])).toEqual({ a: 'c' });
      expect(other(a, [], c, [])).toEqual({});
      expect(other(a, ['p>a'], { ...c, d: 'concatenate' }, ['p>c', 'p>d'])).toEqual({});
      expect(other({ ...a, b: 'concatenate' }, ['p>a', 'p>b'], c, ['p>c'])).toEqual({});
    });

    it('nothing of which there are two among the same neighbours, with other values', () => {
      const wide = (document: NetloomDocument, units: readonly number[]): NetloomDocument =>
        applyEdits(document, document.nodes.slice(1).map((n, i): Edit => ({ kind: 'setParams', id: n.id, params: { units: units[i]! } })));
      expect(names(wide(graph({ p: 'dense', a: 'dense', b: 'dense' }, 'p>a', 'p>b'), [3, 4]), wide(graph({ p: 'dense', c: 'dense', d: 'dense' }, 'p>c', 'p>d'), [5, 6]))).toEqual({});
      expect(names(wide(graph({ p: 'dense', a: 'dense' }, 'p>a'), [3]), wide(graph({ p: 'dense', c: 'dense' }, 'p>c'), [5]))).toEqual({ a: 'c' });
    });
  });

  it('applied to the old network gives the new one, after any edits', () => {
    const effective = ({ id, type, position, params }: GraphNode) => ({ id, type, position, params: completeParams(layers.find((l) => l.type === type)!.params, params ?? {}).params });
    const id = fc.constantFrom(...net.nodes.map((n) => n.id));
    const edit: fc.Arbitrary<Edit> = fc.oneof(
      fc.record({ kind: fc.constant('setParams' as const), id, params: fc.record({ filters: fc.integer({ min: 1, max: 4 }) }) }),
      fc.record({ kind: fc.constant('removeNode' as const), id }),
      fc.record({ kind: fc.constant('renameNode' as const), id, to: fc.constantFrom('p', 'q', 'r') }),
      fc.record({ kind: fc.constant('moveNode' as const), id, position: fc.tuple(fc.nat(9), fc.nat(9)) }),
      fc.record({ kind: fc.constant('connect' as const), edge: fc.record({ source: id, target: id, targetPort: fc.constantFrom('0', '1') }) }),
      fc.record({ kind: fc.constant('addNode' as const), node: fc.record({ id: fc.constantFrom('s', 't', 'p'), type: fc.constantFrom('conv2d', 'add', 'dropout'), position: fc.constant([0, 0] as const) }) }),
    );
    let renames = 0;
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
        const now = applyEdits(net, edits);
        const diff = diffGraphs(net, now);
        const removed = new Set(idsOf(diff.removed));
        const changes = new Map(diff.changed.map((c) => [c.before.id, c]));
        const places = new Map(now.nodes.map((n) => [n.id, n.position]));
        const nodes = net.nodes.flatMap((n): GraphNode[] => {
          if (removed.has(n.id)) return [];
          const change = changes.get(n.id);
          const moved = change?.after.id ?? n.id;
          if (moved !== n.id) renames++;
          const params: Record<string, Json> = { ...n.params, ...Object.fromEntries((change?.fields ?? []).map((f) => [f.name, f.after!])) };
          return [{ ...n, id: moved, type: n.type, position: diff.moved.includes(moved) ? places.get(moved)! : n.position, params }];
        });
        const sort = (list: readonly GraphNode[]) => list.map(effective).toSorted((a, b) => (a.id < b.id ? -1 : 1));
        expect(sort([...nodes, ...diff.added])).toEqual(sort(now.nodes));

        const gone = new Set(diff.edgesRemoved.map(edgeKey));
        const kept = net.edges.filter((e) => !gone.has(edgeKey(e))).map((e): GraphEdge => ({ ...e, source: diff.kept.get(e.source)!, target: diff.kept.get(e.target)! }));
        expect([...kept, ...diff.edgesAdded].map(edgeKey).toSorted()).toEqual(now.edges.map(edgeKey).toSorted());
      }),
      { numRuns: 300, seed: 5 },
    );
    expect(renames).toBeGreaterThan(30);
  });
});
