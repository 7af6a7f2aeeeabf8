// Whether two nodes can be connected, at which port, and the edits that do it. Pure; knows no store and no canvas.

import { portOf, type Graph, type GraphEdge } from '../../graph/document.ts';
import type { Edit } from '../../graph/edits.ts';
import { layerOf } from '../../layers/index.ts';

/** Number of inputs a node may have; a layer this build does not know takes any. */
export function mostInputs(type: string): number {
  return layerOf(type)?.inputs.max ?? Infinity;
}

/** Whether a node of this type hands on a tensor. */
export function givesOutput(type: string): boolean {
  return layerOf(type)?.hasOutput ?? true;
}

/** The lowest input port without an edge; a node with one input gives its only port, taken or not. */
export function freePort(graph: Graph, target: string): number {
  const node = graph.nodes.find((n) => n.id === target);
  const most = node ? mostInputs(node.type) : Infinity;
  const taken = new Set(graph.edges.filter((e) => e.target === target).map(portOf));
  for (let port = 0; port < most; port++) if (!taken.has(port)) return port;
  return Math.max(0, most - 1);
}

/** Whether data could flow from `from` to `to` along the edges. */
export function leadsTo(graph: Graph, from: string, to: string): boolean {
  const after = new Map<string, string[]>();
  for (const e of graph.edges) {
    const list = after.get(e.source);
    if (list) list.push(e.target);
    else after.set(e.source, [e.target]);
  }
  const seen = new Set<string>();
  const stack = [from];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (node === to) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push(...(after.get(node) ?? []));
  }
  return false;
}

/** Why `source` cannot be connected to `target`, as a sentence for people; null when it can. */
export function connectionProblem(graph: Graph, source: string, target: string): string | null {
  const from = graph.nodes.find((n) => n.id === source);
  const to = graph.nodes.find((n) => n.id === target);
  if (!from || !to) return 'One of the two nodes is gone.';
  if (source === target) return `${source} cannot feed itself: its output would be needed before it is computed.`;
  if (!givesOutput(from.type)) return `${source} is where the network ends: it has no output to connect.`;
  if (mostInputs(to.type) === 0) return `${target} is where data enters: it takes no input from another layer.`;
  if (leadsTo(graph, target, source)) return `That would close a circle: ${source} already depends on ${target}, so neither could be computed first.`;
  return null;
}

/** The edge as the file writes it: only merges name their port. */
export function edgeTo(graph: Graph, source: string, target: string, port: number): GraphEdge {
  const node = graph.nodes.find((n) => n.id === target);
  return node && mostInputs(node.type) > 1 ? { source, target, targetPort: String(port) } : { source, target };
}

/** Edits that connect; without a port the first free one is taken. `moved` is an edge that this one takes the place of. */
export function connectEdits(graph: Graph, source: string, target: string, port?: number, moved?: GraphEdge): readonly Edit[] {
  const at = port ?? freePort(graph, target);
  const connect: Edit = { kind: 'connect', edge: edgeTo(graph, source, target, at) };
  return moved ? [{ kind: 'disconnect', edge: moved }, connect] : [connect];
}
