// Built-in data that follows the network's input: its samples can be made in another size. Own data cannot; it is left alone.

import type { DataSignature } from '../datasets/dataset.ts';
import { datasetOf } from '../datasets/index.ts';
import type { Json, NetloomDocument } from '../graph/document.ts';
import type { Edit } from '../graph/edits.ts';
import type { Shape } from '../layers/layer.ts';
import { completeParams } from '../layers/params.ts';

/** What the samples of the document's built-in data look like; null without such data. */
export function builtinSignature({ training }: Pick<NetloomDocument, 'training'>): DataSignature | null {
  const dataset = training?.data ? datasetOf(training.data.type) : undefined;
  return dataset ? dataset.signature(completeParams(dataset.params, training.data?.params ?? {}).params) : null;
}

/** The edit that makes samples of shape `to`, where they have shape `from` now and one param of the set decides it; else none. */
export function resizeData({ training }: Pick<NetloomDocument, 'training'>, from: Shape, to: readonly number[]): readonly Edit[] {
  const dataset = training?.data ? datasetOf(training.data.type) : undefined;
  if (!dataset || builtinSignature({ training })?.inputShape.join() !== from.join()) return [];
  const given = training.data?.params ?? {};
  for (const [name, spec] of Object.entries(dataset.params)) {
    if (spec.kind !== 'integer' || !spec.parse(to[0]).ok) continue;
    const params: Readonly<Record<string, Json>> = { ...given, [name]: to[0]! };
    const resized = dataset.signature(completeParams(dataset.params, params).params);
    if (resized.inputShape.join() === to.join()) return [{ kind: 'setTraining', training: { data: { type: dataset.type, params } } }];
  }
  return [];
}
