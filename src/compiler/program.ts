// The Program: the flat, ordered, typed, printable list of calls that the model builder performs and the code generators print.

import type { Callee, ConfigObject, Shape } from '../layers/layer.ts';
import type { LossName } from '../layers/losses.ts';

export interface Call {
  /** Unique in the program and a TypeScript identifier; names the variable and the tfjs layer. */
  readonly id: string;
  /** The node of the document it stands for; a node may be several calls. */
  readonly node: string;
  readonly callee: Callee;
  /** `name` is not in here: it is `id`. Seeds and initializers are tagged values, see layers/layer.ts. */
  readonly config: ConfigObject;
  /** Ids of earlier calls, in order. */
  readonly inputs: readonly string[];
  /** Output shape without the batch. */
  readonly shape: Shape;
  /** An earlier call whose layer, weights included, is applied again; callee and config are its own. */
  readonly reuses?: string;
}

export interface ProgramOutput {
  /** The `output` node's id; names the loss and metrics where there are several outputs. */
  readonly node: string;
  /** The call whose value is this output. */
  readonly call: string;
  readonly shape: Shape;
  readonly loss: LossName;
  /** Factor in the total loss. */
  readonly weight: number;
}

export interface Program {
  readonly name: string;
  readonly calls: readonly Call[];
  /** Calls whose callee is `tf.input`, in document order. */
  readonly inputs: readonly string[];
  readonly outputs: readonly ProgramOutput[];
}
