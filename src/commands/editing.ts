// Commands that build the network: add, replace, connect. Part of the list in index.ts.

import { ArrowLeftRight, Plus, Spline } from 'lucide-react';
import { documentStore } from '../state/documentStore.ts';
import { uiStore } from '../state/uiStore.ts';
import { connectSelection, openAdd, openReplace } from './canvas/popups.ts';
import { deleteSelection } from './canvas/selection.ts';
import type { Command } from './command.ts';

const canEdit = (): boolean => !documentStore.getState().readOnly;
const hasSelection = (): boolean => uiStore.getState().selectedNodes.length > 0;

export const editingCommands = [
  { id: 'edit.add', label: 'Add a layer here…', group: 'Network', icon: Plus, shortcut: 'Space', heardBy: 'canvas', keywords: ['insert', 'new'], enabled: canEdit, perform: openAdd },
  { id: 'edit.connect', label: 'Connect…', group: 'Network', icon: Spline, shortcut: 'C', keywords: ['edge', 'link', 'wire'], enabled: () => canEdit() && hasSelection(), perform: connectSelection },
  { id: 'edit.replace', label: 'Replace with…', group: 'Network', icon: ArrowLeftRight, shortcut: 'R', keywords: ['change type', 'swap'], enabled: () => canEdit() && hasSelection(), perform: openReplace },
  {
    id: 'edit.deleteOnly', label: 'Delete and leave a gap', group: 'Edit', shortcut: 'Shift+Delete', otherShortcuts: ['Shift+Backspace'], keywords: ['remove'],
    enabled: () => canEdit() && (hasSelection() || uiStore.getState().selectedEdges.length > 0), perform: () => deleteSelection(),
  },
] as const satisfies readonly Command[];
