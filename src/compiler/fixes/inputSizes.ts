// Ideas for sizes that do not meet: another size of the network's input, the nearest with which everything fits.

import type { Shape } from '../../layers/layer.ts';
import { isInput } from '../analysis.ts';
import type { Fix } from '../compilation.ts';
import { resizeData } from '../dataSize.ts';
import { FitTrial } from '../legalSizes/fitTrial.ts';
import type { Station } from '../network.ts';
import type { FixContext } from './candidate.ts';

/** How far from the present size is looked; networks halve five times at most, so that 32 is the largest common step. */
const FARTHEST = 64;
/** Layers judged in all, and in one trial: more would hold up the window. The full search is `legalSizes`. */
const MOST_JUDGED = 4000;
const MOST_REACHED = 1000;

/** `Use a 576×576 input`: all inputs from which `merge` is reached and that have one size change together. One trial of a size per step. */
export function* resizeInput(merge: Station, { analysis, document }: FixContext): Generator<void, readonly Fix[]> {
  const inputs = inputsBefore(merge);
  const shape = inputs[0]?.evaluation?.output;
  if (!shape || shape.length < 2) return [];
  const spatial = shape.slice(0, -1);
  if (!isKnown(spatial) || inputs.some((s) => s.evaluation?.output?.slice(0, -1).join() !== spatial.join())) return [];
  const trial = new FitTrial(analysis, inputs);
  if (trial.size > MOST_REACHED) return [];
  function* fits(size: Shape): Generator<void, boolean> {
    yield;
    return trial.fit(new Map(inputs.map((s): [Station, Shape] => [s, [...size, s.evaluation!.output!.at(-1)!]]))) !== 'fails';
  }

  /** The nearest size of one axis, the others left open where the layers can do with that. */
  function* toward(size: readonly number[], step: 1 | -1): Generator<void, readonly number[] | null> {
    const open = yield* fits(size.map(() => null));
    const square = size.every((n) => n === size[0]);
    if (!open && !square) return null;
    const axes = open && !square ? size.map((_, axis) => axis) : [null];
    const moved = [...size];
    for (const axis of axes) {
      let found = false;
      for (let away = axis === null ? 1 : 0; away <= FARTHEST && !found && trial.judged < MOST_JUDGED; away++) {
        const n = (axis === null ? size[0]! : size[axis]!) + step * away;
        if (n < 1) break;
        found = yield* fits(size.map((_, i) => (axis === null || i === axis ? n : null)));
        if (found) for (let i = 0; i < moved.length; i++) if (axis === null || i === axis) moved[i] = n;
      }
      if (!found) return null;
    }
    return moved;
  }

  const sizes: (readonly number[])[] = [];
  for (const step of [1, -1] as const) {
    const size = yield* toward(spatial, step);
    if (size && size.join() !== spatial.join() && (yield* fits(size))) sizes.push(size);
  }
  const distance = (size: readonly number[]): number => size.reduce((sum, n, i) => sum + Math.abs(n - spatial[i]!), 0);
  return sizes
    .toSorted((a, b) => distance(a) - distance(b))
    .map((size) => {
      const shaped = (s: Station) => [...size, s.evaluation!.output!.at(-1)!];
      const first = shaped(inputs[0]!);
      // The samples are made anew in the same size, where they are made here.
      const data = isKnown(first) ? resizeData(document, shape, first) : [];
      return {
        label: `Use ${inputs.length === 1 ? `a ${size.join('×')} input` : `${size.join('×')} inputs`}${data.length > 0 ? ' and data' : ''}`,
        edits: [...inputs.map((s) => ({ kind: 'setParams' as const, id: s.id, params: { shape: shaped(s) } })), ...data],
      };
    });
}

const isKnown = (shape: Shape): shape is readonly number[] => shape.every((dim) => dim !== null);

/** The inputs with spatial axes from which a node is reached. */
function inputsBefore(station: Station): readonly Station[] {
  const seen = new Set([station]);
  const open = [station];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { source } of at.incoming) {
      if (seen.has(source)) continue;
      seen.add(source);
      open.push(source);
    }
  }
  return [...seen].filter((s) => isInput(s) && (s.evaluation?.output?.length ?? 0) > 1).toSorted((a, b) => a.index - b.index);
}
