// The cards of a flow, each made anew only where what it says has changed, or a line at it. Pure; knows no React.

import { isAnnotation, type GraphNode } from '../../../graph/document.ts';
import { itemBefore } from '../../../graph/kept.ts';
import { AT_ONCE, type Changes } from './changes.ts';
import type { Drawable } from './drawable.ts';
import { sameBlocksAs } from './drawing.ts';
import type { MadeCard } from './flow.ts';
import { reaches } from './obstacles.ts';
import type { Found, Routes } from './routes.ts';

export interface Cards {
  /** In the order of the graph's nodes; `null` for what has no card. */
  readonly made: readonly (MadeCard | null)[];
  /** Ids of those that are other objects than before. */
  readonly anew: ReadonlySet<string>;
  /** How many still say what held before. */
  readonly late: number;
  readonly get: (id: string) => MadeCard | undefined;
}

/** A card is made anew if its node, place, report, problems or selection is another, or a line at it; only then are its ports looked at. */
export function* cardsOf({ input: { graph, compilation, pace }, drawing, places, drawable, routes, previous, last }: Changes): Generator<void, Cards> {
  const rerouted = drawable.kept ? reroutedEnds(routes, last!.routes, drawable) : null;
  const sameReports = last !== null && previous!.late === 0 && previous!.input.compilation.report === compilation.report && sameBlocksAs(graph, last.graph);
  const { kept } = places;
  const cardBefore = (i: number): MadeCard | undefined => (kept ? (itemBefore(kept, last!.made, i) ?? undefined) : undefined);
  const seen = places.hasTwins ? new Set<string>() : null;
  /** Of those whose ports have to be laid out, where they stand. */
  const replugged = new Map<string, number>();
  const anew = new Set<string>();
  let others = pace?.others ?? 0;
  let late = 0;
  const cardNow = (node: GraphNode, i: number): MadeCard | null => {
    if (isAnnotation(node)) return null;
    if (seen && (seen.has(node.id) || !seen.add(node.id))) return null;
    const before = cardBefore(i);
    const sameLines = before && rerouted && !(rerouted.size > 0 && rerouted.has(node.id));
    if (sameLines && drawing.isSameCard(node, before)) {
      if (sameReports || drawing.hasSameReport(node, before)) return before;
      if (pace && !reaches(before.from.place, pace.seen) && others-- <= 0) {
        late++;
        return before;
      }
    }
    anew.add(node.id);
    if (sameLines && drawing.hasSamePorts(node, before)) return drawing.card(node, before, before.node.data.ports);
    replugged.set(node.id, i);
    return null;
  };
  const made: (MadeCard | null)[] = graph.nodes.map(cardNow);
  if (replugged.size > 0) {
    drawable.edges.forEach((edge, i) => {
      const [source, target] = [replugged.has(edge.source), replugged.has(edge.target)];
      if (source || target) drawing.meet(edge, routes.found[i]!.ends, source, target);
    });
    let count = 0;
    for (const [id, i] of replugged) {
      made[i] = drawing.card(graph.nodes[i]!, kept ? cardBefore(i) : previous?.index.made.get(id));
      if (++count % AT_ONCE === 0) yield;
    }
  }
  return { made, anew, late, get: (id) => made[places.indexOf.get(id)!] ?? undefined };
}

/** The nodes at which a line came, went or took another way. */
function reroutedEnds(routes: Routes, last: Routes, { kept }: Drawable): ReadonlySet<string> {
  const rerouted = new Set<string>();
  if (routes === last) return rerouted;
  const touch = ({ edge }: Found): void => void rerouted.add(edge.source).add(edge.target);
  routes.found.forEach((found, i) => {
    const before = itemBefore(kept!, last.found, i);
    if (found !== before && !(before?.ends === found.ends && before.skip === found.skip)) touch(found);
  });
  for (const i of kept!.gone) touch(last.found[i]!);
  return rerouted;
}
