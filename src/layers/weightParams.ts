// The params of a kernel and a bias that dense layers and convolutions share: what they hold at first, and what keeps them small.

import type { InitializerName } from './initializers.ts';
import { initializerOmegaParam, initializerParam, initializerScaleParam, initializerValue } from './initializers.ts';
import type { ConfigObject, MadeValue, WeightSpec } from './layer.ts';
import type { ParamValue } from './params.ts';
import { choice, number } from './params.ts';

type ConstraintName = 'none' | 'maxNorm' | 'unitNorm' | 'nonNeg';

const penalty = (label: string, doc: string) => number({ label, doc, default: 0, min: 0, max: 100, step: 0.0001, advanced: true });

/** @param initializer the param that names the kernel's initializer */
export const kernelParams = (initializer: string) => ({
  kernelScale: initializerScaleParam('Kernel scale', initializer),
  kernelOmega: initializerOmegaParam('Kernel omega', initializer),
  kernelL1: penalty('Kernel L1', 'Adds l1·Σ|w| to the loss: many weights become exactly useless, near 0. 0 is off.'),
  kernelL2: penalty('Kernel L2', 'Adds l2·Σw² to the loss: large weights shrink, as by weight decay. Try 0.0001; 0 is off.'),
  kernelConstraint: choice<ConstraintName>({
    label: 'Kernel constraint',
    doc: 'What the weights are brought back to after every training step.',
    default: 'none',
    advanced: true,
    options: [
      { value: 'none', label: 'None', doc: 'They may be anything.' },
      { value: 'maxNorm', label: 'Max norm', doc: 'The weights of one filter or unit, as a vector, are no longer than the maximum. Good with dropout. (Srivastava et al. 2014)' },
      { value: 'unitNorm', label: 'Unit norm', doc: 'The weights of one filter or unit, as a vector, have length 1: only its direction is learned.' },
      { value: 'nonNeg', label: 'Non-negative', doc: 'Negative weights become 0: parts are only added, never taken away. (Lee and Seung 1999)' },
    ],
  }),
  kernelMaxNorm: number({
    label: 'Max norm',
    doc: 'Largest length of the weights of one filter or unit.',
    default: 2,
    min: 0.0001,
    max: 1e6,
    step: 0.1,
    advanced: true,
    visible: (params: Readonly<Record<string, ParamValue>>) => params['kernelConstraint'] === 'maxNorm',
  }),
});

export const biasParams = () => ({
  biasInitializer: initializerParam('Bias initializer', 'zeros', 'What the bias holds before training.'),
  biasScale: initializerScaleParam('Bias scale', 'biasInitializer'),
  biasL1: penalty('Bias L1', 'Adds l1·Σ|b| to the loss; seldom used. 0 is off.'),
  biasL2: penalty('Bias L2', 'Adds l2·Σb² to the loss; seldom used. 0 is off.'),
});

interface Kernel {
  readonly kernelScale: number;
  readonly kernelOmega: number;
  readonly kernelL1: number;
  readonly kernelL2: number;
  readonly kernelConstraint: ConstraintName;
  readonly kernelMaxNorm: number;
}

interface Bias {
  readonly useBias: boolean;
  readonly biasInitializer: InitializerName;
  readonly biasScale: number;
  readonly biasL1: number;
  readonly biasL2: number;
}

/**
 * Initializer, regularizer and constraint of the kernel.
 * @param axes axes of the kernel that lead to one filter or unit
 * @param key what the layer's config calls its kernel
 */
export function kernelConfig(p: Kernel, initializer: InitializerName, axes: readonly number[], key: 'kernel' | 'depthwise' | 'pointwise' = 'kernel'): ConfigObject {
  const constraint = constraintValue(p, axes);
  return {
    [`${key}Initializer`]: initializerValue(initializer, { scale: p.kernelScale, omega: p.kernelOmega }),
    ...regularizerEntry(`${key}Regularizer`, p.kernelL1, p.kernelL2),
    ...(constraint === null ? {} : { [`${key}Constraint`]: constraint }),
  };
}

export function biasConfig(p: Bias): ConfigObject {
  if (!p.useBias) return {};
  return {
    ...(p.biasInitializer === 'zeros' ? {} : { biasInitializer: initializerValue(p.biasInitializer, { scale: p.biasScale }) }),
    ...regularizerEntry('biasRegularizer', p.biasL1, p.biasL2),
  };
}

/**
 * The kernel as a weight.
 * @param note how its fan-in is counted, where that is not the number of inputs that one output sees
 */
export function kernelWeight(p: Pick<Kernel, 'kernelScale' | 'kernelOmega'>, initializer: InitializerName, shape: readonly number[], name = 'kernel', note?: string): WeightSpec {
  return { name, shape, trainable: true, initial: { initializer, scale: p.kernelScale, omega: p.kernelOmega, ...(note === undefined ? {} : { note }) } };
}

/** The windows of a depthwise convolution as a weight `[…window, channels, multiplier]`. */
export const depthwiseWeight = (p: Pick<Kernel, 'kernelScale' | 'kernelOmega'>, initializer: InitializerName, shape: readonly number[]): WeightSpec =>
  kernelWeight(p, initializer, shape, 'depthwise_kernel', 'Counted as Keras does: window × channels, though every output sees the window of one channel only.');

/** The bias as a weight; none where it is off. */
export function biasWeight(p: Pick<Bias, 'useBias' | 'biasInitializer' | 'biasScale'>, length: number): readonly WeightSpec[] {
  return p.useBias ? [{ name: 'bias', shape: [length], trainable: true, initial: { initializer: p.biasInitializer, scale: p.biasScale } }] : [];
}

const made = (from: MadeValue['from'], name: string, args: ConfigObject): MadeValue => ({ $make: name, from, args });

function regularizerEntry(key: string, l1: number, l2: number): ConfigObject {
  if (l1 === 0 && l2 === 0) return {};
  if (l1 === 0) return { [key]: made('tf.regularizers', 'l2', { l2 }) };
  if (l2 === 0) return { [key]: made('tf.regularizers', 'l1', { l1 }) };
  return { [key]: made('tf.regularizers', 'l1l2', { l1, l2 }) };
}

/** tfjs's norms are taken along a single axis; those of a convolution's kernel along several. */
function constraintValue(p: Kernel, axes: readonly number[]): MadeValue | null {
  switch (p.kernelConstraint) {
    case 'none':
      return null;
    case 'nonNeg':
      return made('tf.constraints', 'nonNeg', {});
    case 'maxNorm':
      return axes.length === 1 ? made('tf.constraints', 'maxNorm', { maxValue: p.kernelMaxNorm, axis: axes[0] ?? 0 }) : made('runtime', 'maxNorm', { maxValue: p.kernelMaxNorm, axes });
    case 'unitNorm':
      return axes.length === 1 ? made('tf.constraints', 'unitNorm', { axis: axes[0] ?? 0 }) : made('runtime', 'unitNorm', { axes });
    default:
      return p.kernelConstraint satisfies never;
  }
}
