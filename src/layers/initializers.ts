// The initializers a weight can have: names (tfjs's), documentation, and the spread of the values they draw. Draws nothing itself.

import type { ConfigObject, FormulaStep, InitializerValue, WeightSpec } from './layer.ts';
import { choice, number } from './params.ts';

export const initializerNames = [
  'zeros',
  'ones',
  'constant',
  'glorotUniform',
  'glorotNormal',
  'heNormal',
  'heUniform',
  'leCunNormal',
  'leCunUniform',
  'randomNormal',
  'truncatedNormal',
  'randomUniform',
  'simpleXavier',
  'orthogonal',
  'identity',
  'sirenFirst',
  'sirenHidden',
] as const;

export type InitializerName = (typeof initializerNames)[number];

/** Standard deviation that is left of a normal distribution cut at ±2 σ, in units of σ. tfjs does not correct for it; Keras does. */
const TRUNCATED = 0.8796256610342398;
/** tfjs's and Keras's default for `randomNormal`, `truncatedNormal` and `randomUniform`. */
const DEFAULT_SCALE = 0.05;
/** SIREN's. */
const DEFAULT_OMEGA = 30;

/** What an initializer depends on besides the fans. */
export interface InitializerNumbers {
  /** The constant, the standard deviation or the limit; default 0.05. */
  readonly scale?: number;
  /** Angular frequency of SIREN's sine; default 30. */
  readonly omega?: number;
  /** Length of the weight's last axis, where it is not the fan-out: the filters of a convolution. */
  readonly columns?: number;
}

/** An initializer with the user's numbers: what a weight is filled with before training. */
export interface InitialValues {
  readonly initializer: InitializerName;
  readonly scale?: number;
  readonly omega?: number;
  /** Where K is not the number of inputs that one output sees: how it is counted. */
  readonly note?: string;
}

export interface InitializerSpec {
  readonly label: string;
  readonly doc: string;
  /** Draws random numbers, so that it needs a seed. */
  readonly random: boolean;
  /** Standard deviation of the drawn values with names, e.g. `√(2 / (fanIn + fanOut))`. */
  readonly formula: string;
  /** The same with numbers. */
  text(fanIn: number, fanOut: number, numbers: InitializerNumbers): string;
  std(fanIn: number, fanOut: number, numbers: InitializerNumbers): number;
  /** It is the runtime's, as tfjs lacks it or has it for matrices only. */
  readonly runtime?: true;
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
const scaleOf = ({ scale = DEFAULT_SCALE }: InitializerNumbers): number => scale;

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
  constant: { label: 'Constant', doc: 'All the same number, the scale. A bias of 0.1 keeps ReLUs alive at first.', random: false, formula: '0', text: () => '0', std: () => 0 },
  randomNormal: {
    label: 'Normal',
    doc: 'A normal distribution whose standard deviation is the scale, whatever the size of the layer.',
    random: true,
    formula: 'scale',
    text: (_fanIn, _fanOut, numbers) => short(scaleOf(numbers)),
    std: (_fanIn, _fanOut, numbers) => scaleOf(numbers),
  },
  truncatedNormal: {
    label: 'Truncated normal',
    doc: 'As the normal distribution, values beyond two standard deviations drawn again.',
    random: true,
    formula: '0.88·scale',
    text: (_fanIn, _fanOut, numbers) => `0.88·${short(scaleOf(numbers))}`,
    std: (_fanIn, _fanOut, numbers) => TRUNCATED * scaleOf(numbers),
  },
  randomUniform: {
    label: 'Uniform',
    doc: 'Between minus and plus the scale, all numbers equally likely.',
    random: true,
    formula: 'scale / √3',
    text: (_fanIn, _fanOut, numbers) => `${short(scaleOf(numbers))} / √3`,
    std: (_fanIn, _fanOut, numbers) => scaleOf(numbers) / Math.sqrt(3),
  },
  simpleXavier: {
    label: 'Xavier, simple',
    doc: 'A normal distribution with standard deviation √(1 / K), K inputs per output: the variance of what comes out is that of what went in.',
    random: true,
    formula: '√(1 / fanIn)',
    text: (fanIn) => `√(1 / ${fanIn})`,
    std: (fanIn) => Math.sqrt(1 / Math.max(1, fanIn)),
    runtime: true,
  },
  orthogonal: {
    label: 'Orthogonal',
    doc: 'Filters of length 1 at right angles to each other: a deep linear network keeps lengths exactly. (Saxe et al. 2014)',
    random: true,
    formula: '√(1 / max(fanIn, filters))',
    text: (fanIn, fanOut, { columns = fanOut }) => `√(1 / max(${fanIn}, ${columns}))`,
    std: (fanIn, fanOut, { columns = fanOut }) => Math.sqrt(1 / Math.max(1, fanIn, columns)),
    runtime: true,
  },
  identity: {
    label: 'Identity',
    doc: '1 from every input to the output of the same number, in the middle of the window; else 0: the layer begins by passing on what comes in.',
    random: false,
    formula: '√(p·(1 − p)), p = 1 / max(fanIn, fanOut)',
    text: (fanIn, fanOut) => `√(1 / ${Math.max(fanIn, fanOut)}·(1 − 1 / ${Math.max(fanIn, fanOut)}))`,
    std: (fanIn, fanOut) => Math.sqrt((1 / Math.max(1, fanIn, fanOut)) * (1 - 1 / Math.max(1, fanIn, fanOut))),
    runtime: true,
  },
  sirenFirst: {
    label: 'SIREN, first layer',
    doc: 'Uniform within ±1 / K, K inputs per output: for the first layer of a network of sines, whose own omega makes it fast. (Sitzmann et al. 2020)',
    random: true,
    formula: '1 / (fanIn·√3)',
    text: (fanIn) => `1 / (${fanIn}·√3)`,
    std: (fanIn) => 1 / (Math.max(1, fanIn) * Math.sqrt(3)),
    runtime: true,
  },
  sirenHidden: {
    label: 'SIREN, hidden layer',
    doc: 'Uniform within ±√(6 / K) / omega, K inputs per output: what reaches each sine is as wide as what reached the one before. (Sitzmann et al. 2020)',
    random: true,
    formula: '√(2 / fanIn) / omega',
    text: (fanIn, _fanOut, { omega = DEFAULT_OMEGA }) => `√(2 / ${fanIn}) / ${omega}`,
    std: (fanIn, _fanOut, { omega = DEFAULT_OMEGA }) => Math.sqrt(2 / Math.max(1, fanIn)) / omega,
    runtime: true,
  },
};

