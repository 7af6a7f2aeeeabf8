// The ways of all lines of a canvas together. Remembers what each was found from, so that an edit looks again only at those it
// concerns; the result is the one that would be found anew. Pure; knows no cards.

import type { GraphEdge } from '../../graph/document.ts';
import type { Ends } from './ends.ts';
import { separateLanes } from './lanes.ts';
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
interface Found extends Line {
  readonly favoured: Side | undefined;
  readonly region: Region;
  /** Before lines were laid side by side. */
  readonly alone: Ends;
  readonly ends: Ends;
}

export interface Routes {
  /** By edge, in the order of the lines. */
  readonly found: ReadonlyMap<GraphEdge, Found>;
  /** Edges whose lines turn: only these are laid side by side. */
  readonly bent: readonly GraphEdge[];
  /** Where cards were asked about when lines were laid side by side. */
  readonly laneRegions: readonly Region[];
}

/** Beyond this many changed places it is quicker to look at all lines. */
const FEW = 100;

/** @param changed places where a card went or came since `previous` */
export function routesOf(lines: readonly Line[], obstacles: Obstacles, changed: readonly Place[], previous: Routes | null): Routes {
  const known = previous !== null && changed.length <= FEW ? previous : null;
  const isDisturbed = (region: Region): boolean => changed.some((place) => reaches(place, region));
  const sideOf = new Map<string, Side>();
  let lanesStand = known !== null && !known.laneRegions.some(isDisturbed);
  const bent: GraphEdge[] = [];
  const all = lines.map((line): Found => {
    const favoured = sideOf.get(line.edge.source);
    const before = known?.found.get(line.edge);
    const stays = before !== undefined && isSameLine(before, line) && before.favoured === favoured && !isDisturbed(before.region);
    const found = stays ? before : look(line, obstacles, favoured);
    if (found.alone.bends.length > 0) {
      sideOf.set(line.edge.source, found.alone.source);
      lanesStand &&= stays && known!.bent[bent.length] === line.edge;
      bent.push(line.edge);
    }
    return found;
  });
  if (lanesStand && bent.length === known!.bent.length) return { found: new Map(all.map((found) => [found.edge, found])), bent, laneRegions: known!.laneRegions };
  const lanes = separateLanes(all.map(({ sourceId, source, target, alone }) => ({ sourceId, source, target, ends: alone })), obstacles);
  const apart = all.map((found, i): [GraphEdge, Found] => [found.edge, sameEnds(found.ends, lanes.ends[i]!) ? found : { ...found, ends: lanes.ends[i]! }]);
  return { found: new Map(apart), bent, laneRegions: lanes.regions };
}

function look(line: Line, obstacles: Obstacles, favoured: Side | undefined): Found {
  const { found: alone, region } = obstacles.watched(() => route(line.source, line.target, line.skip, obstacles, favoured));
  return { ...line, favoured, region, alone, ends: alone };
}

const isSameLine = (a: Line, b: Line): boolean => a.source === b.source && a.target === b.target && a.skip === b.skip && a.sourceId === b.sourceId;

const sameEnds = (a: Ends, b: Ends): boolean => a.source === b.source && a.target === b.target && a.bends.length === b.bends.length && a.bends.every((bend, i) => bend === b.bends[i]);
