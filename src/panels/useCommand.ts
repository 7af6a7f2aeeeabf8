// A command as React sees it: whether it can run now, its shortcut as text, and a function that runs it.

import { useSyncExternalStore } from 'react';
import type { Command } from '../commands/command.ts';
import { commandOf, isEnabled, run, type CommandId } from '../commands/index.ts';
import { shortcutText } from '../commands/shortcuts.ts';
import { compilationStore } from '../state/compilationStore.ts';
import { documentStore } from '../state/documentStore.ts';
import { trainingStore } from '../state/trainingStore.ts';
import { uiStore } from '../state/uiStore.ts';

const stores = [documentStore, uiStore, compilationStore, trainingStore];

function subscribe(onChange: () => void): () => void {
  const stops = stores.map((store) => store.subscribe(onChange));
  return () => stops.forEach((stop) => stop());
}

export interface LiveCommand {
  readonly command: Command;
  readonly enabled: boolean;
  /** `Ctrl K`, `⌘K`; undefined without one. */
  readonly shortcut: string | undefined;
  readonly run: () => void;
}

export function useCommand(id: CommandId): LiveCommand {
  const command = commandOf(id);
  const enabled = useSyncExternalStore(subscribe, () => isEnabled(command));
  return { command, enabled, shortcut: command.shortcut && shortcutText(command.shortcut), run: () => void run(command) };
}
