// New, open, save: what touches files. Asks before unsaved work would be lost; every failure becomes a notice.

import { emptyDocument, type NetloomDocument } from '../graph/document.ts';
import { parseDocument, parseInSteps, serializeDocument } from '../graph/parse.ts';
import { compilationStore } from '../state/compilationStore.ts';
import { platform } from '../state/currentPlatform.ts';
import { documentStore, isDirty } from '../state/documentStore.ts';
import type { OpenedFile, RecentFile } from '../state/platform.ts';
import { isActive } from '../state/trainingRun.ts';
import { result } from '../state/slices.ts';
import { trainingStore } from '../state/trainingStore.ts';
import { uiStore } from '../state/uiStore.ts';

const EXTENSION = '.netloom.json';

/** `unet.netloom.json` → `unet`: what the document is called. */
export const documentName = (fileName: string): string => fileName.replace(/(\.netloom)?\.json$/i, '') || 'untitled';
/** What files of this network begin with. */
export const fileStem = (name: string): string => name.replaceAll(/[\\/:*?"<>|]/g, '-').trim() || 'untitled';
export const fileName = (name: string): string => `${fileStem(name)}${EXTENSION}`;

const fail = (what: string, error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error);
  uiStore.getState().notify('error', `${what} ${message}`.trim());
};

/** Shows a document in the editor. `unsaved`: it is not in any file yet, so closing asks. */
export function showDocument(document: NetloomDocument, options: { readonly handle?: unknown; readonly readOnly?: boolean; readonly unsaved?: boolean } = {}): void {
  documentStore.getState().open(document, options);
  const ui = uiStore.getState();
  ui.select([]);
  ui.setScreen('editor');
}

/** A file of more takes a moment to be read and drawn, some thousands of layers: that is said before, and painted. */
const MOMENT_LETTERS = 300_000;
const PAINTED_MS = 50;

let lastOpening: AbortController | null = null;

/** Opening another file ends the one before. */
function startOpening(): AbortController {
  lastOpening?.abort();
  return (lastOpening = new AbortController());
}

/** Shows a file's network; a file that is none leaves everything as it was, with a notice that says why. Returns whether it opened. */
export async function openFileText(file: OpenedFile): Promise<boolean> {
  const isLarge = file.text.length > MOMENT_LETTERS;
  const { document: before } = documentStore.getState();
  const opening = startOpening();
  if (isLarge) {
    uiStore.getState().showWork(`Opening ${file.name}…`, () => opening.abort());
    opening.signal.addEventListener('abort', uiStore.getState().dismissNotice);
    await new Promise((resolve) => setTimeout(resolve, PAINTED_MS));
    if (opening.signal.aborted) return false;
  }
  const parsed = isLarge ? await result(parseInSteps(file.text), opening.signal) : parseDocument(file.text);
  if (!parsed) return false;
  if (!parsed.ok) {
    uiStore.getState().notify('error', `${file.name} could not be opened. ${parsed.problem}`);
    return false;
  }
  const name = documentName(file.name);
  const document = parsed.document.name === name ? parsed.document : { ...parsed.document, name };
  if (isLarge && !(await compilationStore.getState().prepare(document, opening.signal))) return false;
  // What was changed meanwhile is not to be lost either.
  if (documentStore.getState().document !== before && !(await mayLeaveDocument())) return false;
  uiStore.getState().dismissNotice();
  showDocument(document, { handle: file.handle, readOnly: parsed.readOnly });
  if (parsed.notes.length > 0) uiStore.getState().notify('info', parsed.notes.join(' '));
  return true;
}

/** A training runs: true when the person lets what it has learned go. */
async function mayEndTraining(name: string): Promise<boolean> {
  const answer = await uiStore.getState().ask({
    title: `End the training of ${name}?`,
    text: 'It is still running. What it has learned is lost unless you stop it first and export the project with its weights.',
    answers: [
      { id: 'end', label: 'End the training', tone: 'danger' },
      { id: 'cancel', label: 'Keep training', tone: 'primary' },
    ],
  });
  return answer === 'end';
}

/** True when nothing would be lost: no training and no unsaved changes, or the person saved them or let them go. */
export async function mayLeaveDocument(): Promise<boolean> {
  const { document, readOnly } = documentStore.getState();
  if (isActive(trainingStore.getState().status) && !(await mayEndTraining(document.name))) return false;
  if (!isDirty(documentStore.getState()) || readOnly) return true;
  const answer = await uiStore.getState().ask({
    title: `Save changes to ${document.name}?`,
    text: 'Your changes are lost if you do not save them.',
    answers: [
      { id: 'discard', label: 'Don’t save', tone: 'danger' },
      { id: 'cancel', label: 'Cancel' },
      { id: 'save', label: 'Save', tone: 'primary' },
    ],
  });
  if (answer === 'save') return save();
  return answer === 'discard';
}

export async function newDocument(): Promise<void> {
  if (!(await mayLeaveDocument())) return;
  showDocument(emptyDocument());
}

/** Opens what a template built, as a network that is in no file yet. */
export async function openUnsaved(document: NetloomDocument): Promise<void> {
  if (!(await mayLeaveDocument())) return;
  showDocument(document, { unsaved: true });
}

export async function openDocument(): Promise<void> {
  if (!(await mayLeaveDocument())) return;
  try {
    const file = await platform().openFile();
    if (file) await openFileText(file);
  } catch (error) {
    fail('The file could not be opened.', error);
  }
}

export async function openRecentFile(recent: RecentFile): Promise<void> {
  if (!(await mayLeaveDocument())) return;
  try {
    const file = await platform().openRecent(recent);
    if (file) await openFileText(file);
  } catch (error) {
    fail(`${recent.name} could not be opened.`, error);
  }
}

/** Opens a file that came by itself: dropped on the window, or handed over by the desktop. */
export async function openGivenFile(file: OpenedFile): Promise<void> {
  if (!(await mayLeaveDocument())) return;
  await openFileText(file);
}

/** Saves to the document's file, or asks where. Returns whether the document is in a file now. */
export async function save(options: { readonly saveAs?: boolean } = {}): Promise<boolean> {
  const { document, handle, readOnly, markSaved } = documentStore.getState();
  if (readOnly) {
    uiStore.getState().notify('info', 'This file is open for reading only.');
    return false;
  }
  try {
    const saved = await platform().saveFile({ name: fileName(document.name), text: serializeDocument(document), handle, saveAs: options.saveAs ?? false });
    if (!saved) return false;
    markSaved(document, documentName(saved.name), saved.handle);
    return true;
  } catch (error) {
    fail('The network was not saved.', error);
    return false;
  }
}
