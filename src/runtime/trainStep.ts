// One training step and one evaluation of a batch: loss, gradients, update, metrics. No read-back. Knows no data set and no loop.

import * as tf from '@tensorflow/tfjs';
import { throwIfRefused } from './kernels/refusals.ts';
import { losses, type LossName } from './losses.ts';
import { metricsFor } from './metrics.ts';
import type { Optimizer } from './optimizer.ts';
import { constrainWeights, withRegularization } from './penalties.ts';
import { setStep } from './randomLayer.ts';

/** How one of the model's outputs is judged, in the model's order. */
export interface OutputSpec {
  /** Prefix of its metrics where there are several outputs: `mask_loss`. */
  readonly name: string;
  readonly loss: LossName;
  /** Factor in the total loss; default 1. */
  readonly weight?: number;
  /** Shape without the batch. */
  readonly shape: readonly (number | null)[];
}

/** Names of the values that a step returns, in order: `loss`, then the metrics by Keras's names. */
export function metricNames(outputs: readonly OutputSpec[]): readonly string[] {
  const several = outputs.length > 1;
  return [
    'loss',
    ...outputs.flatMap(({ name, loss, shape }) => {
      const metrics = Object.keys(metricsFor(loss, shape));
      return several ? [`${name}_loss`, ...metrics.map((metric) => `${name}_${metric}`)] : metrics;
    }),
  ];
}

interface Judgement {
  readonly total: tf.Scalar;
  readonly parts: readonly tf.Scalar[];
}

function judge(model: tf.LayersModel, predictions: readonly tf.Tensor[], targets: readonly tf.Tensor[], outputs: readonly OutputSpec[]): Judgement {
  const parts = outputs.map(({ loss }, i) => losses[loss](targets[i]!, predictions[i]!));
  const weighted = parts.map((part, i) => ((outputs[i]?.weight ?? 1) === 1 ? part : tf.mul(part, outputs[i]?.weight ?? 1)));
  return { total: withRegularization(model, weighted.reduce((sum, part) => tf.add(sum, part)) as tf.Scalar), parts };
}

/** All values of {@link metricNames} in one tensor, so that one read-back fetches them. */
function report(judgement: Judgement, predictions: readonly tf.Tensor[], targets: readonly tf.Tensor[], outputs: readonly OutputSpec[]): tf.Tensor1D {
  const values = [
    judgement.total,
    ...outputs.flatMap(({ loss, shape }, i) => {
      const metrics = Object.values(metricsFor(loss, shape)).map((metric) => metric(targets[i]!, predictions[i]!));
      return outputs.length > 1 ? [judgement.parts[i]!, ...metrics] : metrics;
    }),
  ];
  return tf.concat(values.map((value) => tf.reshape(value, [1]) as tf.Tensor1D));
}

const list = (value: tf.Tensor | tf.Tensor[]): tf.Tensor[] => (Array.isArray(value) ? value : [value]);

/** The model's trainable variables, and names of them that are the same in every run (tfjs numbers its own). */
export function trainables(model: tf.LayersModel): { readonly variables: tf.Variable[]; readonly names: string[] } {
  const weights = model.trainableWeights;
  return {
    variables: weights.map((weight) => weight.read() as tf.Variable),
    names: weights.map((weight) => weight.originalName),
  };
}

/**
 * One optimizer step on a batch.
 * @param inputs one tensor per input of the model
 * @param targets one tensor per output, as its loss wants it
 * @returns the values of {@link metricNames}, before the update; the caller disposes it
 * @throws if the GPU has refused a part of an earlier step
 */
export function trainStep(
  model: tf.LayersModel,
  optimizer: Optimizer,
  inputs: readonly tf.Tensor[],
  targets: readonly tf.Tensor[],
  outputs: readonly OutputSpec[],
): tf.Tensor1D {
  throwIfRefused();
  return tf.tidy(() => {
    setStep(model, optimizer.step);
    const { variables } = trainables(model);
    let values: tf.Tensor1D | undefined;
    const loss = (): tf.Scalar => {
      const predictions = list(model.apply([...inputs], { training: true }) as tf.Tensor | tf.Tensor[]);
      const judgement = judge(model, predictions, targets, outputs);
      values = tf.keep(report(judgement, predictions, targets, outputs));
      return judgement.total;
    };
    // Not `variableGrads`, which throws where no weight can be moved: such a network has a loss too.
    const { value, grads } = variables.length === 0 ? { value: loss(), grads: [] } : tf.engine().gradients<tf.Tensor>(loss, variables, undefined, true);
    value.dispose();
    optimizer.apply(variables, variables.map((_, i) => grads[i] ?? null));
    constrainWeights(model);
    // Kept past the tape's own tidy; from here on the caller's.
    return values!;
  });
}

/** Predictions in inference mode, one tensor per output of the model; the caller disposes them. */
export function predict(model: tf.LayersModel, inputs: readonly tf.Tensor[]): tf.Tensor[] {
  return tf.tidy(() => list(model.apply([...inputs], { training: false }) as tf.Tensor | tf.Tensor[]));
}

/**
 * Loss and metrics of a batch in inference mode, as {@link trainStep} returns them.
 * @param count samples that count; the rest of the batch is padding that keeps the shapes equal
 */
export function evaluate(
  model: tf.LayersModel,
  inputs: readonly tf.Tensor[],
  targets: readonly tf.Tensor[],
  outputs: readonly OutputSpec[],
  count = inputs[0]?.shape[0] ?? 0,
): tf.Tensor1D {
  throwIfRefused();
  return tf.tidy(() => {
    const first = (x: tf.Tensor): tf.Tensor =>
      x.shape[0] === count ? x : tf.slice(x, x.shape.map(() => 0), [count, ...x.shape.slice(1)]);
    const predictions = predict(model, inputs).map(first);
    const wanted = targets.map(first);
    return report(judge(model, predictions, wanted, outputs), predictions, wanted, outputs);
  });
}
