// Performs a Program: makes the tfjs model that its calls describe. What it does, codegen/typescript prints.

import * as tf from '@tensorflow/tfjs';
import type { Call, Program } from '../compiler/program.ts';
import type { ConfigObject, ConfigValue } from '../layers/layer.ts';
import * as runtime from '../runtime/index.ts';

type Factory = (config: object) => tf.layers.Layer;

/**
 * The model of a program, with freshly drawn weights.
 * @param options.seed decides the weights and the masks of dropout: the same seed gives the same model
 * @throws if a call names what neither tfjs nor the runtime has, or if tfjs refuses it: a fault of the program, not of its user
 */
export function buildModel(program: Program, options: { readonly seed: number }): tf.LayersModel {
  const values = new Map<string, tf.SymbolicTensor>();
  const valueOf = (id: string): tf.SymbolicTensor => {
    const value = values.get(id);
    if (value === undefined) throw new Error(`The program uses ${id} before it is made.`);
    return value;
  };
  for (const call of program.calls) {
    const inputs = call.inputs.map(valueOf);
    if (call.reuses !== undefined) {
      values.set(call.id, apply(valueOf(call.reuses).sourceLayer, inputs));
      continue;
    }
    const config = { ...(resolve(call.config, options.seed) as object), name: call.id };
    values.set(call.id, perform(call, config, inputs));
  }
  return tf.model({
    inputs: program.inputs.map(valueOf),
    outputs: program.outputs.map(({ call }) => valueOf(call)),
    name: 'model',
  });
}

function perform(call: Call, config: object, inputs: tf.SymbolicTensor[]): tf.SymbolicTensor {
  const { from, name } = call.callee;
  switch (from) {
    case 'tf':
      if (name !== 'input') throw new Error(`The program calls tf.${name}, which makes no layer.`);
      return tf.input(config as Parameters<typeof tf.input>[0]);
    case 'tf.layers':
      return apply(factoryOf(tf.layers, 'tf.layers', name)(config), inputs);
    case 'runtime':
      return apply(factoryOf(runtime, 'runtime', name)(config), inputs);
    default:
      throw new Error(`The program calls ${String(from satisfies never)}.`);
  }
}

function factoryOf(table: object, from: string, name: string, what = 'layer'): Factory {
  const factory = Object.hasOwn(table, name) ? (table as Record<string, unknown>)[name] : undefined;
  if (typeof factory !== 'function') throw new Error(`${from} has no ${what} "${name}".`);
  return factory as Factory;
}

function apply(layer: tf.layers.Layer, inputs: tf.SymbolicTensor[]): tf.SymbolicTensor {
  return layer.apply(inputs.length === 1 ? inputs[0]! : inputs) as tf.SymbolicTensor;
}

const tables: Readonly<Record<string, object>> = { runtime, 'tf.initializers': tf.initializers, 'tf.regularizers': tf.regularizers, 'tf.constraints': tf.constraints };

/** The function that makes an initializer, a regularizer or a constraint. */
const madeBy = (from: string, name: string): ((args: object) => unknown) => factoryOf(tables[from] ?? {}, from, name, 'function');

/** Plain values, with initializers, regularizers and constraints made and seeds added up. */
function resolve(value: ConfigValue, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item: ConfigValue) => resolve(item, seed));
  if (typeof value !== 'object' || value === null) return value;
  const object = value as ConfigObject;
  if (typeof object['$seed'] === 'number') return seed + object['$seed'];
  if (typeof object['$make'] === 'string') {
    return madeBy(String(object['from']), object['$make'])(resolve(object['args'] ?? {}, seed) as object);
  }
  if (typeof object['$initializer'] === 'string') {
    return madeBy(object['from'] === 'runtime' ? 'runtime' : 'tf.initializers', object['$initializer'])(resolve(object['args'] ?? {}, seed) as object);
  }
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, resolve(item, seed)]));
}
