// Whether a data set fits the network: its samples the input, its targets the outputs and their losses. Knows no data, only its signature.

import type { DataSignature } from '../datasets/dataset.ts';
import type { Shape } from '../layers/layer.ts';
import { formatShape } from '../layers/layer.ts';
import { lossSpecs, type LossName } from '../layers/losses.ts';
import { lossOf } from './lossActivation.ts';
import type { Finding, Station } from './network.ts';

export function dataFindings(inputs: readonly Station[], outputs: readonly Station[], data: DataSignature): readonly Finding[] {
  return [
    ...inputs.flatMap((input, i) => inputFindings(input, i, data)),
    ...outputs.flatMap((output) => targetFindings(output, data)),
  ];
}

function inputFindings(input: Station, place: number, data: DataSignature): readonly Finding[] {
  const shape = input.evaluation?.output;
  if (!shape) return [];
  const base = { severity: 'error', code: 'data-input-shape', node: input.id, param: 'shape' } as const;
  if (place > 0) return [{ ...base, message: `The data ${data.name} has one tensor per sample, but \`${input.id}\` is a further input of the network.` }];
  if (fits(data.inputShape, shape)) return [];
  return [{ ...base, message: `The samples of ${data.name} are ${formatShape(data.inputShape)}, but the input \`${input.id}\` takes ${formatShape(shape)}.` }];
}

function fits(known: readonly number[], shape: Shape): boolean {
  return known.length === shape.length && shape.every((dim, i) => dim === null || dim === known[i]);
}

function targetFindings(output: Station, data: DataSignature): readonly Finding[] {
  const loss = lossOf(output);
  const prediction = output.evaluation?.output;
  if (!loss || !prediction) return [];
  const wanted = predictionsFor(loss, data);
  if (wanted !== null && wanted.some((shape) => fits(shape, prediction))) return [];
  const { label } = lossSpecs[loss];
  const targets = describeTargets(data);
  const message =
    wanted === null
      ? `${label} cannot be taken against ${targets}.`
      : `For ${targets} and ${label.toLowerCase()} the output \`${output.id}\` needs ${wanted.map(formatShape).join(' or ')}, but ${formatShape(prediction)} arrives.`;
  return [{ severity: 'error', code: 'data-target', node: output.id, port: output.incoming[0]?.port, param: 'loss', message }];
}

/** Number of classes; two where a mask does not name them. */
export const classCount = (data: DataSignature): number => data.classes?.length ?? 2;

/**
 * The shapes of prediction, without the batch, that this loss can compare with the data's targets; `null` if there is none.
 * Training turns class numbers into one-hot vectors where a loss needs them.
 */
export function predictionsFor(loss: LossName, data: DataSignature): readonly (readonly number[])[] | null {
  const { expects } = lossSpecs[loss];
  const classes = classCount(data);
  switch (data.task) {
    case 'classification':
      if (expects === 'distribution') return [[classes]];
      // A yes or no is one number; a class number is no probability.
      if (expects === 'probability') return classes === 2 ? [[1]] : null;
      return [[1]];
    case 'segmentation':
      return expects === 'distribution' ? [[...data.targetShape.slice(0, -1), classes]] : [data.targetShape];
    case 'regression':
      if (expects !== 'any') return null;
      return data.targetShape.length === 0 ? [[1]] : [data.targetShape];
    default:
      return data.task satisfies never;
  }
}

function describeTargets(data: DataSignature): string {
  switch (data.task) {
    case 'classification':
      return `the ${classCount(data)} classes of ${data.name}`;
    case 'segmentation':
      return `the masks of ${data.name}, ${formatShape(data.targetShape)},`;
    case 'regression':
      return `the values of ${data.name}, ${formatShape(data.targetShape)},`;
    default:
      return data.task satisfies never;
  }
}
