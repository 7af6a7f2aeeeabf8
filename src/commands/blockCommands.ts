// Commands on blocks and on shared weights: make, dissolve, unlink, enter, leave, open in place; share, give own.

import { Boxes, CornerLeftUp, Link2, Maximize2, SquareArrowOutUpRight, Ungroup, Unlink, Unlink2 } from 'lucide-react';
import { documentStore } from '../state/documentStore.ts';
import { uiStore } from '../state/uiStore.ts';
import { enterSelected, hasBlocksToExpand, leaveBlock, linkedInstance, makeBlockOfSelection, selectedInstance, toggleMeantExpanded, ungroupSelected, unlinkSelected } from './canvas/blocks.ts';
import { canShare, canUnshare, shareWeights, unshareWeights } from './canvas/sharing.ts';
import type { Command } from './command.ts';

const canEdit = (): boolean => !documentStore.getState().readOnly;
const onInstance = (): boolean => selectedInstance() !== null;

export const blockCommands = [
  {
    id: 'block.make', label: 'Make a block of the selection', group: 'Network', icon: Boxes, shortcut: 'Mod+G', keywords: ['group', 'composite', 'subgraph'],
    enabled: () => canEdit() && uiStore.getState().selectedNodes.length > 0, perform: makeBlockOfSelection,
  },
  {
    id: 'block.ungroup', label: 'Dissolve block', group: 'Network', icon: Ungroup, shortcut: 'Mod+Shift+G', keywords: ['ungroup', 'flatten'],
    enabled: () => canEdit() && onInstance(), perform: ungroupSelected,
  },
  {
    id: 'block.unlink', label: 'Unlink block', group: 'Network', icon: Unlink, keywords: ['own definition', 'detach'],
    enabled: () => canEdit() && linkedInstance() !== null, perform: unlinkSelected,
  },
  { id: 'block.enter', label: 'Go into the block', group: 'View', icon: SquareArrowOutUpRight, shortcut: 'Mod+ArrowDown', keywords: ['open', 'inside'], enabled: onInstance, perform: enterSelected },
  {
    id: 'block.leave', label: 'Leave the block', group: 'View', icon: CornerLeftUp, shortcut: 'Mod+ArrowUp', keywords: ['back', 'out', 'parent'],
    enabled: () => documentStore.getState().scope.length > 0, perform: leaveBlock,
  },
  {
    id: 'block.expand', label: 'Open or close blocks in place', group: 'View', icon: Maximize2, shortcut: 'Shift+E', keywords: ['expand', 'collapse', 'all'],
    enabled: () => canEdit() && hasBlocksToExpand(), perform: toggleMeantExpanded,
  },
  {
    id: 'weights.share', label: 'Share weights of the first selected', group: 'Network', icon: Link2, keywords: ['siamese', 'tie', 'same layer'],
    enabled: () => canEdit() && canShare(), perform: shareWeights,
  },
  { id: 'weights.unshare', label: 'Give own weights', group: 'Network', icon: Unlink2, keywords: ['siamese', 'untie', 'unshare'], enabled: () => canEdit() && canUnshare(), perform: unshareWeights },
] as const satisfies readonly Command[];
