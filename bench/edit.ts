// Measures one edit to a validated canvas without a browser: the script from applying it to React Flow's nodes and edges, by stage.
// Run: npx esbuild bench/edit.ts --bundle --platform=node --format=esm --outfile=dist/bench/edit.mjs && node dist/bench/edit.mjs
// [nodes …] [networks …] [edits …], e.g. 10000 dense rename. Under tsx it is slower: that keeps the names of functions, which takes
// time where many are made. What a browser adds is measured by bench/editInBrowser.ts.

import { loadavg } from 'node:os';
import { compile, complete } from '../src/compiler/compile.ts';
import type { Compilation } from '../src/compiler/compilation.ts';
import type { NetloomDocument } from '../src/graph/document.ts';
import { applyEdits, type Edit } from '../src/graph/edits.ts';
import { documentToFlow } from '../src/panels/canvas/flow/documentToFlow.ts';
import type { Flow, Pace } from '../src/panels/canvas/flow/flow.ts';
import { graphHere } from '../src/state/currentGraph.ts';
import { benchNetwork, editPairs, kinds } from './edit/networks.ts';

const wanted = process.argv.slice(2);
const sizes = wanted.some((arg) => Number(arg) > 0) ? wanted.map(Number).filter((size) => size > 0) : [1000, 10_000];
/** Those that were named, or all. */
const chosen = (names: readonly string[]): readonly string[] => (names.some((name) => wanted.includes(name)) ? names.filter((name) => wanted.includes(name)) : names);
/** As in compilationStore. */
const AT_ONCE = 200;
/** As in useFlow. */
const AT_A_TIME = 500;
/** In canvas units: at zoom 1. */
const WINDOW = { width: 1000, height: 700 };
const NOTHING_SELECTED: readonly never[] = [];
const STAGES = ['edit', 'expand', 'network', 'order', 'shapes', 'findings', 'fixes', 'report', 'lower', 'flow'] as const;

interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly stages: Readonly<Record<(typeof STAGES)[number], number>>;
  /** Cards out of sight, afterwards. */
  readonly lateMs: number;
  /** Fixes, afterwards, in steps between which the window answers: all of them, and the longest. */
  readonly laterMs: number;
  readonly longestStepMs: number;
}

/** Processor time of all threads, the collector's and the optimizer's too. Others on the machine do not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A window without a window: what the stores and the canvas do with an edit, in their order. */
class Session {
  private document: NetloomDocument;
  private compilation: Compilation;
  private flow: Flow;
  private readonly seen: Pace['seen'];

  /** @param at what is in the middle of the window */
  constructor(document: NetloomDocument, at: string) {
    this.document = document;
    this.compilation = compile(document);
    const [x, y] = document.nodes.find((n) => n.id === at)!.position;
    this.seen = { left: x - WINDOW.width / 2, top: y - WINDOW.height / 2, right: x + WINDOW.width / 2, bottom: y + WINDOW.height / 2 };
    this.flow = this.draw(null, 0);
  }

  edit(edits: readonly Edit[]): Measured {
    const stages = Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Record<(typeof STAGES)[number], number>;
    const start = performance.now();
    let last = cpuMs();
    const begun = last;
    const done = (stage: (typeof STAGES)[number]): void => {
      const now = cpuMs();
      stages[stage] += now - last;
      last = now;
    };
    this.document = applyEdits(this.document, edits);
    done('edit');
    this.compilation = compile(this.document, { previous: this.compilation, deferAbove: AT_ONCE, trace: done });
    done('lower');
    this.flow = this.draw(this.flow, 0);
    done('flow');
    const wallMs = performance.now() - start;
    let longestStepMs = 0;
    const late = cpuMs();
    while (this.flow.late > 0) {
      const before = cpuMs();
      this.flow = this.draw(this.flow, AT_A_TIME);
      longestStepMs = Math.max(longestStepMs, cpuMs() - before);
    }
    const lateMs = cpuMs() - late;
    const search = this.compilation.isOpen ? complete(this.document, this.compilation) : null;
    for (let isDone = search === null; !isDone; ) {
      const before = cpuMs();
      isDone = search!.next().done === true;
      longestStepMs = Math.max(longestStepMs, cpuMs() - before);
    }
    return { wallMs, cpuMs: last - begun, stages, lateMs, laterMs: cpuMs() - last - lateMs, longestStepMs };
  }

  private draw(previous: Flow | null, others: number): Flow {
    return documentToFlow({ graph: graphHere({ document: this.document, scope: NOTHING_SELECTED }), compilation: this.compilation, selectedNodes: NOTHING_SELECTED, selectedEdges: NOTHING_SELECTED, pace: { seen: this.seen, others } }, previous);
  }
}

const quantile = (values: readonly number[], q: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? NaN;
const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

for (const size of sizes) {
  for (const kind of kinds.filter((k) => chosen(kinds).includes(k))) {
    const made = benchNetwork(kind, size);
    const session = new Session(made.document, made.free);
    const rounds = size > 4000 ? 6 : 20;
    console.log(`\n${kind}, ${made.document.nodes.length} nodes and ${made.document.edges.length} edges on the canvas; milliseconds, stages as median of CPU, load ${loadavg()[0]!.toFixed(1)}`);
    console.log(`| edit | wall, least | median | p95 | CPU, least | median | p95 | ${STAGES.join(' | ')} | out of sight, after | fixes after | longest step |\n|---|${'---|'.repeat(9 + STAGES.length)}`);
    const pairs = editPairs(made);
    for (const name of chosen(Object.keys(pairs))) {
      const pair = pairs[name]!;
      const runs: Measured[] = [];
      for (let i = 0; i < rounds + 4; i++) {
        for (const edits of pair(i)) {
          const measured = session.edit(edits);
          // The first ones are compiled by the engine meanwhile.
          if (i >= 4) runs.push(measured);
        }
      }
      const spread = (values: readonly number[]): string => [0, 0.5, 0.95].map((q) => ms(quantile(values, q))).join(' | ');
      const split = STAGES.map((stage) => ms(quantile(runs.map((r) => r.stages[stage]), 0.5)));
      console.log(`| ${name} | ${spread(runs.map((r) => r.wallMs))} | ${spread(runs.map((r) => r.cpuMs))} | ${split.join(' | ')} | ${ms(quantile(runs.map((r) => r.lateMs), 0.5))} | ${ms(quantile(runs.map((r) => r.laterMs), 0.95))} | ${ms(quantile(runs.map((r) => r.longestStepMs), 0.95))} |`);
    }
  }
}
