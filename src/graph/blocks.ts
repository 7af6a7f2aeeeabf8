// Blocks as graphs within the graph: their ports, the scopes one can enter, and the edits that make, unlink and dissolve them.
// Pure; knows no layers and no shapes.

import type { BlockDefinition, BlockParam, BlockParamTarget, Graph, GraphEdge, GraphNode, Json, NetloomDocument } from './document.ts';
import { applyEdits, freshId, type Edit, type GraphEdit } from './edits.ts';
import { COLUMN_GAP, RANK_GAP } from './layout.ts';

export const BLOCK = 'block';
export const BLOCK_INPUT = 'blockInput';
export const BLOCK_OUTPUT = 'blockOutput';

/** The param of every instance that says how many copies follow each other; exposed params may not be called so. */
export const REPEAT = 'repeat';
export const MOST_REPEATS = 1000;

export interface BlockPorts {
  /** Names in the order of the ports. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export const isInstance = (node: GraphNode): boolean => node.type === BLOCK;

export function portsOf({ nodes }: Graph): BlockPorts {
  let ports = portsKnown.get(nodes);
  const named = (type: string): readonly string[] => nodes.filter((n) => n.type === type).map((n) => n.id);
  if (!ports) portsKnown.set(nodes, (ports = { inputs: named(BLOCK_INPUT), outputs: named(BLOCK_OUTPUT) }));
  return ports;
}

const portsKnown = new WeakMap<Graph['nodes'], BlockPorts>();

/** The definition an instance stands for; undefined for other nodes and for a name that nothing defines. */
export function definitionOf({ blocks }: Pick<NetloomDocument, 'blocks'>, node: GraphNode): BlockDefinition | undefined {
  return isInstance(node) && typeof node.block === 'string' && Object.hasOwn(blocks, node.block) ? blocks[node.block] : undefined;
}

/** How many copies of its definition an instance is; 1 for what is no whole number from 1 to 1000. */
export function repeatOf(node: GraphNode): number {
  const repeat = node.params?.[REPEAT];
  return typeof repeat === 'number' && Number.isInteger(repeat) && repeat >= 1 && repeat <= MOST_REPEATS ? repeat : 1;
}

/** The instance whose params hold for this one: that whose weights it shares, where it is one of the same block; else itself. */
export function sharedInstance({ nodes }: Pick<Graph, 'nodes'>, node: GraphNode): GraphNode {
  // Graphs that did not come through the file's schema may hold anything.
  const owner = node.sharedWith === undefined ? undefined : nodes.find((n: GraphNode | null) => n?.id === node.sharedWith);
  return owner && isInstance(owner) && owner.block === node.block ? owner : node;
}

/** Whether an instance of `inner` inside `outer` would make `outer` contain itself. */
export function contains({ blocks }: Pick<NetloomDocument, 'blocks'>, outer: string, inner: string): boolean {
  const seen = new Set<string>();
  const open = [outer];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === inner) return true;
    if (seen.has(name) || !Object.hasOwn(blocks, name)) continue;
    seen.add(name);
    for (const node of blocks[name]!.nodes) if (isInstance(node) && typeof node.block === 'string') open.push(node.block);
  }
  return false;
}

/** Ids of the instances entered, outermost first; empty at the network itself. */
export type Scope = readonly string[];

export interface Place extends Graph {
  /** The definition that is seen; null for the network itself. */
  readonly block: string | null;
  /** What the ids of this graph begin with in reports: `""`, `stage1/`, `stage1/1/conv/` (the first copy of a repeated one). */
  readonly prefix: string;
  /** The instance that was entered, or that whose weights it shares, with what the blocks around it give it; null at the network itself. */
  readonly instance: GraphNode | null;
}

/** The graph that is seen after entering these instances; null if one of them is not there. */
export function graphAt(document: NetloomDocument, scope: Scope): Place | null {
  let place: Place = { nodes: document.nodes, edges: document.edges, block: null, prefix: '', instance: null };
  for (const id of scope) {
    const node = place.nodes.find((n) => n.id === id);
    const definition = node && definitionOf(document, node);
    if (!definition) return null;
    const outer = place.block === null || place.instance === null ? undefined : document.blocks[place.block];
    const held = sharedInstance(place, node);
    const instance = outer ? withValues(held, exposedFor(outer, place.instance!, id)) : held;
    const copy = repeatOf(instance) > 1 ? '1/' : '';
    place = { nodes: definition.nodes, edges: definition.edges, block: node.block!, prefix: `${place.prefix}${id}/${copy}`, instance };
  }
  return place;
}

