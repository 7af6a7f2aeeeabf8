// Works around two faults of tfjs's `LayersModel.predict` (tfjs-layers 4.22, executor.ts) with values that are taken twice:
// the second taker gets a copy. Knows no documents.

import type { Call, Program } from './program.ts';

type Calls = Pick<Program, 'calls' | 'outputs'>;

/** `nameOf` names a copy that is made for a node. */
export function separateSecondTakes(program: Calls, nameOf: (node: string) => string): Calls {
  const byId = new Map(program.calls.map((call) => [call.id, call]));
  const copyOf = (id: string, node: string): Call => ({
    id: nameOf(node),
    node,
    callee: { from: 'tf.layers', name: 'activation' },
    config: { activation: 'linear' },
    inputs: [id],
    shape: byId.get(id)?.shape ?? [],
  });
  return separateOutputs({ ...program, calls: separateInputs(program.calls, copyOf) }, copyOf);
}

type Copy = (id: string, node: string) => Call;

/**
 * A value is freed when the last of its takers has run. Takers are counted by name, but a call that takes a value at two inputs
 * counts down twice, so that the value is gone before others have it.
 */
function separateInputs(calls: readonly Call[], copyOf: Copy): readonly Call[] {
  const twice = new Set(calls.filter(({ inputs }) => inputs.length > 1 && new Set(inputs).size < inputs.length));
  if (twice.size === 0) return calls;
  const takers = new Map<string, number>();
  for (const { inputs } of calls) for (const id of new Set(inputs)) takers.set(id, (takers.get(id) ?? 0) + 1);
  return calls.flatMap((call): readonly Call[] => {
    if (!twice.has(call)) return [call];
    const copies: Call[] = [];
    const inputs = call.inputs.map((id, i) => {
      if (call.inputs.indexOf(id) === i || takers.get(id) === 1) return id;
      copies.push(copyOf(id, call.node));
      return copies.at(-1)!.id;
    });
    return [...copies, { ...call, inputs }];
  });
}

/** Of outputs that are the same value only the first is filled. */
function separateOutputs({ calls, outputs }: Calls, copyOf: Copy): Calls {
  const taken = new Set<string>();
  const copies: Call[] = [];
  const separate = outputs.map((output) => {
    if (!taken.has(output.call)) {
      taken.add(output.call);
      return output;
    }
    copies.push(copyOf(output.call, output.node));
    return { ...output, call: copies.at(-1)!.id };
  });
  return copies.length === 0 ? { calls, outputs } : { calls: [...calls, ...copies], outputs: separate };
}
