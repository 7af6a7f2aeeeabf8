// compile(): a document becomes a Program, diagnostics with proven fixes, and a report. Owns only the order of these steps.

import type { DataSignature } from '../datasets/dataset.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { atOnce } from '../graph/steps.ts';
import { layerOf as registeredLayer } from '../layers/index.ts';
import { analyse, analyseInSteps, type Analysis, type Trace } from './analysis.ts';
import type { Compilation, Diagnostic, Fix } from './compilation.ts';
import { findFixes, searchFixes } from './fixes/findFixes.ts';
import { lower, lowerNetwork, notLowered } from './lowering.ts';
import type { Finding, LayerLookup, Station } from './network.ts';
import type { Program } from './program.ts';
import { makeReport } from './report.ts';

export interface CompileOptions {
  /** The data that is to be trained on; adds the diagnostics of whether it fits. */
  readonly data?: DataSignature;
  /** An earlier compilation of nearly the same document: unchanged parts of the report are the same objects as there. */
  readonly previous?: Compilation;
  /** Other layers than the registered ones, for tests. */
  readonly layerOf?: LayerLookup;
  /** Networks of more layers get their fixes from `complete`, which also lowers more layers than this. Without it, all is done here. */
  readonly deferAbove?: number;
  /** Told at the end of each stage, for measuring them. */
  readonly trace?: Trace;
}

/**
 * Never throws, whatever the document holds. Costs what changed: completed params and the results of the layers' rules
 * are remembered per params object, and edits keep the objects of what they do not touch.
 */
export const compile = (document: NetloomDocument, options: CompileOptions = {}): Compilation => atOnce(compileInSteps(document, options));

/** The same in steps, for a document that is not open yet; a `previous` is used up from the first on. */
export function* compileInSteps(document: NetloomDocument, { data, previous, layerOf = registeredLayer, deferAbove = Infinity, trace }: CompileOptions = {}): Generator<void, Compilation> {
  const earlier = previous && analyses.get(previous);
  const analysis = yield* analyseInSteps(document, { data, layerOf, trace, ...(earlier ? { earlier } : {}) });
  // What is too large to be expanded is so to be mended: its fixes are proven on as many layers as may be.
  const size = analysis.findings.some(({ code }) => code === 'too-many-nodes') ? Infinity : analysis.stations.length;
  const isLarge = size > deferAbove && analysis.findings.length > 0;
  const fixes = isLarge ? [] : findFixes({ document, analysis, data, layerOf });
  trace?.('fixes');
  yield;
  const diagnostics = analysis.findings.map((finding, i) => toDiagnostic(finding, fixes[i] ?? []));
  const report = makeReport(analysis, previous?.report);
  trace?.('report');
  yield;
  const ok = !diagnostics.some((d) => d.severity === 'error');
  const isEmpty = diagnostics.some((d) => d.code === 'empty');
  const waiting = ok ? notLowered(analysis) : [];
  const isOpen = isLarge || waiting.length > deferAbove;
  const failed = waiting.length > deferAbove ? null : lowerAll(waiting);
  if (failed) return { ok: false, program: null, diagnostics: [...diagnostics, failed], report };
  const name: unknown = (document as NetloomDocument | null | undefined)?.name;
  let program: Program | null = null;
  const programNow = (): Program | null => {
    // A later compilation may have taken the analysis over: then this document is looked at once more.
    const own = analysis.isUsedUp ? analyse(document, { data, layerOf }) : analysis;
    return lowerAll(notLowered(own)) ? null : lowerNetwork(typeof name === 'string' ? name : 'untitled', own);
  };
  const compilation: Compilation = {
    ok,
    get program() {
      return ok && !isEmpty ? (program ??= programNow()) : null;
    },
    diagnostics,
    report,
    ...(isOpen ? { isOpen: true } : {}),
  };
  analyses.set(compilation, analysis);
  return compilation;
}

/** The fault of the first whose rules fail. */
function lowerAll(stations: readonly Station[]): Diagnostic | null {
  try {
    stations.forEach(lower);
    return null;
  } catch (error) {
    return cannotLower(error);
  }
}

function cannotLower(error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  return { severity: 'error', code: 'layer-failed', message: `A layer could not be turned into calls: ${reason}. This is a fault of Netloom; please report it.`, fixes: [] };
}

/** What each compilation was made from, for the one after it. */
const analyses = new WeakMap<Compilation, Analysis>();

/** Layers lowered in one step. */
const LOWERED_AT_ONCE = 100;

/**
 * The rest of a compilation that is open: the same with its fixes, or the very same where there are none. It can be
 * dropped between any two steps.
 */
export function* complete(document: NetloomDocument, compilation: Compilation, { data, layerOf = registeredLayer }: CompileOptions = {}): Generator<void, Compilation> {
  const own = analyses.get(compilation);
  for (let waiting = compilation.ok && own ? notLowered(own) : []; waiting.length > 0; waiting = waiting.slice(LOWERED_AT_ONCE)) {
    const failed = lowerAll(waiting.slice(0, LOWERED_AT_ONCE));
    if (failed) return { ok: false, program: null, diagnostics: [...compilation.diagnostics, failed], report: compilation.report };
    yield;
  }
  if (compilation.diagnostics.length === 0) return compilation;
  const analysis = yield* analyseInSteps(document, { data, layerOf });
  yield;
  const fixes = yield* searchFixes({ document, analysis, data, layerOf });
  const mended: Compilation = {
    ok: compilation.ok,
    get program() {
      return compilation.program;
    },
    diagnostics: compilation.diagnostics.map((d, i) => (fixes[i]?.length ? { ...d, fixes: fixes[i] } : d)),
    report: compilation.report,
  };
  if (own) analyses.set(mended, own);
  return mended;
}

/** Without what only the search for fixes needs, and without absent fields, so that it prints and compares well. */
function toDiagnostic({ severity, code, node, port, param, message, steps, related }: Finding, fixes: readonly Fix[]): Diagnostic {
  return {
    severity,
    code,
    ...(node === undefined ? {} : { node }),
    ...(port === undefined ? {} : { port }),
    ...(param === undefined ? {} : { param }),
    message,
    ...(steps === undefined ? {} : { steps }),
    ...(related === undefined ? {} : { related }),
    fixes,
  };
}
