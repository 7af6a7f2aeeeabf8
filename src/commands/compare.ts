// Compare the open network: with its saved state, with a file, with a network on the clipboard. Shows the Compare tab; changes nothing.

import { comparisonMarkdown } from '../compiler/comparisonText.ts';
import { parseDocument } from '../graph/parse.ts';
import { comparisonStore, type ComparisonSource } from '../state/comparisonStore.ts';
import { platform } from '../state/currentPlatform.ts';
import { documentStore } from '../state/documentStore.ts';
import type { OpenedFile, RecentFile } from '../state/platform.ts';
import { uiStore } from '../state/uiStore.ts';

/** Compares with `source` and shows what differs. */
export function compareWith(source: ComparisonSource): void {
  comparisonStore.getState().begin(source);
  uiStore.getState().setScreen('editor');
  uiStore.getState().showTab('compare');
}

/** As it stands in its file; a network that is in none yet is compared with how it was opened. */
export function compareWithSaved(): void {
  compareWith(documentStore.getState().handle === null ? { kind: 'opened' } : { kind: 'saved' });
}

/** Compares with a text; one that is no network is refused with the reason. */
export function compareWithText({ name, text }: Pick<OpenedFile, 'name' | 'text'>): void {
  const parsed = parseDocument(text);
  if (!parsed.ok) uiStore.getState().notify('error', `${name} cannot be compared. ${parsed.problem}`);
  else compareWith({ kind: 'other', label: name, document: parsed.document });
}

export async function compareWithFile(): Promise<void> {
  const file = await platform().openFile();
  if (file) compareWithText(file);
}

export async function compareWithRecent(recent: RecentFile): Promise<void> {
  const file = await platform().openRecent(recent);
  if (file) compareWithText(file);
}

export async function compareWithClipboard(): Promise<void> {
  compareWithText({ name: 'The clipboard', text: await navigator.clipboard.readText() });
}

export function endComparison(): void {
  comparisonStore.getState().end();
  if (uiStore.getState().bottomTab === 'compare') uiStore.getState().showTab('problems');
}

export async function copyComparison(): Promise<void> {
  const { comparison, before } = comparisonStore.getState();
  if (!comparison || !before) return;
  await navigator.clipboard.writeText(comparisonMarkdown(comparison, before, documentStore.getState().document));
  uiStore.getState().notify('info', 'The comparison is on the clipboard, as Markdown.');
}
