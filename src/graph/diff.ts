// What changed between two documents: nodes (also renamed ones), params, edges, blocks, training. Pure; knows no shapes and no costs.

import { layerOf } from '../layers/index.ts';
import { completeParams, layerIn, type LayerParam } from '../layers/params.ts';
import { push } from './multimap.ts';
import { portOf, type BlockDefinition, type Graph, type GraphEdge, type GraphNode, type Json, type NetloomDocument } from './document.ts';

/** One value that differs; `undefined` where it is not there. */
export interface FieldChange {
  /** A param's name, or a key of the node: `type`, `block`, `sharedWith`, `text`. */
  readonly name: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

export interface NodeChange {
  readonly before: GraphNode;
  readonly after: GraphNode;
  /** Empty where the node was only renamed. */
  readonly fields: readonly FieldChange[];
}

export interface GraphDiff {
  readonly added: readonly GraphNode[];
  readonly removed: readonly GraphNode[];
  /** With other values, or under another name. */
  readonly changed: readonly NodeChange[];
  /** Of unchanged and changed nodes those that stand elsewhere, by their new ids: no change of the network. */
  readonly moved: readonly string[];
  readonly edgesAdded: readonly GraphEdge[];
  /** With their old names. */
  readonly edgesRemoved: readonly GraphEdge[];
  /** Old id → new id of every node that is on both sides. */
  readonly kept: ReadonlyMap<string, string>;
}

export interface BlockDiff {
  readonly name: string;
  readonly graph: GraphDiff;
  /** Label, doc, exposed params. */
  readonly fields: readonly FieldChange[];
}

export interface DocumentDiff {
  readonly graph: GraphDiff;
  readonly blocksAdded: readonly string[];
  readonly blocksRemoved: readonly string[];
  readonly blocksChanged: readonly BlockDiff[];
  readonly training: readonly FieldChange[];
  /** Other keys of the file, the name not among them. */
  readonly other: readonly FieldChange[];
}

export function diffDocuments(before: NetloomDocument, after: NetloomDocument): DocumentDiff {
  const names = [Object.keys(before.blocks), Object.keys(after.blocks)] as const;
  return {
    graph: diffGraphs(before, after),
    blocksAdded: names[1].filter((name) => !Object.hasOwn(before.blocks, name)),
    blocksRemoved: names[0].filter((name) => !Object.hasOwn(after.blocks, name)),
    blocksChanged: names[1].flatMap((name): BlockDiff[] => {
      const [was, is] = [Object.hasOwn(before.blocks, name) ? before.blocks[name] : undefined, after.blocks[name]!];
      if (!was || was === is) return [];
      const block: BlockDiff = { name, graph: diffGraphs(was, is), fields: fieldsOf(headOf(was), headOf(is)) };
      return isSameGraph(block.graph) && block.graph.moved.length === 0 && block.fields.length === 0 ? [] : [block];
    }),
    training: before.training === after.training ? [] : fieldsOf(flat(before.training), flat(after.training)),
    other: fieldsOf(restOf(before), restOf(after)),
  };
}

export const isSameGraph = (diff: GraphDiff): boolean =>
  diff.added.length + diff.removed.length + diff.changed.length + diff.edgesAdded.length + diff.edgesRemoved.length === 0;

/** Whether nothing but places differs. */
export function isSameNetwork(diff: DocumentDiff): boolean {
  return (
    isSameGraph(diff.graph) &&
    diff.blocksAdded.length + diff.blocksRemoved.length + diff.training.length + diff.other.length === 0 &&
    diff.blocksChanged.every((block) => isSameGraph(block.graph) && block.fields.length === 0)
  );
}

/** How many nodes stand elsewhere and are otherwise as they were or not, in the network and in blocks. */
export const movedCount = (diff: DocumentDiff): number => diff.graph.moved.length + diff.blocksChanged.reduce((sum, block) => sum + block.graph.moved.length, 0);

/** Nodes are the same by id; of the rest those are that have the same type and values and stand among the same neighbours. */
export function diffGraphs(before: Graph, after: Graph): GraphDiff {
  const kept = match(before, after);
  const olds = byId(before);
  const changed: NodeChange[] = [];
  const moved: string[] = [];
  const found = new Map([...kept].map(([old, now]) => [now, old]));
  for (const node of after.nodes) {
    const old = olds.get(found.get(node.id) ?? '');
    if (!old) continue;
    const fields = old === node ? [] : changesOf(old, node, kept);
    if (fields.length > 0 || old.id !== node.id) changed.push({ before: old, after: node, fields });
    if (old.position[0] !== node.position[0] || old.position[1] !== node.position[1]) moved.push(node.id);
  }
  const renamed = (e: GraphEdge): GraphEdge => ({ ...e, source: kept.get(e.source) ?? e.source, target: kept.get(e.target) ?? e.target });
  const [was, is] = [new Set(before.edges.map((e) => edgeKey(renamed(e)))), new Set(after.edges.map(edgeKey))];
  return {
    added: after.nodes.filter((n) => !found.has(n.id)),
    removed: before.nodes.filter((n) => !kept.has(n.id)),
    changed,
    moved,
    edgesAdded: after.edges.filter((e) => !was.has(edgeKey(e))),
    edgesRemoved: before.edges.filter((e) => !is.has(edgeKey(renamed(e)))),
    kept,
  };
}

const byId = ({ nodes }: Graph): ReadonlyMap<string, GraphNode> => new Map(nodes.toReversed().map((n) => [n.id, n]));

export const edgeKey = (e: GraphEdge): string => JSON.stringify([e.source, e.sourcePort ?? '', e.target, portOf(e) < 0 ? e.targetPort : portOf(e)]);

/** Rounds in which names spread to neighbours: nodes are told apart by what stands up to so many edges away. */
const ROUNDS = 4;

function match(before: Graph, after: Graph): ReadonlyMap<string, string> {
  const [olds, news] = [byId(before), byId(after)];
  const kept = new Map<string, string>();
  for (const id of olds.keys()) if (news.has(id)) kept.set(id, id);
  const lost = before.nodes.filter((n) => !kept.has(n.id));
  const fresh = after.nodes.filter((n) => !olds.has(n.id));
  if (lost.length === 0 || fresh.length === 0) return kept;

  // What cannot be told apart by all that is near is the same, in order; then with less and less of what is near.
  const free = new Set(fresh.map((n) => n.id));
  for (let rounds = ROUNDS; rounds >= 0; rounds--) {
    const labels = new Labels();
    const left = lost.filter((n) => !kept.has(n.id));
    const right = fresh.filter((n) => free.has(n.id));
    if (left.length === 0 || right.length === 0) break;
    const [from, to] = [labels.of(before, rounds, kept, true), labels.of(after, rounds, kept, false)];
    const waiting = new Map<number, string[]>();
    for (const n of right) waiting.set(to.get(n.id)!, [...(waiting.get(to.get(n.id)!) ?? []), n.id]);
    const count = new Map<number, number>();
    for (const n of left) count.set(from.get(n.id)!, (count.get(from.get(n.id)!) ?? 0) + 1);
    for (const n of left) {
      const label = from.get(n.id)!;
      const candidates = waiting.get(label);
      // Alone, without what stands around it, only a node that is the one of its kind is believed to be the same.
      if (!candidates || candidates.length === 0 || (rounds === 0 && (candidates.length > 1 || count.get(label)! > 1))) continue;
      const id = candidates.shift()!;
      kept.set(n.id, id);
      free.delete(id);
    }
  }
  return byNeighbours(before, after, kept, lost, fresh.filter((n) => free.has(n.id)));
}

/** A renamed node whose values changed too: it has the same type and the same neighbours, and is the only one. */
function byNeighbours(before: Graph, after: Graph, kept: Map<string, string>, lost: readonly GraphNode[], fresh: readonly GraphNode[]): ReadonlyMap<string, string> {
  const around = (graph: Graph, name: (id: string) => string | undefined): Map<string, string> => {
    const ends = new Map<string, string[]>();
    const add = (id: string, other: string, how: string): void => {
      const known = name(other);
      if (known === undefined) return;
      ends.set(id, [...(ends.get(id) ?? []), `${how}${known}`]);
    };
    for (const e of graph.edges) {
      add(e.target, e.source, `<${portOf(e)}`);
      add(e.source, e.target, `>${portOf(e)}`);
    }
    return new Map([...ends].map(([id, list]) => [id, list.toSorted().join(' ')]));
  };
  const reached = new Set(kept.values());
  const [from, to] = [around(before, (id) => kept.get(id)), around(after, (id) => (reached.has(id) ? id : undefined))];
  const keyed = (nodes: readonly GraphNode[], ends: ReadonlyMap<string, string>): Map<string, string[]> => {
    const keys = new Map<string, string[]>();
    for (const n of nodes) {
      const key = ends.has(n.id) ? `${n.type} ${ends.get(n.id)}` : null;
      if (key !== null) keys.set(key, [...(keys.get(key) ?? []), n.id]);
    }
    return keys;
  };
  const [left, right] = [keyed(lost.filter((n) => !kept.has(n.id)), from), keyed(fresh, to)];
  for (const [key, ids] of left) {
    const others = right.get(key);
    if (ids.length === 1 && others?.length === 1) kept.set(ids[0]!, others[0]!);
  }
  return kept;
}

/** Labels that two nodes share exactly when type, values and all around them, so many edges away, are alike (Weisfeiler and Leman 1968). */
class Labels {
  private readonly numbers = new Map<string, number>();

