// The open document compared with another state of it: as saved, as opened, a file, a text. Follows every edit while it is shown. Knows no React.

import { createStore } from 'zustand/vanilla';
import { compareDocuments, type Comparison, type Side } from '../compiler/comparison.ts';
import { compile } from '../compiler/compile.ts';
import { edgeKey, type DocumentDiff, type GraphDiff } from '../graph/diff.ts';
import type { GraphEdge, GraphNode, NetloomDocument } from '../graph/document.ts';
import { AS_IT_IS, shownAt, type Placement } from '../graph/inPlace.ts';
import { NODE_HEIGHT } from '../graph/layout.ts';
import type { View } from '../graph/view.ts';
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

/** What the canvas marks in what it shows, by the ids that nodes have there. */
export interface Marks {
  readonly added: ReadonlySet<string>;
  readonly changed: ReadonlySet<string>;
  /** Nodes that are gone, where they stood. */
  readonly removed: readonly Pick<GraphNode, 'id' | 'position'>[];
  readonly edgesAdded: ReadonlySet<GraphEdge>;
}

const known = new WeakMap<Comparison, WeakMap<View, Marks>>();

/** Of the graph that is seen and of the blocks opened in it. An instance counts as changed where its definition is. */
export function marksOf(comparison: Comparison, view: View): Marks {
  let byView = known.get(comparison);
  if (!byView) known.set(comparison, (byView = new WeakMap()));
  let marks = byView.get(view);
  if (!marks) byView.set(view, (marks = findMarks(comparison.diff, view)));
  return marks;
}

function findMarks(diff: DocumentDiff, view: View): Marks {
  const changedBlocks = new Map(diff.blocksChanged.map(({ name, graph }) => [name, graph]));
  const graphOf = (block: string | null): GraphDiff | undefined => (block === null ? diff.graph : changedBlocks.get(block));
  const [added, changed] = [new Set<string>(), new Set<string>()];
  const removed: Pick<GraphNode, 'id' | 'position'>[] = [];
  const mark = (block: string | null, prefix: string, placement: Placement): void => {
    const graph = graphOf(block);
    for (const { id } of graph?.added ?? []) added.add(`${prefix}${id}`);
    for (const { after } of graph?.changed ?? []) changed.add(`${prefix}${after.id}`);
    for (const { id, position } of graph?.removed ?? []) removed.push({ id: `${prefix}${id}`, position: shownAt(placement, position, NODE_HEIGHT) });
  };
  mark(view.block, '', AS_IT_IS);
  for (const { node, prefix, inside } of view.groups) mark(node.block ?? null, prefix, inside);
  for (const { id, block } of [...view.nodes, ...view.groups.map((g) => ({ ...g.node, id: g.id }))]) if (block !== undefined && changedBlocks.has(block)) changed.add(id);
  const fresh = new Map([null, ...changedBlocks.keys()].map((block) => [block, new Set(graphOf(block)!.edgesAdded.map(edgeKey))]));
  const edgesAdded = view.edges.filter((edge) => {
    const origin = view.edgeOrigins.get(edge) ?? { block: view.block, edge };
    return fresh.get(origin.block)?.has(edgeKey(origin.edge)) ?? false;
  });
  return { added, changed, removed, edgesAdded: new Set(edgesAdded) };
}

export const comparisonStore = createComparisonStore(documentStore, compilationStore);
