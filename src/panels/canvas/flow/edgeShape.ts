// A shape as it stands on an edge, short enough to read in passing. Pure.

import type { Dim, Shape } from '../../../layers/layer.ts';

const show = (dim: Dim): string => (dim === null ? '?' : String(dim));

/** `128² · 32` for square maps, `96×64 · 32` otherwise, `16³ · 8` for cubes, `100 · 64` for sequences, `128` for vectors, `?` where none is known. */
export function edgeShape(shape: Shape | null): string {
  if (shape === null) return '?';
  if (shape.length === 0) return '1';
  const channels = show(shape.at(-1)!);
  const map = shape.slice(0, -1);
  if (map.length === 0) return channels;
  const equal = map.length > 1 && map[0] !== null && map.every((dim) => dim === map[0]);
  const size = equal ? `${map[0]}${map.length === 2 ? '²' : map.length === 3 ? '³' : `^${map.length}`}` : map.map(show).join('×');
  return `${size} · ${channels}`;
}
