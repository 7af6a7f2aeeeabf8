// From the analysed graph to the Program: the calls of all nodes that lead to an output, named, wired and with their seeds numbered.

import type { ConfigObject, ConfigValue, Shape } from '../layers/layer.ts';
import { isInput, isOutput, type Analysis } from './analysis.ts';
import { calleeShape } from './calleeShapes.ts';
import { CallNames } from './identifiers.ts';
import { lossOf } from './lossActivation.ts';
import type { Station } from './network.ts';
import type { Evaluation } from './resolve.ts';
import type { Call, Program, ProgramOutput } from './program.ts';
import { separateSecondTakes } from './secondTakes.ts';

/** Layers that take part and are yet to be lowered. */
export const notLowered = ({ stations }: Analysis): readonly Station[] => stations.filter((s) => s.live && s.lowered !== s.evaluation && !isOutput(s));

/** Lowers a layer, as its memory will have it from now on; what throws here is a fault of that layer's rules. */
export function lower(station: Station): void {
  shapesOf(station);
  station.lowered = station.evaluation;
}

/** Only for an analysis without errors, whose layers were lowered. Puts their calls together. */
export function lowerNetwork(name: string, { stations, sorted }: Analysis): Program {
  const taking = sorted.filter((s) => s.live);
  const names = new CallNames(taking.map((s) => s.id));
  const seeds = new Seeds();
  const calls: Call[] = [];
  /** The call that gives each station's value. */
  const valueOf = new Map<Station, string>();
  /** The calls that made a layer which several nodes share, by the node that owns it. */
  const made = new Map<Station, readonly Call[]>();
  for (const station of taking) {
    if (isOutput(station)) continue;
    const arriving = station.incoming.map((w) => valueOf.get(w.source)!);
    const lowered = station.evaluation?.calls() ?? [];
    const shapes = shapesOf(station);
    const ids: string[] = [];
    // A layer without weights has nothing to share; of those that share one, the first that is computed makes it.
    const owner = station.evaluation!.weights.length > 0 ? (station.shared ?? station) : station;
    const earlier = made.get(owner);
    const own: Call[] = [];
    lowered.forEach((call, i) => {
      const id = names.of(station.id, i === lowered.length - 1 ? undefined : (call.role ?? `part${i}`));
      ids.push(id);
      own.push({
        id,
        node: station.id,
        callee: call.callee,
        config: earlier?.[i]?.config ?? seeds.number(call.config),
        inputs: call.inputs.map((operand) => ('port' in operand ? arriving[operand.port]! : ids[operand.call]!)),
        shape: shapes[i]!,
        ...(earlier?.[i] ? { reuses: earlier[i].id } : {}),
      });
    });
    calls.push(...own);
    if (!earlier) made.set(owner, own);
    valueOf.set(station, ids.at(-1)!);
  }
  const outputs = stations.filter(isOutput).map((s) => outputOf(s, valueOf));
  return {
    name,
    inputs: stations.filter((s) => s.live && isInput(s)).map((s) => valueOf.get(s)!),
    ...separateSecondTakes({ calls, outputs }, (node) => names.of(node, 'copy')),
  };
}

function outputOf(station: Station, valueOf: ReadonlyMap<Station, string>): ProgramOutput {
  const weight = station.resolved?.params['weight'];
  return {
    node: station.id,
    call: valueOf.get(station.incoming[0]!.source)!,
    shape: station.evaluation!.output!,
    loss: lossOf(station) ?? 'meanSquaredError',
    weight: typeof weight === 'number' ? weight : 1,
  };
}

const callShapes = new WeakMap<Evaluation, readonly Shape[]>();

function shapesOf(station: Station): readonly Shape[] {
  const { evaluation } = station;
  if (!evaluation) return [];
  let shapes = callShapes.get(evaluation);
  if (!shapes) callShapes.set(evaluation, (shapes = deriveShapes(evaluation)));
  return shapes;
}

/** The last call gives the layer's output; what stands before it is derived from what it calls. */
function deriveShapes({ inputs, output, calls }: Evaluation): readonly Shape[] {
  const lowered = calls();
  const shapes: Shape[] = [];
  lowered.forEach((call, i) => {
    const derived =
      i === lowered.length - 1
        ? (output ?? [])
        : calleeShape(call.callee, call.config, call.inputs.map((operand) => ('port' in operand ? (inputs[operand.port] ?? []) : (shapes[operand.call] ?? []))));
    shapes.push(typeof derived === 'string' ? (output ?? []) : derived);
  });
  return shapes;
}

/** Numbered configs by the lowered ones, with the first number they were given; an edit leaves most of them as they were. */
const numbered = new WeakMap<ConfigObject, { readonly first: number; readonly next: number; readonly config: ConfigObject }>();

/** Numbers the seeds in program order. Values without one are passed on as they are. */
class Seeds {
  private next = 0;

  number(config: ConfigObject): ConfigObject {
    const known = numbered.get(config);
    if (known && (known.first === this.next || known.config === config)) {
      this.next += known.next - known.first;
      return known.config;
    }
    const first = this.next;
    const result = this.visit(config) as ConfigObject;
    numbered.set(config, { first, next: this.next, config: result });
    return result;
  }

  private visit(value: ConfigValue): ConfigValue {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const items = value as readonly ConfigValue[];
      const visited = items.map((item) => this.visit(item));
      return visited.some((item, i) => item !== items[i]) ? visited : items;
    }
    if ('$seed' in value) return { $seed: this.next++ };
    const entries = Object.entries(value as ConfigObject);
    const visited = entries.map(([key, item]) => [key, this.visit(item)] as const);
    return visited.some(([, item], i) => item !== entries[i]![1]) ? Object.fromEntries(visited) : (value as ConfigObject);
  }
}
