// Prints a Program as the TypeScript an expert would write by hand, with a map from lines to nodes. Knows no files and no editor.

import type { Report } from '../../compiler/compilation.ts';
import type { Call, Program } from '../../compiler/program.ts';
import { formatShape, type ConfigObject, type ConfigValue } from '../../layers/layer.ts';
import { freshId } from '../../graph/edits.ts';
import { fill, isIdentifier, printComment, printProperties, printString, printValue, variableNames } from './literals.ts';

/** Characters in a line of generated code. */
const WIDTH = 104;

/** Axes whose arithmetic is worth a comment. */
const SPATIAL: ReadonlySet<string> = new Set(['depth', 'height', 'width', 'length']);

/** Lines `from` to `to`, counted from 1 and both included, stand for `node`. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
  readonly node: string;
}

export interface PrintedModel {
  readonly text: string;
  /** In the order of the text; a node lowered to several calls has several ranges. */
  readonly lines: readonly LineRange[];
}

export interface PrintModelOptions {
  /** Adds the number of parameters, and the arithmetic where a layer changes the size, to the comments. */
  readonly report?: Report;
  /** Module the runtime's layers are imported from. */
  readonly runtime?: string;
}

/** The runtime's functions that a program calls, layers and initializers, in alphabetical order. */
export function runtimeNames(program: Program): readonly string[] {
  const layers = program.calls.filter((call) => call.callee.from === 'runtime').map((call) => call.callee.name);
  return [...new Set([...layers, ...program.calls.flatMap((call) => runtimeValues(call.config))])].sort();
}

/** Names of the runtime's functions that make values of a config: initializers and constraints. */
function runtimeValues(value: ConfigValue): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('$initializer' in value && value['from'] === 'runtime') return [String(value['$initializer'])];
  if ('$make' in value && value['from'] === 'runtime') return [String(value['$make'])];
  return Object.values(value as ConfigObject).flatMap(runtimeValues);
}

/**
 * `createModel(seed)` for this program: the same calls in the same order as training performs, so that the same seed gives
 * the same weights. The text is complete: it depends on tfjs and, where a layer needs it, on `runtime/index.ts`.
 */
export function printModel(program: Program, options: PrintModelOptions = {}): PrintedModel {
  const imported = runtimeNames(program);
  const names = variableNames(
    program.calls.map((call) => call.id),
    ['tf', 'seed', 'createModel', ...imported],
  );
  const lines: string[] = [];
  const ranges: LineRange[] = [];
  const add = (node: string, printed: readonly string[]): void => {
    ranges.push({ from: lines.length + 1, to: lines.length + printed.length, node });
    lines.push(...printed);
  };

  lines.push(`import * as tf from '@tensorflow/tfjs';`);
  if (imported.length > 0) lines.push(...printImport(imported, options.runtime ?? './runtime/index.ts'));
  lines.push('', `/** ${summary(program, options.report)} */`, `export function createModel(${usesSeed(program) ? 'seed' : '_seed'} = 1): tf.LayersModel {`);
  const shapes = new Map(program.calls.map((call) => [call.id, formatShape(call.shape)]));
  const arithmetic = formulas(program, options.report);
  const layerNames = sharedLayers(program, names);
  for (const call of program.calls) add(call.node, printCall(call, names, shapes, arithmetic.get(call.id), layerNames));
  printReturn(program, names, lines, add);
  lines.push('}', '');
  return { text: lines.join('\n'), lines: ranges };
}

function printImport(names: readonly string[], from: string): readonly string[] {
  const line = `import { ${names.join(', ')} } from ${printString(from)};`;
  return line.length <= WIDTH ? [line] : ['import {', ...fill(names, '  ', WIDTH), `} from ${printString(from)};`];
}

function summary(program: Program, report: Report | undefined): string {
  const shapes = new Map(program.calls.map((call) => [call.id, formatShape(call.shape)]));
  const inputs = program.inputs.map((id) => shapes.get(id) ?? '?').join(', ');
  const outputs = program.outputs.map((output) => formatShape(output.shape)).join(', ');
  const count = report === undefined ? '' : ` ${report.totals.params.toLocaleString('en-US')} parameters.`;
  return `${printComment(program.name) || 'Model'}: ${inputs} → ${outputs}.${count}`;
}

/** By id of a node's last call: the arithmetic of its first axis, if the node changes the size of its map. */
function formulas(program: Program, report: Report | undefined): ReadonlyMap<string, string> {
  const last = new Map(program.calls.map((call) => [call.node, call]));
  const found = new Map<string, string>();
  for (const [node, call] of last) {
    const of = report?.nodes[node];
    const before = of?.inputShapes[0];
    const step = of?.steps.find((s) => SPATIAL.has(s.axis));
    if (step === undefined || before === undefined || before.length !== call.shape.length) continue;
    if (before.slice(0, -1).some((dim, axis) => dim !== call.shape[axis])) found.set(call.id, printComment(step.text));
  }
  return found;
}

