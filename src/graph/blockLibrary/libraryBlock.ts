// What a block of the library is: a definition, with the words by which people find it and the paper it comes from.

import type { Reference } from '../../layers/layer.ts';
import { block, type Block, type BlockBuilder, type BlockOptions } from '../builder.ts';

export interface LibraryBlock extends Block {
  readonly label: string;
  /** One line for the palette. */
  readonly summary: string;
  readonly keywords: readonly string[];
  readonly reference: Reference;
}

export interface LibraryBlockOptions extends Omit<LibraryBlock, keyof Block> {
  /** For ever: files that use the block carry it. */
  readonly name: string;
  /** A few sentences: what it does, and why it is built so. */
  readonly doc: string;
  readonly params: NonNullable<BlockOptions['params']>;
  readonly build: (inside: BlockBuilder) => void;
}

export function libraryBlock({ name, doc, params, build, ...words }: LibraryBlockOptions): LibraryBlock {
  return { ...words, ...block(name, build, { label: words.label, doc, params }) };
}
