// The graph that the canvas shows and the commands edit: the network, or the inside of a block, with expanded blocks opened up.
// The one place that knows which part of the document that is. Knows no React.

import type { Compilation, Diagnostic, NodeReport } from '../compiler/compilation.ts';
import { viewAt, type View } from '../graph/view.ts';
import type { DocumentState } from './documentStore.ts';

let last: { readonly of: DocumentState['document']; readonly scope: DocumentState['scope']; readonly view: View } | null = null;

/** Nodes and edges that are being edited; the same object for as long as they are the same. */
export function graphHere({ document, scope }: Pick<DocumentState, 'document' | 'scope'>): View {
  if (last && last.scope === scope) {
    if (last.of === document) return last.view;
    const same = last.of.nodes === document.nodes && last.of.edges === document.edges && last.of.blocks === document.blocks;
    if (same) return (last = { ...last, of: document }).view;
  }
  const view = viewAt(document, scope);
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
