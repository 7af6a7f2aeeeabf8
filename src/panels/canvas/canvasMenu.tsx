// The canvas's context menu: what can be done with what lies under the pointer. Derived from the commands.

import { selectedInstance } from '../../commands/canvas/blocks.ts';
import { isAnnotation, type GraphEdge } from '../../graph/document.ts';
import { openAddOn, openAddAt } from '../../commands/canvas/popups.ts';
import { commandOf, isEnabled, type CommandId } from '../../commands/index.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { commandItem } from '../commandItem.tsx';
import type { MenuItem } from '../controls/Menu.tsx';

type Entry = CommandId | 'separator' | { readonly label: string; readonly entries: readonly Entry[] };

const ALIGN: Entry = {
  label: 'Align',
  entries: ['align.left', 'align.centre', 'align.right', 'separator', 'align.top', 'align.middle', 'align.bottom', 'separator', 'distribute.x', 'distribute.y'],
};
const CLIPBOARD: readonly Entry[] = ['edit.cut', 'edit.copy', 'edit.paste', 'edit.duplicate'];
const DELETE: readonly Entry[] = ['edit.delete', 'edit.deleteOnly'];

const ON_ONE: readonly Entry[] = ['edit.add', 'edit.branch', 'edit.connect', 'edit.replace', 'edit.params', 'edit.rename', 'separator', ...CLIPBOARD, 'separator', 'block.make', 'edit.frame', 'separator', ...DELETE];
const ON_BLOCK: readonly Entry[] = ['edit.add', 'edit.branch', 'edit.connect', 'edit.params', 'edit.rename', 'separator', 'block.enter', 'block.expand', 'block.unlink', 'block.ungroup', 'separator', ...CLIPBOARD, 'separator', 'block.make', 'edit.frame', 'separator', ...DELETE];
const ON_REMARK: readonly Entry[] = [...CLIPBOARD, 'separator', 'edit.frame', 'separator', 'edit.delete'];
const ON_SEVERAL: readonly Entry[] = ['edit.connect', 'edit.replace', 'separator', ALIGN, 'network.arrangeSelection', 'block.make', 'block.expand', 'weights.share', 'edit.frame', 'separator', ...CLIPBOARD, 'separator', ...DELETE];
const ON_PANE: readonly Entry[] = ['edit.paste', 'edit.selectAll', 'separator', 'edit.comment', 'separator', 'network.arrange', 'block.expand', 'view.fit', 'separator', 'snap.neighbours', 'snap.grid'];

function itemOf(entry: Entry, index: number): MenuItem {
  if (entry === 'separator') return { kind: 'separator' };
  if (typeof entry === 'object') return { kind: 'menu', label: entry.label, items: entry.entries.map(itemOf), disabled: entry.entries.every((e) => typeof e !== 'string' || e === 'separator' || !isEnabled(commandOf(e))) };
  return { ...commandItem(entry), danger: entry === 'edit.delete' && index > 0 };
}

/** What the menu was opened over. */
export type MenuPlace =
  | { readonly kind: 'pane'; readonly at: readonly [number, number] }
  | { readonly kind: 'edge'; readonly edge: GraphEdge; readonly at: readonly [number, number] }
  | { readonly kind: 'nodes'; readonly at: readonly [number, number] };

/** Selects what the menu is about, unless it is part of the selection already. */
export function selectForMenu(place: MenuPlace, node: string | null): void {
  const { selectedNodes, select } = uiStore.getState();
  if (place.kind === 'edge') select([], [place.edge]);
  else if (node === null) select([]);
  else if (!selectedNodes.includes(node)) select([node]);
}

export function menuItems(place: MenuPlace): readonly MenuItem[] {
  const readOnly = documentStore.getState().readOnly;
  // Commands that ask where the pointer is mean where the menu was opened.
  const there = (items: readonly MenuItem[]): readonly MenuItem[] =>
    items.map((item) => (item.kind === undefined || item.kind === 'item' ? { ...item, perform: () => performAt(place.at, item.perform) } : item));
  switch (place.kind) {
    case 'pane':
      return [{ label: 'Add a layer here…', icon: commandItem('edit.add').icon, shortcut: 'Space', disabled: readOnly, perform: () => openAddAt(place.at) }, ...there(ON_PANE.map(itemOf))];
    case 'edge': {
      const { edge } = place;
      return [
        { label: 'Insert a layer…', icon: commandItem('edit.add').icon, disabled: readOnly, perform: () => openAddOn(edge) },
        { kind: 'separator' },
        { label: `Go to ${edge.source}`, perform: () => uiStore.getState().goTo(edge.source) },
        { label: `Go to ${edge.target}`, perform: () => uiStore.getState().goTo(edge.target) },
        { kind: 'separator' },
        itemOf('edit.delete', 1),
      ];
    }
    case 'nodes':
      return there(entriesOnNodes().map(itemOf));
    default:
      return place satisfies never;
  }
}

function entriesOnNodes(): readonly Entry[] {
  const [only, ...more] = uiStore.getState().selectedNodes;
  if (more.length > 0) return ON_SEVERAL;
  if (selectedInstance() !== null) return ON_BLOCK;
  const node = graphHere(documentStore.getState()).nodes.find((n) => n.id === only);
  return node && isAnnotation(node) ? ON_REMARK : ON_ONE;
}

function performAt(at: readonly [number, number], perform: () => void): void {
  viewportStore.getState().setPointer(() => at);
  perform();
}
