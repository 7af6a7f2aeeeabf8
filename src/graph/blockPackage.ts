// A block that travels: its definition with those of the blocks inside it, from one document, palette or clipboard to another. Pure.

import { freshBlockName } from './blocks.ts';
import { emptyDocument, type BlockDefinition, type NetloomDocument } from './document.ts';
import type { Edit } from './edits.ts';
import { serializeDocument } from './parse.ts';

/** A block with those inside it, as it is taken from a document or a library. */
export interface BlockPackage {
  readonly name: string;
  readonly definitions: Readonly<Record<string, BlockDefinition>>;
}

/** Equal definitions have equal texts, in whatever order their keys came. */
const textOf = (definition: BlockDefinition): string => serializeDocument({ ...emptyDocument(), blocks: { it: definition } });

/** Edits that bring a block and those inside it into a document, and the name it has there. Equal definitions are not brought twice. */
export function bringBlock(document: NetloomDocument, { name, definitions }: BlockPackage): { readonly name: string; readonly edits: readonly Edit[] } {
  const names = new Map<string, string>();
  let after = document;
  const edits: Edit[] = [];
  const bring = (block: string): string => {
    const known = names.get(block);
    if (known !== undefined) return known;
    names.set(block, block);
    const given = definitions[block];
    if (!given) return block;
    const definition: BlockDefinition = { ...given, nodes: given.nodes.map((n) => (n.type === 'block' && typeof n.block === 'string' ? { ...n, block: bring(n.block) } : n)), edges: given.edges };
    const present = Object.hasOwn(after.blocks, block) ? after.blocks[block] : undefined;
    if (present && textOf(present) === textOf(definition)) return block;
    const free = present ? freshBlockName(after, block) : block;
    names.set(block, free);
    edits.push({ kind: 'setBlock', block: free, definition });
    after = { ...after, blocks: { ...after.blocks, [free]: definition } };
    return free;
  };
  return { name: bring(name), edits };
}

/** A block of the open document with those inside it. */
export function packageOf({ blocks }: Pick<NetloomDocument, 'blocks'>, name: string): BlockPackage {
  const definitions: Record<string, BlockDefinition> = {};
  const take = (block: string): void => {
    if (Object.hasOwn(definitions, block) || !Object.hasOwn(blocks, block)) return;
    definitions[block] = blocks[block]!;
    for (const node of blocks[block]!.nodes) if (node.type === 'block' && typeof node.block === 'string') take(node.block);
  };
  take(name);
  return { name, definitions };
}