const GRAPH_EDITS: ReadonlySet<Edit['kind']> = new Set<GraphEdit['kind']>(['addNode', 'removeNode', 'setParams', 'moveNode', 'renameNode', 'setType', 'setNode', 'connect', 'disconnect']);

export const isGraphEdit = (edit: Edit): edit is GraphEdit => GRAPH_EDITS.has(edit.kind);

/** Edits of nodes and edges become edits of the block that is seen; others pass. */
export function editsIn(block: string | null, edits: readonly Edit[]): readonly Edit[] {
  return block === null ? edits : edits.map((edit) => (isGraphEdit(edit) ? { kind: 'inBlock', block, edit } : edit));
}

/** A free name for a block: `Residual unit` becomes `residual-unit`, `residual-unit-2`, … */
export function freshBlockName({ blocks }: Pick<NetloomDocument, 'blocks'>, label: string): string {
  const stem = label.trim().toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '').slice(0, 60) || 'block';
  if (!Object.hasOwn(blocks, stem)) return stem;
  for (let i = 2; ; i++) if (!Object.hasOwn(blocks, `${stem}-${i}`)) return `${stem}-${i}`;
}

const endOf = (node: string, port: string | undefined): string => JSON.stringify([node, port ?? '']);

export interface MadeBlock {
  readonly edits: readonly Edit[];
  /** The definition's name and the instance's id. */
  readonly block: string;
  readonly instance: string;
}

/**
 * Edits that turn nodes of one graph into a block and an instance of it. What arrives from outside becomes an input per
 * source, what goes outside an output per source. A string says why it cannot be done.
 */
export function makeBlock(document: NetloomDocument, place: Place, ids: readonly string[], label: string): MadeBlock | string {
  const inside = new Set(ids);
  const nodes = place.nodes.filter((n) => inside.has(n.id));
  if (nodes.length === 0) return 'Select the nodes that are to become a block.';
  const port = nodes.find((n) => n.type === BLOCK_INPUT || n.type === BLOCK_OUTPUT);
  if (port) return `\`${port.id}\` is a port of the block you are in and has to stay in it.`;
  const end = nodes.find((n) => n.type === 'input' || n.type === 'output');
  if (end) return `\`${end.id}\` is an end of the network: a block has inputs and outputs of its own. Leave it out of the selection.`;
  const back = wayBack(place, inside);
  if (back !== null) return `A path leads from these nodes out to \`${back}\` and back in, so that the block would feed itself. Take \`${back}\` into the selection too.`;
  const torn = place.nodes.find((n) => n.sharedWith !== undefined && inside.has(n.id) !== inside.has(n.sharedWith));
  if (torn) return `\`${torn.id}\` shares its weights with \`${torn.sharedWith}\`: both or neither can go into a block.`;

  const block = freshBlockName(document, label);
  const instance = freshId(new Set(place.nodes.filter((n) => !inside.has(n.id)).map((n) => n.id)), block.replaceAll(/\W/g, '_'));
  const taken = new Set(nodes.map((n) => n.id));
  const claim = (stem: string): string => {
    const id = freshId(taken, stem);
    taken.add(id);
    return id;
  };
  const arriving = place.edges.filter((e) => inside.has(e.target) && !inside.has(e.source));
  const leaving = place.edges.filter((e) => inside.has(e.source) && !inside.has(e.target));
  const inputs = new Map([...new Set(arriving.map((e) => endOf(e.source, e.sourcePort)))].map((end, i, all) => [end, claim(all.length === 1 ? 'x' : `x${i + 1}`)] as const));
  const outputs = new Map([...new Set(leaving.map((e) => endOf(e.source, e.sourcePort)))].map((end, i, all) => [end, claim(all.length === 1 ? 'y' : `y${i + 1}`)] as const));

  const [left, top, bottom] = boundsOf(nodes);
  const portNode = (id: string, type: string, i: number, y: number): GraphNode => ({ id, type, position: [left + i * COLUMN_GAP, y] });
  const edges: GraphEdge[] = [];
  for (const [end, id] of inputs) for (const e of arriving) if (endOf(e.source, e.sourcePort) === end) edges.push(without({ ...e, source: id }, 'sourcePort'));
  edges.push(...place.edges.filter((e) => inside.has(e.source) && inside.has(e.target)));
  for (const [end, id] of outputs) {
    const e = leaving.find((l) => endOf(l.source, l.sourcePort) === end)!;
    edges.push({ source: e.source, ...(e.sourcePort === undefined ? {} : { sourcePort: e.sourcePort }), target: id });
  }
  const definition: BlockDefinition = {
    ...(label.trim() === '' ? {} : { label: label.trim() }),
    nodes: [
      ...[...inputs.values()].map((id, i) => portNode(id, BLOCK_INPUT, i, top - RANK_GAP)),
      ...nodes,
      ...[...outputs.values()].map((id, i) => portNode(id, BLOCK_OUTPUT, i, bottom + RANK_GAP)),
    ],
    edges,
  };
  const node: GraphNode = { id: instance, type: BLOCK, position: centreOf(nodes), block };
  const local: Edit[] = [
    ...nodes.map((n): Edit => ({ kind: 'removeNode', id: n.id })),
    { kind: 'addNode', node },
    ...[...inputs].map(([end, name]): Edit => {
      const e = arriving.find((a) => endOf(a.source, a.sourcePort) === end)!;
      return { kind: 'connect', edge: { source: e.source, ...(e.sourcePort === undefined ? {} : { sourcePort: e.sourcePort }), target: instance, ...(inputs.size > 1 ? { targetPort: name } : {}) } };
    }),
    ...leaving.map((e): Edit => ({ kind: 'connect', edge: { ...without(e, 'sourcePort'), source: instance, ...(outputs.size > 1 ? { sourcePort: outputs.get(endOf(e.source, e.sourcePort))! } : {}) } })),
  ];
  // Where the nodes were a block's and had params that it exposes, the new instance hands these on to them.
  const exposed = exposedTo(document, place, inside);
  // The default stays with the block around it, which always gives its value.
  const params = Object.fromEntries(exposed.map(([name, param]) => [name, { ...(param.label === undefined ? {} : { label: param.label }), ...(param.doc === undefined ? {} : { doc: param.doc }), targets: param.targets }]));
  const edits: Edit[] = [{ kind: 'setBlock', block, definition: exposed.length > 0 ? { ...definition, params } : definition }, ...editsIn(place.block, local)];
  const handed = exposed.map(([name]): readonly [string, readonly BlockParamTarget[]] => [name, [{ node: instance, param: name }]]);
  return { block, instance, edits: [...edits, ...exposeAgain(document, place, edits, handed)] };
}

