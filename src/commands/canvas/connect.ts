// Whether two nodes can be connected, at which port, and the edits that do it. Pure; knows no store and no canvas.

import { push } from '../../graph/multimap.ts';
import type { NodeReport } from '../../compiler/compilation.ts';
import { resolve } from '../../compiler/resolve.ts';
import { BLOCK_INPUT, BLOCK_OUTPUT, definitionOf, portsOf } from '../../graph/blocks.ts';
import type { Graph, GraphEdge, GraphNode, NetloomDocument } from '../../graph/document.ts';
import type { Edit } from '../../graph/edits.ts';
import { canReach, inputIndex, type View } from '../../graph/view.ts';
import { layerOf } from '../../layers/index.ts';
import type { Shape } from '../../layers/layer.ts';

/** What is asked of a graph here: with the blocks that its instances stand for. */
export type BlockGraph = Graph & { readonly blocks?: NetloomDocument['blocks'] };

/** Number of inputs a node may have; a layer this build does not know takes any. */
export function mostInputs(type: string): number {
  if (type === BLOCK_INPUT) return 0;
  if (type === BLOCK_OUTPUT) return 1;
  return layerOf(type)?.inputs.max ?? Infinity;
}

/** The same for a node, which may be an instance of a block. */
export function mostInputsOf({ blocks = {} }: BlockGraph, node: GraphNode): number {
  const definition = definitionOf({ blocks }, node);
  return definition ? portsOf(definition).inputs.length : mostInputs(node.type);
}

/** Number of outputs of a node: one of a layer, as many as it has of a block. */
export function outputsOf({ blocks = {} }: BlockGraph, node: GraphNode): number {
  const definition = definitionOf({ blocks }, node);
  return definition ? portsOf(definition).outputs.length : givesOutput(node.type) ? 1 : 0;
}

/** What the inputs of a node are called: as the ports of its block, or by what they mean to a layer; empty where they are only numbered. */
export function inputNames({ blocks = {} }: BlockGraph, node: GraphNode): readonly string[] {
  const definition = definitionOf({ blocks }, node);
  if (definition) return several(portsOf(definition).inputs);
  return (layerOf(node.type)?.ports ?? []).map((port) => port.name);
}

/** The same for outputs, which only those of a block have names. */
export function outputNames({ blocks = {} }: BlockGraph, node: GraphNode): readonly string[] {
  const definition = definitionOf({ blocks }, node);
  return definition ? several(portsOf(definition).outputs) : [];
}

/** One port needs no name to be told from others. */
const several = (names: readonly string[]): readonly string[] => (names.length > 1 ? names : []);

/** Whether a node of this type hands on a tensor. */
export function givesOutput(type: string): boolean {
  return type !== BLOCK_OUTPUT && (layerOf(type)?.hasOutput ?? true);
}

/** The lowest input port without an edge; a node with one input gives its only port, taken or not. */
export function freePort(graph: BlockGraph, target: string): number {
  const node = graph.nodes.find((n) => n.id === target);
  const most = node ? mostInputsOf(graph, node) : Infinity;
  const taken = new Set(graph.edges.filter((e) => e.target === target).map((e) => inputIndex(graph.blocks ?? {}, node, e)));
  for (let port = 0; port < most; port++) if (!taken.has(port)) return port;
  return Math.max(0, most - 1);
}

/** The port that a connection let go on the card near `nearest` shall take: that one if it is free or none is, else a free one. */
export function meantPort(graph: BlockGraph, target: string, nearest: number): number {
  const node = graph.nodes.find((n) => n.id === target);
  const isTaken = (port: number): boolean => graph.edges.some((e) => e.target === target && inputIndex(graph.blocks ?? {}, node, e) === port);
  const free = freePort(graph, target);
  return isTaken(nearest) && !isTaken(free) ? free : nearest;
}

/** Whether data could flow from `from` to `to` along the edges. */
export const leadsTo = (graph: Graph, from: string, to: string): boolean => reachableFrom(graph, from).has(to);

/** A node and all that depends on it. */
export function reachableFrom({ edges }: Graph, start: string): ReadonlySet<string> {
  const after = new Map<string, string[]>();
  for (const e of edges) push(after, e.source, e.target);
  const seen = new Set<string>([start]);
  for (const id of seen) for (const next of after.get(id) ?? []) seen.add(next);
  return seen;
}

const isView = (graph: BlockGraph & Partial<View>): graph is View => graph.origins !== undefined && graph.groups !== undefined;

