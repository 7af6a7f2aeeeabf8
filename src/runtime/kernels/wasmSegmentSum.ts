// Sums of rows by their segment on the wasm backend, which has none: the gradient of every gather.

import type * as tf from '@tensorflow/tfjs';
import { input, replaceKernel } from './replaceKernel.ts';
import { allocate, view, viewInts } from './wasmHeap.ts';

export function wasmSegmentSum(): void {
  replaceKernel('UnsortedSegmentSum', 'wasm', () => (args) => {
    const [x, segmentIds] = [input<tf.Tensor>(args, 'x'), input<tf.Tensor>(args, 'segmentIds')];
    const { numSegments } = args.attrs as unknown as { numSegments: number };
    const rowSize = x.size / segmentIds.size;
    const sums = allocate([numSegments, ...x.shape.slice(segmentIds.rank)]);
    const [values, ids, result] = [view(x), viewInts(segmentIds), view(sums)];
    result.fill(0);
    for (let row = 0; row < ids.length; row++) {
      const segment = ids[row]!;
      // As in TensorFlow, rows of a negative segment are left out.
      if (segment < 0 || segment >= numSegments) continue;
      for (let i = 0; i < rowSize; i++) result[segment * rowSize + i]! += values[row * rowSize + i]!;
    }
    return sums;
  });
}
