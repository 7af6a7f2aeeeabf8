// The cards and lines of a large network that React Flow is given: those about the part in view, since it looks at all it has at
// every change. Pure; knows no React.

import type { Flow, ShapeEdge } from './flow.ts';
import { bottomOf, nowhere, rightOf, type Place, type Region } from './obstacles.ts';

/** What stands on the canvas, as far as it matters here. */
interface Standing {
  readonly id: string;
  readonly position: { readonly x: number; readonly y: number };
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly selected?: boolean | undefined;
}

export interface InSight<N> {
  readonly nodes: N[];
  readonly edges: ShapeEdge[];
}

/**
 * The part of the canvas in view, rounded up to squares as large as the view or up to twice as large, so that it stays the same for
 * most moves. As text, which compares by what it says; nothing is seen before the pane has a size.
 */
export function sightAt([left, top, zoom]: readonly [number, number, number], width: number, height: number): string {
  if (width === 0 || height === 0) return '';
  const cell = 2 ** Math.ceil(Math.log2(Math.max(width, height) / zoom));
  const down = (x: number): number => Math.floor(x / cell) * cell;
  return [down(-left / zoom), down(-top / zoom), down((width - left) / zoom) + cell, down((height - top) / zoom) + cell].join(' ');
}

export function regionOf(sight: string): Region {
  if (sight === '') return nowhere();
  const [left, top, right, bottom] = sight.split(' ').map(Number) as [number, number, number, number];
  return { left, top, right, bottom };
}

/** What of this reaches into the region, what is selected, the nodes named, and the nodes at both ends of each edge among that. */
export function inSight<N extends Standing>(flow: Flow, drawn: readonly N[], { left, top, right, bottom }: Region, named: ReadonlySet<string>): InSight<N> {
  const { routes, lines } = (flow.rest ?? flow).settled;
  const edges: ShapeEdge[] = [];
  const ends = new Set(named);
  const isPassing = (a: Place, b: Place): boolean =>
    Math.min(a[0], b[0]) <= right && Math.max(rightOf(a), rightOf(b)) >= left && Math.min(a[1], b[1]) <= bottom && Math.max(bottomOf(a), bottomOf(b)) >= top;
  for (const [i, edge] of lines.entries()) {
    if (!edge) continue;
    const { source, target } = routes.found[i]!.alone;
    if (!isPassing(source, target) && !edge.selected && !named.has(edge.source) && !named.has(edge.target)) continue;
    edges.push(edge);
    ends.add(edge.source).add(edge.target);
  }
  const nodes = drawn.filter(({ id, position: { x, y }, width = 0, height = 0, selected }) => selected === true || (x <= right && x + width >= left && y <= bottom && y + height >= top) || ends.has(id));
  return { nodes, edges };
}
