// The person's own blocks, kept between sessions and networks: each as the text of a network file that holds only definitions. Knows no React.

import { createStore } from 'zustand/vanilla';
import { type BlockPackage, packageOf } from '../graph/blockPackage.ts';
import { emptyDocument } from '../graph/document.ts';
import { parseDocument, serializeDocument } from '../graph/parse.ts';

const KEY = 'netloom.blocks';

export interface OwnBlocksState {
  readonly blocks: readonly BlockPackage[];
  /** Keeps a block, in place of one of the same name. Returns whether it could be stored. */
  keep(block: BlockPackage): boolean;
  drop(name: string): void;
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

const textOf = ({ name, definitions }: BlockPackage): string => serializeDocument({ ...emptyDocument(name), blocks: definitions });

/** What another program or an older version left there is checked like any file; what cannot be read is left out. */
function read(storage: Storage | null): readonly BlockPackage[] {
  try {
    const texts: unknown = JSON.parse(storage?.getItem(KEY) ?? '[]');
    if (!Array.isArray(texts)) return [];
    return texts.flatMap((text: unknown): readonly BlockPackage[] => {
      const parsed = typeof text === 'string' ? parseDocument(text) : null;
      return parsed?.ok && Object.hasOwn(parsed.document.blocks, parsed.document.name) ? [packageOf(parsed.document, parsed.document.name)] : [];
    });
  } catch {
    return [];
  }
}

export function createOwnBlocksStore(storage: Storage | null) {
  return createStore<OwnBlocksState>()((set, get) => {
    const replace = (blocks: readonly BlockPackage[]): boolean => {
      set({ blocks });
      try {
        storage?.setItem(KEY, JSON.stringify(blocks.map(textOf)));
        return storage !== null;
      } catch {
        return false;
      }
    };
    return {
      blocks: read(storage),
      keep: (block) => replace([...get().blocks.filter((b) => b.name !== block.name), block]),
      drop: (name) => void replace(get().blocks.filter((b) => b.name !== name)),
    };
  });
}

/** Refused in private windows and outside of browsers: then blocks last as long as the window. */
function ownStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

export const ownBlocksStore = createOwnBlocksStore(ownStorage());
