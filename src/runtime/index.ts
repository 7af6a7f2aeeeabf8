// Everything the runtime offers. Importing it also tells tfjs of the layers, so that a model.json that holds them loads.

export { activation } from './activation.ts';
export { averagePooling2d } from './averagePooling2d.ts';
export { batchNormalization } from './batchNormalization.ts';
export { conv2d } from './conv2d.ts';
export { conv2dTranspose } from './conv2dTranspose.ts';
export { depthwiseConv2d } from './depthwiseConv2d.ts';
export { dropout, setStep } from './dropout.ts';
export { maxPooling2d } from './maxPooling2d.ts';
export { upSampling2d } from './upSampling2d.ts';

export { Adam, type AdamOptions } from './adam.ts';
export type { Optimizer } from './optimizer.ts';
export { Sgd, type SgdOptions } from './sgd.ts';

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
export { losses, type Loss, type LossName } from './losses.ts';
export { metricsFor, type Metric, type MetricName } from './metrics.ts';
export { mixAll, randomStream, shuffled } from './random.ts';
export { evaluate, metricNames, predict, trainables, trainStep, type OutputSpec } from './trainStep.ts';