  of(graph: Graph, rounds: number, kept: ReadonlyMap<string, string>, old: boolean): ReadonlyMap<string, number> {
    const known = old ? kept : new Map([...kept.values()].map((id) => [id, id]));
    let labels = new Map(graph.nodes.map((n) => [n.id, this.number(known.has(n.id) ? `=${known.get(n.id)}` : JSON.stringify([n.type, sorted(valuesOf(n)), sorted(keysOf(n))]))]));
    for (let round = 0; round < rounds; round++) {
      const around = new Map<string, string[]>();
      for (const e of graph.edges) {
        const [source, target] = [labels.get(e.source), labels.get(e.target)];
        if (source === undefined || target === undefined) continue;
        push(around, e.target, `<${portOf(e)}.${e.sourcePort ?? ''}.${source}`);
        push(around, e.source, `>${portOf(e)}.${e.sourcePort ?? ''}.${target}`);
      }
      labels = new Map([...labels].map(([id, label]) => [id, known.has(id) ? label : this.number(`${label} ${(around.get(id) ?? []).toSorted().join(' ')}`)]));
    }
    return labels;
  }

  private number(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) this.numbers.set(text, (number = this.numbers.size));
    return number;
  }
}

type Values = Readonly<Record<string, Json | undefined>>;

/** The params as they count: what is left out has its default. `other` is the node they are compared with. */
function valuesOf(node: GraphNode, other: GraphNode = node): Values {
  const { type, params } = node;
  const layer = layerOf(type);
  if (!layer) return params ?? {};
  const complete = completeParams(layer.params, params ?? {});
  // A value that the layer does not accept is compared as it stands, not as the default it is read as.
  const refused = complete.problems.map(({ param }) => [param, params?.[param]] as const);
  const values: Values = { ...(complete.params as Values), ...Object.fromEntries(refused) };
  const parts = Object.entries(values).map(([name, value]): Values => {
    const spec = layer.params[name];
    return spec?.kind === 'layer' ? heldValues(name, spec, value, other.params?.[name] ?? spec.default) : { [name]: value };
  });
  return Object.assign({}, ...parts) as Values;
}

