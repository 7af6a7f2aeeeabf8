// Everything that is found out about a document: its graph, an order, shapes where they can be derived, and findings.
// Proposes no fixes: the compiler analyses every proposed fix the same way. Never throws.

import type { DataSignature } from '../datasets/dataset.ts';
import { adjacencyOf, type Adjacency } from '../graph/adjacency.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { atOnce } from '../graph/steps.ts';
import { formatShape, type PortSpec, type Problem, type Shape } from '../layers/layer.ts';
import { dataFindings } from './dataFit.ts';
import { expand, inFirstCopy, portKey, type Expansion } from './expand.ts';
import { lossFindings } from './lossActivation.ts';
import { AT_ONCE, continued, paramFindings, portName, readNetwork, type Finding, type LayerLookup, type Network, type Station } from './network.ts';
import { order } from './order.ts';
import { explainMismatch } from './origin.ts';
import { builtOf, type Evaluation } from './resolve.ts';

export interface Analysis extends Network {
  /** How blocks were taken out of the way. */
  readonly expansion: Expansion;
  /** Stations in the order of computation; those that depend on a cycle are missing. */
  readonly sorted: readonly Station[];
  readonly findings: readonly Finding[];
  /** What it has not taken over from the one before; `null` if nothing was. */
  readonly news: News | null;
  /** A later analysis has taken it over: its stations are no longer those of its document. */
  isUsedUp: boolean;
}

export interface News {
  /** By index of the station: its evaluation is another, or what arrives there. */
  readonly changed: Uint8Array;
}

/** The steps of compiling, in their order; lowering comes last. */
export type Stage = 'expand' | 'network' | 'order' | 'shapes' | 'findings' | 'fixes' | 'report';
export type Trace = (finished: Stage) => void;

export interface AnalysisOptions {
  readonly data?: DataSignature;
  readonly layerOf: LayerLookup;
  readonly trace?: Trace;
  /** Of nearly the same document: what still holds is taken over, and it is used up. */
  readonly earlier?: Analysis;
}

export const analyse = (document: NetloomDocument, options: AnalysisOptions): Analysis => atOnce(analyseInSteps(document, options));

export function* analyseInSteps(document: NetloomDocument, { data, layerOf, trace, earlier }: AnalysisOptions): Generator<void, Analysis> {
  const expansion = expand(document);
  trace?.('expand');
  yield;
  const known = earlier && !earlier.isUsedUp && earlier.sorted.length === earlier.stations.length ? earlier : null;
  const touched = new Set<Station>();
  const taken = known && continued(known, expansion.flat, layerOf, (station) => touched.add(station));
  if (known) known.isUsedUp = true;
  const network = taken?.network ?? (yield* readNetwork(expansion.flat, layerOf));
  const { stations } = network;
  const findings = [...paramFindings(network), ...network.wiring, ...expansion.findings];
  trace?.('network');
  yield;
  let sorted: readonly Station[];
  if (taken && !taken.isRewired) sorted = known!.sorted;
  else {
    const { sorted: numbers, cycles } = order(adjacencyIn(network));
    sorted = numbers.map((index) => stations[index]!);
    for (const cycle of cycles) findings.push(cycleFinding(cycle.map((index) => stations[index]!)));
  }
  trace?.('order');
  yield;
  const changed = yield* deriveShapes(network, sorted, taken ? touched : null);
  for (const station of sorted) if (station.evaluation) for (const problem of station.evaluation.problems) findings.push(toFinding(station, problem, station.id));
  trace?.('shapes');
  yield;

  for (const station of sorted) if (station.shared) findings.push(...sharedFindings(station, station.shared));
  // Instances that could not be expanded count as something: the network is not empty.
  const endpoints = stations.length === 0 && expansion.findings.length > 0 ? [] : endpointFindings(stations);
  findings.push(...endpoints);
  const outputs = stations.filter(isOutput);
  markLive(stations, outputs);
  // Before a first node is connected to an output nothing is superfluous yet: the network is being drawn.
  const connected = outputs.some((s) => s.incoming.length > 0);
  for (const station of stations) {
    if (station.missing.length > 0 && (station.live || !connected)) findings.push(...missingFindings(station, expansion));
  }
  if (connected) findings.push(...unreachableFindings(stations));
  findings.push(...lossFindings(outputs));
  if (data) findings.push(...dataFindings(stations.filter(isInput), outputs, data));
  const told = inDocumentOrder(onceForCopies(findings.filter(distinctOpenPort()), expansion), network);
  trace?.('findings');
  return { ...network, expansion, sorted, findings: told, news: taken ? { changed } : null, isUsedUp: false };
}

