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
/** Layers judged in one pass over the sizes; a larger network is searched less far. */
const MOST_JUDGED = 200_000;

export interface LegalSizesOptions {
  readonly layerOf?: LayerLookup;
  /** The largest size to try. */
  readonly most?: number;
}

export interface AxisSizes {
  /** `height`, `width`, `length`, … */
  readonly axis: string;
  /** Place in the shape. */
  readonly index: number;
  readonly present: Dim;
  /** Sizes that fit while the other axes are as in `InputSizes.at`. */
  readonly sizes: SizeSet;
  /** Those of them at which no stride leaves rows or columns unseen. */
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
export function* searchLegalSizes(document: NetloomDocument, { layerOf = registeredLayer, most }: LegalSizesOptions = {}): Generator<void, readonly InputSizes[], void> {
  const analysis = analyse(document, { layerOf });
  const found: InputSizes[] = [];
  for (const group of groupsOf(analysis.stations.filter(isInput))) {
    const search = new Search(analysis.sorted, group, most);
    const together = yield* search.run();
    const free = group.length > 1 ? search.free(together) : [];
    if (free.length === 0) {
      found.push(together);
      continue;
    }
    // Those that may change by themselves are told by themselves.
    const tied = group.filter((station) => !free.includes(station));
    for (const part of [...(tied.length > 0 ? [tied] : []), ...free.map((station) => [station])]) found.push(yield* new Search(analysis.sorted, part, most).run());
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

  constructor(sorted: readonly Station[], inputs: readonly Station[], most: number | undefined) {
    this.trial = new FitTrial({ sorted }, inputs);
    this.inputs = inputs;
    this.shape = shapeOf(inputs[0]!);
    const present = Math.max(...spatialOf(this.shape).map((dim) => dim ?? 1));
    this.most = most ?? Math.min(LARGEST_MOST, Math.max(USUAL_MOST, 2 * present));
  }

  *run(): Generator<void, InputSizes, void> {
    const spatial = spatialOf(this.shape);
    const names = axisNames(this.shape.length);
    const together = yield* this.scan((n) => spatial.map(() => n));
    const at = yield* this.base(together.all);
    const axes: AxisSizes[] = [];
    for (const [index, present] of spatial.entries()) {
      const { all, whole } = at === null ? NO_SIZES : spatial.length === 1 ? together : yield* this.scan((n) => at.with(index, n));
      axes.push({ axis: names[index] ?? `axis ${index}`, index, present, sizes: all, whole });
    }
    const independent = this.areIndependent(axes);
    return {
      inputs: this.inputs.map((s) => s.id),
      shape: this.shape,
      fitsNow: this.fits(spatial),
      wholeNow: this.fitOf(spatial) === 'fits',
      axes,
      together: together.all,
      wholeTogether: together.whole,
      at: at === null ? null : [...at, this.shape.at(-1)!],
      independent,
      nearest: this.nearest(axes.map((axis) => axis.sizes), together.all, 'drops'),
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
    const last = this.trial.judged + MOST_JUDGED;
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
      const wanted = present.find((dim) => dim !== null) ?? 64;
      return present.map(() => nearest(together, wanted, this.most));
    }
    // No square fits. With the other axes left open, each may still have sizes of its own.
    const own: number[] = [];
    for (const [index, wanted] of present.entries()) {
      const { all } = yield* this.scan((n) => present.map((_, i) => (i === index ? n : null)));
      if (all.kind === 'none') return null;
      own.push(nearest(all, wanted ?? 64, this.most));
    }
    return this.fits(own) ? own : null;
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
    return (['smaller', 'larger'] as const).flatMap((side): Shape[] => {
      const moved = spatial.map((dim, i) => {
        const set = square ? together : (axes[i] ?? NONE);
        // A side that fits already stays.
        if (!square && dim !== null && includesSize(set, dim)) return dim;
        return nearestSizes(set, dim ?? 0, this.most)[side];
      });
      if (!isKnown(moved) || moved.join() === spatial.join()) return [];
      const fit = this.fitOf(moved);
      return fit === 'fits' || fit === atMost ? [[...moved, this.shape.at(-1)!]] : [];
    });
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
