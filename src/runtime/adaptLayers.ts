// Lets the layers that measure the training samples do so, before the first step. Knows no data set and no loop.

import * as tf from '@tensorflow/tfjs';
import { Normalization } from './normalization.ts';
import { Whitening } from './whitening.ts';

/**
 * Measures at every `Normalization` and `Whitening` of a model what the training samples become on their way to it; the first in order first,
 * as the later ones see what it makes of them. Does nothing to a model without one.
 * @param inputsOf the model's inputs for these samples; they are disposed
 * @param count training samples, numbered from 0
 */
export async function adaptLayers(model: tf.LayersModel, inputsOf: (indices: readonly number[]) => tf.Tensor[], count: number, batchSize: number): Promise<void> {
  for (const layer of model.layers) {
    if (!(layer instanceof Normalization || layer instanceof Whitening)) continue;
    const symbol = layer.input as tf.SymbolicTensor;
    const port = model.inputs.indexOf(symbol);
    // Shares the model's layers, so that it must not be disposed.
    const before = port < 0 ? tf.model({ inputs: model.inputs, outputs: symbol }) : null;
    await layer.adapt(batches(inputsOf, count, batchSize, (inputs) => (before === null ? inputs[port]!.clone() : (before.apply(inputs, { training: false }) as tf.Tensor))));
  }
}

async function* batches(inputsOf: (indices: readonly number[]) => tf.Tensor[], count: number, batchSize: number, at: (inputs: tf.Tensor[]) => tf.Tensor): AsyncGenerator<tf.Tensor> {
  for (let start = 0; start < count; start += batchSize) {
    const inputs = inputsOf(Array.from({ length: Math.min(batchSize, count - start) }, (_, i) => start + i));
    const value = tf.tidy(() => at(inputs));
    tf.dispose(inputs);
    yield value;
  }
}