function adjacencyIn({ stations }: Network): Adjacency {
  const sources: number[] = [];
  const targets: number[] = [];
  for (const { index, outgoing } of stations) {
    for (const { target } of outgoing) {
      sources.push(index);
      targets.push(target.index);
    }
  }
  return adjacencyOf(stations.length, sources, targets);
}

export const isInput = (station: Station): boolean => station.resolved?.layer.type === 'input';
export const isOutput = (station: Station): boolean => station.resolved?.layer.hasOutput === false;

/** Those of the whole network first, then by node; otherwise as found. */
function inDocumentOrder(findings: readonly Finding[], network: Network): Finding[] {
  /** A block stands where its first layer does. */
  const inside = (node: string): number => network.stations.find((s) => s.id.startsWith(`${node}/`))?.index ?? Infinity;
  const place = (finding: Finding): number => (finding.node === undefined ? -1 : (network.byId.get(finding.node)?.index ?? inside(finding.node)));
  return findings.map((finding) => ({ finding, place: place(finding) })).toSorted((a, b) => (a.place === b.place ? 0 : a.place - b.place)).map(({ finding }) => finding);
}

function cycleFinding(path: readonly Station[]): Finding {
  const shown = path.length > 8 ? [...path.slice(0, 6), null, path.at(-1)!] : path;
  const names = [...shown, path[0]!].map((s) => (s === null ? '…' : `\`${s.id}\``)).join(' → ');
  const inside = new Set(path);
  return {
    severity: 'error',
    code: 'cycle',
    node: path[0]!.id,
    message: path.length === 1 ? `\`${path[0]!.id}\` feeds itself, so that it would have to be computed before itself.` : `These nodes feed each other in a circle, so that none can be computed first: ${names}.`,
    related: path.slice(1).map((s) => s.id),
    edges: path.flatMap((s, i) => s.outgoing.filter((w) => inside.has(w.target) && w.target === path[(i + 1) % path.length]).map((w) => w.edge)),
  };
}

/**
 * Applies the layers' shape rules where all inputs are known.
 * @param touched the stations whose own rule is another, if all others are as they were; null: none is known
 * @returns by index: whether the evaluation, or what arrives, is another than before
 */
function* deriveShapes({ stations }: Network, sorted: readonly Station[], touched: ReadonlySet<Station> | null): Generator<void, Uint8Array> {
  const changed = new Uint8Array(stations.length);
  /** By index: another shape goes out. */
  const isOther = new Uint8Array(stations.length);
  if (sorted.length < stations.length) {
    const inOrder = new Set(sorted);
    for (const station of stations) {
      if (inOrder.has(station)) continue;
      station.evaluation = null;
      changed[station.index] = 1;
    }
  }
  let count = 0;
  for (const station of sorted) {
    const { index } = station;
    if (touched && !touched.has(station) && !station.incoming.some((w) => isOther[w.source.index] === 1)) continue;
    const before = station.evaluation;
    station.evaluation = evaluated(station);
    changed[index] = 1;
    if (before?.output !== station.evaluation?.output) isOther[index] = 1;
    if (++count % AT_ONCE === 0) yield;
  }
  return changed;
}

function evaluated({ resolved, incoming, missing }: Station): Evaluation | null {
  if (!resolved || missing.length > 0) return null;
  const inputs: Shape[] = [];
  for (const wire of incoming) {
    const shape = wire.source.evaluation?.output;
    if (!shape) return null;
    inputs.push(shape);
  }
  return resolved.evaluate(inputs);
}

/** A layer counts its inputs 0, 1, …; an edge may stand at another port where a merge has gaps. */
function toFinding(station: Station, problem: Problem, node: string): Finding {
  const { code, severity, message, param, steps, repairs } = problem;
  const wire = problem.port === undefined ? undefined : station.incoming[problem.port];
  const finding: Finding = { severity, code, node, port: wire?.port, param, message, steps, repairs };
  return explainMismatch(station, finding, problem.port) ?? finding;
}

function endpointFindings(stations: readonly Station[]): readonly Finding[] {
  if (stations.length === 0) return [{ severity: 'info', code: 'empty', message: 'Nothing here yet. Begin with an Input layer, or with a template.' }];
  const findings: Finding[] = [];
  if (!stations.some(isInput)) findings.push({ severity: 'error', code: 'no-input', message: 'The network has no Input layer, so nothing says what shape its data has.' });
  if (!stations.some(isOutput)) findings.push({ severity: 'error', code: 'no-output', message: 'The network has no Output layer, so nothing says what it should learn.' });
  return findings;
}

