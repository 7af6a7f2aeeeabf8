// Edits of a document as data, and the one function that applies them. Pure; undo, fixes and the CLI all speak this language.

import type { BlockDefinition, BlockParam, BlockParamTarget, Graph, GraphEdge, GraphNode, Json, NetloomDocument, TrainingConfig } from './document.ts';
import { byId, portOf } from './document.ts';
import { push } from './multimap.ts';

export type Edit =
  | { readonly kind: 'addNode'; readonly node: GraphNode }
  /** Its edges go with it. */
  | { readonly kind: 'removeNode'; readonly id: string }
  /** `undefined` takes a param back to its default. */
  | { readonly kind: 'setParams'; readonly id: string; readonly params: Readonly<Record<string, Json | undefined>> }
  | { readonly kind: 'moveNode'; readonly id: string; readonly position: readonly [number, number] }
  /** Edges follow the new id. */
  | { readonly kind: 'renameNode'; readonly id: string; readonly to: string }
  | { readonly kind: 'setType'; readonly id: string; readonly type: string }
  /** Keys of the node other than id, type, position and params; `undefined` takes one away. */
  | { readonly kind: 'setNode'; readonly id: string; readonly fields: Readonly<Record<string, Json | undefined>> }
  /** A port holds one edge: an edge that stands at the same port is replaced. */
  | { readonly kind: 'connect'; readonly edge: GraphEdge }
  | { readonly kind: 'disconnect'; readonly edge: GraphEdge }
  | { readonly kind: 'setTraining'; readonly training: Partial<TrainingConfig> }
  | { readonly kind: 'setName'; readonly name: string }
  /** Defines a block anew, or, with `undefined`, takes its definition away. */
  | { readonly kind: 'setBlock'; readonly block: string; readonly definition: BlockDefinition | undefined }
  /** An edit of nodes and edges inside a block's definition. */
  | { readonly kind: 'inBlock'; readonly block: string; readonly edit: GraphEdit };

/** Edits of nodes and edges: of the network, or of the inside of a block. */
export type GraphEdit = Extract<Edit, { readonly kind: 'addNode' | 'removeNode' | 'setParams' | 'moveNode' | 'renameNode' | 'setType' | 'setNode' | 'connect' | 'disconnect' }>;

export const sameEdge = (a: GraphEdge, b: GraphEdge): boolean =>
  a.source === b.source && a.target === b.target && samePort(a, b) && (a.sourcePort ?? '') === (b.sourcePort ?? '');

/** A block's input is told by its name, a layer's by its number. */
const samePort = (a: GraphEdge, b: GraphEdge): boolean => {
  const [x, y] = [portOf(a), portOf(b)];
  return x < 0 && y < 0 ? a.targetPort === b.targetPort : x === y;
};

const ids = new WeakMap<GraphEdge, string>();

/** Names an edge: the same for two edges if and only if they are `sameEdge`. */
export function edgeId(e: GraphEdge): string {
  let id = ids.get(e);
  if (id === undefined) {
    const parts = [e.source, e.sourcePort ?? '', e.target, portOf(e) < 0 ? (e.targetPort ?? '') : `${portOf(e)}`] as const;
    // Names that hold the signs between the parts could be read in two ways.
    id = parts.some((part) => /[. ]/.test(part)) ? ` ${JSON.stringify(parts)}` : `${parts[0]}.${parts[1]} ${parts[2]}.${parts[3]}`;
    ids.set(e, id);
  }
  return id;
}

/** Tells of an edge whether it is among these, however many they are. */
export function amongEdges(edges: readonly GraphEdge[]): (edge: GraphEdge) => boolean {
  const known = new Set(edges.map(edgeId));
  return (edge) => known.has(edgeId(edge));
}

/** These edges without those. */
export function without(edges: readonly GraphEdge[], those: readonly GraphEdge[]): readonly GraphEdge[] {
  const goes = amongEdges(those);
  return edges.filter((e) => !goes(e));
}

