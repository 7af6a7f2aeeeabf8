// Which lines of the generated code stand for which nodes. Pure; knows no editor.

import type { LineRange } from '../../codegen/typescript/printModel.ts';

/** The node a line stands for; undefined for imports, braces and blank lines. Lines count from 1. */
export function nodeAtLine(ranges: readonly LineRange[], line: number): string | undefined {
  return ranges.find((range) => range.from <= line && line <= range.to)?.node;
}

/** The ranges of these nodes and of those inside them, if they are blocks, in the order of the text. */
export function rangesOfNodes(ranges: readonly LineRange[], nodes: readonly string[]): readonly LineRange[] {
  const wanted = new Set(nodes);
  const inside = nodes.map((node) => `${node}/`);
  return ranges.filter(({ node }) => wanted.has(node) || (node.includes('/') && inside.some((prefix) => node.startsWith(prefix))));
}
