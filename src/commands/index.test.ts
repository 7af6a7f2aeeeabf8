import { beforeEach, describe, expect, test } from 'vitest';
import { emptyDocument } from '../graph/document.ts';
import { documentStore } from '../state/documentStore.ts';
import { uiStore } from '../state/uiStore.ts';
import type { Command } from './command.ts';
import { commandOf, commands, isEnabled, run } from './index.ts';
import { commandFor } from './keyboard.ts';
import { matches, shortcutText, type KeyPress } from './shortcuts.ts';

const all = commands as readonly Command[];
const press = (key: string, ...held: ('ctrl' | 'shift' | 'alt' | 'meta')[]): KeyPress => ({
  key, ctrlKey: held.includes('ctrl'), shiftKey: held.includes('shift'), altKey: held.includes('alt'), metaKey: held.includes('meta'),
});

beforeEach(() => {
  uiStore.setState({ screen: 'editor', selectedNodes: [], selectedEdges: [], overlay: null, notice: null });
  documentStore.getState().open(emptyDocument('test'));
});

describe('the list of commands', () => {
  test('every command has a label in sentence case', () => {
    for (const command of all) expect(command.label, command.id).toMatch(/^[A-Z]\S*( [^A-Z]\S*| TypeScript\S*| Netloom)*$/);
  });
  test('no id and no label stands twice', () => {
    expect(new Set(all.map((c) => c.id)).size).toBe(all.length);
    expect(new Set(all.map((c) => c.label)).size).toBe(all.length);
  });
  test('no shortcut stands twice but Escape, which first stops what is under way', () => {
    const keys = all.flatMap((c) => [c.shortcut, ...(c.otherShortcuts ?? [])]).filter((k) => k !== undefined);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual(['Escape']);
  });
  test('Escape selects nothing, and means nothing where nothing is selected', async () => {
    expect(commandFor(press('Escape'), 'other')).toBeNull();
    documentStore.getState().open({ ...emptyDocument('one'), nodes: [{ id: 'a', type: 'input', position: [0, 0] }] });
    uiStore.getState().select(['a']);
    expect(commandFor(press('Escape'), 'text')).toBeNull();
    await run(commandFor(press('Escape'), 'other')!);
    expect(uiStore.getState().selectedNodes).toEqual([]);
  });
  test('no shortcut is one that browsers keep for themselves', () => {
    const kept = ['Mod+N', 'Mod+T', 'Mod+W', 'Mod+Shift+N', 'Mod+Shift+T', 'Mod+Shift+W'];
    expect(all.filter((c) => kept.includes(c.shortcut ?? ''))).toEqual([]);
  });
  test('on the start page only what needs no open network can run', () => {
    uiStore.setState({ screen: 'start' });
    const runnable = all.filter(isEnabled).map((c) => c.id);
    expect(runnable).toContain('file.open');
    expect(runnable).not.toContain('file.save');
    expect(runnable).not.toContain('edit.paste');
  });
  test('a read-only document can be looked at and not changed', () => {
    documentStore.getState().open({ ...emptyDocument('newer'), nodes: [{ id: 'a', type: 'input', position: [0, 0] }] }, { readOnly: true });
    uiStore.setState({ selectedNodes: ['a'] });
    const runnable = all.filter(isEnabled).map((c) => c.id);
    for (const id of ['edit.copy', 'edit.selectAll', 'view.fit']) expect(runnable).toContain(id);
    for (const id of ['edit.delete', 'edit.paste', 'edit.cut', 'edit.duplicate', 'file.save', 'network.arrange']) expect(runnable).not.toContain(id);
  });
  test('what a command throws becomes a notice', async () => {
    const failing: Command = { id: 'x', label: 'Break', group: 'Help', perform: () => { throw new Error('It broke.'); } };
    await run(failing);
    expect(uiStore.getState().notice).toEqual({ kind: 'error', text: '“Break” failed. It broke.' });
  });
  test('undo and redo follow the history', async () => {
    expect(isEnabled(commandOf('edit.undo'))).toBe(false);
    documentStore.getState().edit('Rename', [{ kind: 'setName', name: 'other' }]);
    await run(commandOf('edit.undo'));
    expect(documentStore.getState().document.name).toBe('test');
    expect(isEnabled(commandOf('edit.redo'))).toBe(true);
  });
});

describe('keys', () => {
  test('Mod is Ctrl here and Command on a Mac', () => {
    expect(matches(press('s', 'ctrl'), 'Mod+S', false)).toBe(true);
    expect(matches(press('s', 'meta'), 'Mod+S', true)).toBe(true);
    expect(matches(press('s', 'ctrl'), 'Mod+S', true)).toBe(false);
    expect(matches(press('s', 'ctrl', 'shift'), 'Mod+S', false)).toBe(false);
  });
  test('a sign with Shift is the key that writes it, whatever it writes then', () => {
    const stop = { ...press('>', 'ctrl', 'shift'), code: 'Period' };
    expect(matches(stop, 'Mod+Shift+.', false)).toBe(true);
    expect(matches(stop, 'Mod+.', false)).toBe(false);
    // Some systems leave Shift out of account while Ctrl is held.
    expect(matches({ ...press('.', 'ctrl', 'shift'), code: 'Period' }, 'Mod+.', false)).toBe(false);
    expect(matches({ ...press('.', 'ctrl'), code: 'Period' }, 'Mod+Shift+.', false)).toBe(false);
  });
  test('signs that need Shift on some keyboards work without naming it', () => {
    expect(matches(press('?', 'shift'), '?', false)).toBe(true);
    expect(matches(press('+', 'ctrl', 'shift'), 'Mod++', false)).toBe(true);
  });
  test('shortcuts are written as the system writes them', () => {
    expect([shortcutText('Mod+Shift+S', false), shortcutText('Mod+Shift+S', true), shortcutText('Mod++', false)]).toEqual(['Ctrl Shift S', '⌘⇧S', 'Ctrl +']);
  });
  test('typing in a field stays typing', () => {
    documentStore.getState().edit('Rename', [{ kind: 'setName', name: 'other' }]);
    expect(commandFor(press('?', 'shift'), 'text', false)).toBeNull();
    expect(commandFor(press('z', 'ctrl'), 'text', false)).toBeNull();
    expect(commandFor(press('z', 'ctrl'), 'none', false)?.id).toBe('edit.undo');
    expect(commandFor(press('k', 'ctrl'), 'text', false)?.id).toBe('view.commandPalette');
    expect(commandFor(press('F6'), 'text', false)?.id).toBe('go.nextRegion');
  });
  test('copy, cut and paste are left to the browser, whose events need no permission', () => {
    uiStore.setState({ selectedNodes: ['a'] });
    for (const key of ['c', 'x', 'v']) expect(commandFor(press(key, 'ctrl'), 'none', false)).toBeNull();
  });
});
