// Which sizes of its inputs a network takes: found by trying each, whatever layers there are, and said as a rule per axis.
// Works in small steps, so that whoever runs it can pause or drop it; changes nothing.

import type { NetloomDocument } from '../../graph/document.ts';
import { layerOf as registeredLayer } from '../../layers/index.ts';
import { axisNames, type Dim, type Shape } from '../../layers/layer.ts';
import { analyse, isInput } from '../analysis.ts';
import type { LayerLookup, Station } from '../network.ts';
import { FitTrial } from './fitTrial.ts';
import { firstSizes, includesSize, nearestSizes, sameSizes, sizeSetOf, type SizeSet } from './sizeSet.ts';

/** Sizes are tried from 1 to this, or to twice the present one. */
const USUAL_MOST = 1024;
const LARGEST_MOST = 4096;
const MOST_JUDGED = 200_000;
/** What an open axis is looked at as. */
const OPEN = 64;

export interface LegalSizesOptions {
  readonly layerOf?: LayerLookup;
  /** The largest size to try. */
  readonly most?: number;
  /** Layers judged in one pass over the sizes; a larger network is searched less far. */
  readonly mostJudged?: number;
}

export interface AxisSizes {
  /** `height`, `width`, `length`, … */
  readonly axis: string;
  /** Place in the shape. */
  readonly index: number;
  readonly present: Dim;
  /** Sizes that fit while the other axes are as in `InputSizes.at`. */
  readonly sizes: SizeSet;
  /** Sizes at which no stride leaves rows or columns unseen, while none is left on the other axes. */
  readonly whole: SizeSet;
}

/** What inputs that must change together may be. */
export interface InputSizes {
  readonly inputs: readonly string[];
  /** The present shape, without the batch. */
  readonly shape: Shape;
  readonly fitsNow: boolean;
  /** It fits, and no stride leaves rows or columns unseen. */
  readonly wholeNow: boolean;
  readonly axes: readonly AxisSizes[];
  /** Sizes that fit on all spatial axes at once: n × n. */
  readonly together: SizeSet;
  readonly wholeTogether: SizeSet;
  /** The shape that the axes were varied from, one that fits; null where none was found. */
  readonly at: Shape | null;
  /** Sizes of one axis go with those of another: tried on examples. */
  readonly independent: boolean;
  /** Shapes that fit, next to the present one: a smaller, a larger. */
  readonly nearest: readonly Shape[];
  /** Of those at which no stride leaves rows unseen, likewise. */
  readonly nearestWhole: readonly Shape[];
  /** The largest size that was tried. */
  readonly most: number;
}

