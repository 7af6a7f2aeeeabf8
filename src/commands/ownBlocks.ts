// Keeping blocks in the palette, for every network of this person.

import type { BlockPackage } from '../graph/blockPackage.ts';
import { ownBlocksStore } from '../state/ownBlocksStore.ts';
import { uiStore } from '../state/uiStore.ts';

const labelOf = ({ name, definitions }: BlockPackage): string => definitions[name]?.label ?? name;

export function saveBlock(block: BlockPackage): void {
  const { notify, setPaletteOpen } = uiStore.getState();
  const kept = ownBlocksStore.getState().keep(block);
  setPaletteOpen(true);
  if (kept) notify('info', `“${labelOf(block)}” is in the palette now, under Blocks, in every network.`);
  else notify('error', `“${labelOf(block)}” is in the palette until this window is closed: it could not be stored here.`);
}

export function forgetBlock(block: BlockPackage): void {
  ownBlocksStore.getState().drop(block.name);
  uiStore.getState().notify('info', `“${labelOf(block)}” is no longer in the palette. Networks that use it keep it.`);
}
