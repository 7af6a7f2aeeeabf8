// A network as a small drawing, left to right as papers draw it: a slab per layer, as tall as its map and as thick as its channels. Pure.

import type { NodeReport } from '../../compiler/compilation.ts';
import { isAnnotation, type GraphEdge, type NetloomDocument } from '../../graph/document.ts';
import { layout, RANK_GAP } from '../../graph/layout.ts';
import { layerOf } from '../../layers/index.ts';
import type { Category } from '../../layers/layer.ts';

export interface Slab {
  readonly id: string;
  readonly category: Category | 'block' | 'unknown';
  /** Centre and size, in the drawing's units. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Thread {
  readonly id: string;
  readonly path: string;
  /** Passes over other layers. */
  readonly skip: boolean;
}
export interface Thumbnail {
  readonly slabs: readonly Slab[];
  readonly threads: readonly Thread[];
}

const MARGIN_X = 22;
const MARGIN_Y = 16;

/** Layers that change no shape say little in a small picture: their neighbours stand for them. */
const QUIET = new Set(['activation', 'batchNormalization', 'dropout']);

/** `width` and `height` are the drawing's. */
export function thumbnail(document: NetloomDocument, reports: Readonly<Record<string, NodeReport>>, width: number, height: number): Thumbnail {
  const { nodes, edges } = withoutQuiet(document);
  if (nodes.length === 0) return { slabs: [], threads: [] };
  const places = layout(nodes, edges);
  const rankOf = (id: string): number => places.get(id)![1] / RANK_GAP;
  const ranks = Math.max(...nodes.map((n) => rankOf(n.id)));
  const extents = new Map(nodes.map((n) => [n.id, extent(reports[n.id])]));
  const maps = nodes.map((n) => extents.get(n.id)!).filter((e) => !e.vector).map((e) => e.map);
  const largest = Math.max(1, ...(maps.length > 0 ? maps : nodes.map((n) => extents.get(n.id)!.map)));
  const smallest = Math.min(...maps, largest);

  // Where maps shrink and grow again, depth is drawn downwards: a U-Net is a U.
  const isU = largest > smallest && maps.slice(maps.indexOf(smallest)).filter((map) => map > smallest).length > 2;
  const levels = Math.log2(largest / smallest);
  const slot = (width - 2 * MARGIN_X) / Math.max(1, ranks);
  const tallest = isU ? height * 0.36 : height * 0.62;

  const rows = new Map<number, string[]>();
  for (const { id } of nodes.toSorted((a, b) => places.get(a.id)![0] - places.get(b.id)![0])) rows.set(rankOf(id), [...(rows.get(rankOf(id)) ?? []), id]);

  const slabs = nodes.map((n): Slab => {
    const { map, channels } = extents.get(n.id)!;
    const h = Math.max(5, tallest * Math.min(1, Math.max(0.12, Math.log2(map + 1) / Math.log2(largest + 1))) ** (isU ? 1.6 : 1.25));
    const level = isU ? Math.log2(largest / map) / levels : 0;
    const middle = isU ? MARGIN_Y + tallest / 2 + level * (height - 2 * MARGIN_Y - tallest * 0.75) : height * 0.54;
    // Layers at one rank share the height: branches, and towers side by side.
    const row = isU ? [n.id] : rows.get(rankOf(n.id))!;
    const room = height * Math.min(0.42, 0.84 / row.length);
    const aside = (row.indexOf(n.id) - (row.length - 1) / 2) * room;
    return {
      id: n.id,
      category: n.type === 'block' ? 'block' : (layerOf(n.type)?.category ?? 'unknown'),
      x: MARGIN_X + rankOf(n.id) * slot,
      y: middle + aside,
      width: Math.max(2.5, Math.min(slot * 0.66, 1.5 * Math.log2(channels + 1))),
      height: row.length === 1 ? h : Math.min(h, room * 0.8),
    };
  });
  const byId = new Map(slabs.map((s) => [s.id, s]));
  const threads = edges.flatMap((edge, i): Thread[] => {
    const from = byId.get(edge.source);
    const to = byId.get(edge.target);
    if (!from || !to) return [];
    const skip = to.x - from.x > slot * 1.5 && Math.abs(from.y - to.y) < height * 0.2;
    const level = isU ? (from.y + to.y) / 2 : Math.min(from.y - from.height / 2, to.y - to.height / 2);
    const path =
      skip && !isU
        ? `M${point(from.x, from.y - from.height / 2)} C${point(from.x, level - 16)} ${point(to.x, level - 16)} ${point(to.x, to.y - to.height / 2)}`
        : `M${point(from.x, from.y)} L${point(to.x, to.y)}`;
    return [{ id: `${edge.source} ${edge.target} ${i}`, path, skip }];
  });
  return { slabs, threads };
}

const point = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** The network with its quiet layers bridged: an edge leads from the last loud layer before one. */
function withoutQuiet(document: NetloomDocument): { readonly nodes: NetloomDocument['nodes']; readonly edges: readonly GraphEdge[] } {
  const quiet = new Set(document.nodes.filter((n) => QUIET.has(n.type)).map((n) => n.id));
  const into = new Map(document.edges.map((e) => [e.target, e.source]));
  const loud = (id: string): string | undefined => {
    let at: string | undefined = id;
    for (let steps = 0; at !== undefined && quiet.has(at) && steps < document.nodes.length; steps++) at = into.get(at);
    return at;
  };
  const edges = document.edges.flatMap((e): GraphEdge[] => {
    const source = quiet.has(e.target) ? undefined : loud(e.source);
    return source === undefined || quiet.has(source) ? [] : [{ ...e, source }];
  });
  return { nodes: document.nodes.filter((n) => !quiet.has(n.id) && !isAnnotation(n)), edges };
}

interface Extent {
  /** Longest side. */
  readonly map: number;
  readonly channels: number;
  readonly vector: boolean;
}

function extent(report: NodeReport | undefined): Extent {
  const shape = report?.outputShape ?? [];
  const spatial = shape.slice(0, -1).map((dim) => dim ?? 64);
  const channels = shape.at(-1) ?? 1;
  // A vector is drawn as a column as tall as it is long, within reason.
  if (spatial.length === 0) return { map: Math.min(32, channels), channels: 4, vector: true };
  return { map: Math.max(...spatial), channels, vector: false };
}
