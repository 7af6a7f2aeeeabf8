// compile(): a document becomes a Program, diagnostics with proven fixes, and a report. Owns only the order of these steps.

import type { DataSignature } from '../datasets/dataset.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { layerOf as registeredLayer } from '../layers/index.ts';
import { analyse, type Analysis, type Trace } from './analysis.ts';
import type { Compilation, Diagnostic, Fix } from './compilation.ts';
import { findFixes, searchFixes } from './fixes/findFixes.ts';
import { lowerLayers, lowerNetwork } from './lowering.ts';
import type { Finding, LayerLookup } from './network.ts';
import type { Program } from './program.ts';
import { makeReport } from './report.ts';

export interface CompileOptions {
  /** The data that is to be trained on; adds the diagnostics of whether it fits. */
  readonly data?: DataSignature;
  /** An earlier compilation of nearly the same document: unchanged parts of the report are the same objects as there. */
  readonly previous?: Compilation;
  /** Other layers than the registered ones, for tests. */
  readonly layerOf?: LayerLookup;
  /** Networks of more layers get their fixes from `completeFixes`; without it, all get them here. */
  readonly deferFixesAbove?: number;
  /** Told at the end of each stage, for measuring them. */
  readonly trace?: Trace;
}

/**
 * Never throws, whatever the document holds. Costs what changed: completed params and the results of the layers' rules
 * are remembered per params object, and edits keep the objects of what they do not touch.
 */
export function compile(document: NetloomDocument, { data, previous, layerOf = registeredLayer, deferFixesAbove = Infinity, trace }: CompileOptions = {}): Compilation {
  const earlier = previous && analyses.get(previous);
  const analysis = analyse(document, { data, layerOf, trace, ...(earlier ? { earlier } : {}) });
  const isDeferred = analysis.stations.length > deferFixesAbove && analysis.findings.length > 0;
  const fixes = isDeferred ? [] : findFixes({ document, analysis, data, layerOf });
  trace?.('fixes');
  const diagnostics = analysis.findings.map((finding, i) => toDiagnostic(finding, fixes[i] ?? []));
  const report = makeReport(analysis, previous?.report);
  trace?.('report');
  const keep = (compilation: Compilation): Compilation => {
    analyses.set(compilation, analysis);
    return compilation;
  };
  const result = { diagnostics, report, ...(isDeferred ? { fixesOpen: true as const } : {}) };
  if (diagnostics.some((d) => d.severity === 'error')) return keep({ ok: false, program: null, ...result });
  try {
    lowerLayers(analysis);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const failed: Diagnostic = { severity: 'error', code: 'layer-failed', message: `A layer could not be turned into calls: ${reason}. This is a fault of Netloom; please report it.`, fixes: [] };
    return { ok: false, program: null, ...result, diagnostics: [...diagnostics, failed] };
  }
  const name: unknown = (document as NetloomDocument | null | undefined)?.name;
  let program: Program | null = null;
  return keep({
    ok: true,
    get program() {
      // A later compilation may have taken the analysis over: then this document is looked at once more.
      return (program ??= lowerNetwork(typeof name === 'string' ? name : 'untitled', analysis.isUsedUp ? analyse(document, { data, layerOf }) : analysis));
    },
    ...result,
  });
}

/** What each compilation was made from, for the one after it. */
const analyses = new WeakMap<Compilation, Analysis>();

/**
 * The rest of a compilation whose fixes are open: the same with them. Each step of the generator is one trial of a fix, which
 * costs about as much as compiling; it can be dropped between any two.
 */
export function* completeFixes(document: NetloomDocument, compilation: Compilation, { data, layerOf = registeredLayer }: CompileOptions = {}): Generator<void, Compilation> {
  const analysis = analyse(document, { data, layerOf });
  yield;
  const fixes = yield* searchFixes({ document, analysis, data, layerOf });
  const complete: Compilation = {
    ok: compilation.ok,
    get program() {
      return compilation.program;
    },
    diagnostics: compilation.diagnostics.map((d, i) => (fixes[i]?.length ? { ...d, fixes: fixes[i] } : d)),
    report: compilation.report,
  };
  const own = analyses.get(compilation);
  if (own) analyses.set(complete, own);
  return complete;
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
