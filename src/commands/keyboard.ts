// From a key press to its command. Typing in a field stays typing: there only Mod shortcuts and function keys that mean nothing to a field run.

import type { Command } from './command.ts';
import { commands, isEnabled } from './index.ts';
import { matches, type KeyPress } from './shortcuts.ts';

/** What the focused element does with keys of its own. */
export type Focus = 'none' | 'text' | 'other';

/** Shortcuts that a text field has its own meaning for. */
const OF_TEXT = new Set(['edit.undo', 'edit.redo', 'edit.cut', 'edit.copy', 'edit.paste', 'edit.selectAll', 'edit.delete', 'go.find']);

/** F6, Shift+F8: no field types them. */
const FUNCTION_KEY = /(^|\+)F\d+$/;

/** The command a key press means, or null. Of several commands on one key the first that can run is taken. */
export function commandFor(event: KeyPress, focus: Focus, mac?: boolean): Command | null {
  const typing = focus === 'text';
  for (const command of commands as readonly Command[]) {
    if (command.heardBy) continue;
    const keys = [command.shortcut, ...(command.otherShortcuts ?? [])].filter((key) => key !== undefined);
    const key = keys.find((k) => matches(event, k, mac));
    if (key === undefined) continue;
    if (typing && (OF_TEXT.has(command.id) || !(key.includes('Mod+') || FUNCTION_KEY.test(key)))) continue;
    if (isEnabled(command)) return command;
  }
  return null;
}

/**
 * Whether this key is a Mod shortcut of ours that cannot run now. The browser must not take it for its own then: its undo, for one,
 * would bring back what was typed in a search box long ago, and jump there.
 */
export function isIdleShortcut(event: KeyPress, focus: Focus, mac?: boolean): boolean {
  if (focus === 'text') return false;
  return (commands as readonly Command[]).some(
    (command) => !command.heardBy && [command.shortcut, ...(command.otherShortcuts ?? [])].some((key) => key?.includes('Mod+') && matches(event, key, mac)),
  );
}

export function focusOf(element: Element | null): Focus {
  if (!element) return 'none';
  if (element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable)) return 'text';
  if (element instanceof HTMLInputElement) return ['checkbox', 'radio', 'button', 'range'].includes(element.type) ? 'other' : 'text';
  // Open menus and lists take letters to find their items by.
  return element.closest('.monaco-editor, [data-radix-popper-content-wrapper]') ? 'text' : element === element.ownerDocument.body ? 'none' : 'other';
}
