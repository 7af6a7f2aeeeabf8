// Document, compilation and selection as React Flow's nodes and edges. What has not changed keeps its identity, so that
// one edit rerenders one card. Pure; knows no React.

import type { GraphEdge } from '../../../graph/document.ts';
import { atOnce } from '../../../graph/steps.ts';
import { cardsOf } from './cards.ts';
import { MANY_PLACES, type Changes } from './changes.ts';
import { drawableNow, lineOf } from './drawable.ts';
import { Drawing, groupOf, sameBlocksAs } from './drawing.ts';
import { drawLines } from './drawLines.ts';
import type { CardNode, Flow, FlowIndex, FlowInput, Settled } from './flow.ts';
import { followAmongMany, followDrag, sameApartFromDrag } from './followDrag.ts';
import { Obstacles } from './obstacles.ts';
import { placesOf, type Places } from './places.ts';
import { skipsOf } from './ranks.ts';
import { routesOf } from './routes.ts';

/** Above this many nodes, a drag leaves the lines alone that do not end at a dragged card, until it is dropped. */
const SETTLE_ABOVE = 200;

export function documentToFlow(input: FlowInput, previous: Flow | null = null): Flow {
  const rest = previous?.rest ?? previous;
  if (!input.moved?.size) return atOnce(atRest(input, rest));
  const { moved: _, ...still } = input;
  const start = rest && sameApartFromDrag(rest.input, input) ? rest : atOnce(atRest(still, rest));
  if (input.graph.nodes.length <= SETTLE_ABOVE) return followDrag(input, input.moved, start, previous);
  return followAmongMany(input, input.moved, start, previous?.rest === start ? previous.lifted : null);
}

/** The same from nothing, in steps of a few milliseconds each; nothing is being dragged. */
export const documentToFlowInSteps = (input: FlowInput): Generator<void, Flow> => atRest(input, null);

/**
 * Nothing is being dragged: the flow is that of its input alone, and `previous` only saves work. Places, ways and cards are
 * looked at anew where what they depend on is another object than before.
 */
function* atRest(input: FlowInput, previous: Flow | null): Generator<void, Flow> {
  const { graph, selectedNodes, selectedEdges } = input;
  const places = placesOf(graph.nodes, previous?.settled.places ?? null);
  const last = places.kept ? previous!.settled : null;
  yield;
  const obstacles = last ? obstaclesNow(places, last) : new Obstacles(places.places.values());
  yield;
  const drawable = drawableNow(graph, places.places, last, places.gone, places.kept?.all ?? false);
  yield;
  const drawing = new Drawing(input, places.places);
  const sameBlocks = last !== null && sameBlocksAs(graph, last.graph);
  const lines = { edges: drawable.edges, kept: sameBlocks ? drawable.kept : null, skips: skipsOf(drawable.edges), moved: places.moved, lineOf: (edge: GraphEdge, skip: boolean) => lineOf(edge, skip, places.places, drawing) };
  const routes = yield* routesOf(lines, obstacles, places.changed, last?.routes ?? null);

  const sameSelection = previous !== null && previous.input.selectedNodes === selectedNodes && previous.input.selectedEdges === selectedEdges;
  const changes: Changes = { input, drawing, places, drawable: { ...drawable, kept: lines.kept }, obstacles, routes, previous, last, sameSelection };
  const cards = yield* cardsOf(changes);
  const { ways, lines: drawn } = yield* drawLines(changes, cards);
  const nodes: CardNode[] = [];
  for (const card of cards.made) if (card) nodes.push(card.node);
  const edges = drawn.filter((line) => line !== null);
  const settled: Settled = { graph, places, drawable: drawable.edges, obstacles, routes, made: cards.made, ways, lines: drawn };
  return {
    nodes: previous && isSameList(nodes, previous.nodes) ? previous.nodes : nodes,
    groups: graph.groups.map((group) => groupOf(group, input, drawing.problemsOf(group), drawing.reports, previous)),
    edges: previous && isSameList(edges, previous.edges) ? previous.edges : edges,
    index: indexOf(settled),
    late: cards.late,
    rest: null,
    lifted: null,
    settled,
    input,
  };
}

const isSameList = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((item, i) => item === b[i]);

/** By id and by edge; put together when they are asked for. */
function indexOf({ made, lines, drawable, routes, ways }: Settled): FlowIndex {
  const some = <K, V>(items: readonly (V | null)[], keyOf: (item: V, i: number) => K): ReadonlyMap<K, V> => new Map(items.flatMap((item, i): [K, V][] => (item ? [[keyOf(item, i), item]] : [])));
  let byId: FlowIndex['made'] | null = null;
  let drawn: FlowIndex['drawn'] | null = null;
  let ends: FlowIndex['ends'] | null = null;
  let byEdge: FlowIndex['ways'] | null = null;
  return {
    get made() {
      return (byId ??= some(made, (card) => card.node.id));
    },
    get drawn() {
      return (drawn ??= some(lines, (line) => line.id));
    },
    get ends() {
      return (ends ??= some(routes.found, (found) => found.edge));
    },
    get ways() {
      return (byEdge ??= some(ways, (_, i) => drawable[i]!));
    },
  };
}

function obstaclesNow({ places, changed, moved }: Places, last: Settled): Obstacles {
  if (changed.length === 0) return last.obstacles;
  if (changed.length > MANY_PLACES) return new Obstacles(places.values());
  const standing = new Set([...moved].map((id) => places.get(id)));
  const come = changed.filter((place) => standing.has(place));
  return last.obstacles.replaced(changed.filter((place) => !standing.has(place)), come);
}
