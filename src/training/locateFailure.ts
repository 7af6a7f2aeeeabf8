// Finds the node at which a step fails: does the step once more and asks, after the arithmetic of each node forward and backward,
// whether the device refused something. Its errors arrive late and say nothing of layers. Leaves the weights changed.

import * as tf from '@tensorflow/tfjs';
import type { Program } from '../compiler/program.ts';
import { predict, trainStep, watchRefusals, type OutputSpec } from '../runtime/index.ts';
import { closeScope, openScope } from './engines/fence.ts';
import type { Trainee } from './runSetup.ts';

export interface LocatedFailure {
  readonly node: string;
  /** What was being computed: its value, its gradient, or the loss of the output. */
  readonly stage: 'value' | 'gradient' | 'loss';
  readonly message: string;
}

/** A stretch of a step that belongs to one node; null where it belongs to none. */
type Stretch = Pick<LocatedFailure, 'node' | 'stage'> | null;

/** @returns null where the step succeeds this time */
export async function locateFailure({ model, optimizer }: Trainee, program: Program, inputs: readonly tf.Tensor[], targets: readonly tf.Tensor[], outputs: readonly OutputSpec[]): Promise<LocatedFailure | null> {
  const refusals: { readonly stretch: Stretch; readonly message: Promise<string | null> }[] = [];
  let stretch: Stretch = null;
  let thrown: LocatedFailure | null = null;
  const enter = (next: Stretch): void => {
    refusals.push({ stretch, message: closeScope() });
    openScope();
    stretch = next;
  };
  const apply = optimizer.apply;
  const unwatch = followLayers(model, program, enter);
  optimizer.apply = (...given) => {
    enter(null);
    apply.apply(optimizer, given);
  };
  // Otherwise the step would refuse to begin.
  watchRefusals();
  openScope();
  try {
    for (const attempt of [() => trainStep(model, optimizer, inputs, targets, outputs), () => predict(model, inputs)]) tf.dispose(attempt());
  } catch (error) {
    if (stretch !== null) thrown = { ...(stretch as LocatedFailure), message: error instanceof Error ? error.message : String(error) };
  } finally {
    unwatch();
    Reflect.deleteProperty(optimizer, 'apply');
    refusals.push({ stretch, message: closeScope() });
  }
  for (const refusal of refusals) {
    const message = await refusal.message.catch(() => null);
    if (message !== null && refusal.stretch !== null) return { ...refusal.stretch, message };
  }
  return thrown;
}

/** Says whenever the arithmetic of another node begins. What comes after the last layer is the loss. */
function followLayers(model: tf.LayersModel, program: Program, enter: (stretch: Stretch) => void): () => void {
  const output = program.outputs[0]?.node;
  const followed = model.layers.filter((layer) => program.calls.some(({ id }) => id === layer.name));
  for (const layer of followed) {
    // A layer that several nodes share is called once for each of them, in the program's order.
    const nodes = program.calls.filter(({ id, reuses }) => id === layer.name || reuses === layer.name).map(({ node }) => node);
    const original = layer.call;
    let calls = 0;
    layer.call = (inputs, options) => {
      const node = nodes[calls++ % nodes.length]!;
      enter({ node, stage: 'value' });
      const values = original.call(layer, inputs, options);
      const marked = [values].flat().map((value) => announceGradient(value, () => enter({ node, stage: 'gradient' })));
      if (output !== undefined) enter({ node: output, stage: 'loss' });
      return Array.isArray(values) ? marked : marked[0]!;
    };
  }
  return () => {
    // The prototype's methods show again.
    for (const layer of followed) Reflect.deleteProperty(layer, 'call');
  };
}

/** The same value; `announce` is called when its gradient has come and what it was made of has its turn. */
function announceGradient(value: tf.Tensor, announce: () => void): tf.Tensor {
  const run = tf.customGrad((x) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => {
      announce();
      return [tf.clone(dy)];
    },
  }));
  return run(value);
}
