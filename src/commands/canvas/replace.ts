// Giving a node another type while it keeps what fits: params of the same name that are accepted, edges that still have a port. Pure.

import { accepts } from '../../compiler/resolve.ts';
import { portOf, type GraphEdge, type GraphNode, type Json } from '../../graph/document.ts';
import type { Edit } from '../../graph/edits.ts';
import { freshIdAt, levelIn, type View } from '../../graph/view.ts';
import { layerOf } from '../../layers/index.ts';
import type { AnyLayer } from '../../layers/layer.ts';
import { edgeTo, givesOutput, mostInputs, type BlockGraph } from './connect.ts';

/** The params of a node that a layer has too and accepts. */
export function keptParams(node: Pick<GraphNode, 'params'>, layer: AnyLayer): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(node.params ?? {}).filter(([name, value]) => Object.hasOwn(layer.params, name) && accepts(layer.params[name]!, value)));
}

export interface Replacement {
  /** The node's id afterwards: a name that only said its old type says its new one. */
  readonly id: string;
  readonly edits: readonly Edit[];
}

/** Edits that make `id` a layer of `type`. Edges that find no port there any more go; one that stays names its port as the new layer does. */
export function replacementOf(graph: BlockGraph & Partial<Pick<View, 'groups' | 'origins'>>, id: string, type: string): Replacement {
  const node = graph.nodes.find((n) => n.id === id);
  const layer = layerOf(type);
  if (!node || !layer || node.type === type) return { id, edits: [] };
  const kept = keptParams(node, layer);
  const dropped = Object.fromEntries(Object.keys(node.params ?? {}).filter((name) => !Object.hasOwn(kept, name)).map((name) => [name, undefined]));
  const edits: Edit[] = [];
  const arriving = graph.edges.filter((e) => e.target === id).toSorted((a, b) => portOf(a) - portOf(b));
  const most = mostInputs(type);
  arriving.forEach((edge, i) => {
    // What arrived at a merge's later ports moves up where the first are free, so that a layer with one input keeps the first that came.
    if (i >= most) edits.push({ kind: 'disconnect', edge });
  });
  if (!givesOutput(type)) for (const edge of graph.edges) if (edge.source === id) edits.push({ kind: 'disconnect', edge });
  if (Object.keys(dropped).length > 0) edits.push({ kind: 'setParams', id, params: dropped });
  edits.push({ kind: 'setType', id, type });
  const retyped: BlockGraph = { ...graph, nodes: graph.nodes.map((n) => (n.id === id ? { ...n, type } : n)) };
  const staying = arriving.slice(0, most);
  const isInPlace = staying.every((edge) => portOf(edge) < most);
  staying.forEach((edge, i) => {
    const port = isInPlace ? portOf(edge) : i;
    const { targetPort: _port, ...from } = edge;
    const next: GraphEdge = { ...edgeTo(retyped, edge.source, id, port), ...from };
    if (next.targetPort !== edge.targetPort) edits.push({ kind: 'disconnect', edge }, { kind: 'connect', edge: next });
  });
  const level = levelIn(id);
  const named = new RegExp(`^${node.type}(_\\d+)?$`).test(id.slice(level.length));
  if (!named) return { id, edits };
  const to = freshIdAt(graph, level, type);
  // In an opened block a name is that within the block.
  edits.push({ kind: 'renameNode', id, to: to.slice(level.length) });
  return { id: to, edits };
}
