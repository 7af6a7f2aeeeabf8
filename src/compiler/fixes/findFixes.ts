// Finds fixes and proves each: a fix is offered only after its edits were applied and the result was analysed.

import { applyEdits } from '../../graph/edits.ts';
import { atOnce } from '../../graph/steps.ts';
import { analyseInSteps, type Analysis } from '../analysis.ts';
import type { Code } from '../codes.ts';
import type { Fix } from '../compilation.ts';
import { builtinSignature } from '../dataSize.ts';
import type { Finding, Station } from '../network.ts';
import type { FixContext, Idea } from './candidate.ts';
import { mendParam, mendUnknownLayer, mendUnknownParam } from './names.ts';
import { repeatLess } from './repeats.ts';
import { layerRepairs, mendChannels, mendNothingLeft, mendRank, mendSize, shrink } from './sizes.ts';
import {
  addInput, addOutput, breakCycle, connectBlockInput, connectInput, mendDanglingEdge, mendOutputAsSource, removeInstance, removeUnreachable, renameDuplicates, repeatOnce,
  separateEdges, unshare,
} from './structure.ts';
import { fitInput, fitTargets, mendLossActivation } from './training.ts';
import { toDocument } from './translate.ts';

/** Findings that get fixes, ideas tried for each, and fixes offered. */
const MOST_FINDINGS = 20;
const MOST_IDEAS = 8;
const MOST_FIXES = 4;
/** Nodes analysed in all while proving; keeps a compilation of a large broken network within a few frames. */
const MOST_NODES = 24_000;

const atNode: { readonly [C in Code]?: Idea } = {
  cycle: breakCycle,
  'output-as-source': mendOutputAsSource,
  'too-many-edges': separateEdges,
  'missing-input': connectInput,
  unreachable: removeUnreachable,
  'duplicate-id': renameDuplicates,
  'bad-param': mendParam,
  'unknown-param': mendUnknownParam,
  'unknown-layer': mendUnknownLayer,
  'size-mismatch': mendSize,
  'channel-mismatch': mendChannels,
  'rank-mismatch': mendRank,
  'non-positive-size': mendNothingLeft,
  'too-large': shrink,
  'loss-activation': mendLossActivation,
  'data-input-shape': fitInput,
  'data-target': fitTargets,
};
const ofNetwork: { readonly [C in Code]?: Idea<undefined> } = { 'no-input': addInput, 'no-output': addOutput, 'too-many-nodes': repeatLess };
/** At an instance of a block, which is no node of the flat graph. Their edits are of the document already. */
const atInstance: { readonly [C in Code]?: Idea<undefined> } = {
  'missing-input': connectBlockInput,
  'unknown-block': removeInstance,
  'block-cycle': removeInstance,
  'repeat-ports': repeatOnce,
  'bad-param': repeatOnce,
};

/** Fixes per finding, in the order of `analysis.findings`. */
export const findFixes = (given: Omit<FixContext, 'original'>): readonly (readonly Fix[])[] => atOnce(searchFixes(given));

/** The same in steps, several per trial. */
export function* searchFixes(given: Omit<FixContext, 'original'>): Generator<void, readonly (readonly Fix[])[]> {
  const { findings, stations, expansion } = given.analysis;
  const none = findings.map((): readonly Fix[] => []);
  // Edits need nodes and edges that are what they should be.
  if (findings.some((f) => f.code === 'malformed')) return none;
  const { document } = given;
  if (!Array.isArray(document?.nodes) || !Array.isArray(document.edges)) return none;
  const context: FixContext = { ...given, original: document, document: { ...document, nodes: expansion.flat.nodes, edges: expansion.flat.edges } };
  const found = new Map<Finding, readonly Fix[]>();
  const urgent = [...findings.filter((f) => f.severity === 'error'), ...findings.filter((f) => f.severity !== 'error')];
  let trials = Math.max(MOST_IDEAS, Math.floor(MOST_NODES / Math.max(1, stations.length)));
  const base = new Errors(context.analysis);
  for (const finding of urgent.slice(0, MOST_FINDINGS)) {
    const ideas = distinct(yield* ideasFor(finding, context)).slice(0, Math.min(MOST_IDEAS, trials));
    trials -= ideas.length;
    found.set(finding, yield* prove(ideas, finding, base, context));
  }
  return findings.map((finding) => found.get(finding) ?? []);
}