/** Of the block that is seen, the exposed params with targets among these nodes, with those targets alone. */
function exposedTo({ blocks }: NetloomDocument, { block }: Place, nodes: ReadonlySet<string>): readonly (readonly [string, BlockParam])[] {
  return Object.entries((block === null ? undefined : blocks[block]?.params) ?? {}).flatMap(([name, param]) => {
    const targets = param.targets.filter((target) => nodes.has(target.node));
    return targets.length === 0 ? [] : [[name, { ...param, targets }] as const];
  });
}

/** Edits that point exposed params of the block that is seen to new targets, after edits that have taken the nodes of the old ones away. */
function exposeAgain(document: NetloomDocument, { block }: Place, edits: readonly Edit[], added: readonly (readonly [string, readonly BlockParamTarget[]])[]): readonly Edit[] {
  if (block === null || added.length === 0) return [];
  const before = document.blocks[block]?.params ?? {};
  const after = applyEdits(document, edits).blocks[block];
  if (!after) return [];
  const more = new Map(added);
  const params = Object.entries(before).map(([name, param]) => [name, { ...param, targets: [...(after.params?.[name]?.targets ?? []), ...(more.get(name) ?? [])] }] as const);
  return [{ kind: 'setBlock', block, definition: { ...after, params: Object.fromEntries(params.filter(([, { targets }]) => targets.length > 0)) } }];
}

/** A node outside that is fed from inside and leads back inside; null if there is none. */
function wayBack({ edges }: Graph, inside: ReadonlySet<string>): string | null {
  const after = new Map<string, string[]>();
  for (const e of edges) after.set(e.source, [...(after.get(e.source) ?? []), e.target]);
  const first = new Map<string, string>();
  const open: string[] = [];
  for (const e of edges) {
    if (!inside.has(e.source) || inside.has(e.target) || first.has(e.target)) continue;
    first.set(e.target, e.target);
    open.push(e.target);
  }
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const next of after.get(node) ?? []) {
      if (inside.has(next)) return first.get(node)!;
      if (first.has(next)) continue;
      first.set(next, first.get(node)!);
      open.push(next);
    }
  }
  return null;
}

