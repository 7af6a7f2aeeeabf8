// What ideas for fixes are given and what they give, and the edits that most of them are made of. Proves nothing.

import type { DataSignature } from '../../datasets/dataset.ts';
import type { GraphEdge, GraphNode, Json, NetloomDocument } from '../../graph/document.ts';
import { freshId, type Edit } from '../../graph/edits.ts';
import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import { levelIn } from '../../graph/view.ts';
import type { ParamValue } from '../../layers/params.ts';
import type { Analysis } from '../analysis.ts';
import type { Fix } from '../compilation.ts';
import type { Finding, LayerLookup, Station, Wire } from '../network.ts';

export interface FixContext {
  /** The flat document: its blocks are expanded, and ideas speak of its nodes. */
  readonly document: NetloomDocument;
  /** The document as it is, of which fixes are edits. */
  readonly original: NetloomDocument;
  readonly analysis: Analysis;
  readonly data?: DataSignature;
  readonly layerOf: LayerLookup;
}

/** Proposes fixes for a finding, best first. `station` is the node where it shows. What takes long to think of is thought of in steps. */
export type Idea<S = Station> = (finding: Finding, station: S, context: FixContext) => readonly Fix[] | Generator<void, readonly Fix[]>;

export type Params = Readonly<Record<string, ParamValue>>;
export interface NewLayer {
  readonly type: string;
  readonly params: Params;
}

export const setParams = (label: string, id: string, params: Readonly<Record<string, ParamValue | undefined>>): Fix => ({
  label,
  edits: [{ kind: 'setParams', id, params: params as Readonly<Record<string, Json | undefined>> }],
});

/** Ids for new nodes, free in the document and among themselves. */
export class FreshIds {
  private readonly taken: Set<string>;

  constructor(document: NetloomDocument) {
    this.taken = new Set(document.nodes.map((n) => n.id));
  }

  next(stem: string): string {
    const id = freshId(this.taken, stem);
    this.taken.add(id);
    return id;
  }
}

type Point = readonly [number, number];

export function positionOf(node: GraphNode): Point {
  const [x, y] = Array.isArray(node.position) ? (node.position as readonly unknown[]) : [];
  return [finite(x), finite(y)];
}
const finite = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

/** `wanted`, or the nearest place to the right of it where no node lies. */
export function freePlace(document: NetloomDocument, [x, y]: Point, besides: readonly Point[] = []): Point {
  const taken = [...document.nodes.map(positionOf), ...besides];
  for (let step = 0; step < 8; step++) {
    const at: Point = [Math.round(x + (step * COLUMN_GAP) / 2), Math.round(y)];
    if (!taken.some(([tx, ty]) => Math.abs(tx - at[0]) < NODE_WIDTH && Math.abs(ty - at[1]) < NODE_HEIGHT)) return at;
  }
  return [Math.round(x), Math.round(y)];
}

export function newNode(id: string, layer: NewLayer, position: Point): GraphNode {
  return { id, type: layer.type, position, ...(Object.keys(layer.params).length > 0 ? { params: layer.params as Readonly<Record<string, Json>> } : {}) };
}

/** Puts layers, in order, on a wire, between its ends; `null` if this build lacks one of them. */
export function insertOn(wire: Wire, layers: readonly NewLayer[], { document, layerOf }: FixContext): readonly Edit[] | null {
  if (layers.some((layer) => !layerOf(layer.type))) return null;
  const ids = new FreshIds(document);
  const to = positionOf(wire.target.node);
  // A source outside the block has its place in another picture.
  const from: Point = levelIn(wire.source.id) === levelIn(wire.target.id) ? positionOf(wire.source.node) : [to[0], to[1] - 2 * RANK_GAP];
  const edits: Edit[] = [];
  const placed: Point[] = [];
  let last = wire.source.id;
  layers.forEach((layer, i) => {
    const part = (i + 1) / (layers.length + 1);
    const position = freePlace(document, [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part], placed);
    placed.push(position);
    const id = ids.next(layer.type);
    // The first edge keeps the source port, e.g. of a block.
    const sourcePort = i === 0 && wire.edge.sourcePort !== undefined ? { sourcePort: wire.edge.sourcePort } : {};
    edits.push({ kind: 'addNode', node: newNode(id, layer, position) }, { kind: 'connect', edge: { source: last, ...sourcePort, target: id } });
    last = id;
  });
  const { sourcePort: _, ...rest } = wire.edge;
  edits.push({ kind: 'connect', edge: { ...rest, source: last, target: wire.target.id } as GraphEdge });
  return edits;
}

export function insertFix(label: string, wire: Wire | undefined, layers: readonly NewLayer[], context: FixContext): readonly Fix[] {
  const edits = wire ? insertOn(wire, layers, context) : null;
  return edits ? [{ label, edits }] : [];
}

/** Takes a node out and connects its first input to everything it fed. */
export function bypass(station: Station): Fix {
  const [wire] = station.incoming;
  const reconnected = wire
    ? station.outgoing.map((out): Edit => {
        const { sourcePort: _, ...rest } = out.edge;
        const sourcePort = wire.edge.sourcePort !== undefined ? { sourcePort: wire.edge.sourcePort } : {};
        return { kind: 'connect', edge: { ...rest, ...sourcePort, source: wire.source.id } as GraphEdge };
      })
    : [];
  return { label: `Remove \`${station.id}\``, edits: [{ kind: 'removeNode', id: station.id }, ...reconnected] };
}

/** The first input number without an edge. */
export function freePort(station: Station): number {
  const taken = new Set(station.incoming.map((w) => w.port));
  let port = 0;
  while (taken.has(port)) port++;
  return port;
}

/** A place below or above a node. */
export const beside = (document: NetloomDocument, node: GraphNode, ranks: number): Point => {
  const [x, y] = positionOf(node);
  return freePlace(document, [x, y + ranks * RANK_GAP]);
};
