// The report: shapes, arithmetic and cost of every node, and the totals. Judges nothing.

import type { Analysis } from './analysis.ts';
import type { NodeReport, ReceptiveField, Report, Totals } from './compilation.ts';
import type { InstanceSite } from './expand.ts';
import type { Shape } from '../layers/layer.ts';
import type { Station } from './network.ts';
import { receptiveAfter, sameField } from './receptive.ts';

/** `previous`: reports of an earlier compilation; what did not change is the same object as there. */
export function makeReport(analysis: Analysis, previous: Report | undefined): Report {
  const { stations, sorted, expansion } = analysis;
  /** By index of the station. */
  const fields: (ReceptiveField | null)[] = Array.from(stations, () => null);
  for (const { index, evaluation, incoming } of sorted) {
    if (evaluation?.receptive && evaluation.output) fields[index] = receptiveAfter(evaluation.receptive, incoming.map((w) => fields[w.source.index]!), evaluation.output);
  }
  // Without a prototype: a node may be called `constructor` or `__proto__`.
  const nodes = Object.create(null) as Record<string, NodeReport>;
  for (const station of stations) nodes[station.id] = nodeReport(station, fields[station.index]!, previous?.nodes[station.id]);
  const shapeOf = (id: string | null): Shape | null => (id === null ? null : (nodes[id]?.outputShape ?? null));
  for (const [port, source] of expansion.ports) {
    const shape = shapeOf(source);
    nodes[port] = { ...NOTHING, inputShapes: shape === null ? [] : [shape], outputShape: shape, receptiveField: source === null ? null : (nodes[source]?.receptiveField ?? null), macs: 0, activationBytes: 0 };
  }
  if (expansion.instances.size > 0) {
    const inside = insideOf(stations);
    for (const site of expansion.instances.values()) nodes[site.id] = instanceReport(site, inside.get(site.id) ?? [], nodes);
  }
  return { nodes, totals: totalsOf(stations) };
}

/** The stations inside each instance, at any depth. */
function insideOf(stations: readonly Station[]): ReadonlyMap<string, readonly Station[]> {
  const inside = new Map<string, Station[]>();
  for (const station of stations) {
    for (let slash = station.id.indexOf('/'); slash > 0; slash = station.id.indexOf('/', slash + 1)) {
      const outer = station.id.slice(0, slash);
      const list = inside.get(outer);
      if (list) list.push(station);
      else inside.set(outer, [station]);
    }
  }
  return inside;
}

function instanceReport({ inputs, outputs }: InstanceSite, inside: readonly Station[], nodes: Readonly<Record<string, NodeReport>>): NodeReport {
  const inputShapes = inputs.flatMap((source) => (source !== null && nodes[source]?.outputShape ? [nodes[source].outputShape] : []));
  const outputShapes = outputs.map((source) => (source === null ? null : (nodes[source]?.outputShape ?? null)));
  const first = outputs[0];
  const { layers: _, ...sums } = sumOf(inside);
  return {
    ...NOTHING,
    ...sums,
    inputShapes,
    outputShape: outputShapes[0] ?? null,
    outputShapes,
    receptiveField: first === undefined || first === null ? null : (nodes[first]?.receptiveField ?? null),
  };
}

const NOTHING: Omit<NodeReport, 'inputShapes' | 'receptiveField'> = {
  outputShape: null,
  steps: [],
  params: 0,
  trainableParams: 0,
  macs: null,
  activationBytes: null,
  weights: [],
};

function nodeReport(station: Station, receptiveField: ReceptiveField | null, previous: NodeReport | undefined): NodeReport {
  const { evaluation } = station;
  if (!evaluation) {
    // What arrives is shown even where something else is missing.
    const inputShapes = station.incoming.flatMap((w) => (w.source.evaluation?.output ? [w.source.evaluation.output] : []));
    return { ...NOTHING, inputShapes, receptiveField: null };
  }
  const own = station.shared ? { params: 0, trainableParams: 0, weights: NOTHING.weights } : evaluation;
  if (previous && previous.inputShapes === evaluation.inputs && previous.steps === evaluation.steps && previous.weights === own.weights && sameField(previous.receptiveField, receptiveField)) {
    return previous;
  }
  return {
    inputShapes: evaluation.inputs,
    outputShape: evaluation.output,
    steps: evaluation.steps,
    params: own.params,
    trainableParams: own.trainableParams,
    macs: evaluation.macs,
    activationBytes: evaluation.activationBytes,
    receptiveField,
    weights: own.weights,
  };
}

/** Sums over the nodes that take part; over all of them while nothing is connected to an output yet. */
function totalsOf(stations: readonly Station[]): Totals {
  const network = stations.filter((s) => s.live);
  const counted = network.some((s) => s.outgoing.length > 0) ? network : stations;
  // Weights that several share are there once, also where the one that they are named after takes no part.
  if (!counted.some((s) => s.shared)) return sumOf(counted);
  const holders = new Map(counted.toReversed().map((s) => [s.shared ?? s, s]));
  return sumOf(counted, (s) => holders.get(s.shared ?? s) === s);
}

/** `holds`: whether a layer's weights are its own; one whose weights are another's costs none. */
function sumOf(stations: readonly Station[], holds = (s: Station): boolean => !s.shared): Totals {
  let layers = 0;
  let params = 0;
  let trainableParams = 0;
  let macs: number | null = 0;
  let activationBytes: number | null = 0;
  for (const station of stations) {
    const { evaluation } = station;
    layers++;
    if (!evaluation) continue;
    if (holds(station)) {
      params += evaluation.params;
      trainableParams += evaluation.trainableParams;
    }
    macs = macs === null || evaluation.macs === null ? null : macs + evaluation.macs;
    activationBytes = activationBytes === null || evaluation.activationBytes === null ? null : activationBytes + evaluation.activationBytes;
  }
  return { layers, params, trainableParams, macs, activationBytes };
}
