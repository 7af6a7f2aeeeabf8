// The document as a graph that can be walked: nodes with their layers and the edges between their ports. Reports what is wrong with
// ids, edges, types and params; knows no shapes. Everything in the document is untrusted.

import type { GraphEdge, GraphNode, NetloomDocument } from '../graph/document.ts';
import { isAnnotation, portOf } from '../graph/document.ts';
import { itemBefore, keptOf } from '../graph/kept.ts';
import type { AnyLayer, Repair } from '../layers/layer.ts';
import type { Code } from './codes.ts';
import type { Diagnostic, ReceptiveField } from './compilation.ts';
import { resolve, type Evaluation, type Resolved } from './resolve.ts';

/** A diagnostic before its fixes are looked for. */
export interface Finding extends Omit<Diagnostic, 'fixes'> {
  /** A `Code`, or a code of a layer's own. */
  readonly code: Code | (string & {});
  /** What the layer itself proposes. */
  readonly repairs?: readonly Repair[];
  /** The edges it is about. */
  readonly edges?: readonly GraphEdge[];
}

/** An edge that holds: both ends are there. */
export interface Wire {
  readonly edge: GraphEdge;
  readonly port: number;
  readonly source: Station;
  readonly target: Station;
}

/** A node with all that compiling finds out about it. */
export interface Station {
  /** Position among the stations. */
  index: number;
  readonly id: string;
  node: GraphNode;
  /** `null` for a type that this build does not know. */
  resolved: Resolved | null;
  /** By port. */
  incoming: Wire[];
  outgoing: Wire[];
  /** The station whose layer, weights included, is applied again here. */
  shared: Station | null;
  /** Required ports without an edge. */
  missing: readonly number[];
  /** `null` until its inputs are known. */
  evaluation: Evaluation | null;
  /** Filled in by the report. */
  field: ReceptiveField | null;
  /** That whose calls are known. */
  lowered: Evaluation | null;
  /** Leads to an output. */
  live: boolean;
}

export interface Network {
  /** What it was read from. */
  readonly flat: Pick<NetloomDocument, 'nodes' | 'edges'>;
  readonly layerOf: LayerLookup;
  readonly stations: readonly Station[];
  readonly byId: ReadonlyMap<string, Station>;
  /** What is wrong with names, edges and shared weights. */
  readonly wiring: readonly Finding[];
  /** Each node that is no remark has its station. */
  readonly isSound: boolean;
}

export type LayerLookup = (type: string) => AnyLayer | undefined;

/** So many nodes or edges are read, and layers evaluated, in one step. */
export const AT_ONCE = 250;

/** @param document after its blocks were expanded */
export function* readNetwork(document: Pick<NetloomDocument, 'nodes' | 'edges'>, layerOf: LayerLookup): Generator<void, Network> {
  const findings: Finding[] = [];
  const stations: Station[] = [];
  const byId = new Map<string, Station>();
  const nodes: unknown = (document as typeof document | null | undefined)?.nodes;
  const edges: unknown = (document as typeof document | null | undefined)?.edges;

  for (const node of listOf(nodes)) {
    if (!isNode(node)) {
      findings.push({ severity: 'error', code: 'malformed', message: 'A node of the document has no id or no type; it is left out.' });
      continue;
    }
    if (isAnnotation(node)) continue;
    const { id } = node;
    if (byId.has(id)) {
      findings.push({ severity: 'error', code: 'duplicate-id', node: id, message: `Two nodes are called \`${id}\`. Edges mean the first; the second is left out until it has a name of its own.` });
      continue;
    }
    const station = stationOf(node, stations.length, layerOf);
    stations.push(station);
    byId.set(id, station);
    if (stations.length % AT_ONCE === 0) yield;
  }
  yield;
  const isSound = findings.length === 0;
  for (const station of stations) if (station.node.sharedWith !== undefined) share(station, byId, findings);
  for (const edge of listOf(edges)) {
    if (isEdge(edge)) connect(edge, byId, findings);
    else findings.push({ severity: 'error', code: 'malformed', message: 'An edge of the document has no source or no target; it is left out.' });
  }
  yield;
  for (const station of stations) settle(station);
  return { flat: document, layerOf, stations, byId, wiring: findings, isSound };
}

