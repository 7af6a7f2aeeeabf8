// What compiling returns: program, diagnostics with proven fixes, and the report. Values only.

import type { Edit } from '../graph/edits.ts';
import type { FormulaStep, Severity, Shape, WeightSpec } from '../layers/layer.ts';
import type { Program } from './program.ts';

/** A named change of the document that has been applied and compiled before it is offered. */
export interface Fix {
  readonly label: string;
  readonly edits: readonly Edit[];
}

export interface Diagnostic {
  readonly severity: Severity;
  /** Stable, kebab-case: `size-mismatch`, `cycle`, … */
  readonly code: string;
  /** The node where it shows; none for the network as a whole. */
  readonly node?: string;
  /** Index of the input port at which it shows. */
  readonly port?: number;
  readonly param?: string;
  readonly message: string;
  /** The arithmetic behind it, with the user's numbers. */
  readonly steps?: readonly FormulaStep[];
  /** Other nodes that have a part in it, e.g. where the wrong size began. */
  readonly related?: readonly string[];
  /** Best first. */
  readonly fixes: readonly Fix[];
}

/** Pixels of the network's input that one output pixel depends on, per spatial axis; `Infinity` = all. */
export interface ReceptiveField {
  readonly size: readonly number[];
  /** Input pixels between neighbouring output pixels. */
  readonly jump: readonly number[];
}

export interface NodeReport {
  readonly inputShapes: readonly Shape[];
  /** Without the batch; `null` where it could not be derived, or for `output` nodes the shape that arrives. */
  readonly outputShape: Shape | null;
  readonly steps: readonly FormulaStep[];
  readonly params: number;
  readonly trainableParams: number;
  /** Multiply-accumulates of one forward pass of one sample. */
  readonly macs: number | null;
  /** Bytes of the output of one sample in float32. */
  readonly activationBytes: number | null;
  readonly receptiveField: ReceptiveField | null;
  readonly weights: readonly WeightSpec[];
  /** Of a block's instance: the shape that each of its outputs gives, by port; `outputShape` is the first. */
  readonly outputShapes?: readonly (Shape | null)[];
}

export interface Totals {
  /** Layers, those inside blocks and each of their copies included. */
  readonly layers: number;
  readonly params: number;
  readonly trainableParams: number;
  readonly macs: number | null;
  readonly activationBytes: number | null;
}

export interface Report {
  /**
   * By the node's id; of nodes inside blocks by the ids of the instances around them, `stage1/conv1`, `stage1/2/conv1` in
   * the second copy. An instance has the sums of what is inside; a port of a block has the shape that passes through it.
   */
  readonly nodes: Readonly<Record<string, NodeReport>>;
  readonly totals: Totals;
}

export interface Compilation {
  /** No diagnostic is an error. */
  readonly ok: boolean;
  /** Present when `ok` and there is a network at all; null too where a layer of an open one cannot be lowered. Put together when it is first asked for. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The network is large: its diagnostics are without fixes, or its layers not yet lowered. `complete` does the rest. */
  readonly isOpen?: true;
  readonly report: Report;
}

/** What keeps a network from being built: its errors, or that nothing is there. */
export const obstacles = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => diagnostics.filter(({ severity, code }) => severity === 'error' || code === 'empty');
