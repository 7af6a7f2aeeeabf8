// The place a node takes on the canvas: cards are all of one size, comments and frames have their own. Pure; knows no canvas.

import { isAnnotation, type Graph, type GraphNode } from './document.ts';
import { NODE_HEIGHT, NODE_WIDTH } from './layout.ts';
import type { Group } from './view.ts';

/** In canvas units. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const DEFAULT_SIZES: Readonly<Record<string, readonly [number, number]>> = { comment: [200, 96], frame: [320, 220] };
/** Smaller than this a comment or frame could not be taken hold of. */
export const SMALLEST = 48;
const LARGEST = 100_000;

/** Width and height. An annotation's `size` comes from a file and is checked here. */
export function sizeOfNode(node: GraphNode): readonly [number, number] {
  if (!isAnnotation(node)) return [NODE_WIDTH, NODE_HEIGHT];
  const size = node['size'];
  if (!Array.isArray(size) || size.length !== 2) return DEFAULT_SIZES[node.type]!;
  const [width, height] = (size as readonly unknown[]).map((n) => (typeof n === 'number' && Number.isFinite(n) ? Math.min(LARGEST, Math.max(SMALLEST, n)) : SMALLEST));
  return [width!, height!];
}

export function boxOf(node: GraphNode): Box {
  const [width, height] = sizeOfNode(node);
  return { x: node.position[0], y: node.position[1], width, height };
}

/** The smallest box around all of these. */
export function boxAround(boxes: Iterable<Box>): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** All that stands in a graph: its nodes, and the frames of blocks opened in place. */
export function boxesIn({ nodes, groups = [] }: Pick<Graph, 'nodes'> & { readonly groups?: readonly Pick<Group, 'position' | 'size'>[] }): readonly Box[] {
  return [...nodes.map(boxOf), ...groups.map(({ position: [x, y], size: [width, height] }): Box => ({ x, y, width, height }))];
}

export const isInside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;

/** These nodes and all that lie wholly inside the frames and opened blocks among them: what moves when they are moved. */
export function withContents(graph: Graph & { readonly groups?: readonly Pick<Group, 'id' | 'members'>[] }, ids: Iterable<string>): ReadonlySet<string> {
  const moving = new Set(ids);
  for (const { id, members } of graph.groups ?? []) if (moving.has(id)) for (const member of members) moving.add(member);
  const frames = graph.nodes.filter((n) => n.type === 'frame' && moving.has(n.id)).map(boxOf);
  // What lies in a frame inside a frame lies in the outer one too.
  if (frames.length > 0) for (const node of graph.nodes) if (frames.some((frame) => isInside(boxOf(node), frame))) moving.add(node.id);
  return moving;
}