function stationOf(node: GraphNode, index: number, layerOf: LayerLookup): Station {
  const layer = layerOf(node.type);
  return { index, id: node.id, node, resolved: layer ? resolve(layer, node.params) : null, incoming: [], outgoing: [], shared: null, missing: NONE, evaluation: null, field: null, lowered: null, live: false };
}

/** Once all its wires are there. */
function settle(station: Station): void {
  if (station.incoming.length > 1) station.incoming.sort((a, b) => a.port - b.port);
  station.missing = missingPorts(station);
}

/** What is wrong with the types and params that nodes give, before shapes are looked at. */
export function* paramFindings({ stations, layerOf }: Network): Generator<Finding> {
  for (const { id, node, resolved, shared } of stations) {
    const layer = shared ? layerOf(node.type) : undefined;
    const own = layer ? resolve(layer, node.params) : resolved;
    if (!own) yield { severity: 'error', code: 'unknown-layer', node: id, message: unknownType(node.type) };
    else for (const { param, message, unknown } of own.problems) yield { severity: unknown ? 'warning' : 'error', code: unknown ? 'unknown-param' : 'bad-param', node: id, param, message };
  }
}

/** A network that was brought up to date. */
export interface Continued {
  readonly network: Network;
  /** Other stations or wires than before. */
  readonly isRewired: boolean;
}

/**
 * The network of a document that differs a little from the one before: its very stations, brought up to date, so that `before` is used
 * up. Null where it has to be read anew: where something is wrong with names or edges, or shared weights could come or go.
 * @param touch called for each station whose layer, params or wires are others
 */
export function continued(before: Network, document: Pick<NetloomDocument, 'nodes' | 'edges'>, layerOf: LayerLookup, touch: (station: Station) => void): Continued | null {
  const { flat } = before;
  if (!before.isSound || before.layerOf !== layerOf || !Array.isArray(document?.nodes) || !Array.isArray(document.edges)) return null;
  const nodes = keptOf<GraphNode>(flat.nodes, document.nodes, isSameButParams, identityOf);
  const edges = keptOf<GraphEdge>(flat.edges, document.edges, (a, b) => a === b, (edge) => edge);
  if (!nodes || !edges) return null;
  const isRewired = !nodes.all || !edges.all;
  // Where all is well, each edge has its wire; what is wrong may be right once something else has come or gone.
  if (isRewired && before.wiring.length > 0) return null;
  if (!nodes.all && before.stations.some((station) => station.shared)) return null;

  const byId = before.byId as Map<string, Station>;
  const rewired = new Set<Station>();
  for (const i of edges.gone) rewired.add(disconnect(flat.edges[i]!, byId));
  for (const i of nodes.gone) {
    const { id } = flat.nodes[i]!;
    const station = byId.get(id);
    if (!station || isAnnotation(flat.nodes[i]!)) continue;
    if (station.incoming.length > 0 || station.outgoing.length > 0) return null;
    byId.delete(id);
    rewired.delete(station);
  }

  const stations: Station[] = [];
  for (const [i, node] of document.nodes.entries()) {
    const known = itemBefore(nodes, flat.nodes, i);
    if (!known && !isNode(node)) return null;
    if (isAnnotation(node)) continue;
    if (!known) {
      if (byId.has(node.id) || node.sharedWith !== undefined) return null;
      const station = stationOf(node, stations.length, layerOf);
      byId.set(node.id, station);
      rewired.add(station);
      stations.push(station);
      continue;
    }
    const station = byId.get(node.id)!;
    station.index = stations.length;
    stations.push(station);
    if (node === known) continue;
    station.node = node;
    if (!station.resolved || station.shared) continue;
    const resolved = resolve(station.resolved.layer, node.params);
    if (resolved === station.resolved) continue;
    station.resolved = resolved;
    touch(station);
  }
  for (const station of stations) {
    if (!station.shared || station.resolved === station.shared.resolved) continue;
    station.resolved = station.shared.resolved;
    touch(station);
  }

  const wiring: Finding[] = [];
  const sources = new Set<Station>();
  for (const [i, edge] of edges.all ? [] : document.edges.entries()) {
    if (edges.from[i]! >= 0) continue;
    if (!isEdge(edge)) return null;
    const wire = connect(edge, byId, wiring);
    if (!wire) return null;
    rewired.add(wire.target);
    sources.add(wire.source);
  }
  if (sources.size > 0) sortOutgoing(sources, document.edges);
  for (const station of rewired) {
    settle(station);
    touch(station);
  }
  return { network: { ...before, flat: document, stations }, isRewired };
}

