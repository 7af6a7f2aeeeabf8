// Lines that would run over one another are laid side by side; those of one source, which carry the same, share their lane. Pure geometry.

import { corners, upright, type Ends } from './ends.ts';
import { portAt, type Obstacles, type Place, type Point, type Region } from './obstacles.ts';
import { crossings } from './route.ts';

/** Between two lines that run beside cards, and between two that run between rows, where there is less room. */
const LANE = 16;
const TRACK = 7;
/** Lines of one source this near to one another become one. */
const SHARED = 48;
const MOST_LANES = 40;
const CLEARANCE = 6;

export interface Routed {
  readonly sourceId: string;
  readonly source: Place;
  readonly target: Place;
  readonly ends: Ends;
}

/** A stretch between two turns, that may move sideways. */
interface Stretch {
  readonly line: number;
  readonly bend: number;
  readonly vertical: boolean;
  at: number;
  readonly from: number;
  readonly to: number;
  /** Beyond these it would turn back over the stretch before or behind it. */
  readonly least: number;
  readonly most: number;
}

interface Bundle {
  readonly sourceId: string;
  readonly vertical: boolean;
  readonly stretches: Stretch[];
  at: number;
  from: number;
  to: number;
}

export interface Lanes {
  /** The same ways with their turns moved apart, in the order given. */
  readonly ends: readonly Ends[];
  /** Where cards were asked about. */
  readonly regions: readonly Region[];
}

export function separateLanes(lines: readonly Routed[], obstacles: Obstacles): Lanes {
  const regions: Region[] = [];
  const bundles = lines.some((l) => l.ends.bends.length > 0) ? bundled(lines.flatMap(stretchesOf), lines, obstacles, regions) : [];
  // Shorter ones keep their place, longer ones go round them.
  bundles.sort((a, b) => a.to - a.from - (b.to - b.from));
  const taken = new Taken();
  for (const bundle of bundles) {
    const home = bundle.at;
    const step = bundle.vertical ? LANE : TRACK;
    const { region } = obstacles.watched(() => {
      for (let i = 0; i < MOST_LANES; i++) {
        const at = home + offset(bundle, lines, i, step);
        if (taken.isFree(bundle, at, step) && bundle.stretches.every((s) => isClear(s, at, obstacles))) {
          bundle.at = at;
          break;
        }
      }
    });
    regions.push(region);
    taken.take(bundle);
  }
  const bends = lines.map((l) => [...l.ends.bends]);
  for (const { stretches, at } of bundles) for (const s of stretches) bends[s.line]![s.bend] = at;
  const ends = lines.map((l, i): Ends => {
    if (l.ends.bends.every((b, k) => b === bends[i]![k])) return l.ends;
    const moved = { ...l.ends, bends: bends[i]! };
    if (bends[i]!.length === 1) return moved;
    // Each stretch was looked at by itself: where two of one line moved, together they may lead through a card after all.
    const { found, region } = obstacles.watched(() => crossings(l.source, l.target, moved, obstacles) <= crossings(l.source, l.target, l.ends, obstacles));
    regions.push(region);
    return found ? moved : l.ends;
  });
  return { ends, regions };
}

/** A bracket can only go outwards; what is between cards goes to either side in turn. */
function offset({ stretches }: Bundle, lines: readonly Routed[], i: number, step: number): number {
  const { ends } = lines[stretches[0]!.line]!;
  if (ends.source === ends.target && ends.bends.length === 1) return ends.source === 'right' || ends.source === 'bottom' ? i * step : -i * step;
  return (i % 2 === 1 ? 1 : -1) * Math.ceil(i / 2) * step;
}

function stretchesOf({ source, target, ends }: Routed, line: number): Stretch[] {
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

/** Stretches of one source that run near one another share the outermost of their lanes, where that is clear for all. */
function bundled(stretches: readonly Stretch[], lines: readonly Routed[], obstacles: Obstacles, regions: Region[]): Bundle[] {
  const bySource = new Map<string, Stretch[]>();
  for (const s of stretches) {
    const { sourceId, ends } = lines[s.line]!;
    const key = `${s.vertical} ${ends.source} ${sourceId}`;
    const list = bySource.get(key);
    if (list) list.push(s);
    else bySource.set(key, [s]);
  }
  const bundles: Bundle[] = [];
  for (const list of bySource.values()) {
    // From the outermost inwards.
    const outwards = lines[list[0]!.line]!.ends.source === 'left' ? -1 : 1;
    list.sort((a, b) => (b.at - a.at) * outwards);
    const here: Bundle[] = [];
    const { region } = obstacles.watched(() => list.forEach((s) => {
      const host = here.find((b) => Math.abs(b.at - s.at) <= (s.vertical ? SHARED : TRACK) && s.from <= b.to + 1 && s.to >= b.from - 1 && isClear(s, b.at, obstacles));
      if (host) {
        host.stretches.push(s);
        host.from = Math.min(host.from, s.from);
        host.to = Math.max(host.to, s.to);
      } else here.push({ sourceId: lines[s.line]!.sourceId, vertical: s.vertical, stretches: [s], at: s.at, from: s.from, to: s.to });
    }));
    regions.push(region);
    bundles.push(...here);
  }
  return bundles;
}

/** Lanes in use, by their place across. */
class Taken {
  private readonly cells = new Map<string, Bundle[]>();
  private static readonly CELL = 2 * LANE;

  isFree(bundle: Bundle, at: number, gap: number): boolean {
    const cell = Math.floor(at / Taken.CELL);
    for (const key of [cell - 1, cell, cell + 1]) {
      for (const other of this.cells.get(`${bundle.vertical} ${key}`) ?? []) {
        if (other !== bundle && Math.abs(other.at - at) < gap - 1 && other.from < bundle.to + 1 && other.to > bundle.from - 1) return false;
      }
    }
    return true;
  }

  take(bundle: Bundle): void {
    const key = `${bundle.vertical} ${Math.floor(bundle.at / Taken.CELL)}`;
    const cell = this.cells.get(key);
    if (cell) cell.push(bundle);
    else this.cells.set(key, [bundle]);
  }
}
