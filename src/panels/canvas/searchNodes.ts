// Which of some nodes a few typed letters mean, by name and by layer. Pure.

import type { GraphNode } from '../../graph/document.ts';
import { layerOf } from '../../layers/index.ts';
import { layerWords } from '../quantities.ts';

/** Those whose names or layers hold every word; for the empty query all, in the order given. */
export function searchNodes(query: string, nodes: readonly GraphNode[]): readonly GraphNode[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter((word) => word !== '');
  const text = (node: GraphNode): string => {
    const label = layerOf(node.type)?.label ?? '';
    return `${node.id} ${node.type} ${label} ${layerWords(label)}`.toLowerCase();
  };
  const fitting = nodes.filter((node) => words.every((word) => text(node).includes(word)));
  // Names that begin with what was typed come first.
  const begins = (node: GraphNode): boolean => words.length > 0 && node.id.toLowerCase().startsWith(words[0]!);
  return [...fitting.filter(begins), ...fitting.filter((node) => !begins(node))];
}
