// The list of commands. NEW COMMAND HERE: one record. Top bar, menus, shortcuts and the command palette derive from it.

import {
  ClipboardPaste, Code, Copy, CopyPlus, FilePlus, FolderOpen, FolderOutput, Footprints, GitCompare, House, Image, Info, Keyboard, LayoutGrid, LineChart, Maximize,
  Monitor, PanelBottom, PanelLeft, PanelRight, Pause, Play, Plus, Redo2, RotateCw, Save, SaveAll, Scissors, Search, Square,
  SquareDashedMousePointer, SunMoon, Table, Table2, Trash2, TriangleAlert, Undo2, X, ZoomIn, ZoomOut,
} from 'lucide-react';
import { graphHere } from '../state/currentGraph.ts';
import { comparisonStore } from '../state/comparisonStore.ts';
import { documentStore } from '../state/documentStore.ts';
import { tourStore } from '../state/tourStore.ts';
import { uiStore, type BottomTab } from '../state/uiStore.ts';
import { viewportStore } from '../state/viewportStore.ts';
import { copySelection, cutSelection, deleteSelection, duplicateSelection, pasteClipboard, selectAll } from './canvas/actions.ts';
import { blockCommands } from './blockCommands.ts';
import { arrange, arrangeSelection, isArranging, stopArranging } from './arrange.ts';
import type { Command } from './command.ts';
import { editingCommands } from './editing.ts';
import { compareWithClipboard, compareWithFile, compareWithSaved, endComparison } from './compare.ts';
import { exportNetwork } from './exportProject.ts';
import { newDocument, openDocument, save } from './files.ts';
import { followSystemTheme, toggleTheme } from './theme.ts';
import { canContinue, canPause, canStop, canTrain, continueTraining, pause, stop, train } from './training.ts';

const ui = () => uiStore.getState();
const doc = () => documentStore.getState();
const canEdit = (): boolean => !doc().readOnly;
const hasNodes = (): boolean => graphHere(doc()).nodes.length > 0;
const hasSelection = (): boolean => ui().selectedNodes.length > 0;

/** Moves the focus; where the element comes with a panel that just opened, after it is there. */
const focus = (id: string): void => {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
};

const showTab = (tab: BottomTab) => (): void => {
  ui().setScreen('editor');
  ui().showTab(tab);
};