/** Takes the edge's wire away. @returns the station at which it arrived */
function disconnect(edge: GraphEdge, byId: ReadonlyMap<string, Station>): Station {
  const [source, target] = [byId.get(edge.source)!, byId.get(edge.target)!];
  const isOther = (wire: Wire): boolean => wire.edge !== edge;
  source.outgoing = source.outgoing.filter(isOther);
  target.incoming = target.incoming.filter(isOther);
  if (target.incoming.length <= FEW) manyPorts.delete(target);
  else manyPorts.get(target)!.delete(portOf(edge));
  return target;
}

/** In the order of the document's edges. */
function sortOutgoing(sources: ReadonlySet<Station>, edges: readonly GraphEdge[]): void {
  const places = new Map<GraphEdge, number>();
  for (const { outgoing } of sources) for (const { edge } of outgoing) places.set(edge, -1);
  for (const [i, edge] of edges.entries()) if (places.has(edge)) places.set(edge, i);
  for (const { outgoing } of sources) outgoing.sort((a, b) => places.get(a.edge)! - places.get(b.edge)!);
}

/** Whatever it is: of a document that did not come through the file's schema nothing is known. */
const isSameButParams = (a: GraphNode, b: unknown): boolean => a === b || (isNode(b) && a.id === b.id && a.type === b.type && a.sharedWith === b.sharedWith);
const identityOf = (node: unknown): unknown => (isNode(node) ? JSON.stringify([node.type, node.id, node.sharedWith]) : node);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function isNode(node: unknown): node is GraphNode {
  return typeof node === 'object' && node !== null && typeof (node as Partial<GraphNode>).id === 'string' && typeof (node as Partial<GraphNode>).type === 'string';
}

export function isEdge(edge: unknown): edge is GraphEdge {
  if (typeof edge !== 'object' || edge === null) return false;
  const { source, target, sourcePort, targetPort } = edge as Partial<Record<string, unknown>>;
  return typeof source === 'string' && typeof target === 'string' && isPort(sourcePort) && isPort(targetPort);
}

const isPort = (port: unknown): boolean => port === undefined || typeof port === 'string';

function unknownType(type: string): string {
  return type === 'blockInput' || type === 'blockOutput'
    ? 'This is a port of a block: it has a meaning only inside one.'
    : `This version of Netloom knows no layer "${type.slice(0, 80)}"; the node is kept as it is.`;
}

/** The layer of another node is applied again: its type and its params hold. */
function share(station: Station, byId: ReadonlyMap<string, Station>, findings: Finding[]): void {
  const wanted: unknown = station.node.sharedWith;
  const fail = (why: string): void => {
    findings.push({ severity: 'error', code: 'shared-weights', node: station.id, message: `\`${station.id}\` is to share the weights of \`${String(wanted).slice(0, 80)}\`, ${why}` });
  };
  const other = typeof wanted === 'string' ? byId.get(wanted) : undefined;
  if (!other) return fail('which is not there.');
  if (other === station) return fail('which is itself.');
  if (other.node.sharedWith !== undefined) return fail('which itself shares those of another. Name the one that has them.');
  if (other.node.type !== station.node.type) return fail(`which is a ${other.resolved?.layer.label ?? other.node.type}, not a ${station.resolved?.layer.label ?? station.node.type}.`);
  if (station.resolved?.layer.inputs.max === 0) return fail('but an input has no weights.');
  station.shared = other;
  station.resolved = other.resolved;
}

const dangling = (edge: GraphEdge, node: string | undefined, message: string): Finding => ({ severity: 'error', code: 'dangling-edge', node, message, edges: [edge] });