/** The values that an instance gives to the params of one node inside, where it sets them or the block has defaults. */
export function exposedFor(definition: BlockDefinition, instance: GraphNode, node: string): Readonly<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const [name, param] of Object.entries(definition.params ?? {})) {
    const value = instance.params?.[name] ?? param.default;
    if (value === undefined) continue;
    for (const target of param.targets) if (target.node === node) values[target.param] = scaled(value, target.times);
  }
  return values;
}

/** The node with params that the block around it gives it. */
export const withValues = (node: GraphNode, values: Readonly<Record<string, Json>>): GraphNode => (Object.keys(values).length === 0 ? node : { ...node, params: { ...node.params, ...values } });

/** The value for a target: numbers, also each of a list, times the factor, rounded, at least 1. */
export function scaled(value: Json, times: number | undefined): Json {
  if (times === undefined || times === 1) return value;
  if (typeof value === 'number') return Math.max(1, Math.round(value * times));
  return Array.isArray(value) ? (value as readonly Json[]).map((item) => scaled(item, times)) : value;
}

/**
 * Edits that put an instance's nodes in its place, with the values it had. A repeated one becomes so many copies in a row.
 * A string says why it cannot be done.
 */
export function ungroup(document: NetloomDocument, place: Place, id: string): { readonly edits: readonly Edit[]; readonly nodes: readonly string[] } | string {
  const instance = place.nodes.find((n) => n.id === id);
  const definition = instance && definitionOf(document, instance);
  if (!instance || !definition) return 'Select a block whose definition is there.';
  const repeat = repeatOf(instance);
  const { inputs, outputs } = portsOf(definition);
  if (repeat > 1 && inputs.length !== outputs.length) return 'A repeated block has as many outputs as inputs; this one has not.';
  const sharing = place.nodes.find((n) => n.sharedWith === id);
  if (instance.sharedWith !== undefined || sharing) return `\`${id}\` shares its weights with \`${instance.sharedWith ?? sharing!.id}\`. Unshare them first.`;

  const taken = new Set(place.nodes.filter((n) => n.id !== id).map((n) => n.id));
  const isPort = new Set([...inputs, ...outputs]);
  const [left, top, bottom] = boundsOf(definition.nodes);
  const height = bottom - top + RANK_GAP;
  const ids: string[] = [];
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  /** What the node inside is called now, once per copy. */
  const copies = new Map<string, string[]>();
  type End = Pick<GraphEdge, 'source' | 'sourcePort'>;
  const sourceEnd = (e: GraphEdge, source = e.source): End => ({ source, ...(e.sourcePort === undefined ? {} : { sourcePort: e.sourcePort }) });
  // What feeds each input of the copy at hand: first what feeds the instance.
  let feeding = new Map<string, End>();
  for (const e of place.edges) if (e.target === id) feeding.set(e.targetPort !== undefined && isPort.has(e.targetPort) ? e.targetPort : (inputs[0] ?? ''), sourceEnd(e));
  for (let copy = 0; copy < repeat; copy++) {
    const renamed = new Map<string, string>();
    // All of them first: weights may be shared with a node that comes later.
    for (const n of definition.nodes) {
      if (isPort.has(n.id)) continue;
      const name = freshId(taken, n.id);
      taken.add(name);
      renamed.set(n.id, name);
    }
    for (const n of definition.nodes) {
      const name = renamed.get(n.id);
      if (name === undefined) continue;
      copies.set(n.id, [...(copies.get(n.id) ?? []), name]);
      ids.push(name);
      const params = { ...n.params, ...exposedFor(definition, instance, n.id) };
      const { params: _, ...rest } = n;
      nodes.push({
        ...rest,
        id: name,
        type: n.type,
        position: [instance.position[0] + n.position[0] - left, instance.position[1] + n.position[1] - top + copy * height],
        ...(n.sharedWith === undefined ? {} : { sharedWith: renamed.get(n.sharedWith) ?? n.sharedWith }),
        ...(Object.keys(params).length > 0 ? { params } : {}),
      });
    }
    /** What an edge inside begins at, seen from outside. */
    const endOfSource = (e: GraphEdge): End | undefined => (inputs.includes(e.source) ? feeding.get(e.source) : sourceEnd(e, renamed.get(e.source) ?? e.source));
    for (const e of definition.edges) {
      const end = endOfSource(e);
      if (end && renamed.has(e.target)) edges.push({ ...without(e, 'sourcePort'), ...end, target: renamed.get(e.target)! });
    }
    const ends = new Map<string, End>();
    for (const e of definition.edges) {
      const end = outputs.includes(e.target) ? endOfSource(e) : undefined;
      if (end) ends.set(e.target, end);
    }
    if (copy === repeat - 1) {
      for (const e of place.edges) {
        if (e.source !== id) continue;
        const end = ends.get(e.sourcePort !== undefined && isPort.has(e.sourcePort) ? e.sourcePort : (outputs[0] ?? ''));
        if (end) edges.push({ ...without(e, 'sourcePort'), ...end });
      }
    } else feeding = new Map(inputs.flatMap((name, i): [string, End][] => (ends.has(outputs[i]!) ? [[name, ends.get(outputs[i]!)!]] : [])));
  }
  const local: readonly Edit[] = [{ kind: 'removeNode', id }, ...nodes.map((node): Edit => ({ kind: 'addNode', node })), ...edges.map((edge): Edit => ({ kind: 'connect', edge }))];
  const edits = editsIn(place.block, local);
  // What a block around it hands on to its params goes to the nodes themselves.
  const handed = exposedTo(document, place, new Set([id])).map(([name, { targets }]): readonly [string, readonly BlockParamTarget[]] => [
    name,
    targets.flatMap(({ param, times = 1 }) =>
      (definition.params?.[param]?.targets ?? []).flatMap((target) =>
        (copies.get(target.node) ?? []).map((node): BlockParamTarget => {
          const factor = times * (target.times ?? 1);
          return { node, param: target.param, ...(factor === 1 ? {} : { times: factor }) };
        }),
      ),
    ),
  ]);
  return { edits: [...edits, ...exposeAgain(document, place, edits, handed)], nodes: ids };
}

