// One layer with one set of params: completes the params and applies the layer's rules to input shapes, remembering the results.
// Knows no graph. The memory is keyed by the identity of a node's params, which are never changed in place.

import type { AnyLayer, LoweredCall, Problem, ReceptiveStep, Shape, WeightSpec, FormulaStep } from '../layers/layer.ts';
import { formatShape, sizeOf } from '../layers/layer.ts';
import { completeParams, type ParamsOf, type ParamSpec, type ParamSpecs, type ParamValue } from '../layers/params.ts';
import type { Code } from './codes.ts';

/** Largest tensor: 2³¹ bytes, the most that a WebGPU buffer or a JavaScript array buffer can be relied on to hold. */
export const LARGEST_BYTES = 2 ** 31;
/** All tensors are float32. */
const BYTES = 4;
/** Input shapes remembered per set of params; one is enough for a node, more serve nodes that share params and trials of fixes. */
const MOST_REMEMBERED = 64;
const LONGEST_MESSAGE = 400;

/** What a layer makes of given input shapes. */
export interface Evaluation {
  readonly inputs: readonly Shape[];
  /** `null` where the layer cannot take these inputs, or where the result is too large to go on with. */
  readonly output: Shape | null;
  readonly steps: readonly FormulaStep[];
  readonly problems: readonly Problem[];
  readonly weights: readonly WeightSpec[];
  readonly params: number;
  readonly trainableParams: number;
  readonly macs: number | null;
  readonly activationBytes: number | null;
  readonly receptive: ReceptiveStep | null;
  /** The calls the layer is lowered to; computed when first asked for. */
  calls(): readonly LoweredCall[];
}

/** What the applications of one layer must have alike: it is built once, with one set of weights. */
export interface Built {
  readonly weights: string;
  /** A built layer insists on its rank. */
  readonly ranks: string;
  /** What "same" pads is worked out from the size that arrives, and one layer has one padding. */
  readonly calls: string;
}

/** Null where there are no weights, so nothing to build. */
export function builtOf(evaluation: Evaluation): Built | null {
  if (evaluation.weights.length === 0) return null;
  return {
    weights: evaluation.weights.map((w) => `${w.name} ${w.shape.join('×')}`).join(', '),
    ranks: evaluation.inputs.map((shape) => shape.length).join(),
    calls: JSON.stringify(evaluation.calls().map((call) => [call.callee, call.config])),
  };
}

export interface ParamProblem {
  readonly param?: string;
  readonly message: string;
  readonly unknown: boolean;
}

type Params = ParamsOf<ParamSpecs>;

/** A layer with complete params. The same layer and the same params object give the same `Resolved`. */
export class Resolved {
  readonly layer: AnyLayer;
  readonly params: Params;
  readonly problems: readonly ParamProblem[];
  private last: Evaluation | null = null;
  private readonly remembered = new Map<string, Evaluation>();

  constructor(layer: AnyLayer, params: Params, problems: readonly ParamProblem[]) {
    this.layer = layer;
    this.params = params;
    this.problems = problems;
  }

  /** Never throws: a rule that fails becomes the problem `layer-failed`. */
  evaluate(inputs: readonly Shape[]): Evaluation {
    const { last } = this;
    if (last && last.inputs.length === inputs.length && last.inputs.every((shape, i) => shape === inputs[i])) return last;
    const key = inputs.map((shape) => shape.join()).join(';');
    let found = this.remembered.get(key);
    if (!found) {
      found = evaluate(this.layer, this.params, inputs);
      if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
      this.remembered.set(key, found);
    }
    this.last = found;
    return found;
  }

  /** As `evaluate`, but remembers nothing: for trying thousands of inputs. */
  tryInputs(inputs: readonly Shape[]): Evaluation {
    return evaluate(this.layer, this.params, inputs);
  }
}

const memory = new WeakMap<AnyLayer, WeakMap<object, Resolved>>();
const NO_PARAMS: Readonly<Record<string, unknown>> = Object.freeze({});

/** Completes the params of a node; `given` is whatever the file says. */
export function resolve(layer: AnyLayer, given: unknown): Resolved {
  const isRecord = typeof given === 'object' && given !== null && !Array.isArray(given);
  const record = isRecord ? (given as Readonly<Record<string, unknown>>) : NO_PARAMS;
  if (!isRecord && given !== undefined) {
    const complete = completeSafely(layer.params, NO_PARAMS);
    return new Resolved(layer, complete.params, [{ message: `The params of a node are an object, but here they are ${typeof given}.`, unknown: false }]);
  }
  let ofLayer = memory.get(layer);
  if (!ofLayer) memory.set(layer, (ofLayer = new WeakMap()));
  let resolved = ofLayer.get(record);
  if (!resolved) {
    const complete = completeSafely(layer.params, record);
    resolved = new Resolved(layer, complete.params, complete.problems);
    ofLayer.set(record, resolved);
  }
  return resolved;
}

