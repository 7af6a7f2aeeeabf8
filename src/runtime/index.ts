// Everything the runtime offers. Importing it also tells tfjs of the layers, so that a model.json that holds them loads.

export { activation } from './activation.ts';
export { alphaDropout } from './alphaDropout.ts';
export { averagePooling1d } from './averagePooling1d.ts';
export { averagePooling2d } from './averagePooling2d.ts';
export { averagePooling3d } from './averagePooling3d.ts';
export { batchNormalization } from './batchNormalization.ts';
export { classToken } from './classToken.ts';
export { conv1d } from './conv1d.ts';
export { conv1dTranspose } from './conv1dTranspose.ts';
export { conv2d } from './conv2d.ts';
export { conv2dTranspose } from './conv2dTranspose.ts';
export { conv3d } from './conv3d.ts';
export { conv3dTranspose } from './conv3dTranspose.ts';
export { depthwiseConv2d } from './depthwiseConv2d.ts';
export { dot } from './dot.ts';
export { dropout } from './dropout.ts';
export { identity, orthogonal, simpleXavier, sirenFirst, sirenHidden } from './drawnInitializers.ts';
export { embedding } from './embedding.ts';
export { foldTime, unfoldTime } from './foldTime.ts';
export { gaussianDropout } from './gaussianDropout.ts';
export { gaussianNoise } from './gaussianNoise.ts';
export { groupNormalization } from './groupNormalization.ts';
export { instanceNormalization } from './instanceNormalization.ts';
export { layerNormalization } from './layerNormalization.ts';
export { centerCrop2d } from './centerCrop2d.ts';
export { globalAveragePooling } from './globalAveragePooling.ts';
export { globalMaxPooling } from './globalMaxPooling.ts';
export { maxUnpooling2d } from './maxUnpooling2d.ts';
export { padding2d } from './padding2d.ts';
export { pixelShuffle } from './pixelShuffle.ts';
export { adaptiveAveragePooling } from './adaptiveAveragePooling.ts';
export { cropping } from './cropping.ts';
export { upSampling } from './upSampling.ts';
export { zeroPadding } from './zeroPadding.ts';
export { maxPooling1d } from './maxPooling1d.ts';
export { maxPooling2d } from './maxPooling2d.ts';
export { maxPooling3d } from './maxPooling3d.ts';
export { multiHeadAttention } from './multiHeadAttention.ts';
export { normalization } from './normalization.ts';
export { maxNorm, unitNorm } from './penalties.ts';
export { positionalEmbedding } from './positionalEmbedding.ts';
export { prelu } from './prelu.ts';
export { setStep } from './randomLayer.ts';
export { repeatVector } from './repeatVector.ts';
export { reverseTime } from './reverseTime.ts';
export { rmsNormalization } from './rmsNormalization.ts';
export { separableConv1d, separableConv2d } from './separableConv.ts';
export { spatialDropout } from './spatialDropout.ts';
export { stochasticDepth } from './stochasticDepth.ts';
export { subtract } from './subtract.ts';
export { upSampling2d } from './upSampling2d.ts';
export { weightedSum } from './weightedSum.ts';
export { whitening } from './whitening.ts';

export { Adam, type AdamOptions } from './adam.ts';
export type { Optimizer } from './optimizer.ts';
export { Sgd, type SgdOptions } from './sgd.ts';

export { adaptLayers } from './adaptLayers.ts';
export {
  epochOrder,
  inputBatch,
  splitOf,
  stepsPerEpoch,
  targetBatch,
  targetProblem,
  usedBatchSize,
  type Samples,
  type Split,
} from './batches.ts';
export { correctKernels } from './kernels/correctKernels.ts';
export { watchRefusals } from './kernels/refusals.ts';
export { losses, type Loss, type LossName } from './losses.ts';
export { metricsFor, type Metric, type MetricName } from './metrics.ts';
export { mixAll, randomStream, shuffled } from './random.ts';
export { evaluate, metricNames, predict, trainables, trainStep, type OutputSpec } from './trainStep.ts';