/** Whether a config holds a seed anywhere; an unused parameter is underscored, as `noUnusedParameters` asks. */
function usesSeed(program: Program): boolean {
  return program.calls.some((call) => /"\$seed":/.test(JSON.stringify(call.config)));
}

/** Names for the layers that are applied more than once, by the id of the call that makes them. */
function sharedLayers(program: Program, names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const taken = new Set(names.values());
  const layers = new Map<string, string>();
  for (const { reuses } of program.calls) {
    if (reuses === undefined || layers.has(reuses)) continue;
    const name = freshId(taken, `${names.get(reuses) ?? reuses}Layer`);
    taken.add(name);
    layers.set(reuses, name);
  }
  return layers;
}

/** One call on as few lines as hold it; above it the shapes, where it changes them. */
function printCall(
  call: Call,
  names: ReadonlyMap<string, string>,
  shapes: ReadonlyMap<string, string>,
  arithmetic: string | undefined,
  layerNames: ReadonlyMap<string, string>,
): readonly string[] {
  const properties = [...printProperties(call.config), `name: ${printString(call.id)}`];
  const variable = names.get(call.id) ?? call.id;
  const head = `  const ${variable} = ${printCallee(call)}`;
  if (call.callee.from === 'tf') return layOut(head, properties, ');');

  const inputs = call.inputs.map((id) => names.get(id) ?? id);
  const argument = inputs.length === 1 ? (inputs[0] ?? '') : `[${inputs.join(', ')}]`;
  const apply = `.apply(${argument}) as tf.SymbolicTensor;`;
  // A layer that is applied again, with the same weights, has a name of its own.
  const layer = layerNames.get(call.reuses ?? call.id);
  const printed =
    layer === undefined
      ? layOutCall(head, properties, apply, inputs)
      : [...(call.reuses === undefined ? layOut(`  const ${layer} = ${printCallee(call)}`, properties, ');') : []), `  const ${variable} = ${layer}${apply}`];

  const target = shapes.get(call.id) ?? '?';
  const sources = [...new Set(call.inputs.map((id) => shapes.get(id) ?? '?'))].join(', ');
  if (sources === target) return printed;
  const comment = `  // ${sources} → ${target}`;
  return [arithmetic === undefined ? comment : `${comment}   ${arithmetic}`, ...printed];
}

/** Layer and `.apply(…)` on one line, on a line each, or with the config or the inputs spread over lines of their own. */
function layOutCall(head: string, properties: readonly string[], apply: string, inputs: readonly string[]): readonly string[] {
  const layer = layOut(head, properties, ')');
  const last = layer.at(-1) ?? '';
  if (last.length + apply.length <= WIDTH) return [...layer.slice(0, -1), `${last}${apply}`];
  if (4 + apply.length <= WIDTH) return [...layer, `    ${apply}`];
  return [...layer.slice(0, -1), `${last}.apply([`, ...fill(inputs, '    ', WIDTH), '  ]) as tf.SymbolicTensor;'];
}

/** `head({ properties }tail` on one line if it fits, else the properties indented on lines between. */
function layOut(head: string, properties: readonly string[], tail: string): readonly string[] {
  const line = `${head}({ ${properties.join(', ')} }${tail}`;
  return line.length <= WIDTH ? [line] : [`${head}({`, ...fill(properties, '    ', WIDTH), `  }${tail}`];
}

function printCallee({ callee }: Call): string {
  if (!isIdentifier(callee.name)) throw new Error(`Not the name of a function: ${callee.name}`);
  switch (callee.from) {
    case 'tf':
      return `tf.${callee.name}`;
    case 'tf.layers':
      return `tf.layers.${callee.name}`;
    case 'runtime':
      return callee.name;
    default:
      return callee.from satisfies never;
  }
}

/** The model; each output node owns the line on which its tensor stands. */
function printReturn(
  program: Program,
  names: ReadonlyMap<string, string>,
  lines: string[],
  add: (node: string, printed: readonly string[]) => void,
): void {
  const inputs = program.inputs.map((id) => names.get(id) ?? id);
  const inputText = inputs.length === 1 ? (inputs[0] ?? '') : `[${inputs.join(', ')}]`;
  const outputs = program.outputs.map((output) => ({ node: output.node, text: names.get(output.call) ?? output.call }));
  const name = `name: ${printValue(program.name)}`;
  const [only] = outputs;
  if (outputs.length === 1 && only !== undefined) {
    const parts = [`inputs: ${inputText}`, `outputs: ${only.text}`, name];
    lines.push('');
    add(only.node, layOut('  return tf.model', parts, ');'));
    return;
  }
  lines.push('', '  return tf.model({', `    inputs: ${inputText},`, '    outputs: [');
  for (const output of outputs) add(output.node, [`      ${output.text},`]);
  lines.push('    ],', `    ${name},`, '  });');
}