/** Standard deviation of the values that are drawn for a weight with these fans. */
export function initialStd(name: InitializerName, fanIn: number, fanOut: number, numbers: InitializerNumbers = {}): number {
  return initializerSpecs[name].std(fanIn, fanOut, numbers);
}

/** `initialStd` with its arithmetic, e.g. `√(2 / (27 + 288)) = 0.0797`. */
export function initialStdStep(name: InitializerName, fanIn: number, fanOut: number, numbers: InitializerNumbers = {}): FormulaStep {
  const spec = initializerSpecs[name];
  const result = Number(spec.std(fanIn, fanOut, numbers).toPrecision(3));
  const text = spec.text(fanIn, fanOut, numbers);
  return { axis: 'std', formula: spec.formula, text: text === String(result) ? text : `${text} = ${result}`, result };
}

/**
 * Inputs and outputs that one weight of a kernel connects, as tfjs and Keras count them: the last two axes are the channels,
 * those before them the window. (A transposed convolution's kernel is `[h, w, filters, in]`, so its filters count as inputs.)
 */
export function fansOf(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  const size = shape.reduce((a, b) => a * b, 1);
  if (shape.length < 2) return { fanIn: Math.sqrt(size), fanOut: Math.sqrt(size) };
  return { fanIn: size / (shape.at(-1) ?? 1), fanOut: size / (shape.at(-2) ?? 1) };
}

/** K of a weight, and the standard deviation of its first values with the arithmetic that leads there. */
export interface InitialSpread {
  readonly fanIn: number;
  readonly fanOut: number;
  readonly step: FormulaStep;
}

/** How widely the first values of a weight spread; `null` where no param says what they are. */
export function initialSpread({ shape, initial }: WeightSpec): InitialSpread | null {
  if (initial === undefined) return null;
  const { initializer, note: _note, ...numbers } = initial;
  // The runtime's initializers take a vector for a column, tfjs's for a square.
  const { fanIn, fanOut } = shape.length === 1 && initializerSpecs[initializer].runtime ? fansOf([...shape, 1]) : fansOf(shape);
  const columns = shape.length === 1 ? 1 : shape.at(-1);
  return { fanIn, fanOut, step: initialStdStep(initializer, fanIn, fanOut, columns === undefined ? numbers : { ...numbers, columns }) };
}

export const initializerParam = (label: string, initial: InitializerName, doc: string, advanced = true) =>
  choice<InitializerName>({
    label,
    doc,
    default: initial,
    advanced,
    options: initializerNames.map((value) => ({ value, label: initializerSpecs[value].label, doc: initializerSpecs[value].doc })),
  });

/** The initializers that take a number of the user's. */
const SCALED: ReadonlySet<string> = new Set<InitializerName>(['constant', 'randomNormal', 'truncatedNormal', 'randomUniform']);

/** The number of the initializer that the param `of` names: the constant, the standard deviation or the limit. */
export const initializerScaleParam = (label: string, of: string) =>
  number({
    label,
    doc: 'The constant itself, the standard deviation of the normal distribution, or the limit of the uniform one.',
    default: DEFAULT_SCALE,
    min: -1000,
    max: 1000,
    step: 0.01,
    advanced: true,
    visible: (params) => SCALED.has(String(params[of])),
  });

/** Omega of SIREN's hidden layers, for the initializer that the param `of` names. */
export const initializerOmegaParam = (label: string, of: string) =>
  number({
    label,
    doc: 'Angular frequency of the sine that follows; 30 in the paper.',
    default: DEFAULT_OMEGA,
    min: 0.001,
    max: 10000,
    advanced: true,
    visible: (params) => params[of] === 'sirenHidden',
  });

/** What the Program holds for an initializer; the compiler numbers the seeds. */
export function initializerValue(name: InitializerName, { scale = DEFAULT_SCALE, omega = DEFAULT_OMEGA }: InitializerNumbers = {}): InitializerValue {
  const spec = initializerSpecs[name];
  const seed: ConfigObject = spec.random ? { seed: { $seed: 0 } } : {};
  return { $initializer: name, args: { ...numbersOf(name, scale, omega), ...seed }, ...(spec.runtime ? { from: 'runtime' } : {}) };
}

/** What differs from tfjs's defaults; a constant's value always. */
function numbersOf(name: InitializerName, scale: number, omega: number): Readonly<Record<string, number>> {
  switch (name) {
    case 'constant':
      return { value: scale };
    case 'randomNormal':
    case 'truncatedNormal':
      return scale === DEFAULT_SCALE ? {} : { stddev: Math.abs(scale) };
    case 'randomUniform':
      return scale === DEFAULT_SCALE ? {} : { minval: -Math.abs(scale), maxval: Math.abs(scale) };
    case 'sirenHidden':
      return { omega };
    default:
      return {};
  }
}