function completeSafely(specs: ParamSpecs, given: Readonly<Record<string, unknown>>): { params: Params; problems: readonly ParamProblem[] } {
  const own = Object.entries(given);
  const known = own.filter(([name]) => Object.hasOwn(specs, name));
  let complete;
  try {
    complete = completeParams(specs, Object.fromEntries(known));
  } catch {
    // A value that JSON cannot write (a bigint, a circle) cannot be shown in a message either: its type stands for it.
    complete = completeParams(specs, Object.fromEntries(known.map(([name, value]) => [name, isJson(value) ? value : `[${typeof value}]`])));
  }
  const names = Object.keys(specs).join(', ') || 'none';
  const unknown = own
    .filter(([name, value]) => value !== undefined && !Object.hasOwn(specs, name))
    .map(([name]) => ({ param: name, message: `There is no param "${shorten(name)}"; known are ${names}.`, unknown: true }));
  return {
    params: complete.params,
    problems: [...complete.problems.map((p) => ({ ...p, message: shorten(p.message) })), ...unknown],
  };
}

/** Whether a param takes a value; unlike `parse` it never throws, whatever the value. */
export const accepts = (spec: ParamSpec, value: unknown): boolean => isJson(value) && spec.parse(value).ok;

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

const shorten = (text: string): string => (text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text);

/** Whether changed params would be accepted, and what they would give. For trying out repairs; remembers nothing. */
export function evaluateWith(resolved: Resolved, change: Readonly<Record<string, ParamValue>>, inputs: readonly Shape[]): Evaluation | null {
  const complete = completeSafely(resolved.layer.params, { ...resolved.params, ...change });
  return complete.problems.length > 0 ? null : evaluate(resolved.layer, complete.params, inputs);
}

function evaluate(layer: AnyLayer, params: Params, inputs: readonly Shape[]): Evaluation {
  const none = { inputs, output: null, steps: [], problems: [], weights: [], params: 0, trainableParams: 0, macs: null, activationBytes: null, receptive: null, calls: () => [] };
  const failed = (error: unknown): Evaluation => ({ ...none, problems: [failure(layer, inputs, error)] });
  try {
    const outcome = layer.shape(params, inputs);
    if (!outcome.ok) return { ...none, steps: outcome.steps ?? [], problems: outcome.problems };
    const problems = [...(outcome.problems ?? [])];
    const { output, steps } = outcome;
    if (!output.every((dim) => dim === null || (Number.isFinite(dim) && dim > 0))) {
      problems.push(problem('non-positive-size', `${layer.label} would give ${formatShape(output)}, in which nothing is left.`, steps));
      return { ...none, steps, problems };
    }
    const weights = layer.weights(params, inputs, output);
    let count = 0;
    let trainable = 0;
    for (const weight of weights) {
      const size = weight.shape.reduce((a, b) => a * b, 1);
      count += size;
      if (weight.trainable) trainable += size;
    }
    const elements = sizeOf(output);
    const bytes = elements === null ? null : elements * BYTES;
    // An output node makes no tensor of its own.
    const activationBytes = layer.hasOutput ? bytes : 0;
    const tooLarge = bytes !== null && bytes > LARGEST_BYTES;
    if (tooLarge)
      problems.push(problem('too-large', `The output of one sample, ${formatShape(output)}, takes ${formatBytes(bytes)}; a tensor can have at most 2 GiB.`, steps));
    if (count * BYTES > LARGEST_BYTES) {
      const largest = weights.reduce((a, b) => (b.shape.reduce((x, y) => x * y, 1) > a.shape.reduce((x, y) => x * y, 1) ? b : a));
      problems.push(
        problem('too-large', `Its weights, ${formatCount(count)} numbers, take ${formatBytes(count * BYTES)} (${largest.name}: ${largest.shape.join('×')}); a layer can have at most 2 GiB.`, steps),
      );
    }
    let lowered: readonly LoweredCall[] | undefined;
    return {
      inputs,
      output: tooLarge ? null : output,
      steps,
      problems,
      weights,
      params: count,
      trainableParams: trainable,
      macs: layer.hasOutput ? layer.macs(params, inputs, output) : 0,
      activationBytes,
      receptive: layer.receptive(params, inputs),
      calls: () => (lowered ??= layer.lower(params, inputs, output)),
    };
  } catch (error) {
    return failed(error);
  }
}

function problem(code: Code, message: string, steps: readonly FormulaStep[]): Problem {
  return { code, severity: 'error', message, steps };
}

function failure(layer: AnyLayer, inputs: readonly Shape[], error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return problem('layer-failed', `The rules of ${layer.label} failed for ${inputs.map(formatShape).join(' and ') || 'no input'}: ${shorten(reason)}. This is a fault of Netloom; please report it.`, []);
}

const formatCount = (n: number): string => (n < 1e15 ? n.toLocaleString('en-US') : n.toExponential(1));

function formatBytes(bytes: number): string {
  const gib = bytes / 2 ** 30;
  return gib < 1e6 ? `${gib < 100 ? Number(gib.toPrecision(3)) : Math.round(gib).toLocaleString('en-US')} GiB` : `${gib.toExponential(1)} GiB`;
}
