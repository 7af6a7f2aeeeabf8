// Predictions of validation samples beside their targets, for the gallery. Knows no loop.

import type * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../datasets/dataset.ts';
import { inputBatch, predict } from '../runtime/index.ts';
import type { Prediction, PredictionSet } from './messages.ts';
import type { Plan } from './runSetup.ts';

/** The first `count` validation samples (training samples where there are none), predicted in inference mode. */
export async function predictSamples(model: tf.LayersModel, dataset: Dataset, plan: Plan, step: number, count: number): Promise<PredictionSet> {
  const start = plan.validationCount > 0 ? plan.trainCount : 0;
  const wanted = Math.min(count, dataset.count - start);
  const samples: Prediction[] = [];
  let outputShape: readonly number[] = [];
  for (let done = 0; done < wanted; done += plan.batchSize) {
    const inHand = Math.min(plan.batchSize, wanted - done);
    // Always a whole batch: other shapes would grow the GPU's buffer pool.
    const indices = Array.from({ length: plan.batchSize }, (_, i) => start + done + Math.min(i, inHand - 1));
    const batch = inputBatch(dataset, indices);
    const [output, ...others] = predict(model, [batch]);
    batch.dispose();
    for (const other of others) other.dispose();
    if (output === undefined) break;
    outputShape = output.shape.slice(1);
    const values = await output.data();
    output.dispose();
    const size = values.length / plan.batchSize;
    for (let i = 0; i < inHand; i++) {
      const index = indices[i]!;
      samples.push({
        index,
        input: sampleOf(dataset.inputs, dataset.inputShape, index),
        target: sampleOf(dataset.targets, dataset.targetShape, index),
        output: new Float32Array(values.subarray(i * size, (i + 1) * size)),
      });
    }
  }
  return { step, inputShape: dataset.inputShape, targetShape: dataset.targetShape, outputShape, samples };
}

function sampleOf(values: Float32Array, shape: readonly number[], index: number): Float32Array<ArrayBuffer> {
  const size = shape.reduce((a, b) => a * b, 1);
  return new Float32Array(values.subarray(index * size, (index + 1) * size));
}
