// Where blocks to put on the canvas come from: the open network, the person's own, the library. What a palette or a drag names.

import { blockLibrary } from '../../graph/blockLibrary/index.ts';
import { packageOf, type BlockPackage } from '../../graph/blockPackage.ts';
import { definitionsOf } from '../../graph/builder.ts';
import type { BlockDefinition, NetloomDocument } from '../../graph/document.ts';
import { documentStore } from '../../state/documentStore.ts';
import { ownBlocksStore } from '../../state/ownBlocksStore.ts';
import type { Addable } from './addable.ts';

/** The library's blocks, as packages. */
const libraryPackage = (name: string): BlockPackage | undefined => {
  const entry = blockLibrary.find((b) => b.name === name);
  return entry && { name, definitions: definitionsOf([entry]) };
};
const libraryBlocks = (): readonly PaletteBlock[] =>
  blockLibrary.map(({ name, label, summary, keywords }) => ({ type: `block:library:${name}`, category: 'block', label, summary, keywords: [name, 'block', ...(keywords ?? [])], from: 'library' }));

/** What a palette's entry or a drag names: `block:own:…`, `block:document:…`; undefined for a layer's type. */
export function blockNamed(key: string): BlockPackage | undefined {
  const [, from, name] = /^block:(own|document|library):(.+)$/.exec(key) ?? [];
  if (from === undefined || name === undefined) return undefined;
  if (from === 'own') return ownBlocksStore.getState().blocks.find((b) => b.name === name);
  if (from === 'library') return libraryPackage(name);
  return Object.hasOwn(documentStore.getState().document.blocks, name) ? packageOf(documentStore.getState().document, name) : undefined;
}

export interface PaletteBlock extends Addable {
  readonly from: 'document' | 'own' | 'library';
}

/** All blocks that can be put on the canvas: this network's, the person's own, the library's; of equal names the first. */
export function blocksToAdd({ blocks }: Pick<NetloomDocument, 'blocks'>, own: readonly BlockPackage[]): readonly PaletteBlock[] {
  const described = (from: 'document' | 'own', name: string, definition: BlockDefinition | undefined): PaletteBlock => ({
    type: `block:${from}:${name}`,
    category: 'block',
    label: definition?.label ?? name,
    summary: definition?.doc?.split(/[.\n]/)[0] ?? (from === 'own' ? 'A block of your own' : 'A block of this network'),
    keywords: [name, 'block'],
    from,
  });
  const all = [
    ...Object.entries(blocks).map(([name, definition]) => described('document', name, definition)),
    ...own.map((b) => described('own', b.name, b.definitions[b.name])),
    ...libraryBlocks(),
  ];
  const seen = new Set<string>();
  return all.filter(({ type }) => {
    const name = type.slice(type.indexOf(':', 6) + 1);
    return !seen.has(name) && seen.add(name) !== undefined;
  });
}