/** The same input, told by its name or by its number, of the block whose inputs these are. */
function sameInput(inputs: readonly string[], a: GraphEdge, b: GraphEdge): boolean {
  const nameOf = (edge: GraphEdge): string | undefined => (inputs.includes(edge.targetPort ?? '') ? edge.targetPort : inputs[portOf(edge)]);
  return nameOf(a) !== undefined && nameOf(a) === nameOf(b);
}

/** Applies one edit. An edit of what is not there changes nothing and returns the same document. */
export function applyEdit(document: NetloomDocument, edit: Edit): NetloomDocument {
  switch (edit.kind) {
    case 'setTraining':
      return { ...document, training: { ...document.training, ...edit.training } };
    case 'setName':
      return { ...document, name: edit.name };
    case 'setBlock': {
      if (document.blocks[edit.block] === edit.definition) return document;
      const { [edit.block]: _, ...others } = document.blocks;
      return { ...document, blocks: edit.definition === undefined ? others : { ...document.blocks, [edit.block]: edit.definition } };
    }
    case 'inBlock': {
      const before = Object.hasOwn(document.blocks, edit.block) ? document.blocks[edit.block] : undefined;
      const after = before && applyToBlock(before, edit.edit, document.blocks);
      if (after === before || !after) return document;
      const changed = { ...document, blocks: { ...document.blocks, [edit.block]: after } };
      return edit.edit.kind === 'renameNode' ? renamePort(changed, edit.block, edit.edit.id, edit.edit.to) : changed;
    }
    default:
      return applyToGraph(document, edit, document.blocks);
  }
}

/** As in a network; exposed params follow the nodes they stand for. */
function applyToBlock(block: BlockDefinition, edit: GraphEdit, blocks: NetloomDocument['blocks']): BlockDefinition {
  const after = applyToGraph(block, edit, blocks);
  if (after === block || !block.params) return after;
  if (edit.kind === 'renameNode') return mapTargets(after, (t) => [t.node === edit.id ? { ...t, node: edit.to } : t]);
  if (edit.kind === 'removeNode') return mapTargets(after, (t) => (t.node === edit.id ? [] : [t]));
  return after;
}

/** Edges at the instances of a block follow a new name of one of its ports. */
function renamePort(document: NetloomDocument, block: string, from: string, to: string): NetloomDocument {
  if (!document.blocks[block]!.nodes.some((n) => n.id === to && (n.type === 'blockInput' || n.type === 'blockOutput'))) return document;
  const inGraph = <G extends Graph>(graph: G): G => {
    const instances = new Set(graph.nodes.filter((n) => n.type === 'block' && n.block === block).map((n) => n.id));
    if (instances.size === 0) return graph;
    const follow = (edge: GraphEdge): GraphEdge => {
      const target = edge.targetPort === from && instances.has(edge.target) ? { targetPort: to } : {};
      const source = edge.sourcePort === from && instances.has(edge.source) ? { sourcePort: to } : {};
      return 'targetPort' in target || 'sourcePort' in source ? { ...edge, ...target, ...source } : edge;
    };
    return { ...graph, edges: graph.edges.map(follow) };
  };
  return { ...inGraph(document), blocks: Object.fromEntries(Object.entries(document.blocks).map(([name, definition]) => [name, inGraph(definition)])) };
}

/** A param that stands for nothing any more goes. */
function mapTargets(block: BlockDefinition, change: (target: BlockParamTarget) => readonly BlockParamTarget[]): BlockDefinition {
  const params = Object.entries(block.params ?? {})
    .map(([name, param]): [string, BlockParam] => [name, { ...param, targets: param.targets.flatMap(change) }])
    .filter(([, param]) => param.targets.length > 0);
  const { params: _, ...rest } = block;
  return params.length > 0 ? { ...rest, nodes: block.nodes, edges: block.edges, params: Object.fromEntries(params) } : { ...rest, nodes: block.nodes, edges: block.edges };
}

