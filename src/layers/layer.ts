// The contract of a layer: one record from which palette, form, validation, model, code, docs and CLI derive.
// Pure data and functions; knows no graph, no tfjs, no DOM.

import type { InitialValues } from './initializers.ts';
import type { ParamSpecs, ParamsOf, ParamValue } from './params.ts';

/** Length of one axis; `null` is an axis known only when data arrives. */
export type Dim = number | null;
/** A tensor's shape without the batch axis, channels last: `[height, width, channels]`. */
export type Shape = readonly Dim[];

/** One line of arithmetic that led to an axis of the output. */
export interface FormulaStep {
  /** `height`, `width`, `depth`, `length`, `channels`, `elements`. */
  readonly axis: string;
  /** With names: `⌊(in + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1`. */
  readonly formula: string;
  /** With this layer's numbers and the result: `⌊(64 + 2·1 − 4) / 2⌋ + 1 = 32`. */
  readonly text: string;
  readonly result: Dim;
  /** What the arithmetic hides, e.g. `1 column on the right is never seen`. */
  readonly note?: string;
  /** How many rows or columns of what arrives no window sees, where there are any: the remainder of a stride. */
  readonly unseen?: number;
}

/**
 * What a layer itself knows would mend a problem. The compiler turns it into edits of the graph and
 * offers it only after the edited graph has compiled.
 */
export type Repair =
  | { readonly kind: 'setParams'; readonly label: string; readonly params: Readonly<Record<string, ParamValue>> }
  /** Put a new layer on the edge that arrives at input `port`. */
  | {
      readonly kind: 'insertBefore';
      readonly label: string;
      readonly port: number;
      readonly layer: string;
      readonly params: Readonly<Record<string, ParamValue>>;
    };

export type Severity = 'error' | 'warning' | 'info';

/** A finding about one layer. `code` is stable: it is printed by the CLI and searched for by people. */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  /** Says what was expected, then what came, in words a student understands. */
  readonly message: string;
  /** Index of the input at which it shows. */
  readonly port?: number;
  /** The param at which it shows. */
  readonly param?: string;
  readonly steps?: readonly FormulaStep[];
  /** Best first. */
  readonly repairs?: readonly Repair[];
}

export type ShapeOutcome =
  | {
      readonly ok: true;
      readonly output: Shape;
      readonly steps: readonly FormulaStep[];
      /** Warnings and hints that do not stop the network. */
      readonly problems?: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly steps?: readonly FormulaStep[] };

/** A weight tensor of a layer. */
export interface WeightSpec {
  /** Keras's name; where a layer has two of a kind, with a part before it: `forward/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  /** What it is filled with before training, where a param says so. */
  readonly initial?: InitialValues;
}

/** How one output pixel looks back at the input, per spatial axis. */
export type ReceptiveStep =
  | { readonly kind: 'pointwise' }
  /** `kernel` is the effective one: `dilation·(kernel − 1) + 1`. */
  | { readonly kind: 'window'; readonly kernel: readonly number[]; readonly stride: readonly number[] }
  /** The map grows `factor` times; an output pixel sees `kernel` input pixels. */
  | { readonly kind: 'upsample'; readonly kernel: readonly number[]; readonly factor: readonly number[] }
  /** Every output sees every input. */
  | { readonly kind: 'global' };

/** Which function a call of the Program calls. `tf` holds only `input`. */
export interface Callee {
  readonly from: 'tf' | 'tf.layers' | 'runtime';
  readonly name: string;
}

/** A weight initializer, printed as `tf.initializers.NAME({...})` or, the runtime's, as `NAME({...})`; seeded by the compiler if it is random. */
export interface InitializerValue {
  readonly $initializer: string;
  readonly args: ConfigObject;
  /** Whose function it is; default tfjs's. */
  readonly from?: 'runtime';
}
/** A regularizer or a constraint, printed as `tf.regularizers.NAME({...})`, `tf.constraints.NAME({...})` or, the runtime's, as `NAME({...})`. */
export interface MadeValue {
  readonly $make: string;
  readonly from: 'tf.regularizers' | 'tf.constraints' | 'runtime';
  readonly args: ConfigObject;
}
/** An integer that is the run's seed plus `offset`; the compiler numbers the offsets in program order. */
export interface SeedValue {
  readonly $seed: number;
}
export interface ConfigObject {
  readonly [key: string]: ConfigValue;
}
/** What a call's config may hold: JSON, initializers, regularizers, constraints and seeds. Printable. */
export type ConfigValue =
  | number
  | string
  | boolean
  | null
  | readonly ConfigValue[]
  | InitializerValue
  | MadeValue
  | SeedValue
  | ConfigObject;

