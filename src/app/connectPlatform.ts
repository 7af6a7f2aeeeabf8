// What passes between the window and the platform all the time: title and dirty state, menu, close question, files handed over, keys.

import type { Command } from '../commands/command.ts';
import { mayLeaveDocument, openGivenFile } from '../commands/files.ts';
import { commandOf, isEnabled, run, type CommandId } from '../commands/index.ts';
import { commandFor, focusOf, isIdleShortcut } from '../commands/keyboard.ts';
import { documentStore, isDirty } from '../state/documentStore.ts';
import type { MenuCommand, Platform } from '../state/platform.ts';
import { uiStore } from '../state/uiStore.ts';
import { discardOwnDraft } from './autosave.ts';

/** The native menu's commands are commands of the window. */
const MENU: { readonly [M in MenuCommand]: CommandId } = {
  new: 'file.new',
  open: 'file.open',
  save: 'file.save',
  saveAs: 'file.saveAs',
  export: 'file.export',
  undo: 'edit.undo',
  redo: 'edit.redo',
  cut: 'edit.cut',
  copy: 'edit.copy',
  paste: 'edit.paste',
  duplicate: 'edit.duplicate',
  delete: 'edit.delete',
  selectAll: 'edit.selectAll',
  zoomIn: 'view.zoomIn',
  zoomOut: 'view.zoomOut',
  fit: 'view.fit',
  toggleTheme: 'view.toggleTheme',
  train: 'training.start',
  about: 'help.about',
};

/** In a text field the menu's editing commands mean the text, as its shortcuts would. */
const OF_TEXT: { readonly [M in MenuCommand]?: string } = { undo: 'undo', redo: 'redo', cut: 'cut', copy: 'copy', paste: 'paste', delete: 'delete', selectAll: 'selectAll' };

function performMenu(menu: MenuCommand): void {
  const textCommand = OF_TEXT[menu];
  // Deprecated, but the only way to hand an editing command to whatever field has the focus.
  if (textCommand && focusOf(document.activeElement) === 'text') document.execCommand(textCommand);
  // The menu's one training item means what the button means: train, pause or resume.
  else if (menu === 'train' && isEnabled(commandOf('training.pause'))) void run(commandOf('training.pause'));
  else void run(commandOf(MENU[menu]));
}

export function connectPlatform(platform: Platform): void {
  const tell = (): void => {
    const state = documentStore.getState();
    platform.setDocumentState({ name: state.document.name, dirty: isDirty(state) && !state.readOnly });
  };
  tell();
  documentStore.subscribe((state, before) => {
    if (state.document.name !== before.document.name || isDirty(state) !== isDirty(before) || state.readOnly !== before.readOnly) tell();
  });

  platform.onMenu(performMenu);
  platform.onCloseRequest(async () => {
    const may = await mayLeaveDocument();
    if (may) await discardOwnDraft();
    return may;
  });
  platform.onOpenFile((file) => void openGivenFile(file));

  window.addEventListener('keydown', (event) => {
    const { overlay, popup, question } = uiStore.getState();
    if (event.defaultPrevented || event.isComposing || question) return;
    const focus = focusOf(document.activeElement);
    const command: Command | null = commandFor(event, focus);
    if (!command && isIdleShortcut(event, focus)) event.preventDefault();
    // Under a dialog only its own toggle works.
    if (!command || ((overlay || popup) && command.id !== 'view.commandPalette')) return;
    event.preventDefault();
    void run(command);
  });

  // A file dropped anywhere on the window opens; what is dragged within the window is left to its target.
  window.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    void file.text().then((text) => openGivenFile({ name: file.name, text, handle: null }));
  });
}
