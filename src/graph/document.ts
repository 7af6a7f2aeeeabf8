// The document's types: what a *.netloom.json holds in memory. Immutable; edits make new documents that share the rest.

/** Any JSON value, as unknown parts of newer or foreign files are kept. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export const FORMAT = 'netloom';
export const VERSION = 1;

/** A layer, a block's instance or port, or a comment on the canvas. Further keys of the file are kept as they came. */
export interface GraphNode {
  readonly id: string;
  /** A `LayerType`, or a name this build does not know: such a node is kept intact and reported. */
  readonly type: string;
  /** Top left corner on the canvas, in canvas units (CSS pixels at zoom 1). */
  readonly position: readonly [number, number];
  /** Only what differs from the defaults need stand here. */
  readonly params?: Readonly<Record<string, Json>>;
  /** For `type: "block"`: name of the definition in `blocks`. */
  readonly block?: string;
  /** Another node of the same graph whose layer, weights included, is applied again here (siamese networks). */
  readonly sharedWith?: string;
  readonly [key: string]: Json | undefined;
}

export interface GraphEdge {
  readonly source: string;
  readonly target: string;
  /** Input index as text; left out it is "0". For merges the number is the order of the inputs; a block's inputs have names. */
  readonly targetPort?: string;
  /** Left out for layers, which have one output; a block's output by name. */
  readonly sourcePort?: string;
  readonly [key: string]: Json | undefined;
}

export interface SgdConfig {
  readonly type: 'sgd';
  readonly learningRate: number;
  readonly momentum?: number;
}
export interface AdamConfig {
  readonly type: 'adam';
  readonly learningRate: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}
export type OptimizerConfig = SgdConfig | AdamConfig;

export interface TrainingConfig {
  readonly optimizer: OptimizerConfig;
  readonly batchSize: number;
  readonly epochs: number;
  readonly seed: number;
  /** Fraction of the samples kept for validation: the last ones, as in Keras. */
  readonly validationSplit: number;
  /** The built-in data set to train on and its params; left out for the user's own data, which a file never points to. */
  readonly data?: { readonly type: string; readonly params?: Readonly<Record<string, Json>> };
  readonly [key: string]: Json | undefined | OptimizerConfig;
}

/** A param that a block's instances may set: it stands for params of nodes inside. */
export interface BlockParam {
  readonly label?: string;
  readonly doc?: string;
  /** Value where an instance sets none; left out, each target keeps what its own node says. */
  readonly default?: Json;
  readonly targets: readonly BlockParamTarget[];
  readonly [key: string]: Json | undefined | readonly BlockParamTarget[];
}

export interface BlockParamTarget {
  readonly node: string;
  readonly param: string;
  /** The target gets the value times this factor, rounded: a bottleneck widens by 4, squeeze-and-excite narrows by 1/16. */
  readonly times?: number;
  readonly [key: string]: Json | undefined;
}

/** What is drawn on one canvas: a network, or the inside of a block. A document is one. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/**
 * A composite layer. Inside, each node of type `blockInput` is a named input and each `blockOutput` a named output: the
 * node's id is the port's name, and ports stand in the order of the nodes. A node of type `block` with
 * `"block": "its name"` is an instance; its params are `repeat` and the exposed ones.
 */
export interface BlockDefinition extends Graph {
  readonly label?: string;
  readonly doc?: string;
  readonly params?: Readonly<Record<string, BlockParam>>;
  readonly [key: string]: unknown;
}

export interface NetloomDocument {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Composite definitions by name. */
  readonly blocks: Readonly<Record<string, BlockDefinition>>;
  readonly training: TrainingConfig;
  readonly [key: string]: unknown;
}

export const DEFAULT_TRAINING: TrainingConfig = {
  optimizer: { type: 'adam', learningRate: 0.001 },
  batchSize: 16,
  epochs: 5,
  seed: 1,
  validationSplit: 0.1,
};

export function emptyDocument(name = 'untitled'): NetloomDocument {
  return { format: FORMAT, version: VERSION, name, nodes: [], edges: [], blocks: {}, training: DEFAULT_TRAINING };
}

/** A comment, or a frame behind other nodes: for people only. It computes nothing and has no ports. */
export const isAnnotation = ({ type }: Pick<GraphNode, 'type'>): boolean => type === 'comment' || type === 'frame';

/** The input index of an edge; -1 if `targetPort` is no number. */
export function portOf(edge: GraphEdge): number {
  const port = edge.targetPort ?? '0';
  return /^\d{1,4}$/.test(port) ? Number(port) : -1;
}

/** Things by their names; of several of one name, which a broken file may hold, the first. */
export const byId = <T extends { readonly id: string }>(things: readonly T[]): ReadonlyMap<string, T> => new Map(things.toReversed().map((thing) => [thing.id, thing]));