/** Where a lowered call takes an input from: the layer's own input `port`, or an earlier call of this lowering. */
export type Operand = { readonly port: number } | { readonly call: number };

/** One call into which a layer is lowered. The last call of a lowering is the layer's output. */
export interface LoweredCall {
  readonly callee: Callee;
  readonly config: ConfigObject;
  readonly inputs: readonly Operand[];
  /** Distinguishes several calls of one node, e.g. `pad`; the last call has none and takes the node's own name. */
  readonly role?: string;
}

export interface Reference {
  readonly text: string;
  readonly url?: string;
}

export type Category = 'io' | 'convolution' | 'sampling' | 'core' | 'normalization' | 'activation' | 'regularization' | 'merge';

/** An input that means something else than the others of its layer. */
export interface PortSpec {
  /** One word, as in "Nothing is connected to the reference". */
  readonly name: string;
  /** What arrives there, and what it is used for. */
  readonly doc: string;
}

/** A layer, defined once. `P` are its param specs; rules receive complete, validated params. */
export interface LayerDefinition<T extends string, P extends ParamSpecs> {
  /** Name in files, for ever: tfjs/Keras's own in camelCase. */
  readonly type: T;
  readonly label: string;
  readonly category: Category;
  /** One line for the palette's tooltip. */
  readonly summary: string;
  /** A few paragraphs a student can learn from; blank lines separate paragraphs, `backticks` mark formulas. */
  readonly doc: string;
  readonly reference?: Reference;
  /** Other words under which the palette's search finds it. */
  readonly keywords?: readonly string[];
  readonly params: P;
  /** Number of inputs; ports are named "0", "1", … in order. `max: Infinity` for merges. */
  readonly inputs: { readonly min: number; readonly max: number };
  /** What its inputs are called, in order, where they are no equals; a file numbers them all the same. */
  readonly ports?: readonly PortSpec[];
  /** `output` nodes have none. */
  readonly hasOutput: boolean;

  /** The params that matter, in the notation people use: `3×3 · s2 · p1 · 64`. Shown on the node. */
  notation(params: ParamsOf<P>): string;
  /** The same in whole words, where the notation has to be short: for titles and screen readers. */
  spelled?(params: ParamsOf<P>): string;
  /** Output shape with the arithmetic that led there, or why there is none. Never throws. */
  shape(params: ParamsOf<P>, inputs: readonly Shape[]): ShapeOutcome;
  /** The weights it makes for these input shapes. */
  weights(params: ParamsOf<P>, inputs: readonly Shape[], output: Shape): readonly WeightSpec[];
  /** Multiply-accumulates of one forward pass of one sample; `null` where an axis is unknown. */
  macs(params: ParamsOf<P>, inputs: readonly Shape[], output: Shape): number | null;
  receptive(params: ParamsOf<P>, inputs: readonly Shape[]): ReceptiveStep;
  /** Calls of tf.layers or of the runtime that compute exactly this layer. Empty for `output`. */
  lower(params: ParamsOf<P>, inputs: readonly Shape[], output: Shape): readonly LoweredCall[];
}

/** Any layer, its param types forgotten. */
export type AnyLayer = LayerDefinition<string, ParamSpecs>;

/** Gives a definition its literal type and its rules the type of its params. */
export function defineLayer<const T extends string, const P extends ParamSpecs>(
  definition: LayerDefinition<T, P>,
): LayerDefinition<T, P> {
  return definition;
}

/** A lowering of one call that takes all of the layer's inputs in order. */
export function call(callee: Callee, config: ConfigObject, inputCount = 1): readonly LoweredCall[] {
  return [{ callee, config, inputs: Array.from({ length: inputCount }, (_, port) => ({ port })) }];
}

export const tfLayers = (name: string): Callee => ({ from: 'tf.layers', name });
export const runtime = (name: string): Callee => ({ from: 'runtime', name });

/** Number of elements; `null` if an axis is unknown. */
export function sizeOf(shape: Shape): number | null {
  let size = 1;
  for (const dim of shape) {
    if (dim === null) return null;
    size *= dim;
  }
  return size;
}

/** `[64, 64, 3]` as people write it: `64×64×3`; unknown axes are `?`. */
export function formatShape(shape: Shape): string {
  return shape.length === 0 ? 'scalar' : shape.map((dim) => dim ?? '?').join('×');
}

/** Names of the axes of a channels-last shape of this rank (batch left out). */
export function axisNames(rank: number): readonly string[] {
  const names: Record<number, readonly string[]> = {
    1: ['features'],
    2: ['length', 'channels'],
    3: ['height', 'width', 'channels'],
    4: ['depth', 'height', 'width', 'channels'],
  };
  return names[rank] ?? Array.from({ length: rank }, (_, i) => (i === rank - 1 ? 'channels' : `axis ${i}`));
}