export const commands = [
  { id: 'file.new', label: 'New network', group: 'File', icon: FilePlus, shortcut: 'Mod+Alt+N', anywhere: true, keywords: ['blank', 'empty'], perform: newDocument },
  { id: 'file.open', label: 'Open…', group: 'File', icon: FolderOpen, shortcut: 'Mod+O', anywhere: true, keywords: ['file', 'load'], perform: openDocument },
  { id: 'file.save', label: 'Save', group: 'File', icon: Save, shortcut: 'Mod+S', enabled: canEdit, perform: async () => void (await save()) },
  { id: 'file.saveAs', label: 'Save as…', group: 'File', icon: SaveAll, shortcut: 'Mod+Shift+S', enabled: canEdit, perform: async () => void (await save({ saveAs: true })) },
  {
    id: 'file.export', label: 'Export TypeScript project', group: 'File', icon: FolderOutput, shortcut: 'Mod+E', keywords: ['code', 'tfjs', 'download', 'zip', 'weights'],
    enabled: hasNodes, perform: () => exportNetwork(),
  },
  { id: 'file.picture', label: 'Export picture…', group: 'File', icon: Image, keywords: ['svg', 'png', 'image', 'screenshot', 'figure'], enabled: hasNodes, perform: () => ui().setOverlay('picture') },
  { id: 'file.summary', label: 'Summary table…', group: 'File', icon: Table2, keywords: ['keras', 'csv', 'markdown', 'layers', 'parameters'], enabled: hasNodes, perform: () => ui().setOverlay('summary') },
  {
    id: 'file.compareSaved', label: 'Compare with the saved state', group: 'File', icon: GitCompare, keywords: ['diff', 'changes', 'difference'],
    enabled: () => hasNodes() || doc().past.length > 0, perform: compareWithSaved,
  },
  { id: 'file.compareFile', label: 'Compare with a file…', group: 'File', icon: GitCompare, keywords: ['diff', 'difference'], perform: compareWithFile },
  { id: 'file.compareClipboard', label: 'Compare with the network on the clipboard', group: 'File', icon: GitCompare, keywords: ['diff', 'pasted'], perform: compareWithClipboard },
  {
    id: 'file.endComparison', label: 'End the comparison', group: 'File', icon: X, keywords: ['diff'],
    enabled: () => comparisonStore.getState().source !== null, perform: endComparison,
  },
  {
    id: 'file.start', label: 'Start page', group: 'File', icon: House, anywhere: true, keywords: ['templates', 'recent', 'home', 'welcome'],
    enabled: () => ui().screen !== 'start', perform: () => ui().setScreen('start'),
  },

  { id: 'edit.undo', label: 'Undo', group: 'Edit', icon: Undo2, shortcut: 'Mod+Z', enabled: () => canEdit() && doc().past.length > 0, perform: () => doc().undo() },
  {
    id: 'edit.redo', label: 'Redo', group: 'Edit', icon: Redo2, shortcut: 'Mod+Shift+Z', otherShortcuts: ['Mod+Y'],
    enabled: () => canEdit() && doc().future.length > 0, perform: () => doc().redo(),
  },
  { id: 'edit.cut', heardBy: 'browser', label: 'Cut', group: 'Edit', icon: Scissors, shortcut: 'Mod+X', enabled: () => canEdit() && hasSelection(), perform: cutSelection },
  { id: 'edit.copy', heardBy: 'browser', label: 'Copy', group: 'Edit', icon: Copy, shortcut: 'Mod+C', enabled: hasSelection, perform: copySelection },
  { id: 'edit.paste', heardBy: 'browser', label: 'Paste', group: 'Edit', icon: ClipboardPaste, shortcut: 'Mod+V', enabled: canEdit, perform: pasteClipboard },
  { id: 'edit.duplicate', label: 'Duplicate', group: 'Edit', icon: CopyPlus, shortcut: 'Mod+D', enabled: () => canEdit() && hasSelection(), perform: duplicateSelection },
  {
    id: 'edit.delete', label: 'Delete', group: 'Edit', icon: Trash2, shortcut: 'Delete', otherShortcuts: ['Backspace'], keywords: ['remove'],
    enabled: () => canEdit() && (hasSelection() || ui().selectedEdges.length > 0), perform: () => deleteSelection({ heal: true }),
  },
  { id: 'edit.selectAll', label: 'Select all', group: 'Edit', icon: SquareDashedMousePointer, shortcut: 'Mod+A', enabled: hasNodes, perform: selectAll },

  {
    id: 'network.addLayer', label: 'Add a layer…', group: 'Network', icon: Plus, shortcut: '/', keywords: ['insert', 'find'], enabled: canEdit,
    perform: () => {
      ui().setPaletteOpen(true);
      focus('palette-search');
    },
  },
  ...editingCommands,
  ...blockCommands,
  { id: 'network.arrange', label: 'Arrange layers', group: 'Network', icon: LayoutGrid, shortcut: 'Shift+A', keywords: ['layout', 'tidy'], enabled: () => canEdit() && hasNodes(), perform: () => arrange() },
  {
    id: 'network.arrangeSelection', label: 'Arrange selection', group: 'Network', shortcut: 'Shift+Alt+A', keywords: ['layout', 'tidy'],
    enabled: () => canEdit() && ui().selectedNodes.length > 1, perform: () => arrangeSelection(),
  },
  { id: 'network.stopArranging', label: 'Stop arranging', group: 'Network', shortcut: 'Escape', enabled: isArranging, perform: stopArranging },
  // After it: of two commands on one key the first that can run is taken.
  { id: 'edit.selectNone', label: 'Select nothing', group: 'Edit', shortcut: 'Escape', keywords: ['deselect', 'clear'], enabled: () => hasSelection() || ui().selectedEdges.length > 0, perform: () => ui().select([]) },

  {
    id: 'view.commandPalette', label: 'Search or run…', group: 'View', icon: Search, shortcut: 'Mod+K', otherShortcuts: ['Mod+Shift+P'], anywhere: true,
    keywords: ['command palette', 'find'], perform: () => ui().setOverlay('commandPalette'),
  },
  { id: 'view.fit', label: 'Zoom to fit', group: 'View', icon: Maximize, shortcut: 'Shift+F', enabled: hasNodes, perform: () => viewportStore.getState().controls?.fit() },
  { id: 'view.zoomIn', label: 'Zoom in', group: 'View', icon: ZoomIn, shortcut: 'Mod+=', otherShortcuts: ['Mod++'], perform: () => viewportStore.getState().controls?.zoomIn() },
  { id: 'view.zoomOut', label: 'Zoom out', group: 'View', icon: ZoomOut, shortcut: 'Mod+-', perform: () => viewportStore.getState().controls?.zoomOut() },
  { id: 'view.actualSize', label: 'Zoom to 100 %', group: 'View', shortcut: 'Mod+0', perform: () => viewportStore.getState().controls?.actualSize() },
  { id: 'view.problems', label: 'Show problems', group: 'View', icon: TriangleAlert, shortcut: 'Mod+Shift+M', perform: showTab('problems') },
  { id: 'view.code', label: 'Show code', group: 'View', icon: Code, shortcut: 'Mod+Shift+E', perform: showTab('code') },
  { id: 'view.training', label: 'Show training', group: 'View', icon: LineChart, shortcut: 'Mod+Shift+L', perform: showTab('training') },
  { id: 'view.data', label: 'Show data', group: 'View', icon: Table, shortcut: 'Mod+Shift+D', perform: showTab('data') },
  { id: 'view.palette', label: 'Toggle layer palette', group: 'View', icon: PanelLeft, shortcut: 'Mod+B', perform: () => ui().setPaletteOpen(!ui().paletteOpen) },
  { id: 'view.bottom', label: 'Toggle bottom panel', group: 'View', icon: PanelBottom, shortcut: 'Mod+J', perform: () => ui().setBottomOpen(!ui().bottomOpen) },
  { id: 'view.inspector', label: 'Toggle inspector', group: 'View', icon: PanelRight, shortcut: 'Mod+Alt+B', perform: () => ui().setInspectorOpen(!ui().inspectorOpen) },
  { id: 'view.toggleTheme', label: 'Switch between light and dark', group: 'View', icon: SunMoon, shortcut: 'Mod+Alt+D', anywhere: true, keywords: ['theme', 'colour'], perform: toggleTheme },
  {
    id: 'view.systemTheme', label: 'Use the system’s theme', group: 'View', icon: Monitor, anywhere: true, keywords: ['light', 'dark'],
    enabled: () => ui().themeChoice !== 'system', perform: followSystemTheme,
  },

  { id: 'training.start', label: 'Train', group: 'Training', icon: Play, shortcut: 'Mod+Enter', keywords: ['run', 'fit', 'resume'], enabled: () => hasNodes() && canTrain(), perform: train },
  { id: 'training.pause', label: 'Pause training', group: 'Training', icon: Pause, shortcut: 'Mod+.', enabled: canPause, perform: pause },
  { id: 'training.stop', label: 'Stop training', group: 'Training', icon: Square, shortcut: 'Mod+Shift+.', enabled: canStop, perform: stop },
  { id: 'training.continue', label: 'Continue training from the last checkpoint', group: 'Training', icon: RotateCw, enabled: canContinue, perform: continueTraining },

  { id: 'help.shortcuts', label: 'Keyboard shortcuts', group: 'Help', icon: Keyboard, shortcut: '?', anywhere: true, perform: () => ui().setOverlay('shortcuts') },
  {
    id: 'help.tour', label: 'Take the tour', group: 'Help', icon: Footprints, anywhere: true, keywords: ['first steps', 'tutorial', 'learn', 'begin', 'help'],
    enabled: () => tourStore.getState().status !== 'running', perform: () => tourStore.getState().begin(),
  },
  { id: 'help.about', label: 'About Netloom', group: 'Help', icon: Info, anywhere: true, perform: () => ui().setOverlay('about') },
] as const satisfies readonly Command[];

export type CommandId = (typeof commands)[number]['id'];

export function commandOf(id: CommandId): Command {
  return commands.find((command) => command.id === id)!;
}

/** Whether it can run now. */
export function isEnabled(command: Command): boolean {
  if (!command.anywhere && uiStore.getState().screen !== 'editor') return false;
  return command.enabled?.() ?? true;
}

/** Runs a command if it can run now; failures become a notice. */
export async function run(command: Command): Promise<void> {
  if (!isEnabled(command)) return;
  try {
    await command.perform();
  } catch (error) {
    uiStore.getState().notify('error', `“${command.label}” failed. ${error instanceof Error ? error.message : String(error)}`);
  }
}
