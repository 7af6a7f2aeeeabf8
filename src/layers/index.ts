// NEW LAYER HERE: the list of all layers, in the palette's order. A literal list: nothing registers itself.

import { activation } from './activation/activation.ts';
import { prelu } from './activation/prelu.ts';
import { conv1d } from './convolution/conv1d.ts';
import { conv1dTranspose } from './convolution/conv1dTranspose.ts';
import { conv2d } from './convolution/conv2d.ts';
import { conv2dTranspose } from './convolution/conv2dTranspose.ts';
import { conv3d } from './convolution/conv3d.ts';
import { conv3dTranspose } from './convolution/conv3dTranspose.ts';
import { depthwiseConv2d } from './convolution/depthwiseConv2d.ts';
import { separableConv1d } from './convolution/separableConv1d.ts';
import { separableConv2d } from './convolution/separableConv2d.ts';
import { bidirectional } from './core/bidirectional.ts';
import { classToken } from './core/classToken.ts';
import { dense } from './core/dense.ts';
import { embedding } from './core/embedding.ts';
import { flatten } from './core/flatten.ts';
import { gru } from './core/gru.ts';
import { lstm } from './core/lstm.ts';
import { multiHeadAttention } from './core/multiHeadAttention.ts';
import { permute } from './core/permute.ts';
import { positionalEmbedding } from './core/positionalEmbedding.ts';
import { repeatVector } from './core/repeatVector.ts';
import { reshape } from './core/reshape.ts';
import { simpleRNN } from './core/simpleRNN.ts';
import { timeDistributedOver } from './core/timeDistributed.ts';
import { input } from './io/input.ts';
import { output } from './io/output.ts';
import { add } from './merge/add.ts';
import { average } from './merge/average.ts';
import { concatenate } from './merge/concatenate.ts';
import { dot } from './merge/dot.ts';
import { maximum } from './merge/maximum.ts';
import { minimum } from './merge/minimum.ts';
import { multiply } from './merge/multiply.ts';
import { subtract } from './merge/subtract.ts';
import { weightedSum } from './merge/weightedSum.ts';
import { batchNormalization } from './normalization/batchNormalization.ts';
import { groupNormalization } from './normalization/groupNormalization.ts';
import { instanceNormalization } from './normalization/instanceNormalization.ts';
import { layerNormalization } from './normalization/layerNormalization.ts';
import { normalization } from './normalization/normalization.ts';
import { rescaling } from './normalization/rescaling.ts';
import { rmsNormalization } from './normalization/rmsNormalization.ts';
import { whitening } from './normalization/whitening.ts';
import { alphaDropout } from './regularization/alphaDropout.ts';
import { dropout } from './regularization/dropout.ts';
import { gaussianDropout } from './regularization/gaussianDropout.ts';
import { gaussianNoise } from './regularization/gaussianNoise.ts';
import { spatialDropout1d } from './regularization/spatialDropout1d.ts';
import { spatialDropout2d } from './regularization/spatialDropout2d.ts';
import { spatialDropout3d } from './regularization/spatialDropout3d.ts';
import { stochasticDepth } from './regularization/stochasticDepth.ts';
import { adaptiveAveragePooling1d } from './sampling/adaptiveAveragePooling1d.ts';
import { adaptiveAveragePooling2d } from './sampling/adaptiveAveragePooling2d.ts';
import { averagePooling1d } from './sampling/averagePooling1d.ts';
import { averagePooling2d } from './sampling/averagePooling2d.ts';
import { averagePooling3d } from './sampling/averagePooling3d.ts';
import { centerCrop2d } from './sampling/centerCrop2d.ts';
import { cropping1d } from './sampling/cropping1d.ts';
import { cropping2d } from './sampling/cropping2d.ts';
import { cropping3d } from './sampling/cropping3d.ts';
import { globalAveragePooling1d } from './sampling/globalAveragePooling1d.ts';
import { globalAveragePooling2d } from './sampling/globalAveragePooling2d.ts';
import { globalAveragePooling3d } from './sampling/globalAveragePooling3d.ts';
import { globalMaxPooling1d } from './sampling/globalMaxPooling1d.ts';
import { globalMaxPooling2d } from './sampling/globalMaxPooling2d.ts';
import { globalMaxPooling3d } from './sampling/globalMaxPooling3d.ts';
import { maxPooling1d } from './sampling/maxPooling1d.ts';
import { maxPooling2d } from './sampling/maxPooling2d.ts';
import { maxPooling3d } from './sampling/maxPooling3d.ts';
import { maxUnpooling2d } from './sampling/maxUnpooling2d.ts';
import { padding2d } from './sampling/padding2d.ts';
import { pixelShuffle } from './sampling/pixelShuffle.ts';
import { upSampling1d } from './sampling/upSampling1d.ts';
import { upSampling2d } from './sampling/upSampling2d.ts';
import { upSampling3d } from './sampling/upSampling3d.ts';
import { zeroPadding1d } from './sampling/zeroPadding1d.ts';
import { zeroPadding2d } from './sampling/zeroPadding2d.ts';
import { zeroPadding3d } from './sampling/zeroPadding3d.ts';
import type { AnyLayer } from './layer.ts';
import type { ParamsOf } from './params.ts';

/** The layers that may stand inside another one. */
const plainLayers = [
  input,
  output,
  conv2d,
  conv2dTranspose,
  depthwiseConv2d,
  separableConv2d,
  conv1d,
  conv1dTranspose,
  separableConv1d,
  conv3d,
  conv3dTranspose,
  maxPooling2d,
  averagePooling2d,
  maxPooling1d,
  averagePooling1d,
  maxPooling3d,
  averagePooling3d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  globalAveragePooling1d,
  globalMaxPooling1d,
  globalAveragePooling3d,
  globalMaxPooling3d,
  adaptiveAveragePooling2d,
  adaptiveAveragePooling1d,
  upSampling2d,
  zeroPadding2d,
  padding2d,
  cropping2d,
  centerCrop2d,
  maxUnpooling2d,
  pixelShuffle,
  upSampling1d,
  zeroPadding1d,
  cropping1d,
  upSampling3d,
  zeroPadding3d,
  cropping3d,
  dense,
  flatten,
  reshape,
  permute,
  repeatVector,
  embedding,
  lstm,
  gru,
  simpleRNN,
  bidirectional,
  positionalEmbedding,
  classToken,
  multiHeadAttention,
  activation,
  prelu,
  batchNormalization,
  layerNormalization,
  groupNormalization,
  instanceNormalization,
  rmsNormalization,
  normalization,
  whitening,
  rescaling,
  dropout,
  spatialDropout1d,
  spatialDropout2d,
  spatialDropout3d,
  alphaDropout,
  gaussianNoise,
  gaussianDropout,
  stochasticDepth,
  add,
  subtract,
  multiply,
  average,
  maximum,
  minimum,
  weightedSum,
  dot,
  concatenate,
] as const;

export const layers = [...plainLayers, timeDistributedOver(plainLayers)] as const;

export type Layers = typeof layers;
export type LayerType = Layers[number]['type'];
/** The complete params of the layer of this type. */
export type LayerParams<T extends LayerType> = ParamsOf<Extract<Layers[number], { type: T }>['params']>;

const byType: ReadonlyMap<string, AnyLayer> = new Map(layers.map((layer): [string, AnyLayer] => [layer.type, layer]));

/** The layer of this type; `undefined` for a name that this build does not know. */
export function layerOf(type: string): AnyLayer | undefined {
  return byType.get(type);
}
