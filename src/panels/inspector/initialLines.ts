// How widely a layer's weights spread before training, line by line: K, the standard deviation and what both stand for. Pure.

import { initialSpread } from '../../layers/initializers.ts';
import type { WeightSpec } from '../../layers/layer.ts';
import { countText } from '../quantities.ts';

export interface InitialLine {
  /** The weights it holds for, e.g. `query, key`; empty where the layer has only one with such values. */
  readonly name: string;
  /** `K = 576`. */
  readonly fanIn: string;
  /** `std √(2 / 576) = 0.0589`. */
  readonly std: string;
  /** What K is, and the formula. */
  readonly title: string;
}

/** `forward/recurrent_kernel` is the `recurrent` one: both directions begin alike. */
const shortName = (name: string): string => (name.split('/').at(-1) ?? name).replaceAll('_', ' ').replace(/ kernel$/, '');

/** A line for each weight whose first values differ from one another; equal ones share theirs. */
export function initialLines(weights: readonly WeightSpec[]): readonly InitialLine[] {
  const spread = weights.flatMap((weight) => {
    const found = initialSpread(weight);
    return found === null || found.step.result === 0 ? [] : [{ weight, ...found }];
  });
  const lines = new Map<string, { names: ReadonlySet<string>; line: Omit<InitialLine, 'name'> }>();
  for (const { weight, fanIn, fanOut, step } of spread) {
    const [shownIn, shownOut] = [fanIn, fanOut].map((fan) => countText(Math.round(fan)));
    const line = {
      fanIn: `K = ${shownIn}`,
      std: `std ${step.text}`,
      title: `Fan-in K = ${shownIn}, fan-out ${shownOut}: inputs and outputs that one weight connects. ${weight.initial?.note ?? ''}\n${step.formula}`.replace('. \n', '.\n'),
    };
    const key = `${line.fanIn} ${line.std}`;
    lines.set(key, { names: new Set([...(lines.get(key)?.names ?? []), shortName(weight.name)]), line });
  }
  return [...lines.values()].map(({ names, line }) => ({ name: spread.length === 1 ? '' : [...names].join(', '), ...line }));
}
