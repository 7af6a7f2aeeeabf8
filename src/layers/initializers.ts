// The initializers a weight can have: names (tfjs's), documentation, and the spread of the values they draw. Draws nothing itself.

import type { FormulaStep, InitializerValue } from './layer.ts';
import { choice } from './params.ts';

export const initializerNames = [
  'zeros',
  'ones',
  'glorotUniform',
  'glorotNormal',
  'heNormal',
  'heUniform',
  'leCunNormal',
  'leCunUniform',
  'randomNormal',
  'truncatedNormal',
] as const;

export type InitializerName = (typeof initializerNames)[number];

/** Standard deviation that is left of a normal distribution cut at ±2 σ, in units of σ. tfjs does not correct for it; Keras does. */
const TRUNCATED = 0.8796256610342398;
/** tfjs's and Keras's default for `randomNormal` and `truncatedNormal`. */
const DEFAULT_STDDEV = 0.05;

export interface InitializerSpec {
  readonly label: string;
  readonly doc: string;
  /** Draws random numbers, so that it needs a seed. */
  readonly random: boolean;
  /** Standard deviation of the drawn values with names, e.g. `√(2 / (fanIn + fanOut))`. */
  readonly formula: string;
  /** The same with numbers. */
  text(fanIn: number, fanOut: number): string;
  std(fanIn: number, fanOut: number): number;
}

export const initializerSpecs: { readonly [I in InitializerName]: InitializerSpec } = {
  zeros: { label: 'Zeros', doc: 'All 0. Right for biases; a kernel of zeros never learns, as all its filters stay equal.', random: false, formula: '0', text: () => '0', std: () => 0 },
  ones: { label: 'Ones', doc: 'All 1. Right for scales such as gamma.', random: false, formula: '0', text: () => '0', std: () => 0 },
  glorotUniform: {
    label: 'Glorot uniform',
    doc: 'Keeps the variance the same forward and backward for tanh and sigmoid; the default of Keras. (Glorot and Bengio 2010)',
    random: true,
    formula: '√(2 / (fanIn + fanOut))',
    text: (fanIn, fanOut) => `√(2 / (${fanIn} + ${fanOut}))`,
    std: (fanIn, fanOut) => Math.sqrt(2 / Math.max(1, fanIn + fanOut)),
  },
  glorotNormal: {
    label: 'Glorot normal',
    doc: 'As Glorot uniform, drawn from a normal distribution cut at two standard deviations. (Glorot and Bengio 2010)',
    random: true,
    formula: '0.88·√(2 / (fanIn + fanOut))',
    text: (fanIn, fanOut) => `0.88·√(2 / (${fanIn} + ${fanOut}))`,
    std: (fanIn, fanOut) => TRUNCATED * Math.sqrt(2 / Math.max(1, fanIn + fanOut)),
  },
  heNormal: {
    label: 'He normal',
    doc: 'Makes up for the half of the values that ReLU sets to zero: the usual choice before ReLU. (He et al. 2015)',
    random: true,
    formula: '0.88·√(2 / fanIn)',
    text: (fanIn) => `0.88·√(2 / ${fanIn})`,
    std: (fanIn) => TRUNCATED * Math.sqrt(2 / Math.max(1, fanIn)),
  },
  heUniform: {
    label: 'He uniform',
    doc: 'As He normal, drawn from a uniform distribution. (He et al. 2015)',
    random: true,
    formula: '√(2 / fanIn)',
    text: (fanIn) => `√(2 / ${fanIn})`,
    std: (fanIn) => Math.sqrt(2 / Math.max(1, fanIn)),
  },
  leCunNormal: {
    label: 'LeCun normal',
    doc: 'Keeps the variance of the forward pass; the one to use with SELU. (LeCun et al. 1998)',
    random: true,
    formula: '0.88·√(1 / fanIn)',
    text: (fanIn) => `0.88·√(1 / ${fanIn})`,
    std: (fanIn) => TRUNCATED * Math.sqrt(1 / Math.max(1, fanIn)),
  },
  leCunUniform: {
    label: 'LeCun uniform',
    doc: 'As LeCun normal, drawn from a uniform distribution. (LeCun et al. 1998)',
    random: true,
    formula: '√(1 / fanIn)',
    text: (fanIn) => `√(1 / ${fanIn})`,
    std: (fanIn) => Math.sqrt(1 / Math.max(1, fanIn)),
  },
  randomNormal: {
    label: 'Normal, 0.05',
    doc: 'A normal distribution with standard deviation 0.05, whatever the size of the layer.',
    random: true,
    formula: '0.05',
    text: () => '0.05',
    std: () => DEFAULT_STDDEV,
  },
  truncatedNormal: {
    label: 'Truncated normal, 0.05',
    doc: 'As the normal distribution, values beyond two standard deviations drawn again.',
    random: true,
    formula: '0.88·0.05',
    text: () => '0.88·0.05',
    std: () => TRUNCATED * DEFAULT_STDDEV,
  },
};

/** Standard deviation of the values that tfjs draws for a weight with these fans. */
export function initialStd(name: InitializerName, fanIn: number, fanOut: number): number {
  return initializerSpecs[name].std(fanIn, fanOut);
}

/** `initialStd` with its arithmetic, e.g. `√(2 / (27 + 288)) = 0.0797`. */
export function initialStdStep(name: InitializerName, fanIn: number, fanOut: number): FormulaStep {
  const spec = initializerSpecs[name];
  const std = spec.std(fanIn, fanOut);
  const result = Number(std.toPrecision(3));
  return { axis: 'std', formula: spec.formula, text: spec.text(fanIn, fanOut) === String(result) ? String(result) : `${spec.text(fanIn, fanOut)} = ${result}`, result };
}

/**
 * Inputs and outputs that one weight of a kernel connects, as tfjs and Keras count them: the last two axes are the channels,
 * those before them the window. (A transposed convolution's kernel is `[h, w, filters, in]`, so its filters count as inputs.)
 */
export function fansOf(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  const window = shape.slice(0, -2).reduce((a, b) => a * b, 1);
  return { fanIn: window * (shape.at(-2) ?? 1), fanOut: window * (shape.at(-1) ?? 1) };
}

export const initializerParam = (label: string, initial: InitializerName, doc: string, advanced = true) =>
  choice<InitializerName>({
    label,
    doc,
    default: initial,
    advanced,
    options: initializerNames.map((value) => ({ value, label: initializerSpecs[value].label, doc: initializerSpecs[value].doc })),
  });

/** What the Program holds for an initializer; the compiler numbers the seeds. */
export function initializerValue(name: InitializerName): InitializerValue {
  return { $initializer: name, args: initializerSpecs[name].random ? { seed: { $seed: 0 } } : {} };
}
