// Commands that build the network and find one's way in it: add, replace, connect, align, annotate, find, travel. Part of the list in index.ts.

import {
  AlignCenterHorizontal, AlignCenterVertical, AlignEndHorizontal, AlignEndVertical, AlignHorizontalDistributeCenter, AlignStartHorizontal, AlignStartVertical,
  AlignVerticalDistributeCenter, ArrowLeftRight, Frame, GitBranchPlus, Grid3x3, Magnet, PencilLine, Plus, Search, SlidersHorizontal, Spline, StickyNote,
} from 'lucide-react';
import { isAnnotation } from '../graph/document.ts';
import { graphHere } from '../state/currentGraph.ts';
import { documentStore } from '../state/documentStore.ts';
import { uiStore } from '../state/uiStore.ts';
import { addComment, frameSelection } from './canvas/annotate.ts';
import { connectSelection, openAdd, openReplace } from './canvas/popups.ts';
import { alignSelection, deleteSelection, distributeSelection } from './canvas/selection.ts';
import { editParams, goToProblem, hasProblems, nextRegion, rename, travel } from './canvas/walk.ts';
import type { Command } from './command.ts';

const ui = () => uiStore.getState();
const nodes = () => graphHere(documentStore.getState()).nodes;
const canEdit = (): boolean => !documentStore.getState().readOnly;
const hasNodes = (): boolean => nodes().length > 0;
const hasSelection = (): boolean => ui().selectedNodes.length > 0;
function canEditLayers(): boolean {
  const selected = new Set(ui().selectedNodes);
  return selected.size > 0 && canEdit() && nodes().some((n) => selected.has(n.id) && !isAnnotation(n));
}
const canAlign = (): boolean => canEdit() && ui().selectedNodes.length > 1;
const canDistribute = (): boolean => canEdit() && ui().selectedNodes.length > 2;

