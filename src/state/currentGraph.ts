// The graph that the canvas shows and the commands edit: the network, or the inside of a block, with expanded blocks opened up.
// The one place that knows which part of the document that is. Knows no React.

import type { Compilation, Diagnostic, NodeReport } from '../compiler/compilation.ts';
import { viewAt, type View } from '../graph/view.ts';
import type { DocumentState } from './documentStore.ts';

interface Seen {
  readonly scope: DocumentState['scope'];
  readonly view: View;
}
/** A few documents are asked about in turn: the one before an edit and the one after it. */
const seen = new WeakMap<DocumentState['document'], Seen[]>();
let last: (Seen & { readonly of: DocumentState['document'] }) | null = null;

/** Nodes and edges that are being edited; the same object for as long as they are the same. */
export function graphHere({ document, scope }: Pick<DocumentState, 'document' | 'scope'>): View {
  let views = seen.get(document);
  if (!views) seen.set(document, (views = []));
  const known = views.find((v) => v.scope === scope);
  if (known) return known.view;
  const same = last !== null && last.scope === scope && last.of.nodes === document.nodes && last.of.edges === document.edges && last.of.blocks === document.blocks;
  const view = same ? last!.view : viewAt(document, scope);
  views.push({ scope, view });
  last = { of: document, scope, view };
  return view;
}

type Reports = Readonly<Record<string, NodeReport>>;
const reports = new WeakMap<Reports, WeakMap<View, Reports>>();

/** Reports by the ids that nodes have here. */
export function reportsHere(view: View, { report }: Compilation): Reports {
  if (view.prefix === '') return report.nodes;
  let byView = reports.get(report.nodes);
  if (!byView) reports.set(report.nodes, (byView = new WeakMap()));
  let here = byView.get(view);
  if (!here) {
    const found = Object.create(null) as Record<string, NodeReport>;
    for (const { id } of view.nodes) {
      const node = report.nodes[`${view.prefix}${id}`];
      if (node) found[id] = node;
    }
    byView.set(view, (here = found));
  }
  return here;
}

/** The card or group here that stands for a node, by the id reports give it: its own, or that of the closed block around it. */
export function shownHere(view: View, node: string): string | null {
  if (!node.startsWith(view.prefix)) return null;
  const id = node.slice(view.prefix.length);
  const isShown = (at: string): boolean => view.nodes.some((n) => n.id === at) || view.groups.some((g) => g.id === at);
  return [id, ...enclosing(id)].find(isShown) ?? null;
}

const diagnostics = new WeakMap<readonly Diagnostic[], WeakMap<View, readonly Diagnostic[]>>();

/** Diagnostics of what is shown here, by the ids that nodes have here; those inside a closed block stand at its card. */
export function diagnosticsHere(view: View, { diagnostics: all }: Compilation): readonly Diagnostic[] {
  if (view.prefix === '' && Object.keys(view.blocks).length === 0) return all;
  let byView = diagnostics.get(all);
  if (!byView) diagnostics.set(all, (byView = new WeakMap()));
  let here = byView.get(view);
  if (!here) {
    const shown = new Set([...view.nodes.map((n) => n.id), ...view.groups.map((g) => g.id)]);
    here = all.flatMap((d): readonly Diagnostic[] => {
      if (d.node === undefined || !d.node.startsWith(view.prefix)) return [];
      const id = d.node.slice(view.prefix.length);
      if (shown.has(id)) return [id === d.node ? d : { ...d, node: id }];
      const around = enclosing(id).find((outer) => shown.has(outer));
      if (around === undefined) return [];
      const { port: _, param: __, ...rest } = d;
      return [{ ...rest, node: around }];
    });
    byView.set(view, here);
  }
  return here;
}

/** `a/b`, `a` for `a/b/c`. */
function enclosing(id: string): readonly string[] {
  const outer: string[] = [];
  for (let slash = id.lastIndexOf('/'); slash > 0; slash = id.lastIndexOf('/', slash - 1)) outer.push(id.slice(0, slash));
  return outer;
}
