// Checks a Program as jax checks its expressions: names, order, and every shape derived anew from callee and config.
// For tests and development; knows neither documents nor layers.

import { lossSpecs } from '../layers/losses.ts';
import { calleeKey, calleeShape } from './calleeShapes.ts';
import type { Call, Program } from './program.ts';

/** tfjs names layers and weights after calls, and takes no other names. */
const IDENTIFIER = /^[A-Za-z]\w*$/;

/** What is wrong with the program, one line each; empty if nothing is. */
export function checkProgram(program: Program): readonly string[] {
  const problems: string[] = [];
  const known = new Map<string, Call>();
  for (const call of program.calls) {
    if (!IDENTIFIER.test(call.id)) problems.push(`${call.id} is no identifier`);
    if (known.has(call.id)) problems.push(`${call.id} is defined twice`);
    const inputs = call.inputs.map((id) => known.get(id));
    call.inputs.forEach((id, i) => {
      if (!inputs[i]) problems.push(`${call.id} takes ${id}, which is not defined before it`);
    });
    if (inputs.every((input) => input !== undefined)) {
      const derived = calleeShape(call.callee, call.config, inputs.map((input) => input.shape));
      if (typeof derived === 'string') problems.push(`${call.id} (${calleeKey(call.callee)}): ${derived}`);
      else if (!sameShape(derived, call.shape)) problems.push(`${call.id} (${calleeKey(call.callee)}) gives ${derived.join('×')}, but the program says ${call.shape.join('×')}`);
    }
    if (call.reuses !== undefined) {
      const made = known.get(call.reuses);
      if (!made || made.reuses !== undefined) problems.push(`${call.id} reuses ${call.reuses}, which makes no layer before it`);
      else if (calleeKey(made.callee) !== calleeKey(call.callee) || made.config !== call.config) problems.push(`${call.id} reuses ${call.reuses}, but is another layer`);
    }
    known.set(call.id, call);
  }
  const inputs = program.calls.filter((call) => calleeKey(call.callee) === 'tf.input').map((call) => call.id);
  if (inputs.toSorted().join() !== program.inputs.toSorted().join()) problems.push(`the inputs are ${inputs.join(', ')}, but the program lists ${program.inputs.join(', ')}`);
  for (const output of program.outputs) {
    const call = known.get(output.call);
    if (!call) problems.push(`the output ${output.node} takes ${output.call}, which is not defined`);
    else if (!sameShape(call.shape, output.shape)) problems.push(`the output ${output.node} is ${output.shape.join('×')}, but ${output.call} gives ${call.shape.join('×')}`);
    if (!Object.hasOwn(lossSpecs, output.loss)) problems.push(`the output ${output.node} has the unknown loss ${output.loss}`);
  }
  const offsets = program.calls.flatMap((call) => (call.reuses === undefined ? seedsOf(call.config) : []));
  if (offsets.some((offset, i) => offset !== i)) problems.push(`the seeds are numbered ${offsets.join(', ')} instead of 0, 1, 2, …`);
  return problems;
}

const sameShape = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((dim, i) => dim === b[i]);

function seedsOf(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (key === '$seed' ? [item as number] : seedsOf(item)));
}