export const editingCommands = [
  { id: 'edit.add', label: 'Add a layer here…', group: 'Network', icon: Plus, shortcut: 'Space', heardBy: 'canvas', keywords: ['insert', 'new'], enabled: canEdit, perform: () => openAdd() },
  { id: 'edit.branch', label: 'Branch off…', group: 'Network', icon: GitBranchPlus, shortcut: 'Shift+Space', heardBy: 'canvas', keywords: ['add', 'fork', 'skip', 'parallel'], enabled: canEditLayers, perform: () => openAdd(true) },
  { id: 'edit.connect', label: 'Connect…', group: 'Network', icon: Spline, shortcut: 'C', keywords: ['edge', 'link', 'wire'], enabled: canEditLayers, perform: connectSelection },
  { id: 'edit.replace', label: 'Replace with…', group: 'Network', icon: ArrowLeftRight, shortcut: 'R', keywords: ['change type', 'swap'], enabled: canEditLayers, perform: openReplace },
  { id: 'edit.params', label: 'Edit the selected layer', group: 'Network', icon: SlidersHorizontal, shortcut: 'Enter', heardBy: 'canvas', keywords: ['params', 'inspector', 'properties'], enabled: hasSelection, perform: editParams },
  { id: 'edit.rename', label: 'Rename', group: 'Network', icon: PencilLine, shortcut: 'F2', keywords: ['name', 'title', 'call'], enabled: () => canEdit() && ui().selectedNodes.length === 1, perform: rename },
  { id: 'edit.comment', label: 'Add a comment', group: 'Network', icon: StickyNote, shortcut: 'N', keywords: ['note', 'sticky', 'text', 'remark'], enabled: canEdit, perform: () => addComment() },
  { id: 'edit.frame', label: 'Frame selection', group: 'Network', icon: Frame, shortcut: 'Mod+Alt+G', keywords: ['group', 'section', 'rectangle'], enabled: () => canEdit() && hasSelection(), perform: frameSelection },
  {
    id: 'edit.deleteOnly', label: 'Delete and leave a gap', group: 'Edit', shortcut: 'Shift+Delete', otherShortcuts: ['Shift+Backspace'], keywords: ['remove'],
    enabled: () => canEdit() && (hasSelection() || ui().selectedEdges.length > 0), perform: () => deleteSelection(),
  },

  { id: 'align.left', label: 'Align left', group: 'Arrange', icon: AlignStartVertical, shortcut: 'Alt+A', enabled: canAlign, perform: () => alignSelection('left') },
  { id: 'align.centre', label: 'Align centres', group: 'Arrange', icon: AlignCenterVertical, shortcut: 'Alt+H', keywords: ['horizontal', 'column'], enabled: canAlign, perform: () => alignSelection('centre') },
  { id: 'align.right', label: 'Align right', group: 'Arrange', icon: AlignEndVertical, shortcut: 'Alt+D', enabled: canAlign, perform: () => alignSelection('right') },
  { id: 'align.top', label: 'Align top', group: 'Arrange', icon: AlignStartHorizontal, shortcut: 'Alt+W', enabled: canAlign, perform: () => alignSelection('top') },
  { id: 'align.middle', label: 'Align middles', group: 'Arrange', icon: AlignCenterHorizontal, shortcut: 'Alt+V', keywords: ['vertical', 'row'], enabled: canAlign, perform: () => alignSelection('middle') },
  { id: 'align.bottom', label: 'Align bottom', group: 'Arrange', icon: AlignEndHorizontal, shortcut: 'Alt+S', enabled: canAlign, perform: () => alignSelection('bottom') },
  { id: 'distribute.x', label: 'Distribute horizontally', group: 'Arrange', icon: AlignHorizontalDistributeCenter, shortcut: 'Shift+Alt+H', keywords: ['space', 'gaps'], enabled: canDistribute, perform: () => distributeSelection('x') },
  { id: 'distribute.y', label: 'Distribute vertically', group: 'Arrange', icon: AlignVerticalDistributeCenter, shortcut: 'Shift+Alt+V', keywords: ['space', 'gaps'], enabled: canDistribute, perform: () => distributeSelection('y') },
  { id: 'snap.neighbours', label: 'Snap to neighbours', group: 'Arrange', icon: Magnet, keywords: ['guides', 'align'], checked: () => ui().snapToNeighbours, perform: () => ui().setSnapping({ neighbours: !ui().snapToNeighbours }) },
  { id: 'snap.grid', label: 'Snap to the grid', group: 'Arrange', icon: Grid3x3, keywords: ['align'], checked: () => ui().snapToGrid, perform: () => ui().setSnapping({ grid: !ui().snapToGrid }) },

  { id: 'go.find', label: 'Find a layer…', group: 'Go', icon: Search, shortcut: 'Mod+F', keywords: ['search', 'shape'], enabled: hasNodes, perform: () => ui().setOverlay('find') },
  { id: 'go.nextProblem', label: 'Next problem', group: 'Go', shortcut: 'F8', keywords: ['error', 'warning'], enabled: hasProblems, perform: () => goToProblem(1) },
  { id: 'go.previousProblem', label: 'Previous problem', group: 'Go', shortcut: 'Shift+F8', keywords: ['error', 'warning'], enabled: hasProblems, perform: () => goToProblem(-1) },
  { id: 'go.forward', label: 'Go on along the connection', group: 'Go', shortcut: 'Alt+ArrowDown', keywords: ['next layer'], enabled: hasNodes, perform: () => travel('forward') },
  { id: 'go.back', label: 'Go back along the connection', group: 'Go', shortcut: 'Alt+ArrowUp', keywords: ['previous layer'], enabled: hasNodes, perform: () => travel('back') },
  { id: 'go.left', label: 'Go to the layer on the left', group: 'Go', shortcut: 'Alt+ArrowLeft', enabled: hasNodes, perform: () => travel('left') },
  { id: 'go.right', label: 'Go to the layer on the right', group: 'Go', shortcut: 'Alt+ArrowRight', enabled: hasNodes, perform: () => travel('right') },
  { id: 'go.nextRegion', label: 'Next part of the window', group: 'Go', shortcut: 'F6', keywords: ['focus', 'panel', 'canvas'], perform: () => nextRegion(1) },
  { id: 'go.previousRegion', label: 'Previous part of the window', group: 'Go', shortcut: 'Shift+F6', keywords: ['focus', 'panel', 'canvas'], perform: () => nextRegion(-1) },
] as const satisfies readonly Command[];