/** Searches to the end. Inputs without spatial axes (vectors) are left out. */
export function legalSizes(document: NetloomDocument, options: LegalSizesOptions = {}): readonly InputSizes[] {
  const search = searchLegalSizes(document, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/** The same in steps of one tried size: stop calling `next` and the search is dropped. */
export function* searchLegalSizes(document: NetloomDocument, { layerOf = registeredLayer, ...bounds }: LegalSizesOptions = {}): Generator<void, readonly InputSizes[], void> {
  const analysis = analyse(document, { layerOf });
  const found: InputSizes[] = [];
  for (const group of groupsOf(analysis.stations.filter(isInput))) {
    const search = new Search(analysis.sorted, group, bounds);
    const together = yield* search.run();
    const free = group.length > 1 ? search.free(together) : [];
    if (free.length === 0) {
      found.push(together);
      continue;
    }
    // Those that may change by themselves are told by themselves.
    const tied = group.filter((station) => !free.includes(station));
    for (const part of [...(tied.length > 0 ? [tied] : []), ...free.map((station) => [station])]) found.push(yield* new Search(analysis.sorted, part, bounds).run());
  }
  return found;
}

const shapeOf = (station: Station): Shape => station.evaluation?.output ?? [];
const spatialOf = (shape: Shape): Shape => shape.slice(0, -1);

/** Inputs of one size belong together until it is found that they need not. */
function groupsOf(inputs: readonly Station[]): readonly (readonly Station[])[] {
  const groups = new Map<string, Station[]>();
  for (const station of inputs) {
    const spatial = spatialOf(shapeOf(station));
    if (spatial.length === 0) continue;
    const key = spatial.join();
    const group = groups.get(key);
    if (group) group.push(station);
    else groups.set(key, [station]);
  }
  return [...groups.values()];
}

interface Sizes {
  readonly all: SizeSet;
  readonly whole: SizeSet;
}
const NONE: SizeSet = { kind: 'none' };
const NO_SIZES: Sizes = { all: NONE, whole: NONE };

class Search {
  private readonly trial: FitTrial;
  private readonly inputs: readonly Station[];
  private readonly shape: Shape;
  private most: number;
  private readonly mostJudged: number;

  constructor(sorted: readonly Station[], inputs: readonly Station[], { most, mostJudged = MOST_JUDGED }: LegalSizesOptions) {
    this.trial = new FitTrial({ sorted }, inputs);
    this.inputs = inputs;
    this.shape = shapeOf(inputs[0]!);
    const present = Math.max(...spatialOf(this.shape).map((dim) => dim ?? 1));
    this.mostJudged = mostJudged;
    this.most = most ?? Math.min(LARGEST_MOST, Math.max(USUAL_MOST, 2 * present));
  }

  *run(): Generator<void, InputSizes, void> {
    const spatial = spatialOf(this.shape);
    const names = axisNames(this.shape.length);
    const together = yield* this.scan((n) => spatial.map(() => n));
    const at = yield* this.base(together.all);
    const wholeAt = at && this.wholeNear(at, together.whole);
    const axes: AxisSizes[] = [];
    for (const [index, present] of spatial.entries()) {
      const { all, whole } = at === null ? NO_SIZES : spatial.length === 1 ? together : yield* this.scan((n) => at.with(index, n));
      const besideWhole = wholeAt === at || wholeAt === null || spatial.length === 1 ? whole : (yield* this.scan((n) => wholeAt.with(index, n))).whole;
      axes.push({ axis: names[index]!, index, present, sizes: all, whole: besideWhole });
    }
    const independent = this.areIndependent(axes);
    const fitsNow = this.fits(spatial);
    const neighbours = this.nearest(axes.map((axis) => axis.sizes), together.all, 'drops');
    return {
      inputs: this.inputs.map((s) => s.id),
      shape: this.shape,
      fitsNow,
      wholeNow: this.fitOf(spatial) === 'fits',
      axes,
      together: together.all,
      wholeTogether: together.whole,
      at: at === null ? null : [...at, this.shape.at(-1)!],
      independent,
      // Where each side alone would fit, it is the pair that does not.
      nearest: neighbours.length > 0 || fitsNow || at === null ? neighbours : [[...at, this.shape.at(-1)!]],
      nearestWhole: this.nearest(axes.map((axis) => axis.whole), together.whole, 'fits'),
      most: this.most,
    };
  }

  /** Of several inputs those that may take another size while the others keep theirs. */
  free({ at, axes }: InputSizes): readonly Station[] {
    if (at === null) return [];
    const [first] = axes;
    const other = first && firstSizes(first.sizes, 2).find((n) => n !== at[first.index]);
    if (!first || other === undefined) return [];
    return this.inputs.filter((alone) => {
      const shapes = new Map(this.inputs.map((s): [Station, Shape] => [s, [...(s === alone ? spatialOf(at).with(first.index, other) : spatialOf(at)), shapeOf(s).at(-1)!]]));
      return this.trial.fit(shapes) !== 'fails';
    });
  }

  private fitOf(spatial: Shape) {
    return this.trial.fit(new Map(this.inputs.map((s): [Station, Shape] => [s, [...spatial, shapeOf(s).at(-1)!]])));
  }

  private fits(spatial: Shape): boolean {
    return this.fitOf(spatial) !== 'fails';
  }

  private *scan(spatialAt: (size: number) => Shape): Generator<void, Sizes, void> {
    const all: number[] = [];
    const whole: number[] = [];
    const last = this.trial.judged + this.mostJudged;
    for (let size = 1; size <= this.most; size++) {
      const fit = this.fitOf(spatialAt(size));
      if (fit !== 'fails') all.push(size);
      if (fit === 'fits') whole.push(size);
      if (this.trial.judged > last) this.most = size;
      yield;
    }
    this.trial.forget();
    return { all: sizeSetOf(all, 1, this.most), whole: sizeSetOf(whole, 1, this.most) };
  }

  /** Sizes that fit, as near to the present ones as possible: from there each axis is varied alone. */
  private *base(together: SizeSet): Generator<void, readonly number[] | null, void> {
    const present = spatialOf(this.shape);
    if (isKnown(present) && this.fits(present)) return present;
    if (together.kind !== 'none') {
      const wanted = present.find((dim) => dim !== null) ?? OPEN;
      return present.map(() => nearest(together, wanted, this.most));
    }
    // No square fits. With the other axes left open, each may still have sizes of its own.
    const own: number[] = [];
    for (const [index, wanted] of present.entries()) {
      const { all } = yield* this.scan((n) => present.map((_, i) => (i === index ? n : null)));
      if (all.kind === 'none') break;
      own.push(nearest(all, wanted ?? OPEN, this.most));
    }
    if (own.length === present.length && this.fits(own)) return own;
    // Or one of them beside the others as they are.
    const known = present.map((dim) => dim ?? OPEN);
    for (const [index, wanted] of known.entries()) {
      const { all } = yield* this.scan((n) => known.with(index, n));
      if (all.kind !== 'none') return known.with(index, nearest(all, wanted, this.most));
    }
    return null;
  }

  /** Near to a shape that fits, a square of which no stride leaves anything unseen; that shape itself where there is none. */
  private wholeNear(at: readonly number[], whole: SizeSet): readonly number[] {
    return whole.kind === 'none' || this.fitOf(at) === 'fits' ? at : at.map(() => nearest(whole, at[0]!, this.most));
  }

  private areIndependent(axes: readonly AxisSizes[]): boolean {
    const [first, second, ...others] = axes;
    if (!first || !second) return true;
    const rest = others.map((axis) => firstSizes(axis.sizes, 1)[0] ?? 1);
    const examples = ({ sizes }: AxisSizes): readonly number[] => [...new Set([...firstSizes(sizes, 3), ...firstSizes(sizes, 2, 65)])];
    return examples(first).every((a) => examples(second).every((b) => this.fits([a, b, ...rest])));
  }

  private nearest(axes: readonly SizeSet[], together: SizeSet, atMost: 'fits' | 'drops'): readonly Shape[] {
    const spatial = spatialOf(this.shape);
    const square = spatial.every((dim) => dim === spatial[0]);
    const found = (['smaller', 'larger'] as const).flatMap((side): Shape[] => {
      const moved = spatial.map((dim, i) => {
        const set = square ? together : (axes[i] ?? NONE);
        // A side that fits already stays.
        if (!square && dim !== null && includesSize(set, dim)) return dim;
        if (dim === null) return nearest(set, OPEN, this.most);
        return nearestSizes(set, dim, this.most)[side];
      });
      if (!isKnown(moved) || moved.join() === spatial.join()) return [];
      const fit = this.fitOf(moved);
      return fit === 'fits' || fit === atMost ? [[...moved, this.shape.at(-1)!]] : [];
    });
    // With all sides open both are one.
    return found.filter((shape, i) => i === 0 || shape.join() !== found[0]!.join());
  }
}

const isKnown = (shape: Shape): shape is readonly number[] => shape.every((dim) => dim !== null);

function nearest(set: SizeSet, size: number, most: number): number {
  if (includesSize(set, size)) return size;
  const { smaller, larger } = nearestSizes(set, size, most);
  if (smaller === null || larger === null) return smaller ?? larger ?? size;
  return size - smaller < larger - size ? smaller : larger;
}

/** Whether the axes share one rule, so that it need be said once. */
export function sharedRule({ axes, together }: InputSizes): SizeSet | null {
  const open = (set: SizeSet): SizeSet => (set.kind === 'rule' ? { ...set, to: null } : set);
  return axes.every(({ sizes }) => sameSizes(open(sizes), open(together))) ? together : null;
}
