// The report: shapes, arithmetic and cost of every node, and the totals. Judges nothing.

import type { Analysis } from './analysis.ts';
import type { NodeReport, Report, Totals } from './compilation.ts';
import type { Expansion, InstanceSite, Level } from './expand.ts';
import { push } from '../graph/multimap.ts';
import type { Station } from './network.ts';
import { receptiveAfter, sameField } from './receptive.ts';

/** `previous`: reports of an earlier compilation, of the one whose analysis was taken over if one was; what did not change is the same object as there. */
export function makeReport(analysis: Analysis, previous: Report | undefined): Report {
  const { stations, expansion } = analysis;
  const changed = receptiveFields(analysis);
  // Without a prototype: a node may be called `constructor` or `__proto__`.
  const nodes = Object.create(null) as Record<string, NodeReport>;
  for (const station of stations) {
    const { id, index } = station;
    nodes[id] = previous && changed[index] === 0 ? previous.nodes[id]! : nodeReport(station, previous?.nodes[id]);
  }
  for (const [port, source] of expansion.ports) nodes[port] = portReport(source === null ? null : (nodes[source] ?? null), previous?.nodes[port]);
  if (expansion.instances.size > 0) {
    const inside = insideOf(stations, expansion);
    for (const site of expansion.instances.values()) nodes[site.id] = instanceReport(site, inside.get(site.id) ?? [], nodes);
  }
  return { nodes, totals: totalsOf(stations) };
}

/** Fills in the fields of what is new. @returns by index: whether a report is another than before */
function receptiveFields({ stations, sorted, news }: Analysis): Uint8Array {
  const isOther = new Uint8Array(stations.length);
  const changed = news ? news.changed.slice() : new Uint8Array(stations.length).fill(1);
  for (const station of sorted) {
    const { index, evaluation, incoming } = station;
    if (news && changed[index] === 0 && !incoming.some((w) => isOther[w.source.index] === 1)) continue;
    const field = evaluation?.receptive && evaluation.output ? receptiveAfter(evaluation.receptive, incoming.map((w) => w.source.field), evaluation.output) : null;
    // An equal one stays the same object, so that nothing after it has to look.
    if (sameField(field, station.field)) continue;
    station.field = field;
    isOther[index] = 1;
    changed[index] = 1;
  }
  return changed;
}

/** The stations inside each instance, at any depth. */
function insideOf(stations: readonly Station[], { origins }: Expansion): ReadonlyMap<string, readonly Station[]> {
  const byLevel = new Map<Level, Station[]>();
  for (const station of stations) {
    for (let level = origins.get(station.id)?.level; level?.outer; level = level.outer) push(byLevel, level, station);
  }
  // Each copy of a repeated block is a level of its own.
  const inside = new Map<string, Station[]>();
  for (const [{ id }, list] of byLevel) {
    const here = inside.get(id!);
    if (here) here.push(...list);
    else inside.set(id!, list);
  }
  return inside;
}

/** What passes through a port of a block is what its source gives. */
function portReport(source: NodeReport | null, previous: NodeReport | undefined): NodeReport {
  const [outputShape, receptiveField] = [source?.outputShape ?? null, source?.receptiveField ?? null];
  // The name may have been that of a layer or of an instance.
  const wasPort = previous?.steps === NOTHING.steps && previous.macs === 0 && previous.activationBytes === 0 && previous.outputShapes === undefined;
  if (wasPort && previous.outputShape === outputShape && previous.receptiveField === receptiveField && previous.inputShapes[0] === (outputShape ?? undefined)) return previous;
  return { ...NOTHING, inputShapes: outputShape === null ? [] : [outputShape], outputShape, receptiveField, macs: 0, activationBytes: 0 };
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

function nodeReport(station: Station, previous: NodeReport | undefined): NodeReport {
  const { evaluation, field: receptiveField } = station;
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