/** A layer that a param holds, as `layer` and `layer.filters`. Beside a layer of another type only what was set counts. */
function heldValues(name: string, spec: LayerParam, value: Json | undefined, other: unknown): Values {
  const [one, another] = [spec.parse(value), spec.parse(other)];
  if (!one.ok) return { [name]: value };
  const { type, params = {} } = one.value;
  const own = another.ok && another.value.type === type ? layerIn(spec.layers, one.value).params : params;
  return { [name]: type, ...(flat(own, `${name}.`) as Values) };
}

/**
 * What a node says besides id, type, place and params: its block, whose weights it shares, a comment's text.
 * Whether a block is shown opened is no change of the network, as little as its place.
 */
const keysOf = (node: GraphNode): Values => without(node, ['id', 'type', 'position', 'params', 'expanded']);

const without = (values: object, keys: readonly string[]): Values => Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key))) as Values;

function changesOf(before: GraphNode, after: GraphNode, kept: ReadonlyMap<string, string>): readonly FieldChange[] {
  const keys = keysOf(before);
  const shared = keys['sharedWith'];
  const renamed = typeof shared === 'string' ? { ...keys, sharedWith: kept.get(shared) ?? shared } : keys;
  const type: readonly FieldChange[] = before.type === after.type ? [] : [{ name: 'type', before: before.type, after: after.type }];
  // The values of another type mean other things: only those that were set are told.
  const values = type.length === 0 ? fieldsOf(valuesOf(before, after), valuesOf(after, before)) : fieldsOf(before.params ?? {}, after.params ?? {});
  return [...type, ...fieldsOf(renamed, keysOf(after)), ...values];
}

function fieldsOf(before: Values, after: Values): readonly FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): FieldChange[] => (sameJson(before[name], after[name]) ? [] : [{ name, before: before[name], after: after[name] }]));
}

export const sameJson = (a: Json | undefined, b: Json | undefined): boolean => a === b || JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));

function ordered(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => ordered(item)!);
  return typeof value === 'object' && value !== null ? sorted(value as Values) : value;
}

function sorted(values: Values): { readonly [key: string]: Json } {
  return Object.fromEntries(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, ordered(value)!]));
}

/** `optimizer.learningRate`, `data.params.size`: nested records one level after another. */
function flat(values: object, prefix = ''): Record<string, Json | undefined> {
  return Object.assign(
    {},
    ...Object.entries(values).map(([name, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? flat(value, `${prefix}${name}.`) : { [`${prefix}${name}`]: value as Json },
    ),
  ) as Record<string, Json | undefined>;
}

/** Label and doc, and of each exposed param what it sets and what is said of it. */
function headOf(definition: BlockDefinition): Values {
  const exposed = Object.entries(definition.params ?? {}).flatMap(([name, { targets, ...rest }]) => [
    [`exposes ${name}`, targets],
    ...Object.entries(rest).map(([key, value]) => [`${key} of ${name}`, value]),
  ]);
  return { ...without(definition, ['nodes', 'edges', 'params']), ...(Object.fromEntries(exposed) as Values) };
}

const restOf = (document: NetloomDocument): Values => without(document, ['nodes', 'edges', 'blocks', 'training', 'name', 'format']);
