// The open document compared with another state of it: as saved, as opened, a file, a text. Follows every edit while it is shown. Knows no React.

import { createStore } from 'zustand/vanilla';
import { compareDocuments, type Comparison, type Side } from '../compiler/comparison.ts';
import { compile } from '../compiler/compile.ts';
import type { GraphDiff } from '../graph/diff.ts';
import type { GraphNode, NetloomDocument } from '../graph/document.ts';
import { compilationStore, type CompilationStore } from './compilationStore.ts';
import { documentStore, type DocumentState, type DocumentStore } from './documentStore.ts';

/** What the open document is compared with. The first two follow it: saving brings both together. */
export type ComparisonSource = { readonly kind: 'saved' } | { readonly kind: 'opened' } | { readonly kind: 'other'; readonly label: string; readonly document: NetloomDocument };

export interface ComparisonState {
  readonly source: ComparisonSource | null;
  readonly before: NetloomDocument | null;
  readonly comparison: Comparison | null;
  begin(source: ComparisonSource): void;
  end(): void;
}

/** A comparison that took longer would be felt while typing: the next waits for a pause. */
const FELT_MS = 30;
const PAUSE_MS = 150;

/** The document that a source means now. */
export function sourceDocument(source: ComparisonSource, { saved, past, document }: Pick<DocumentState, 'saved' | 'past' | 'document'>): NetloomDocument {
  switch (source.kind) {
    case 'saved':
      return saved;
    case 'opened':
      return past[0]?.document ?? document;
    case 'other':
      return source.document;
    default:
      return source satisfies never;
  }
}

export function createComparisonStore(documents: DocumentStore, compilations: CompilationStore, now: () => number = () => performance.now()) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let tookMs = 0;
  let other: Side | null = null;

  return createStore<ComparisonState>()((set, get) => {
    const run = (): void => {
      timer = null;
      const { source } = get();
      if (!source) return;
      const start = now();
      const before = sourceDocument(source, documents.getState());
      if (other?.document !== before) other = { document: before, compilation: compile(before) };
      const { document, compilation } = compilations.getState();
      set({ before, comparison: compareDocuments(other, { document, compilation }) });
      tookMs = now() - start;
    };
    const schedule = (): void => {
      if (get().source === null) return;
      if (timer !== null) clearTimeout(timer);
      if (tookMs > FELT_MS) timer = setTimeout(run, PAUSE_MS);
      else run();
    };
    compilations.subscribe((state, was) => {
      if (state.document !== was.document) schedule();
    });
    documents.subscribe((state, was) => {
      if (state.saved !== was.saved) schedule();
    });
    return {
      source: null,
      before: null,
      comparison: null,
      begin: (source) => {
        set({ source });
        run();
      },
      end: () => {
        if (timer !== null) clearTimeout(timer);
        timer = null;
        other = null;
        set({ source: null, before: null, comparison: null });
      },
    };
  });
}

/** What the canvas marks in the graph that it shows. */
export interface Marks {
  readonly added: ReadonlySet<string>;
  readonly changed: ReadonlySet<string>;
  /** Nodes that are gone, where they stood. */
  readonly removed: readonly GraphNode[];
  readonly graph: GraphDiff;
}

const known = new WeakMap<Comparison, Map<string | null, Marks | null>>();

/** `block` is the definition that is seen; null for the network itself. An instance counts as changed where its definition is. */
export function marksOf(comparison: Comparison, block: string | null, nodes: readonly GraphNode[]): Marks | null {
  let byBlock = known.get(comparison);
  if (!byBlock) known.set(comparison, (byBlock = new Map()));
  if (byBlock.has(block)) return byBlock.get(block)!;
  const { diff } = comparison;
  const graph = block === null ? diff.graph : diff.blocksChanged.find(({ name }) => name === block)?.graph;
  const blocks = new Set(diff.blocksChanged.map(({ name }) => name));
  const inside = nodes.filter((n) => typeof n['block'] === 'string' && blocks.has(n['block'])).map((n) => n.id);
  const marks: Marks | null = graph
    ? { added: new Set(graph.added.map((n) => n.id)), changed: new Set([...graph.changed.map((c) => c.after.id), ...inside]), removed: graph.removed, graph }
    : null;
  byBlock.set(block, marks);
  return marks;
}

export const comparisonStore = createComparisonStore(documentStore, compilationStore);