/** Edits that give one instance a definition of its own, which changes without the others. */
export function unlink(document: NetloomDocument, place: Place, id: string): { readonly edits: readonly Edit[]; readonly block: string } | string {
  const instance = place.nodes.find((n) => n.id === id);
  const definition = instance && definitionOf(document, instance);
  if (!instance || !definition) return 'Select a block whose definition is there.';
  const block = freshBlockName(document, instance.block!);
  return { block, edits: [{ kind: 'setBlock', block, definition }, ...editsIn(place.block, [{ kind: 'setNode', id, fields: { block } }])] };
}

/** All instances of a block, in the network and in other blocks. */
export function instancesOf(document: NetloomDocument, block: string): readonly { readonly within: string | null; readonly node: GraphNode }[] {
  const inGraph = (within: string | null, { nodes }: Graph) => nodes.filter((n) => isInstance(n) && n.block === block).map((node) => ({ within, node }));
  return [...inGraph(null, document), ...Object.entries(document.blocks).flatMap(([name, definition]) => inGraph(name, definition))];
}

/** Names of the definitions that neither the network nor a block in use refers to. */
export function unusedBlocks(document: NetloomDocument): readonly string[] {
  const used = new Set<string>();
  const visit = ({ nodes }: Graph): void => {
    for (const node of nodes) {
      const definition = definitionOf(document, node);
      if (!definition || used.has(node.block!)) continue;
      used.add(node.block!);
      visit(definition);
    }
  };
  visit(document);
  return Object.keys(document.blocks).filter((name) => !used.has(name));
}

function without(edge: GraphEdge, key: 'sourcePort'): GraphEdge {
  const { [key]: _, ...rest } = edge;
  return rest as GraphEdge;
}

/** `[left, top, bottom]` of the nodes' corners. */
function boundsOf(nodes: readonly GraphNode[]): readonly [number, number, number] {
  const ys = nodes.map((n) => n.position[1]);
  return [Math.min(...nodes.map((n) => n.position[0])), Math.min(...ys), Math.max(...ys)];
}

function centreOf(nodes: readonly GraphNode[]): readonly [number, number] {
  const mean = (axis: 0 | 1): number => Math.round(nodes.reduce((sum, n) => sum + n.position[axis], 0) / nodes.length);
  return [mean(0), mean(1)];
}
