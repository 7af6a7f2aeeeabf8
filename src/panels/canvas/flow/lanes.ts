// Lines that would run over one another are laid side by side; those of one source, which carry the same, share their lane. What
// an edit has not touched is taken over; the result is the one that would be found anew. Pure geometry.

import { corners, upright, type Ends } from './ends.ts';
import { push } from '../../../graph/multimap.ts';
import { portAt, reaches, type Obstacles, type Place, type Point, type Region } from './obstacles.ts';
import { crossings } from './route.ts';

/** Between two lines that run beside cards, and between two that run between rows, where there is less room. */
const LANE = 16;
const TRACK = 7;
/** Lines of one source this near to one another become one. */
const SHARED = 48;
const MOST_LANES = 40;
const CLEARANCE = 6;

/** A line by itself. What is known of it is kept by the identity of this object. */
export interface Routed {
  readonly sourceId: string;
  readonly source: Place;
  readonly target: Place;
  readonly ends: Ends;
}

/** A stretch between two turns, that may move sideways. */
interface Stretch {
  readonly line: Routed;
  readonly bend: number;
  readonly vertical: boolean;
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** Beyond these it would turn back over the stretch before or behind it. */
  readonly least: number;
  readonly most: number;
}

/** Stretches of one source that share a lane. `at`: where it would like to be. */
interface Bundle {
  readonly sourceId: string;
  readonly vertical: boolean;
  readonly stretches: readonly Stretch[];
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Bundles of one source, and where cards were asked about to form them. */
interface Group {
  readonly bundles: readonly Bundle[];
  readonly region: Region;
}

/** A bundle in its lane, and what that depends on: cards in a region, and lanes no further from the one it wished for than `reach`. */
interface Placed {
  readonly bundle: Bundle;
  readonly at: number;
  readonly region: Region;
  readonly reach: number;
}

export interface Lanes {
  readonly groups: ReadonlyMap<string, readonly Group[]>;
  /** In the order in which they chose: shorter ones first, longer ones go round them. */
  readonly placed: readonly Placed[];
}

const NO_LANES: Lanes = { groups: new Map(), placed: [] };

export interface LaneChange {
  /** Lines with turns, in their order; asked for once, with sources all of whose lines are wanted. */
  readonly linesOf: (sourceIds: ReadonlySet<string> | null) => readonly Routed[];
  /** Sources of which a line came, went or took another way; null for all. */
  readonly sources: ReadonlySet<string> | null;
  readonly obstacles: Obstacles;
  /** Where cards came or went. */
  readonly changed: readonly Place[];
}

/** Where the turns of lines are to lie that may lie elsewhere than before. */
export type Turns = ReadonlyMap<Routed, readonly number[]>;

/** The same ways with their turns moved apart, in the order given. */
export function separateLanes(lines: readonly Routed[], obstacles: Obstacles): { readonly ends: readonly Ends[] } {
  const { turns } = lanesOf({ linesOf: () => lines.filter(isBent), sources: null, obstacles, changed: [] }, null);
  return { ends: lines.map((line) => apart(line, turns.get(line), obstacles).ends) };
}

export const isBent = ({ ends }: Routed): boolean => ends.bends.length > 0;

export function lanesOf({ linesOf, sources, obstacles, changed }: LaneChange, previous: Lanes | null): { readonly lanes: Lanes; readonly turns: Turns } {
  const last = previous ?? NO_LANES;
  const isDisturbed = (region: Region): boolean => changed.some((place) => reaches(place, region));
  const stale = previous === null ? null : new Set(sources);
  if (stale && changed.length > 0) for (const [sourceId, groups] of last.groups) if (groups.some(({ region }) => isDisturbed(region))) stale.add(sourceId);

  const known = stale ? [...stale].flatMap((id) => last.groups.get(id) ?? []).flatMap((group) => group.bundles) : [];
  const lines = stale?.size === 0 ? [] : linesOf(stale);
  const fresh = grouped(lines, obstacles, known);
  const groups = stale ? new Map(last.groups) : new Map<string, readonly Group[]>();
  stale?.forEach((id) => groups.delete(id));
  for (const [id, group] of fresh) groups.set(id, group);

  const now = new Set([...fresh.values()].flat().flatMap((group) => group.bundles));
  const gone = new Set(known.filter((bundle) => !now.has(bundle)));
  known.forEach((bundle) => now.delete(bundle));
  const { placed, shifted } = placeAll({ last: last.placed, gone, come: [...now], obstacles, isDisturbed });

  const touched = new Set<Routed>(lines);
  for (const { stretches } of shifted) for (const { line } of stretches) touched.add(line);
  return { lanes: { groups, placed }, turns: turnsOf(touched, groups, placed) };
}

interface Placing {
  readonly last: readonly Placed[];
  readonly gone: ReadonlySet<Bundle>;
  readonly come: readonly Bundle[];
  readonly obstacles: Obstacles;
  readonly isDisturbed: (region: Region) => boolean;
}

/** Beyond this many changed lanes all that follow are looked at. */
const FEW = 64;

/** Each takes the lane nearest to its wish that is free and clear; one looks again only where that may have changed. */
function placeAll({ last, gone, come, obstacles, isDisturbed }: Placing): { readonly placed: readonly Placed[]; readonly shifted: readonly Bundle[] } {
  const placed: Placed[] = [];
  const shifted: Bundle[] = [];
  const taken = new Taken();
  const vacated: Pick<Placed, 'bundle' | 'at'>[] = last.filter(({ bundle }) => gone.has(bundle));
  const inReach = ({ bundle, reach }: Placed): boolean =>
    vacated.length > FEW ||
    vacated.some((other) => other.bundle.vertical === bundle.vertical && Math.abs(other.at - bundle.at) < reach + LANE && other.bundle.from < bundle.to + 1 && other.bundle.to > bundle.from - 1);
  const newcomers = come.toSorted(shorterFirst);
  for (let i = 0, j = 0; i < last.length || j < newcomers.length; ) {
    const [old, newcomer] = [last[i], newcomers[j]];
    if (old && gone.has(old.bundle)) {
      i++;
      continue;
    }
    const before = old && (!newcomer || shorterFirst(old.bundle, newcomer) <= 0) ? old : null;
    if (before) i++;
    else j++;
    let here = before;
    if (!here || isDisturbed(here.region) || inReach(here)) {
      here = placeOf(before?.bundle ?? newcomer!, taken, obstacles);
      if (here.at !== before?.at) {
        shifted.push(here.bundle);
        vacated.push(here);
        if (before) vacated.push(before);
      }
    }
    taken.take(here);
    placed.push(here);
  }
  return { placed, shifted };
}

/** A total order, so that the lanes do not depend on what was there before. */
function shorterFirst(a: Bundle, b: Bundle): number {
  const [side, other] = [a, b].map((bundle) => bundle.stretches[0]!.line.ends.source);
  return a.to - a.from - (b.to - b.from) || a.at - b.at || a.from - b.from || Number(a.vertical) - Number(b.vertical) || compare(a.sourceId, b.sourceId) || compare(side!, other!);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function placeOf(bundle: Bundle, taken: Taken, obstacles: Obstacles): Placed {
  const step = bundle.vertical ? LANE : TRACK;
  let reach = 0;
  const { found: at, region } = obstacles.watched(() => {
    for (let i = 0; i < MOST_LANES; i++) {
      const away = offset(bundle, i, step);
      reach = Math.max(reach, Math.abs(away));
      if (taken.isFree(bundle, bundle.at + away, step) && bundle.stretches.every((s) => isClear(s, bundle.at + away, obstacles))) return bundle.at + away;
    }
    return bundle.at;
  });
  return { bundle, at, region, reach };
}

/** A bracket can only go outwards; what is between cards goes to either side in turn. */
function offset({ stretches }: Bundle, i: number, step: number): number {
  const { ends } = stretches[0]!.line;
  if (ends.source === ends.target && ends.bends.length === 1) return ends.source === 'right' || ends.source === 'bottom' ? i * step : -i * step;
  return (i % 2 === 1 ? 1 : -1) * Math.ceil(i / 2) * step;
}

/** Where the turns of these lines lie. */
function turnsOf(lines: ReadonlySet<Routed>, groups: Lanes['groups'], placed: readonly Placed[]): Turns {
  const turns = new Map<Routed, number[]>();
  if (lines.size === 0) return turns;
  const theirs = new Set<Bundle>();
  for (const line of lines) {
    turns.set(line, [...line.ends.bends]);
    for (const { bundles } of groups.get(line.sourceId) ?? []) for (const bundle of bundles) theirs.add(bundle);
  }
  for (const { bundle, at } of placed) {
    if (!theirs.has(bundle)) continue;
    for (const { line, bend } of bundle.stretches) {
      const bends = turns.get(line);
      if (bends) bends[bend] = at;
    }
  }
  return turns;
}

/** The line with its turns there, or as it was where that would lead through a card; and where cards were asked about, if they were. */
export function apart({ source, target, ends }: Routed, bends: readonly number[] | null | undefined, obstacles: Obstacles): { readonly ends: Ends; readonly region: Region | null } {
  if (!bends || ends.bends.every((bend, i) => bend === bends[i])) return { ends, region: null };
  const moved = { ...ends, bends };
  if (bends.length === 1) return { ends: moved, region: null };
  // Each stretch was looked at by itself: where two of one line moved, together they may lead through a card after all.
  const { found, region } = obstacles.watched(() => crossings(source, target, moved, obstacles) <= crossings(source, target, ends, obstacles));
  return { ends: found ? moved : ends, region };
}

function stretchesOf(line: Routed): Stretch[] {
  const { source, target, ends } = line;
  const points = corners(portAt(source, ends.source), portAt(target, ends.target), ends);
  return ends.bends.map((at, bend): Stretch => {
    const vertical = upright(ends.source) === (bend % 2 === 1);
    const [a, b] = [points[bend + 1]!, points[bend + 2]!];
    const [from, to] = vertical ? [a[1], b[1]] : [a[0], b[0]];
    const around = [points[bend]!, points[bend + 3]!].map((p) => p[vertical ? 0 : 1]);
    const least = Math.max(-Infinity, ...around.filter((e) => e < at).map((e) => e + CLEARANCE));
    const most = Math.min(Infinity, ...around.filter((e) => e > at).map((e) => e - CLEARANCE));
    return { line, bend, vertical, at, from: Math.min(from, to), to: Math.max(from, to), least, most };
  });
}

/** Also where the stretches before and behind it become longer to reach it. */
function isClear(s: Stretch, at: number, obstacles: Obstacles): boolean {
  const point = (across: number, along: number): Point => (s.vertical ? [across, along] : [along, across]);
  const isFree = (a: Point, b: Point): boolean => obstacles.on(a, b, [], CLEARANCE).length === 0;
  if (at === s.at) return isFree(point(at, s.from), point(at, s.to));
  if (at < s.least || at > s.most) return false;
  return isFree(point(at, s.from), point(at, s.to)) && [s.from, s.to].every((along) => isFree(point(s.at, along), point(at, along)));
}

/** Stretches of one source that run near one another share the outermost of their lanes, where that is clear for all. Bundles that are among `known` are those. */
function grouped(lines: readonly Routed[], obstacles: Obstacles, known: readonly Bundle[]): ReadonlyMap<string, readonly Group[]> {
  const bySource = new Map<string, Map<string, Stretch[]>>();
  for (const line of lines) {
    let here = bySource.get(line.sourceId);
    if (!here) bySource.set(line.sourceId, (here = new Map()));
    for (const s of stretchesOf(line)) push(here, `${s.vertical} ${line.ends.source}`, s);
  }
  const knownOf = new Map<Routed, Bundle[]>();
  for (const bundle of known) push(knownOf, bundle.stretches[0]!.line, bundle);
  const asKnown = (bundle: Bundle): Bundle => knownOf.get(bundle.stretches[0]!.line)?.find((other) => isSameBundle(bundle, other)) ?? bundle;
  return new Map([...bySource].map(([sourceId, lists]) => [sourceId, [...lists.values()].map((list): Group => {
    const { found, region } = obstacles.watched(() => bundled(list, sourceId, obstacles));
    return { bundles: found.map(asKnown), region };
  })]));
}

function bundled(list: Stretch[], sourceId: string, obstacles: Obstacles): readonly Bundle[] {
  // From the outermost inwards.
  const outwards = list[0]!.line.ends.source === 'left' ? -1 : 1;
  list.sort((a, b) => (b.at - a.at) * outwards);
  const here: { -readonly [K in keyof Bundle]: K extends 'stretches' ? Stretch[] : Bundle[K] }[] = [];
  for (const s of list) {
    const host = here.find((b) => Math.abs(b.at - s.at) <= (s.vertical ? SHARED : TRACK) && s.from <= b.to + 1 && s.to >= b.from - 1 && isClear(s, b.at, obstacles));
    if (host) {
      host.stretches.push(s);
      host.from = Math.min(host.from, s.from);
      host.to = Math.max(host.to, s.to);
    } else here.push({ sourceId, vertical: s.vertical, stretches: [s], at: s.at, from: s.from, to: s.to });
  }
  return here;
}

/** All else of a stretch follows from its line. */
const isSameBundle = (a: Bundle, b: Bundle): boolean => a.vertical === b.vertical && a.at === b.at && a.stretches.length === b.stretches.length && a.stretches.every((s, i) => s.line === b.stretches[i]!.line && s.bend === b.stretches[i]!.bend);

/** Whether two in one lane could be taken for one line. Where one ends at the card at which the other begins, they have ports of their own. */
function runTogether(a: Bundle, b: Bundle): boolean {
  if (a.from >= b.to + 1 || a.to <= b.from - 1) return false;
  if (a.from < b.to - 1 && a.to > b.from + 1) return true;
  return !a.stretches.some(({ line }) => b.stretches.some(({ line: other }) => line.source === other.target || line.target === other.source));
}

/** Lanes in use, by their place across. */
class Taken {
  private readonly cells = new Map<number, Placed[]>();
  private static readonly CELL = 2 * LANE;

  private static keyOf(vertical: boolean, cell: number): number {
    return 2 * cell + Number(vertical);
  }

  isFree(bundle: Bundle, at: number, gap: number): boolean {
    const cell = Math.floor(at / Taken.CELL);
    for (let near = cell - 1; near <= cell + 1; near++) {
      const others = this.cells.get(Taken.keyOf(bundle.vertical, near));
      if (others?.some((other) => Math.abs(other.at - at) < gap - 1 && runTogether(bundle, other.bundle))) return false;
    }
    return true;
  }

  take(placed: Placed): void {
    push(this.cells, Taken.keyOf(placed.bundle.vertical, Math.floor(placed.at / Taken.CELL)), placed);
  }
}
