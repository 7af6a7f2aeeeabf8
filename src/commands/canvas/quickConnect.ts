// Connecting what is selected, without a pointer: upper layers feed lower ones. Pure; knows no store.

import { emptyDocument, type GraphNode } from '../../graph/document.ts';
import { applyEdits, type Edit } from '../../graph/edits.ts';
import { NODE_HEIGHT } from '../../graph/layout.ts';
import type { View } from '../../graph/view.ts';
import { connectEdits, connectionProblem, mostInputsOf, type BlockGraph } from './connect.ts';

/** In reading order: by row, then from left to right. */
const reading = (a: GraphNode, b: GraphNode): number =>
  Math.abs(a.position[1] - b.position[1]) >= NODE_HEIGHT / 2 ? a.position[1] - b.position[1] : a.position[0] - b.position[0];

/**
 * Connects the selected nodes: all of them into the last, where that is a merge; else each to the next. Two that can only be
 * connected the other way round are. Gives the edits, or the sentence that says why there are none.
 */
export function quickConnect(graph: BlockGraph & Partial<Pick<View, 'origins'>>, ids: readonly string[]): { readonly edits: readonly Edit[]; readonly problem: string | null } {
  const nodes = ids.map((id) => graph.nodes.find((n) => n.id === id)).filter((n): n is GraphNode => n !== undefined).toSorted(reading);
  const last = nodes.at(-1);
  if (!last || nodes.length < 2) return { edits: [], problem: 'Select two layers to connect them.' };
  const pairs =
    mostInputsOf(graph, last) > 1
      ? nodes.slice(0, -1).map((node) => [node.id, last.id] as const)
      : nodes.slice(1).map((node, i) => [nodes[i]!.id, node.id] as const);
  let current = graph;
  const edits: Edit[] = [];
  let problem: string | null = null;
  for (const [above, below] of pairs) {
    if (current.edges.some((e) => e.source === above && e.target === below)) {
      problem ??= `${above} already feeds ${below}.`;
      continue;
    }
    const first = connectionProblem(current, above, below);
    const turned = first !== null && nodes.length === 2 && connectionProblem(current, below, above) === null;
    if (first !== null && !turned) {
      problem ??= first;
      continue;
    }
    const step = turned ? connectEdits(current, below, above) : connectEdits(current, above, below);
    edits.push(...step);
    current = { ...graph, edges: applyEdits({ ...emptyDocument(), ...current }, step).edges };
  }
  return { edits, problem: edits.length > 0 ? null : problem };
}
