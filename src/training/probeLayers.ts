// Sees what comes out of each layer of a model. Changes no result.

import * as tf from '@tensorflow/tfjs';
import type { Program } from '../compiler/program.ts';

/**
 * Calls `watch` after each layer's arithmetic; `output` is alive only during the call.
 * @returns takes the watcher off again
 */
function watchLayers(model: tf.LayersModel, program: Program, watch: (node: string, output: tf.Tensor) => void): () => void {
  const nodes = new Map(program.calls.map((call) => [call.id, call.node]));
  for (const layer of model.layers) {
    const node = nodes.get(layer.name);
    if (node === undefined) continue;
    const original = layer.call;
    layer.call = (inputs, options) => {
      const output = original.call(layer, inputs, options);
      for (const one of Array.isArray(output) ? output : [output]) watch(node, one);
      return output;
    };
  }
  return () => {
    // The prototype's method shows again.
    for (const layer of model.layers) if (Object.hasOwn(layer, 'call')) delete (layer as { call?: unknown }).call;
  };
}

/**
 * The first node, in order of computation, whose output for these inputs holds a NaN or an infinity; `null` if all are finite.
 */
export async function firstNotFinite(model: tf.LayersModel, program: Program, inputs: readonly tf.Tensor[]): Promise<string | null> {
  const found: { node: string; sum: tf.Tensor }[] = [];
  const stop = watchLayers(model, program, (node, output) => {
    // 0 for finite numbers, NaN for all others.
    found.push({ node, sum: tf.keep(tf.sum(tf.mul(output, 0))) });
  });
  try {
    tf.tidy(() => {
      model.apply([...inputs], { training: false });
    });
  } finally {
    stop();
  }
  const sums = await Promise.all(found.map(async ({ sum }) => (await sum.data())[0] ?? 0));
  for (const { sum } of found) sum.dispose();
  return found.find((_, i) => !Number.isFinite(sums[i]))?.node ?? null;
}
