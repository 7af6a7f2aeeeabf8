// A network as a small drawing: a slab per layer, as tall as its map and as thick as its channels, and the skips over them. Pure.

import type { NodeReport } from '../../compiler/compilation.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { layerOf } from '../../layers/index.ts';
import type { Category } from '../../layers/layer.ts';

export interface Slab {
  readonly id: string;
  readonly category: Category | 'unknown';
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

const MARGIN = 18;

/** Layers that say little in a small picture: their neighbours stand for them. */
const QUIET = new Set(['activation', 'batchNormalization', 'dropout']);

/** Draws the network left to right where it is a chain, and as it lies on the canvas where it has a shape of its own. */
export function thumbnail(document: NetloomDocument, reports: Readonly<Record<string, NodeReport>>, width: number, height: number): Thumbnail {
  const { nodes } = document;
  if (nodes.length === 0) return { slabs: [], threads: [] };
  const xs = nodes.map((n) => n.position[0]);
  const ys = nodes.map((n) => n.position[1]);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [spanX, spanY] = [Math.max(...xs) - left, Math.max(...ys) - top];
  // A chain down the canvas is drawn left to right, as papers draw it.
  const chain = spanX < spanY * 0.3;
  const [spanAcross, spanAlong] = chain ? [spanY, spanX] : [spanX, spanY];
  const place = ([x, y]: readonly [number, number]): readonly [number, number] => {
    const [across, along] = chain ? [y - top, x - left] : [x - left, y - top];
    const scaled = (value: number, span: number, room: number): number => (span === 0 ? room / 2 : MARGIN + (value / span) * (room - 2 * MARGIN));
    return [scaled(across, spanAcross, width), chain ? height / 2 + (spanAlong === 0 ? 0 : (along / spanAlong - 0.5) * height * 0.3) : scaled(along, spanAlong, height)];
  };

  const perSlot = chain ? (width - 2 * MARGIN) / Math.max(1, nodes.length - 1) : 14;
  const places = new Map(nodes.map((n) => [n.id, place(n.position)]));
  const slabs = nodes.map((n): Slab => {
    const [x, y] = places.get(n.id)!;
    const { map, channels } = extent(reports[n.id]);
    const tall = chain ? height * 0.62 : height * 0.17;
    const quiet = QUIET.has(n.type) ? 0.7 : 1;
    return {
      id: n.id,
      category: layerOf(n.type)?.category ?? 'unknown',
      x,
      y,
      width: Math.max(2, Math.min(chain ? perSlot * 0.72 : 22, (chain ? 1.1 : 2.2) * Math.log2(channels + 1) * quiet)),
      height: Math.max(4, tall * Math.min(1, Math.log2(map + 1) / 7)) * quiet,
    };
  });
  const threads = document.edges.flatMap((edge, i): Thread[] => {
    const from = places.get(edge.source);
    const to = places.get(edge.target);
    if (!from || !to) return [];
    const far = chain ? Math.abs(to[0] - from[0]) > perSlot * 1.6 : Math.abs(to[0] - from[0]) > width * 0.3;
    const lift = chain && far ? Math.min(height * 0.42, 14 + Math.abs(to[0] - from[0]) * 0.35) : 0;
    const path = lift > 0 ? `M${at(from)} C${at([from[0], from[1] - lift * 1.3])} ${at([to[0], to[1] - lift * 1.3])} ${at(to)}` : `M${at(from)} L${at(to)}`;
    return [{ id: `${edge.source} ${edge.target} ${i}`, path, skip: far }];
  });
  return { slabs, threads };
}

const at = ([x, y]: readonly [number, number]): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** Longest side of the map (1 for a vector) and number of channels. */
function extent(report: NodeReport | undefined): { readonly map: number; readonly channels: number } {
  const shape = report?.outputShape ?? [];
  const spatial = shape.slice(0, -1).map((dim) => dim ?? 64);
  const channels = shape.at(-1) ?? 1;
  // A vector is drawn as a column as tall as it is long.
  if (spatial.length === 0) return { map: Math.min(64, channels), channels: 4 };
  return { map: Math.max(...spatial), channels };
}
