// NEW LAYER HERE: the list of all layers, in the palette's order. A literal list: nothing registers itself.

import { conv2d } from './convolution/conv2d.ts';
import { dense } from './core/dense.ts';
import { input } from './io/input.ts';
import { output } from './io/output.ts';
import type { AnyLayer } from './layer.ts';
import { add } from './merge/add.ts';
import { concatenate } from './merge/concatenate.ts';
import type { ParamsOf } from './params.ts';

export const layers = [input, output, conv2d, dense, add, concatenate] as const;

export type Layers = typeof layers;
export type LayerType = Layers[number]['type'];
/** The complete params of the layer of this type. */
export type LayerParams<T extends LayerType> = ParamsOf<Extract<Layers[number], { type: T }>['params']>;

const byType: ReadonlyMap<string, AnyLayer> = new Map(layers.map((layer): [string, AnyLayer] => [layer.type, layer]));

/** The layer of this type; `undefined` for a name that this build does not know. */
export function layerOf(type: string): AnyLayer | undefined {
  return byType.get(type);
}