/** Fixes as edits of the document. */
function* ideasFor(finding: Finding, context: FixContext): Generator<void, readonly Fix[]> {
  const { byId, expansion } = context.analysis;
  const code = finding.code as Code;
  const station = finding.node === undefined ? undefined : byId.get(finding.node);
  if (code === 'shared-weights') return yield* inSteps(unshare(finding, station, context));
  const atBlock = finding.node !== undefined && !station && expansion.origins.has(finding.node) && Object.hasOwn(atInstance, code);
  if (atBlock) return yield* inSteps(atInstance[code]!(finding, undefined, context));
  return (yield* inSteps(flatIdeas(finding, station, context))).flatMap((fix): readonly Fix[] => {
    const edits = toDocument(fix.edits, finding.node, context.analysis, context.original);
    return edits ? [{ ...fix, edits }] : [];
  });
}

function* inSteps(ideas: ReturnType<Idea>): Generator<void, readonly Fix[]> {
  return 'next' in ideas ? yield* ideas : ideas;
}

/** Fixes as edits of the flat graph. */
function flatIdeas(finding: Finding, station: Station | undefined, context: FixContext): ReturnType<Idea> {
  const code = finding.code as Code;
  // An edge to nowhere may have no node at which it shows.
  if (code === 'dangling-edge') return mendDanglingEdge(finding, station, context);
  if (!station) return Object.hasOwn(ofNetwork, code) ? ofNetwork[code]!(finding, undefined, context) : [];
  const idea = Object.hasOwn(atNode, code) ? atNode[code] : undefined;
  return (idea ?? layerRepairs)(finding, station, context);
}

function distinct(fixes: readonly Fix[]): readonly Fix[] {
  const seen = new Set<string>();
  return fixes.filter(({ edits }) => {
    const key = textOf(edits);
    return !seen.has(key) && seen.add(key);
  });
}

/** Tells a param taken back to its default (`undefined`) from none, and prints what JSON does not know. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, item: unknown) => (item === undefined || typeof item === 'bigint' ? `${typeof item} ${item}` : item));
  } catch {
    return 'a circle';
  }
}

/**
 * A fix holds if, in the analysed result,
 * 1. the finding is gone: there are fewer with its code at its node, port and param than before; and
 * 2. no error is new, i.e. none stands at a code, node, port and param where there was none. Only nodes whose inputs were
 *    unknown before may now show errors of their own: the fix did not cause these, it uncovered them.
 * Of the fixes that hold, those are offered that uncover the fewest errors, in the order of the ideas.
 */
function* prove(ideas: readonly Fix[], finding: Finding, base: Errors, context: FixContext): Generator<void, readonly Fix[]> {
  const proven: { fix: Fix; uncovered: number }[] = [];
  for (const fix of ideas) {
    const edited = applyEdits(context.original, fix.edits);
    if (edited === context.original) continue;
    // A fix may have built-in data made in another size: it is proven against the samples there will be.
    const data = context.data && edited.training !== context.original.training ? (builtinSignature(edited) ?? context.data) : context.data;
    const uncovered = base.uncoveredBy(yield* analyseInSteps(edited, { ...context, data }), finding);
    if (uncovered !== null) proven.push({ fix, uncovered });
    yield;
  }
  // Wherever a circle is cut, a node may lack an input: which one is not for us to choose.
  const fewest = finding.code === 'cycle' ? Infinity : Math.min(...proven.map((p) => p.uncovered));
  return proven.filter((p) => p.uncovered <= fewest).slice(0, MOST_FIXES).map((p) => p.fix);
}

const keyOf = ({ code, node, port, param }: Finding): string => JSON.stringify([code, node, port, param]);

/** The findings before a fix, counted. */
class Errors {
  private readonly counts: ReadonlyMap<string, number>;
  private readonly byId: ReadonlyMap<string, Station>;

  constructor({ findings, byId }: Analysis) {
    this.counts = count(findings);
    this.byId = byId;
  }

  /** Errors that the trial uncovers; `null` if it does not mend `finding` or makes a new error. */
  uncoveredBy(trial: Analysis, finding: Finding): number | null {
    const counts = count(trial.findings);
    const key = keyOf(finding);
    if ((counts.get(key) ?? 0) >= (this.counts.get(key) ?? 0)) return null;
    let uncovered = 0;
    for (const error of trial.findings) {
      if (error.severity !== 'error' || (counts.get(keyOf(error)) ?? 0) <= (this.counts.get(keyOf(error)) ?? 0)) continue;
      if (!this.wasWaiting(error, finding)) return null;
      uncovered++;
    }
    return uncovered;
  }

  private wasWaiting(error: Finding, mended: Finding): boolean {
    // Before it had fewer layers nothing in the network was looked at.
    if (mended.code === 'too-many-nodes') return error.code !== mended.code;
    // A circle's nodes all wait; cutting it shows which of them then lacks an input.
    if (error.node === mended.node && mended.code !== 'cycle') return false;
    const station = error.node === undefined ? undefined : this.byId.get(error.node);
    return station?.resolved !== undefined && station.resolved !== null && station.evaluation === null && station.missing.length === 0;
  }
}

function count(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return counts;
}
