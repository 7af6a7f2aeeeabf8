// What a data set is: samples in memory with the shapes they have, and how a built-in one is described.
// Knows no tfjs and no DOM; shipped verbatim with exported projects.

import type { ParamSpecs, ParamsOf } from '../layers/params.ts';

export type Task = 'classification' | 'segmentation' | 'regression';

/** What the compiler needs to know of the data to see whether it fits the network. */
export interface DataSignature {
  readonly name: string;
  readonly task: Task;
  /** One sample without the batch, channels last. */
  readonly inputShape: readonly number[];
  /**
   * One target as stored: `[]` for a class number, `[height, width, 1]` for a mask of 0 and 1,
   * the shape of the values for regression.
   */
  readonly targetShape: readonly number[];
  /** Names of the classes, in the order of their numbers. For a mask: what 0 and 1 mean. */
  readonly classes?: readonly string[];
}

export interface Dataset extends DataSignature {
  readonly count: number;
  /** `count` samples one after another, row-major; images are scaled to [0, 1]. */
  readonly inputs: Float32Array<ArrayBuffer>;
  /** `count` targets one after another, row-major; class numbers are whole floats. */
  readonly targets: Float32Array<ArrayBuffer>;
  /** Where it comes from, for people: `built in, seed 1`, `mnist/t10k-images…`. */
  readonly origin: string;
}

/** A procedural data set that needs no download. The same params and seed always give the same samples. */
export interface BuiltinDataset<T extends string, P extends ParamSpecs> {
  readonly type: T;
  readonly label: string;
  readonly summary: string;
  readonly params: P;
  /**
   * Where the samples are made: a file of this folder that imports nothing but ./random.ts, and the function
   * `(params, seed) => { inputs, targets }` in it. Exported projects ship just these two files.
   */
  readonly generator: { readonly file: string; readonly name: string };
  signature(params: ParamsOf<P>): DataSignature;
  /** How many samples these params give. */
  countOf(params: ParamsOf<P>): number;
  generate(params: ParamsOf<P>, seed: number): Dataset;
}

export interface DatasetDefinition<T extends string, P extends ParamSpecs> extends Omit<BuiltinDataset<T, P>, 'generate'> {
  /** The generator's function. */
  samples(params: ParamsOf<P>, seed: number): Pick<Dataset, 'inputs' | 'targets'>;
}

export function defineDataset<const T extends string, const P extends ParamSpecs>({ samples, ...definition }: DatasetDefinition<T, P>): BuiltinDataset<T, P> {
  return {
    ...definition,
    generate: (params, seed) => ({ ...definition.signature(params), count: definition.countOf(params), origin: `built in, seed ${seed}`, ...samples(params, seed) }),
  };
}

export type AnyBuiltinDataset = BuiltinDataset<string, ParamSpecs>;