/** Several layers inside a block may wait for the same port of it: told once. */
function distinctOpenPort(): (finding: Finding) => boolean {
  const told = new Set<string>();
  return ({ code, node, port, message }) => {
    if (code !== 'missing-input') return true;
    const key = JSON.stringify([node, port, message]);
    return !told.has(key) && told.add(key) !== undefined;
  };
}

/** What is wrong in every copy of a repeated block is told of the first. */
function onceForCopies(findings: readonly Finding[], { origins }: Expansion): readonly Finding[] {
  if (origins.size === 0) return findings;
  const keyOf = ({ code, port, param }: Finding, node: string): string => JSON.stringify([code, node, port, param]);
  const told = new Set(findings.map((finding) => keyOf(finding, finding.node ?? '')));
  return findings.filter((finding) => {
    const first = finding.node === undefined ? undefined : inFirstCopy(finding.node, origins);
    return first === undefined || first === finding.node || !told.has(keyOf(finding, first));
  });
}

/** The same layer takes other tensors only if it would be built alike for them. */
function sharedFindings(station: Station, owner: Station): readonly Finding[] {
  const [mine, theirs] = [station.evaluation, owner.evaluation];
  if (!mine?.output || !theirs?.output) return [];
  const [here, there] = [builtOf(mine), builtOf(theirs)];
  if (!here || !there) return [];
  const sameWeights = here.weights === there.weights;
  const sameRank = here.ranks === there.ranks;
  if (sameWeights && sameRank && here.calls === there.calls) return [];
  const why = !sameWeights ? `needs ${here.weights}` : !sameRank ? 'has another number of axes' : 'would be padded otherwise. Give it a padding in numbers, or inputs of one size';
  const arriving = (e: typeof mine): string => e.inputs.map(formatShape).join(' and ');
  return [
    {
      severity: 'error',
      code: 'shared-weights',
      node: station.id,
      message: `\`${station.id}\` shares the weights of \`${owner.id}\`, ${there.weights}, which come from its input of ${arriving(theirs)}. Here arrives ${arriving(mine)}, which ${why}.`,
      related: [owner.id],
    },
  ];
}

function missingFindings(station: Station, { openPorts }: Expansion): readonly Finding[] {
  const layer = station.resolved?.layer;
  const label = layer?.label ?? station.node.type;
  const min = layer?.inputs.min ?? 0;
  return station.missing.map((port) => ({
    severity: 'error',
    code: 'missing-input',
    node: station.id,
    port,
    ...openPorts.get(portKey(station.id, port)),
    message:
      openPorts.get(portKey(station.id, port))?.message ??
      (min > 1 && layer?.ports === undefined
        ? `${label} \`${station.id}\` needs at least ${min} inputs, but has ${station.incoming.length}. Connect a layer to ${portName(station, port)}.`
        : `Nothing is connected to ${portName(station, port)} of ${label} \`${station.id}\`${what(layer?.ports?.[port])}`),
  }));
}

/** `: what goes in there.` */
const what = (port: PortSpec | undefined): string => (port === undefined ? '.' : `: ${port.doc.charAt(0).toLowerCase()}${port.doc.slice(1)}`);

function markLive(stations: readonly Station[], outputs: readonly Station[]): void {
  const open = [...outputs];
  for (const station of stations) station.live = false;
  for (const output of outputs) output.live = true;
  for (let station = open.pop(); station !== undefined; station = open.pop()) {
    for (const { source } of station.incoming) {
      if (source.live) continue;
      source.live = true;
      open.push(source);
    }
  }
}

/** One per dead end, naming the nodes that exist only for it; each node is named once. */
function unreachableFindings(stations: readonly Station[]): readonly Finding[] {
  const told = new Set<Station>();
  return stations.flatMap((end): readonly Finding[] => {
    if (end.live || end.outgoing.length > 0) return [];
    const others: Station[] = [];
    const open = [end];
    told.add(end);
    for (let station = open.pop(); station !== undefined; station = open.pop()) {
      for (const { source } of station.incoming) {
        if (source.live || told.has(source)) continue;
        told.add(source);
        others.push(source);
        open.push(source);
      }
    }
    others.sort((a, b) => a.index - b.index);
    const inputs = end.missing.length > 0 ? ' Nothing is connected to it either.' : '';
    const before = others.length === 0 ? '' : ` The same goes for ${others.length === 1 ? `\`${others[0]!.id}\`` : `${others.length} nodes`} before it.`;
    return [
      {
        severity: 'warning',
        code: 'unreachable',
        node: end.id,
        message: `\`${end.id}\` leads to no output, so that it takes no part in training.${end.incoming.length === 0 ? inputs : ''}${before}`,
        related: others.length > 0 ? others.map((s) => s.id) : undefined,
      },
    ];
  });
}
