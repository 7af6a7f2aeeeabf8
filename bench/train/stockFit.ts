// Trains a task as tfjs's users do: `model.compile` and `model.fit` on a stock backend. Nothing of Netloom's loop or kernels.

import * as tf from '@tensorflow/tfjs';
import { buildModel } from '../../src/training/buildModel.ts';
import { inOrder, type Task } from './tasks.ts';

/** Hears of losses without a read-back at each step, which tfjs's own `onBatchEnd` of `CustomCallback` would force. */
class LossKeeper extends tf.Callback {
  readonly kept: tf.Tensor[] = [];
  private readonly onFirst: () => void;

  constructor(onFirst: () => void) {
    super();
    this.onFirst = onFirst;
  }

  override async onBatchEnd(batch: number, logs?: tf.Logs): Promise<void> {
    const loss = (logs as unknown as { loss: tf.Tensor }).loss;
    this.kept.push(tf.keep(tf.clone(loss)));
    if (batch > 0) return;
    await loss.data();
    this.onFirst();
  }
}

/**
 * @param onFirst when the first step is done, its update included: it was queued before the loss was read
 * @returns the loss of each step; when it resolves, all steps are done
 */
export async function stockFit(task: Task, onFirst: () => void): Promise<number[]> {
  const { training, dataset, loss } = task;
  const { learningRate, epsilon } = training.optimizer;
  // The same calls to tf.layers and the same seeds of the initializers as in the app, hence the same weights.
  const model = buildModel(task.program, { seed: training.seed });
  model.compile({ optimizer: tf.train.adam(learningRate, 0.9, 0.999, epsilon), loss });
  const { inputs, targets } = inOrder(task);
  const x = tf.tensor(inputs, [dataset.count, ...dataset.inputShape]);
  const y = tf.tensor(targets, [dataset.count, ...(dataset.targetShape.length === 0 ? [1] : dataset.targetShape)]);
  const keeper = new LossKeeper(onFirst);
  await model.fit(x, y, { batchSize: training.batchSize, epochs: 1, shuffle: false, callbacks: keeper });
  const values = await Promise.all(keeper.kept.map((kept) => kept.data()));
  return values.map((value) => value[0]!);
}
