// Of a large network, the cards and lines about the part in view: React Flow is given only these, since it looks at all it has at
// every change, and they are drawn first. Pure; knows no React.

import { sizeOfNode } from '../../../graph/boxes.ts';
import type { View } from '../../../graph/view.ts';
import type { Flow, ShapeEdge } from './flow.ts';
import { bottomOf, nowhere, reaches, rightOf, type Place, type Region } from './obstacles.ts';
import { skipsAsIn } from './ranks.ts';

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

/** Whether anything between two cards, or a line from one to the other, may pass through the region. */
const isPassing = (a: Place, b: Place, { left, top, right, bottom }: Region): boolean =>
  Math.min(a[0], b[0]) <= right && Math.max(rightOf(a), rightOf(b)) >= left && Math.min(a[1], b[1]) <= bottom && Math.max(bottomOf(a), bottomOf(b)) >= top;

/**
 * The part of a graph that reaches into the region: it is drawn in a moment, while the whole, which takes longer, is being drawn.
 * Its lines may run a little otherwise, since they know nothing of those beyond.
 */
export function partOf(graph: View, region: Region): View {
  const places = new Map(graph.nodes.map((node) => [node.id, node.position]));
  const ends = new Set<string>();
  const edges = graph.edges.filter(({ source, target }) => {
    const [from, to] = [places.get(source), places.get(target)];
    if (!from || !to || !isPassing(from, to, region)) return false;
    ends.add(source).add(target);
    return true;
  });
  skipsAsIn(graph.edges, edges);
  return { ...graph, nodes: graph.nodes.filter((node) => ends.has(node.id) || reaches([...node.position, ...sizeOfNode(node)], region)), edges };
}

/** What of this reaches into the region, what is selected, the nodes named, and the nodes at both ends of each edge among that. */
export function inSight<N extends Standing>(flow: Flow, drawn: readonly N[], region: Region, named: ReadonlySet<string>): InSight<N> {
  const { left, top, right, bottom } = region;
  const { routes, lines } = (flow.rest ?? flow).settled;
  const edges: ShapeEdge[] = [];
  const ends = new Set(named);
  for (const [i, edge] of lines.entries()) {
    if (!edge) continue;
    const { source, target } = routes.found[i]!.alone;
    if (!isPassing(source, target, region) && !edge.selected && !named.has(edge.source) && !named.has(edge.target)) continue;
    edges.push(edge);
    ends.add(edge.source).add(edge.target);
  }
  const nodes = drawn.filter(({ id, position: { x, y }, width = 0, height = 0, selected }) => selected === true || (x <= right && x + width >= left && y <= bottom && y + height >= top) || ends.has(id));
  return { nodes, edges };
}