/** Makes the edge a wire, or says why it cannot be one. */
function connect(edge: GraphEdge, byId: ReadonlyMap<string, Station>, findings: Finding[]): Wire | null {
  const source = byId.get(edge.source);
  const target = byId.get(edge.target);
  if (!source || !target) {
    const gone = source ? edge.target : edge.source;
    findings.push(dangling(edge, (source ?? target)?.id, `An edge goes from \`${edge.source}\` to \`${edge.target}\`, but there is no node \`${gone}\`.`));
    return null;
  }
  if (source.resolved && !source.resolved.layer.hasOutput) {
    findings.push({
      severity: 'error',
      code: 'output-as-source',
      node: source.id,
      message: `\`${source.id}\` is an end of the network and gives nothing on, but an edge goes from it to \`${target.id}\`.`,
      related: [target.id],
      edges: [edge],
    });
    return null;
  }
  if (source.resolved && edge.sourcePort !== undefined && edge.sourcePort !== '' && edge.sourcePort !== '0') {
    findings.push(dangling(edge, source.id, `An edge leaves port "${edge.sourcePort}" of \`${source.id}\`, but a layer has one output, without a name.`));
    return null;
  }
  const port = portOf(edge);
  const inputs = target.resolved?.layer.inputs;
  if (inputs && (port < 0 || port >= inputs.max)) {
    const takes = inputs.max === 0 ? 'it takes no input' : inputs.max === 1 ? 'it has only the one input "0"' : `its inputs are numbered from 0${inputs.max === Infinity ? '' : ` to ${inputs.max - 1}`}`;
    findings.push(dangling(edge, target.id, `An edge from \`${source.id}\` arrives at port "${edge.targetPort ?? '0'}" of \`${target.id}\`, but ${takes}.`));
    return null;
  }
  const earlier = takenPort(target, port);
  if (earlier) {
    findings.push({
      severity: 'error',
      code: 'too-many-edges',
      node: target.id,
      port,
      message: `Two edges arrive at ${portName(target, port)} of \`${target.id}\`, from \`${earlier.source.id}\` and from \`${source.id}\`, but a port takes one. To join tensors, put a merge layer before it.`,
      related: [earlier.source.id, source.id],
      edges: [earlier.edge, edge],
    });
    return null;
  }
  const wire: Wire = { edge, port, source, target };
  target.incoming.push(wire);
  source.outgoing.push(wire);
  if (target.incoming.length > FEW) {
    let ports = manyPorts.get(target);
    if (!ports) manyPorts.set(target, (ports = new Map(target.incoming.map((w) => [w.port, w]))));
    ports.set(port, wire);
  }
  return wire;
}

const NONE: readonly number[] = [];

/** Up to this many edges a scan is faster than a map. */
const FEW = 8;
const manyPorts = new WeakMap<Station, Map<number, Wire>>();

function takenPort(target: Station, port: number): Wire | undefined {
  return manyPorts.get(target)?.get(port) ?? (target.incoming.length <= FEW ? target.incoming.find((w) => w.port === port) : undefined);
}

/** How people call a port: "the reference" where it has a name, "the input" where there is one, else "input 2" (counted from 1). */
export function portName(station: Station, port: number): string {
  const layer = station.resolved?.layer;
  const name = layer?.ports?.[port]?.name ?? (layer?.inputs.max === 1 ? 'input' : undefined);
  return name === undefined ? `input ${port + 1}` : `the ${name}`;
}

/** Merges take their edges in the order of the port numbers, so only their count matters; others need each port. */
function missingPorts(station: Station): readonly number[] {
  const layer = station.resolved?.layer;
  if (!layer) return NONE;
  const { min, max } = layer.inputs;
  const { incoming } = station;
  // They are sorted, and each port is taken once.
  if (incoming.length >= min && (max === Infinity || min === 0 || incoming[min - 1]!.port === min - 1)) return NONE;
  const taken = new Set(incoming.map((w) => w.port));
  const missing: number[] = [];
  if (max === Infinity) {
    for (let port = 0; missing.length + taken.size < min; port++) if (!taken.has(port)) missing.push(port);
  } else {
    for (let port = 0; port < min; port++) if (!taken.has(port)) missing.push(port);
  }
  return missing;
}
