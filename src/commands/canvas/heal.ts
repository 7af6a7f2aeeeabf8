// Which edges close the gap that deleted nodes leave. Pure; knows no store.

import type { Graph } from '../../graph/document.ts';
import type { Edit } from '../../graph/edits.ts';
import type { View } from '../../graph/view.ts';
import { connectionProblem, type BlockGraph } from './connect.ts';

/**
 * Edits to apply after `removed` are gone: where one tensor flowed into a connected group of them, it flows on to all that the group
 * fed. A group that joined several, or in which data began, leaves its gap: which of them should go on is not for us to guess.
 */
export function healingEdits(graph: BlockGraph & Partial<Pick<View, 'origins'>>, removed: ReadonlySet<string>): readonly Edit[] {
  const rest = { ...graph, nodes: graph.nodes.filter((n) => !removed.has(n.id)), edges: graph.edges.filter((e) => !removed.has(e.source) && !removed.has(e.target)) };
  const edits: Edit[] = [];
  for (const group of groupsOf(graph, removed)) {
    const into = graph.edges.filter((e) => group.has(e.target) && !removed.has(e.source));
    const out = graph.edges.filter((e) => group.has(e.source) && !removed.has(e.target));
    const [feeding] = into;
    if (!feeding || into.some((e) => e.source !== feeding.source || e.sourcePort !== feeding.sourcePort)) continue;
    for (const edge of out) {
      if (connectionProblem(rest, feeding.source, edge.target) !== null) continue;
      const { targetPort: _port, target: _target, ...from } = feeding;
      const { sourcePort: _sourcePort, source: _source, ...to } = edge;
      edits.push({ kind: 'connect', edge: { ...from, ...to } });
    }
  }
  return edits;
}

/** The removed nodes in groups that hang together. */
function groupsOf(graph: Graph, removed: ReadonlySet<string>): readonly ReadonlySet<string>[] {
  const beside = new Map<string, string[]>([...removed].map((id) => [id, []]));
  for (const { source, target } of graph.edges) {
    if (!removed.has(source) || !removed.has(target)) continue;
    beside.get(source)!.push(target);
    beside.get(target)!.push(source);
  }
  const seen = new Set<string>();
  return [...removed].flatMap((start) => {
    if (seen.has(start)) return [];
    const group = new Set<string>();
    const stack = [start];
    while (stack.length > 0) {
      const id = stack.pop()!;
      if (seen.has(id)) continue;
      seen.add(id);
      group.add(id);
      stack.push(...beside.get(id)!);
    }
    return [group];
  });
}