/** Why `source` cannot be connected to `target`, as a sentence for people; null when it can. */
export function connectionProblem(graph: BlockGraph & Partial<View>, source: string, target: string): string | null {
  const from = graph.nodes.find((n) => n.id === source);
  const to = graph.nodes.find((n) => n.id === target);
  if (!from || !to) return 'One of the two nodes is gone.';
  if (source === target) return `${source} cannot feed itself: its output would be needed before it is computed.`;
  if (outputsOf(graph, from) === 0) return from.type === BLOCK_OUTPUT ? `${source} is an output of this block: what arrives at it goes outside.` : `${source} is where the network ends: it has no output to connect.`;
  if (isView(graph) && !canReach(graph, source, target)) return `${source} and ${target} stand on different sides of a block's border. Open the block and connect them through its inputs and outputs.`;
  if (to.type === BLOCK_INPUT) return `${target} is an input of this block: what it gives comes from outside.`;
  if (mostInputsOf(graph, to) === 0) return to.type === 'block' ? `${target} has no inputs.` : `${target} is where data enters: it takes no input from another layer.`;
  if (leadsTo(graph, target, source)) return `That would close a circle: ${source} already depends on ${target}, so neither could be computed first.`;
  return null;
}

/** The edge as the file writes it: merges number their ports, blocks name them where there are several. `output` is that of a block. */
export function edgeTo(graph: BlockGraph, source: string, target: string, port: number, output = 0): GraphEdge {
  const [from, to] = [source, target].map((id) => graph.nodes.find((n) => n.id === id));
  const portsOfBlock = (node: GraphNode | undefined) => (node ? definitionOf({ blocks: graph.blocks ?? {} }, node) : undefined);
  const [giving, taking] = [portsOfBlock(from), portsOfBlock(to)];
  const sourcePort = giving && portsOf(giving).outputs.length > 1 ? portsOf(giving).outputs[output] : undefined;
  const several = to !== undefined && mostInputsOf(graph, to) > 1;
  const targetPort = several ? (taking ? portsOf(taking).inputs[port] : String(port)) : undefined;
  return { source, ...(sourcePort === undefined ? {} : { sourcePort }), target, ...(targetPort === undefined ? {} : { targetPort }) };
}

/** Edits that connect; without a port the first free one is taken. `moved` is an edge that this one takes the place of. */
export function connectEdits(graph: BlockGraph, source: string, target: string, port?: number, moved?: GraphEdge, output = 0): readonly Edit[] {
  const at = port ?? freePort(graph, target);
  const connect: Edit = { kind: 'connect', edge: edgeTo(graph, source, target, at, output) };
  return moved ? [{ kind: 'disconnect', edge: moved }, connect] : [connect];
}

export interface ConnectTarget {
  readonly node: GraphNode;
  /** Whether it could compute with what `source` gives, at the port that a new edge would take. */
  readonly fits: boolean;
}

/** Nodes that `source` can be connected to: those with a free input first, the nearest below it first. */
export function targetsOf(graph: BlockGraph & Partial<View>, source: string, report: Readonly<Record<string, Pick<NodeReport, 'outputShape' | 'inputShapes'>>>): readonly ConnectTarget[] {
  const from = graph.nodes.find((n) => n.id === source);
  if (!from) return [];
  const shape = report[source]?.outputShape ?? null;
  const isFed = (node: GraphNode): boolean => mostInputsOf(graph, node) === 1 && graph.edges.some((e) => e.target === node.id);
  const far = (node: GraphNode): number => {
    const dy = node.position[1] - from.position[1];
    return Math.hypot(node.position[0] - from.position[0], dy) + (dy < 0 ? 1e5 : 0) + (isFed(node) ? 1e7 : 0);
  };
  return graph.nodes
    .filter((node) => connectionProblem(graph, source, node.id) === null && !(isFed(node) && graph.edges.some((e) => e.source === source && e.target === node.id)))
    .toSorted((a, b) => far(a) - far(b))
    .map((node) => ({ node, fits: takes(node, shape, report[node.id]?.inputShapes ?? []) }));
}

function takes(node: GraphNode, shape: Shape | null, present: readonly Shape[]): boolean {
  const layer = layerOf(node.type);
  if (!layer || shape === null) return true;
  const inputs = layer.inputs.max === 1 ? [shape] : [...present, shape];
  while (inputs.length < layer.inputs.min) inputs.push(shape);
  const evaluation = resolve(layer, node.params).evaluate(inputs);
  return evaluation.output !== null && !evaluation.problems.some((p) => p.severity === 'error');
}