function applyToGraph<G extends Graph>(graph: G, edit: GraphEdit, blocks: NetloomDocument['blocks']): G {
  switch (edit.kind) {
    case 'addNode':
    case 'removeNode':
    case 'moveNode':
    case 'connect':
    case 'disconnect':
      return applyAlike(graph, [edit], blocks);
    case 'setParams':
      return changeNode(graph, edit.id, (node) => {
        const params: Record<string, Json> = { ...node.params };
        for (const [name, value] of Object.entries(edit.params)) {
          if (value === undefined) delete params[name];
          else params[name] = value;
        }
        const { params: _old, ...rest } = node;
        return Object.keys(params).length > 0 ? { ...rest, id: node.id, type: node.type, position: node.position, params } : (rest as GraphNode);
      });
    case 'renameNode':
      if (edit.to === edit.id || graph.nodes.some((n) => n.id === edit.to) || !graph.nodes.some((n) => n.id === edit.id)) return graph;
      return {
        ...graph,
        nodes: graph.nodes.map((n) => {
          const renamed = n.id === edit.id ? { ...n, id: edit.to } : n;
          return renamed.sharedWith === edit.id ? { ...renamed, sharedWith: edit.to } : renamed;
        }),
        edges: graph.edges.map((e) =>
          e.source === edit.id || e.target === edit.id
            ? { ...e, source: e.source === edit.id ? edit.to : e.source, target: e.target === edit.id ? edit.to : e.target }
            : e,
        ),
      };
    case 'setType':
      return changeNode(graph, edit.id, (node) => ({ ...node, type: edit.type }));
    case 'setNode':
      return changeNode(graph, edit.id, (node) => {
        const changed: Record<string, Json | undefined> = { ...node };
        for (const [name, value] of Object.entries(edit.fields)) {
          if (name === 'id' || name === 'type' || name === 'position' || name === 'params') continue;
          if (value === undefined) delete changed[name];
          else changed[name] = value;
        }
        return changed as GraphNode;
      });
    default:
      return edit satisfies never;
  }
}

/** Edits that many of a kind are made of: a paste, a drag of all, a deletion. */
type ManyEdit = Extract<GraphEdit, { readonly kind: 'addNode' | 'removeNode' | 'moveNode' | 'connect' | 'disconnect' }>;
const isMany = (edit: Edit): edit is ManyEdit => MANY.has(edit.kind);
const MANY: ReadonlySet<Edit['kind']> = new Set(['addNode', 'removeNode', 'moveNode', 'connect', 'disconnect'] satisfies ManyEdit['kind'][]);

/** Edits of one kind: as one after the other, but looking through the graph once for all of them. */
function applyAlike<G extends Graph>(graph: G, alike: readonly ManyEdit[], blocks: NetloomDocument['blocks']): G {
  const of = <K extends ManyEdit['kind']>(kind: K): readonly Extract<ManyEdit, { readonly kind: K }>[] => alike.filter((e): e is Extract<ManyEdit, { readonly kind: K }> => e.kind === kind);
  switch (alike[0]?.kind) {
    case 'addNode':
      return addAll(graph, of('addNode').map((e) => e.node));
    case 'removeNode':
      return removeAll(graph, new Set(of('removeNode').map((e) => e.id)));
    case 'moveNode':
      return moveAll(graph, new Map(of('moveNode').map((e) => [e.id, e.position])));
    case 'connect':
      return connectAll(graph, of('connect').map((e) => e.edge), blocks);
    case 'disconnect':
      return disconnectAll(graph, of('disconnect').map((e) => e.edge));
    default:
      return graph;
  }
}

function addAll<G extends Graph>(graph: G, nodes: readonly GraphNode[]): G {
  const taken = new Set(graph.nodes.map((n) => n.id));
  const added: GraphNode[] = [];
  for (const node of nodes) {
    if (taken.has(node.id)) continue;
    taken.add(node.id);
    added.push(node);
  }
  return added.length === 0 ? graph : { ...graph, nodes: [...graph.nodes, ...added] };
}

