// Places for boxes: a U where the network is one, layers from top to bottom otherwise, in columns where that would be a thread. Keeps the whole where it was. Pure; the engine is given.

import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Arrangement, Box, Placed, Places } from './arrangement.ts';
import { fromElk, toElk } from './elkGraph.ts';
import { foldColumns } from './foldColumns.ts';
import { uShape } from './uShape.ts';

/** ELK, wherever it runs. */
export type LayoutEngine = (graph: ElkNode) => Promise<ElkNode>;

/** The middle of the upper border stays where it is, so that arranging twice is arranging once. */
export async function arrangeBoxes(arrangement: Arrangement, engine: LayoutEngine): Promise<Places> {
  const { boxes } = arrangement;
  const drawn = boxes.filter((b) => !b.remark);
  if (drawn.length === 0) return new Map();
  const found = uShape(arrangement) ?? foldColumns(arrangement, fromElk(await engine(toElk(arrangement))));
  const before = bounds(drawn);
  const after = bounds([...found.values()]);
  const [dx, dy] = [Math.round(before.middle - after.middle), Math.round(before.top - after.top)];
  const places = new Map<string, Placed>();
  for (const [id, { place, width, height }] of found) {
    places.set(id, { place: [Math.round(place[0]) + dx, Math.round(place[1]) + dy], width: Math.round(width), height: Math.round(height) });
  }
  for (const remark of boxes) if (remark.remark) places.set(remark.id, followed(remark, drawn, places));
  return places;
}

/** A remark goes along with the nearest box of its group, or of all where the group holds no other. */
function followed(remark: Box, drawn: readonly Box[], places: Places): Placed {
  const siblings = drawn.filter((b) => b.group === remark.group && places.has(b.id));
  const distance = (b: Box): number => gap(b.place[0], b.width, remark.place[0], remark.width) + gap(b.place[1], b.height, remark.place[1], remark.height);
  const candidates = siblings.length > 0 ? siblings : drawn;
  const host = candidates.reduce((nearest, b) => (distance(b) < distance(nearest) ? b : nearest));
  const to = places.get(host.id)!.place;
  return { place: [remark.place[0] + to[0] - host.place[0], remark.place[1] + to[1] - host.place[1]], width: remark.width, height: remark.height };
}

const gap = (a: number, aLength: number, b: number, bLength: number): number => Math.max(0, a - (b + bLength), b - (a + aLength));

function bounds(boxes: readonly Placed[]): { readonly middle: number; readonly top: number } {
  let [left, right, top] = [Infinity, -Infinity, Infinity];
  for (const { place, width } of boxes) {
    left = Math.min(left, place[0]);
    right = Math.max(right, place[0] + width);
    top = Math.min(top, place[1]);
  }
  return { middle: Math.round((left + right) / 2), top };
}
