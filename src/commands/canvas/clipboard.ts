// Copy, cut, paste and duplicate what is selected, through the system's clipboard where it is open to us.

import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { copyText, nodesIn, pasteEdits } from './clipboardText.ts';
import type { Point } from './placement.ts';
import { deleteSelection } from './selection.ts';

const here = () => graphHere(documentStore.getState());

/** What was copied last here: stands in where the system's clipboard may not be used. */
let lastCopied = '';
/** The last copy did not reach the system's clipboard, so what that holds is older. */
let keptHere = false;

/** The selected nodes as clipboard text; null when none is selected. */
export function selectionText(): string | null {
  const { selectedNodes } = uiStore.getState();
  if (selectedNodes.length === 0) return null;
  lastCopied = copyText(documentStore.getState().document, selectedNodes, here());
  keptHere = false;
  return lastCopied;
}

/** Copies the selected nodes and the edges between them. */
export async function copySelection(): Promise<void> {
  const text = selectionText();
  if (text === null) return;
  // Refused without permission or focus: the copy kept here still pastes.
  keptHere = true;
  await navigator.clipboard?.writeText(text).then(() => (keptHere = false)).catch(() => undefined);
}

export async function cutSelection(): Promise<void> {
  const copied = copySelection();
  deleteSelection({ verb: 'Cut' });
  await copied;
}

/** Pastes at the pointer; where the clipboard may not be read, what was copied here last. */
export async function pasteClipboard(): Promise<void> {
  const text = keptHere ? lastCopied : await (navigator.clipboard?.readText?.() ?? Promise.resolve(lastCopied)).catch(() => lastCopied);
  pasteText(text);
}

/** Pastes nodes from a text and selects them; says so when there are none in it. Returns whether anything was pasted. */
export function pasteText(text: string): boolean {
  const { edit, readOnly } = documentStore.getState();
  if (readOnly) {
    uiStore.getState().notify('info', 'This file is open for reading only.');
    return false;
  }
  const copied = nodesIn(keptHere ? lastCopied : text);
  if (!copied) {
    uiStore.getState().notify('info', 'The clipboard holds no layers. Copy some on a canvas first.');
    return false;
  }
  const { ids, edits } = pasteEdits(here(), copied, pastePlace());
  if (ids.length === 0) {
    uiStore.getState().notify('info', 'This cannot stand here: a block cannot contain itself, and its inputs and outputs stand only inside blocks.');
    return false;
  }
  edit(ids.length === 1 ? 'Paste layer' : `Paste ${ids.length} layers`, edits);
  uiStore.getState().select(ids);
  return true;
}

function pastePlace(): Point | null {
  const { pointer, controls } = viewportStore.getState();
  if (pointer) return pointer();
  const visible = controls?.visible();
  return visible ? [visible.x + visible.width / 2, visible.y + visible.height / 2] : null;
}

/** Copies of the selected nodes beside them, selected; the clipboard stays as it is. */
export function duplicateSelection(): void {
  const { document, edit } = documentStore.getState();
  const { selectedNodes } = uiStore.getState();
  const copied = nodesIn(copyText(document, selectedNodes, here()));
  if (!copied) return;
  const { ids, edits } = pasteEdits(here(), copied, null);
  edit(ids.length === 1 ? 'Duplicate layer' : `Duplicate ${ids.length} layers`, edits);
  if (documentStore.getState().document !== document) uiStore.getState().select(ids);
}
