// For tests: builds what layers are lowered to with tfjs and the runtime, and runs it; in a page too, so it knows no test runner.

import * as tf from '@tensorflow/tfjs';
import * as runtime from '../../runtime/index.ts';
import { layerOf, type LayerType } from '../index.ts';
import type { AnyLayer, ConfigValue, LoweredCall, Shape } from '../layer.ts';
import { completeParams } from '../params.ts';

type Factory = (config: object) => tf.layers.Layer;

const runtimeFactories = runtime as unknown as Readonly<Record<string, Factory>>;

/** A config as a model builder hands it on: seeds are numbers, initializers objects. */
export function resolve(value: ConfigValue): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== 'object' || value === null) return value;
  if ('$seed' in value) return 7 + Number(value['$seed']);
  if ('$make' in value) {
    const tables: Readonly<Record<string, unknown>> = { runtime: runtimeFactories, 'tf.regularizers': tf.regularizers, 'tf.constraints': tf.constraints };
    return (tables[String(value['from'])] as Record<string, (args: unknown) => unknown>)[String(value['$make'])]!(resolve(value['args'] as ConfigValue));
  }
  if ('$initializer' in value) {
    const factories = ('from' in value ? runtimeFactories : tf.initializers) as unknown as Record<string, (args: unknown) => unknown>;
    return factories[String(value['$initializer'])]!(resolve((value as { args: ConfigValue }).args));
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolve(entry)]));
}

function makeLayer(call: LoweredCall): tf.layers.Layer {
  const factories = call.callee.from === 'runtime' ? runtimeFactories : (tf.layers as unknown as Record<string, Factory>);
  const factory = factories[call.callee.name];
  if (factory === undefined) throw new Error(`There is no ${call.callee.from}.${call.callee.name}.`);
  return factory(resolve(call.config) as object);
}

export interface Built {
  readonly model: tf.LayersModel;
  readonly made: readonly tf.layers.Layer[];
}

export function build(calls: readonly LoweredCall[], inputs: readonly Shape[]): Built {
  const symbols = inputs.map((shape) => tf.input({ shape: [...shape] }));
  const made: tf.layers.Layer[] = [];
  const values: tf.SymbolicTensor[] = [];
  for (const call of calls) {
    const layer = makeLayer(call);
    const operands = call.inputs.map((operand) => ('port' in operand ? symbols[operand.port] : values[operand.call])!);
    values.push(layer.apply(operands.length === 1 ? operands[0]! : operands) as tf.SymbolicTensor);
    made.push(layer);
  }
  return { model: tf.model({ inputs: symbols, outputs: values.at(-1)! }), made };
}

export function complete(layer: AnyLayer, given: Readonly<Record<string, unknown>>) {
  const { params, problems } = completeParams(layer.params, given);
  if (problems.length > 0) throw new Error(`${layer.type} ${JSON.stringify(given)}: ${problems.map((p) => p.message).join(' ')}`);
  return params;
}

/** Output shape by the layer's rule; fails the test where the rule has a problem. */
export function ruleShape(layer: AnyLayer, given: Readonly<Record<string, unknown>>, inputs: readonly Shape[]): Shape {
  const outcome = layer.shape(complete(layer, given), inputs);
  if (!outcome.ok) throw new Error(`${layer.type}: ${outcome.problems.map((p) => p.message).join(' ')}`);
  return outcome.output;
}

export const random = (shape: readonly number[], seed = 3): tf.Tensor => tf.randomUniform([...shape], -1, 1, 'float32', seed);

/** Runs one layer on one sample and gives input, weights and output as nested arrays. */
export function run(type: LayerType, given: Readonly<Record<string, unknown>>, shape: readonly number[]) {
  const layer = layerOf(type)!;
  const params = complete(layer, given);
  const output = ruleShape(layer, given, [shape]);
  const calls = layer.lower(params, [shape], output);
  const { model } = build(calls, [shape]);
  const x = random([1, ...shape]);
  const y = model.predict(x) as tf.Tensor;
  const result = {
    x: x.dataSync() as Float32Array,
    y: y.dataSync() as Float32Array,
    weights: model.getWeights().map((w) => ({ shape: w.shape, values: w.dataSync() as Float32Array })),
    output: output as readonly number[],
    callees: calls.map((c) => `${c.callee.from}.${c.callee.name}`),
  };
  tf.dispose([x, y]);
  model.dispose();
  return result;
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}
