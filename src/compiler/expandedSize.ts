// How many nodes a document has once its blocks are expanded: by multiplication, so that billions are counted without making one.

import { BLOCK_INPUT, BLOCK_OUTPUT, contains, definitionOf, exposedFor, isInstance, repeatOf, sharedInstance, withValues } from '../graph/blocks.ts';
import type { BlockDefinition, Graph, GraphNode, NetloomDocument } from '../graph/document.ts';
import { isNode } from './network.ts';

export interface ExpandedSize {
  readonly layers: number;
  /** Of definitions: one per instance and repeat, at any depth. */
  readonly copies: number;
}

/** Layers after expansion, and copies of definitions; a few nested repeats could otherwise make billions. */
export const MOST_EXPANDED = 50_000;

export const fits = ({ layers, copies }: ExpandedSize): boolean => layers <= MOST_EXPANDED && copies <= MOST_EXPANDED;

const NOTHING: ExpandedSize = { layers: 0, copies: 0 };

/** What an instance adds to the graph it stands in. */
interface Part extends ExpandedSize {
  readonly node: GraphNode;
}

/** The size, and the instance of the network that adds the most to it. */
export function expandedSize(document: NetloomDocument): ExpandedSize & { readonly largest: string | undefined } {
  const { layers, copies, parts } = new Counter(document).graph(document, null, null);
  return { layers, copies, largest: heaviest(parts)?.node.id };
}

function heaviest(parts: readonly Part[]): Part | undefined {
  const weight = ({ layers, copies }: Part): number => layers + copies;
  return parts.reduce<Part | undefined>((most, part) => (most && weight(most) >= weight(part) ? most : part), undefined);
}

/** An instance, or the one whose weights it shares, in the graph it stands in. */
export interface Standing {
  /** Whose definition the graph is; null for the network. */
  readonly block: string | null;
  readonly graph: Graph;
  readonly node: GraphNode;
}

/** Down to where the most is: the instance of the network that adds the most, that which does in its definition, and so on. */
export function heaviestInstances(document: NetloomDocument): readonly Standing[] {
  const counter = new Counter(document);
  const found: Standing[] = [];
  let [graph, block, instance]: [Graph, string | null, GraphNode | null] = [document, null, null];
  for (;;) {
    const part = heaviest(counter.graph(graph, block, instance).parts);
    if (!part || part.copies === 0) return found;
    found.push({ block, graph, node: sharedInstance(graph, part.node) });
    instance = counter.held(graph, part.node, block, instance);
    block = part.node.block!;
    graph = document.blocks[block]!;
  }
}

class Counter {
  /** By definition, and the params given to it that reach an instance inside: only these decide how often something is repeated. */
  private readonly counted = new Map<string, ExpandedSize>();

  constructor(private readonly document: NetloomDocument) {}

  graph(graph: Graph, block: string | null, instance: GraphNode | null): ExpandedSize & { readonly parts: readonly Part[] } {
    const parts: Part[] = [];
    let layers = 0;
    let copies = 0;
    for (const node of graph.nodes) {
      if (!isNode(node)) continue;
      if (isInstance(node)) {
        const part = this.instance(graph, node, block, instance);
        parts.push({ ...part, node });
        layers += part.layers;
        copies += part.copies;
      } else if (block === null || (node.type !== BLOCK_INPUT && node.type !== BLOCK_OUTPUT)) layers++;
    }
    return { layers, copies, parts };
  }

  private instance(graph: Graph, node: GraphNode, block: string | null, outer: GraphNode | null): ExpandedSize {
    const { document } = this;
    const definition = definitionOf(document, node);
    if (!definition || !Array.isArray(definition.nodes) || !Array.isArray(definition.edges)) return NOTHING;
    // What would contain itself is told of, not expanded.
    if (block !== null && contains(document, node.block!, block)) return NOTHING;
    const instance = this.held(graph, node, block, outer);
    const key = JSON.stringify([node.block, handedOn(definition, instance)]);
    let inner = this.counted.get(key);
    if (!inner) this.counted.set(key, (inner = this.graph(definition, node.block!, instance)));
    const repeat = repeatOf(instance);
    return { layers: repeat * inner.layers, copies: repeat * (1 + inner.copies) };
  }

  /** With the params that hold: those of the instance whose weights it shares, and what the block around gives it. */
  held(graph: Graph, node: GraphNode, block: string | null, outer: GraphNode | null): GraphNode {
    const given = block === null || outer === null ? {} : exposedFor(this.document.blocks[block]!, outer, node.id);
    return withValues(sharedInstance(graph, node), given);
  }
}

/** The values of the exposed params that instances inside are given. */
function handedOn({ nodes, params }: BlockDefinition, { params: values }: GraphNode): readonly unknown[] {
  const exposed = Object.entries(params ?? {});
  if (exposed.length === 0) return [];
  const inside = new Set(nodes.filter(isInstance).map((n) => n.id));
  return exposed.filter(([, { targets }]) => targets.some((t) => inside.has(t.node))).map(([name]) => values?.[name] ?? null);
}
