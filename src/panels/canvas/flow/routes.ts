// The ways of all lines of a canvas together. Remembers what each was found from, so that an edit looks again only at those it
// concerns; the result is the one that would be found anew. Pure; knows no cards.

import type { GraphEdge } from '../../../graph/document.ts';
import { AT_ONCE } from './changes.ts';
import { sameEnds, type Ends } from './ends.ts';
import { itemBefore, type Kept } from '../../../graph/kept.ts';
import { apart, isBent, lanesOf, type Lanes, type Routed } from './lanes.ts';
import { reaches, type Obstacles, type Place, type Region, type Side } from './obstacles.ts';
import { route } from './route.ts';

export interface Line {
  readonly edge: GraphEdge;
  /** The source, and which of its outputs: lines of one carry the same. */
  readonly sourceId: string;
  readonly source: Place;
  readonly target: Place;
  /** Passes other layers by. */
  readonly skip: boolean;
}

/** A line's way with all that it depends on: the line itself, the side its siblings took, and the cards in a region. */
export interface Found {
  readonly edge: GraphEdge;
  readonly skip: boolean;
  readonly favoured: Side | undefined;
  readonly region: Region;
  /** Before lines were laid side by side. */
  readonly alone: Routed;
  /** Where its turns would lie beside other lines, once that was looked at. */
  readonly turns: readonly number[] | null;
  readonly ends: Ends;
  /** Where cards were asked about when its turns were moved. */
  readonly checked: Region | null;
}

export interface Routes {
  /** In the order of the edges. */
  readonly found: readonly Found[];
  readonly lanes: Lanes;
  /** Those that it was made with. */
  readonly skips: Uint8Array;
}

/** The lines that there are now, against those that there were. */
export interface Lines {
  readonly edges: readonly GraphEdge[];
  /** None: nothing is known of them. */
  readonly kept: Kept | null;
  /** By index: whether it passes other layers by. */
  readonly skips: Uint8Array;
  /** Nodes that have come or stand elsewhere. */
  readonly moved: ReadonlySet<string>;
  readonly lineOf: (edge: GraphEdge, skip: boolean) => Line;
}

/** Beyond this many changed places it is quicker to look at all lines. */
const FEW = 100;

/** @param changed places where a card went or came since `previous` */
export function* routesOf({ edges, kept, skips, moved, lineOf }: Lines, obstacles: Obstacles, changed: readonly Place[], previous: Routes | null): Generator<void, Routes> {
  const last = kept && changed.length <= FEW ? previous : null;
  if (last && kept!.all && last.skips === skips && moved.size === 0 && changed.length === 0) return last;
  const isDisturbed = (region: Region): boolean => changed.some((place) => reaches(place, region));
  const before = (i: number): Found | undefined => (last ? itemBefore(kept!, last.found, i) : undefined);

  /** Nodes from which a line came, went or has to look for its way. */
  const stirred = new Set<string>();
  const stale = new Uint8Array(edges.length);
  edges.forEach((edge, i) => {
    const known = before(i);
    if (known && known.skip === (skips[i] === 1) && !(moved.size > 0 && (moved.has(edge.source) || moved.has(edge.target))) && !(changed.length > 0 && isDisturbed(known.region))) return;
    stale[i] = 1;
    stirred.add(edge.source);
  });
  for (const i of last ? kept!.gone : []) stirred.add(last!.found[i]!.edge.source);

  /** Outputs of which a line came, went or took another way. */
  const sources = new Set<string>();
  for (const i of last ? kept!.gone : []) if (isBent(last!.found[i]!.alone)) sources.add(last!.found[i]!.alone.sourceId);
  const sideOf = new Map<string, Side>();
  const foundNow = (edge: GraphEdge, i: number): Found => {
    const known = before(i);
    if (known && !stirred.has(edge.source)) return known;
    const favoured = sideOf.get(edge.source);
    const stays = known !== undefined && stale[i] === 0 && known.favoured === favoured;
    const here = stays ? known : look(lineOf(edge, skips[i] === 1), obstacles, favoured, known);
    if (isBent(here.alone)) sideOf.set(edge.source, here.alone.ends.source);
    if (here.alone !== known?.alone) for (const one of [here, known]) if (one && isBent(one.alone)) sources.add(one.alone.sourceId);
    return here;
  };
  const found: Found[] = [];
  for (const [i, edge] of edges.entries()) {
    found.push(foundNow(edge, i));
    if (i % AT_ONCE === AT_ONCE - 1) yield;
  }

  const linesOf = (ids: ReadonlySet<string> | null): readonly Routed[] => found.flatMap(({ alone }) => (isBent(alone) && (ids === null || ids.has(alone.sourceId)) ? [alone] : []));
  yield;
  const { lanes, turns } = lanesOf({ linesOf, sources: last ? sources : null, obstacles, changed }, last?.lanes ?? null);
  if (turns.size === 0 && changed.length === 0) return { found, lanes, skips };
  yield;
  const laid = found.map((line): Found => {
    const bends = turns.get(line.alone) ?? line.turns;
    if (bends === line.turns && !(line.checked && isDisturbed(line.checked))) return line;
    const { ends, region } = apart(line.alone, bends, obstacles);
    return { ...line, turns: bends, ends: sameEnds(line.ends, ends) ? line.ends : ends, checked: region };
  });
  return { found: laid, lanes, skips };
}

function look({ edge, sourceId, source, target, skip }: Line, obstacles: Obstacles, favoured: Side | undefined, before: Found | undefined): Found {
  const { found: ends, region } = obstacles.watched(() => route(source, target, skip, obstacles, favoured));
  const same = before && before.alone.sourceId === sourceId && before.alone.source === source && before.alone.target === target && sameEnds(before.alone.ends, ends) ? before : null;
  // Where it takes the way it took, it keeps its lane until that is looked at.
  return same ? { ...same, edge, skip, favoured, region } : { edge, skip, favoured, region, alone: { sourceId, source, target, ends }, ends, turns: null, checked: null };
}
