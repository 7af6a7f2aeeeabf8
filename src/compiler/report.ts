// The report: shapes, arithmetic and cost of every node, and the totals. Judges nothing.

import type { Analysis } from './analysis.ts';
import type { NodeReport, ReceptiveField, Report, Totals } from './compilation.ts';
import type { Station } from './network.ts';
import { receptiveAfter, sameField } from './receptive.ts';

/** `previous`: reports of an earlier compilation; what did not change is the same object as there. */
export function makeReport({ stations, sorted }: Analysis, previous: Report | undefined): Report {
  const fields = new Map<Station, ReceptiveField | null>();
  for (const station of sorted) {
    const { evaluation, incoming } = station;
    const sources = incoming.map((w) => fields.get(w.source) ?? null);
    fields.set(station, evaluation?.receptive && evaluation.output ? receptiveAfter(evaluation.receptive, sources, evaluation.output) : null);
  }
  // Without a prototype: a node may be called `constructor` or `__proto__`.
  const nodes = Object.create(null) as Record<string, NodeReport>;
  for (const station of stations) nodes[station.id] = nodeReport(station, fields.get(station) ?? null, previous?.nodes[station.id]);
  return { nodes, totals: totalsOf(stations) };
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
  if (previous && previous.inputShapes === evaluation.inputs && previous.steps === evaluation.steps && previous.weights === evaluation.weights && sameField(previous.receptiveField, receptiveField)) {
    return previous;
  }
  return {
    inputShapes: evaluation.inputs,
    outputShape: evaluation.output,
    steps: evaluation.steps,
    params: evaluation.params,
    trainableParams: evaluation.trainableParams,
    macs: evaluation.macs,
    activationBytes: evaluation.activationBytes,
    receptiveField,
    weights: evaluation.weights,
  };
}

/** Sums over the nodes that take part; over all of them while nothing is connected to an output yet. */
function totalsOf(stations: readonly Station[]): Totals {
  const network = stations.filter((s) => s.live);
  const counted = network.some((s) => s.outgoing.length > 0) ? network : stations;
  let params = 0;
  let trainableParams = 0;
  let macs: number | null = 0;
  let activationBytes: number | null = 0;
  for (const { evaluation } of counted) {
    if (!evaluation) continue;
    params += evaluation.params;
    trainableParams += evaluation.trainableParams;
    macs = macs === null || evaluation.macs === null ? null : macs + evaluation.macs;
    activationBytes = activationBytes === null || evaluation.activationBytes === null ? null : activationBytes + evaluation.activationBytes;
  }
  return { params, trainableParams, macs, activationBytes };
}
