// The numbers of wasm tensors as arrays. A view is valid only until the next allocation, which may move the heap: allocate first.

import * as tf from '@tensorflow/tfjs';

/** The part of tfjs's wasm backend that is used here. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array | Int32Array | Uint8Array;
}

const backend = (): WasmBackend => tf.backend() as unknown as WasmBackend;

/** A tensor on the wasm heap with undefined content. */
export function allocate(shape: readonly number[]): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(backend().makeOutput([...shape], 'float32'));
}

/** The numbers of a float tensor, in place. */
export const view = (tensor: tf.Tensor): Float32Array => backend().typedArrayFromHeap(tensor) as Float32Array;

/** The numbers of an int tensor, in place. */
export const viewInts = (tensor: tf.Tensor): Int32Array => backend().typedArrayFromHeap(tensor) as Int32Array;
