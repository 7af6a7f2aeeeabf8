// For tests: of every layer that computes, a few of the ways in which the sweeps build it, enough to compute each on every backend.

import { layers, type LayerType } from '../index.ts';
import type { AnyLayer, Shape } from '../layer.ts';
import { sweeps } from './sweeps.ts';

/** Input and output compute nothing. */
export type ComputingType = Exclude<LayerType, 'input' | 'output'>;

export interface LayerRow {
  /** Layer, params and input shapes: `conv2d {"padding":1} on [[7,10,4]]`. */
  readonly name: string;
  readonly type: ComputingType;
  readonly layer: AnyLayer;
  readonly params: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Shape[];
}

/** Of each sweep the params are many (hundreds, for the windows); this many, evenly chosen, keep the run short. */
const PARAMS = 3;

function spread<T>(items: readonly T[]): T[] {
  const count = Math.min(PARAMS, items.length);
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * (items.length - 1)) / Math.max(1, count - 1))]!);
}

export const computingTypes = layers.map(({ type }) => type).filter((type): type is ComputingType => type !== 'input' && type !== 'output');

/** An activation's every name is a function of its own, so all of them are taken. */
export function layerRows(): LayerRow[] {
  return computingTypes.flatMap((type) =>
    sweeps[type].flatMap(({ params, inputs }) =>
      (type === 'activation' ? params : spread(params)).flatMap((given) =>
        spread(inputs).map((shapes): LayerRow => ({ name: `${type} ${JSON.stringify(given)} on ${JSON.stringify(shapes)}`, type, layer: layers.find((l) => l.type === type) as AnyLayer, params: given, inputs: shapes })),
      ),
    ),
  );
}