function removeAll<G extends Graph>(graph: G, ids: ReadonlySet<string>): G {
  const gone = new Set(graph.nodes.flatMap((n) => (ids.has(n.id) ? [n.id] : [])));
  if (gone.size === 0) return graph;
  return { ...graph, nodes: graph.nodes.filter((n) => !gone.has(n.id)), edges: graph.edges.filter((e) => !gone.has(e.source) && !gone.has(e.target)) };
}

function moveAll<G extends Graph>(graph: G, places: Map<string, GraphNode['position']>): G {
  if (!graph.nodes.some((n) => places.has(n.id))) return graph;
  const nodes = graph.nodes.map((node) => {
    const position = places.get(node.id);
    // Of several of one name the first is meant.
    places.delete(node.id);
    return position ? { ...node, position } : node;
  });
  return { ...graph, nodes };
}

function disconnectAll<G extends Graph>(graph: G, cut: readonly GraphEdge[]): G {
  const edges = without(graph.edges, cut);
  return edges.length === graph.edges.length ? graph : { ...graph, edges };
}

/** Looks at what stands at each port alone. */
function connectAll<G extends Graph>(graph: G, run: readonly GraphEdge[], blocks: NetloomDocument['blocks']): G {
  interface Standing {
    readonly edge: GraphEdge;
    isReplaced: boolean;
  }
  const targets = new Set(run.map((e) => e.target));
  const known = byId(graph.nodes.filter((n) => targets.has(n.id)));
  const standing = graph.edges.map((edge): Standing => ({ edge, isReplaced: false }));
  const at = new Map<string, Standing[]>();
  for (const s of standing) if (targets.has(s.edge.target)) push(at, s.edge.target, s);
  const added: Standing[] = [];
  for (const edge of run) {
    const here = at.get(edge.target)?.filter((s) => !s.isReplaced) ?? [];
    if (here.some((s) => sameEdge(s.edge, edge))) continue;
    const target = known.get(edge.target);
    const definition = target?.type === 'block' && target.block !== undefined && Object.hasOwn(blocks, target.block) ? blocks[target.block] : undefined;
    const inputs = definition?.nodes.filter((n) => n.type === 'blockInput').map((n) => n.id) ?? [];
    for (const s of here) s.isReplaced = samePort(s.edge, edge) || sameInput(inputs, s.edge, edge);
    const fresh: Standing = { edge, isReplaced: false };
    push(at, edge.target, fresh);
    added.push(fresh);
  }
  return added.length === 0 ? graph : { ...graph, edges: [...standing, ...added].flatMap((s) => (s.isReplaced ? [] : [s.edge])) };
}

/** Applies one after the other. An edit of what is not there changes nothing. */
export function applyEdits(document: NetloomDocument, edits: readonly Edit[]): NetloomDocument {
  let now = document;
  for (let i = 0; i < edits.length; ) {
    const { kind } = edits[i]!;
    let end = i + 1;
    while (end < edits.length && edits[end]!.kind === kind) end++;
    const run = edits.slice(i, end);
    now = run.every(isMany) ? applyAlike(now, run, now.blocks) : run.reduce(applyEdit, now);
    i = end;
  }
  return now;
}

function changeNode<G extends Graph>(graph: G, id: string, change: (node: GraphNode) => GraphNode): G {
  const index = graph.nodes.findIndex((n) => n.id === id);
  const node = graph.nodes[index];
  if (!node) return graph;
  return { ...graph, nodes: graph.nodes.with(index, change(node)) };
}

/** An id that is free: `conv2d`, `conv2d_2`, `conv2d_3`, … A valid TypeScript identifier for every layer type. */
export function freshId(taken: ReadonlySet<string>, stem: string): string {
  if (!taken.has(stem)) return stem;
  for (let i = 2; ; i++) {
    const id = `${stem}_${i}`;
    if (!taken.has(id)) return id;
  }
}
