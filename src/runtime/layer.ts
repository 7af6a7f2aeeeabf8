// What all layers of this folder share: their base class's types and access to a single input. Knows no particular layer.

import * as tf from '@tensorflow/tfjs';

export type Shape = (number | null)[];
/** What tfjs passes to `call`; `training` is set by the training step. */
export type CallOptions = { readonly training?: boolean };

export interface LayerConfig {
  readonly name?: string;
  readonly trainable?: boolean;
}

type LayerVariable = ReturnType<tf.layers.Layer['weights']['slice']>[number];
export type Weight = LayerVariable;

/** The constructor args of tfjs's base class: only what it knows, so that our own keys never confuse it. */
export function baseArgs(config: LayerConfig): { name?: string; trainable?: boolean } {
  return {
    ...(config.name === undefined ? {} : { name: config.name }),
    ...(config.trainable === undefined ? {} : { trainable: config.trainable }),
  };
}

/** The one input of a layer that has one. */
export function single<T extends tf.Tensor = tf.Tensor4D>(inputs: tf.Tensor | tf.Tensor[]): T {
  const input = Array.isArray(inputs) ? inputs[0] : inputs;
  if (input === undefined) throw new Error('A layer was called without an input.');
  return input as T;
}

/** The one input shape of a layer that has one input. */
export function singleShape(shape: Shape | Shape[]): Shape {
  return Array.isArray(shape[0]) ? shape[0] : (shape as Shape);
}

/** Length of the last axis. @throws if it is not known */
export function channelsOf(shape: Shape, layer: string): number {
  const channels = shape.at(-1);
  if (typeof channels !== 'number') throw new Error(`${layer} needs a known number of channels but got [${shape.join(', ')}].`);
  return channels;
}
