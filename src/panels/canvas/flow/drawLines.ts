// The lines of a flow with their labels, each drawn anew only where it, what it says, or what its label keeps clear of has changed.
// Pure; knows no React.

import { edgeId } from '../../../graph/edits.ts';
import type { GraphEdge } from '../../../graph/document.ts';
import type { Cards } from './cards.ts';
import { AT_ONCE, MANY_PLACES, type Changes } from './changes.ts';
import { isCurve } from './ends.ts';
import type { PlacedWay, Settled, ShapeEdge } from './flow.ts';
import { Disturbances, same, samePoint } from './obstacles.ts';
import { labelBody, labelWidth, Labels, pathBetween, placeLabel } from './way.ts';

/**
 * Labels take their places one after the other, clear of cards and of those before them. One keeps its place where neither
 * has changed; what changes disturbs those after it that looked there.
 */
export function* drawLines({ drawing, places, drawable, obstacles, routes, previous, last, sameSelection }: Changes, cards: Cards): Generator<void, Pick<Settled, 'ways' | 'lines'>> {
  const { edges, kept } = drawable;
  const known = kept && places.changed.length <= MANY_PLACES ? last : null;
  const indexBefore = (i: number): number => (known ? kept!.from[i]! : -1);
  const sameCards = cards.anew.size === 0;
  /** Neither its way nor what its ends say has changed. */
  const stays = (i: number): boolean => {
    const at = indexBefore(i);
    if (at < 0) return false;
    const [before, now] = [known!.routes.found[at]!, routes.found[i]!];
    return before.ends === now.ends && before.skip === now.skip && (sameCards || !(cards.anew.has(now.edge.source) || cards.anew.has(now.edge.target)));
  };
  const disturbed = new Disturbances(known ? places.changed : []);
  const disturb = (way: PlacedWay | null | undefined): void => {
    if (way?.way.label) disturbed.add(labelBody(way.way.label, labelWidth(way.label)));
  };
  /** Sources of which a line may say what another said before. */
  const stirred = new Set<string>();
  const fixed = new Uint8Array(edges.length);
  edges.forEach((edge, i) => {
    if (stays(i)) fixed[i] = 1;
    else stirred.add(edge.source);
  });
  if (known) {
    for (const i of kept!.gone) {
      stirred.add(known.drawable[i]!.source);
      disturb(known.ways[i]);
    }
  }
  if (known && kept!.all && sameSelection && stirred.size === 0 && disturbed.isEmpty) return known;

  const lines: (ShapeEdge | null)[] = [];
  const ways: (PlacedWay | null)[] = [];
  const labels = new Labels();
  let standing = 0;
  /** Those of the lines before; mostly few lines ask. */
  const labelsBefore = (i: number): Labels => {
    for (; standing < i; standing++) {
      const way = ways[standing];
      if (way?.way.label) labels.take(way.way.label, labelWidth(way.label));
    }
    return labels;
  };
  const labelled = new Set<string>();
  const drawNow = (edge: GraphEdge, i: number): void => {
    const at = indexBefore(i);
    const before = at < 0 ? null : known!.ways[at]!;
    const drawn = at < 0 ? (known ? null : previous?.index.drawn.get(edgeId(edge))) : known!.lines[at];
    const isShaken = before !== null && disturbed.reach(before.region);
    const isStirred = stirred.has(edge.source);
    if (before && drawn && fixed[i] === 1 && sameSelection && !isShaken && (!isStirred || before.repeats === (labelled.has(before.lane) && drawn.data!.tone !== 'wrong'))) {
      if (isStirred) labelled.add(before.lane);
      ways.push(before);
      lines.push(drawn);
      return;
    }
    const { ends, skip } = routes.found[i]!;
    const line = drawing.line(edge, ends, skip, cards);
    if (!line) {
      disturb(before);
      ways.push(null);
      lines.push(null);
      return;
    }
    const { from, to, label, tone } = line;
    const lane = before?.ends === ends ? before.lane : isCurve(ends) ? edgeId(edge) : `${drawing.sourceId(edge)} ${ends.source}`;
    // Lines that leave by the same port and turn carry the same on a common stretch, and say so once.
    const repeats = isStirred || !before ? labelled.has(lane) && tone !== 'wrong' : before.repeats;
    if (isStirred) labelled.add(lane);
    const sameLine = before?.ends === ends && same(before.from, from) && same(before.to, to);
    let way = before;
    const sameWidth = before !== null && labelWidth(before.label) === labelWidth(label);
    if (before && sameLine && sameWidth && before.repeats === repeats && !isShaken) way = before.label === label ? before : { ...before, label };
    else {
      const { found: place, region } = obstacles.watched(() => (repeats ? null : placeLabel(from, to, ends, labelWidth(label), obstacles, labelsBefore(i))));
      const isSame = sameLine && sameWidth && samePoint(before!.way.label, place);
      way = { ends, from, to, label, lane, repeats, region, way: isSame ? before!.way : { path: sameLine ? before!.way.path : pathBetween(from, to, ends), label: place } };
      if (!isSame) {
        disturb(before);
        disturb(way);
      }
    }
    ways.push(way);
    lines.push(drawing.shapeEdge(line, way!.way, drawn ?? undefined));
  };
  for (const [i, edge] of edges.entries()) {
    drawNow(edge, i);
    if (i % AT_ONCE === AT_ONCE - 1) yield;
  }
  return { ways, lines };
}
