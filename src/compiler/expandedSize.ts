// How many nodes a document has once its blocks are expanded: by multiplication, so that billions are counted without making one.

import { BLOCK_INPUT, BLOCK_OUTPUT, contains, definitionOf, exposedFor, isInstance, repeatOf, sharedInstance, withValues } from '../graph/blocks.ts';
import type { BlockDefinition, Graph, GraphNode, NetloomDocument } from '../graph/document.ts';
import { isNode } from './network.ts';

export interface ExpandedSize {
  readonly layers: number;
  /** Of definitions: one per instance and repeat, at any depth. */
  readonly copies: number;
}

const NOTHING: ExpandedSize = { layers: 0, copies: 0 };

/** The size, and the instance of the network that adds the most to it. */
export function expandedSize(document: NetloomDocument): ExpandedSize & { readonly largest: string | undefined } {
  const { layers, copies, parts } = new Counter(document).graph(document, null, null);
  const weight = ([, part]: readonly [string, ExpandedSize]): number => part.layers + part.copies;
  const [largest] = parts.reduce<(typeof parts)[number] | undefined>((most, part) => (most && weight(most) >= weight(part) ? most : part), undefined) ?? [];
  return { layers, copies, largest };
}

class Counter {
  /** By definition, and the params given to it that reach an instance inside: only these decide how often something is repeated. */
  private readonly counted = new Map<string, ExpandedSize>();

  constructor(private readonly document: NetloomDocument) {}

  graph(graph: Graph, block: string | null, instance: GraphNode | null): ExpandedSize & { readonly parts: readonly (readonly [string, ExpandedSize])[] } {
    const parts: (readonly [string, ExpandedSize])[] = [];
    let layers = 0;
    let copies = 0;
    for (const node of graph.nodes) {
      if (!isNode(node)) continue;
      if (isInstance(node)) {
        const part = this.instance(graph, node, block, instance);
        parts.push([node.id, part]);
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
    const given = block === null || outer === null ? {} : exposedFor(document.blocks[block]!, outer, node.id);
    const instance = withValues(sharedInstance(graph, node), given);
    const key = JSON.stringify([node.block, handedOn(definition, instance)]);
    let inner = this.counted.get(key);
    if (!inner) this.counted.set(key, (inner = this.graph(definition, node.block!, instance)));
    const repeat = repeatOf(instance);
    return { layers: repeat * inner.layers, copies: repeat * (1 + inner.copies) };
  }
}

/** The values of the exposed params that instances inside are given. */
function handedOn({ nodes, params }: BlockDefinition, { params: values }: GraphNode): readonly unknown[] {
  const exposed = Object.entries(params ?? {});
  if (exposed.length === 0) return [];
  const inside = new Set(nodes.filter(isInstance).map((n) => n.id));
  return exposed.filter(([, { targets }]) => targets.some((t) => inside.has(t.node))).map(([name]) => values?.[name] ?? null);
}
