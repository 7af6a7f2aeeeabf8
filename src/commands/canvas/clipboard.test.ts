import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { block, network } from '../../graph/builder.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { parseDocument } from '../../graph/parse.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore, type ViewportControls } from '../../state/viewportStore.ts';
import { copySelection, cutSelection, duplicateSelection, pasteClipboard, pasteText, selectionText } from './clipboard.ts';

const unit = block('unit', (b) => b.output('y', b.input('x').dense({}, { id: 'd' })));
const net = network('net');
net.input([4], { id: 'image' }).dense({}, { id: 'a' }).block(unit, {}, { id: 'u' }).output({}, { id: 'out' });
const document = net.document();

const store = () => documentStore.getState();
const ids = (): readonly string[] => store().document.nodes.map((n) => n.id);
const notice = () => uiStore.getState().notice;
const select = (...nodes: readonly string[]): void => uiStore.getState().select(nodes);
const namesIn = (text: string | null): readonly string[] => {
  const parsed = parseDocument(text ?? '');
  return parsed.ok ? parsed.document.nodes.map((n) => n.id) : [];
};

/** A system clipboard that can be closed to us. */
const system = { text: '', open: true };
const refused = (): Promise<never> => Promise.reject(new DOMException('Denied', 'NotAllowedError'));
const clipboard = {
  writeText: (text: string): Promise<void> => (system.open ? ((system.text = text), Promise.resolve()) : refused()),
  readText: (): Promise<string> => (system.open ? Promise.resolve(system.text) : refused()),
};

beforeEach(() => {
  Object.assign(system, { text: '', open: true });
  vi.stubGlobal('navigator', { clipboard });
  uiStore.setState({ selectedNodes: [], selectedEdges: [], notice: null });
  viewportStore.setState({ controls: null, pointer: null });
  store().open(document);
});
afterEach(() => void vi.unstubAllGlobals());

describe('copying', () => {
  it('puts what is selected on the clipboard, as it is seen in a block that was entered; nothing where nothing is selected', async () => {
    await copySelection();
    expect([system.text, selectionText()]).toEqual(['', null]);
    select('a');
    await copySelection();
    expect(namesIn(system.text)).toEqual(['a']);
    documentStore.setState({ scope: ['u'] });
    select('d');
    await copySelection();
    expect(namesIn(system.text)).toEqual(['d']);
  });

  it('and deleting is cutting: one step, by its own name, and it can be pasted', async () => {
    select('a');
    await cutSelection();
    expect(ids()).not.toContain('a');
    expect(store().past.map((step) => step.label)).toEqual(['Cut a']);
    await pasteClipboard();
    expect(ids()).toContain('a');
  });

  it('that the system refuses still pastes here, though the system holds something older; the next copy that reaches it ends that', async () => {
    select('a');
    await copySelection();
    system.open = false;
    select('out');
    await copySelection();
    system.open = true;
    await pasteClipboard();
    expect(ids().at(-1)).toBe('out_2');
    // As by the browser's own paste, which brings the system's text.
    pasteText(system.text);
    expect(ids().at(-1)).toBe('out_3');
    select('image');
    await copySelection();
    select('a');
    system.text = selectionText()!;
    pasteText(system.text);
    expect(ids().at(-1)).toBe('a_2');
  });

  it('by the browser itself, after one that was refused, is what pastes', async () => {
    system.open = false;
    select('a');
    await copySelection();
    select('out');
    const text = selectionText()!;
    pasteText(text);
    pasteText(text.replaceAll('"out"', '"elsewhere"'));
    expect(ids().slice(-2)).toEqual(['out_2', 'elsewhere']);
  });

  it('in another window is what pastes after one that reached the system', async () => {
    select('a');
    await copySelection();
    const other = system.text.replaceAll('"a"', '"elsewhere"');
    system.text = other;
    await pasteClipboard();
    expect(ids().at(-1)).toBe('elsewhere');
  });
});

describe('pasting', () => {
  it('gives what was copied here last where the system does not let its clipboard be read, or has none', async () => {
    select('a');
    await copySelection();
    system.open = false;
    await pasteClipboard();
    vi.stubGlobal('navigator', {});
    await pasteClipboard();
    expect(ids().slice(-2)).toEqual(['a_2', 'a_3']);
  });

  it('selects what it brought, and is one step that says how many', () => {
    select('a');
    const one = selectionText()!;
    expect(pasteText(one)).toBe(true);
    expect(uiStore.getState().selectedNodes).toEqual(['a_2']);
    select('a', 'out');
    pasteText(selectionText()!);
    expect(store().past.map((step) => step.label)).toEqual(['Paste layer', 'Paste 2 layers']);
  });

  it('stands at the pointer, or else in the middle of what is seen', () => {
    select('a');
    const text = selectionText()!;
    const middle = (): readonly number[] => store().document.nodes.at(-1)!.position.map((at, i) => at + [NODE_WIDTH, NODE_HEIGHT][i]! / 2);
    viewportStore.setState({ controls: { visible: () => ({ x: 2000, y: 4000, width: 600, height: 400 }) } as ViewportControls });
    pasteText(text);
    expect(middle()).toEqual([2300, 4200]);
    viewportStore.setState({ pointer: () => [-3000, 500] });
    pasteText(text);
    expect(middle()).toEqual([-3000, 500]);
  });

  it('goes into the block that was entered', () => {
    select('a');
    const text = selectionText()!;
    documentStore.setState({ scope: ['u'] });
    pasteText(text);
    expect(store().document.blocks['unit']!.nodes.at(-1)!.id).toBe('a');
  });

  it('that can bring nothing says why, and changes nothing', () => {
    select('u');
    const text = selectionText()!;
    const said = (): string => {
      expect(store().past).toEqual([]);
      return notice()!.text;
    };
    expect([pasteText('some words'), said()]).toEqual([false, 'The clipboard holds no layers. Copy some on a canvas first.']);
    documentStore.setState({ scope: ['u'] });
    expect([pasteText(text), said()]).toEqual([false, 'This cannot stand here: a block cannot contain itself, and its inputs and outputs stand only inside blocks.']);
    store().open(document, { readOnly: true });
    expect([pasteText(text), said()]).toEqual([false, 'This file is open for reading only.']);
    expect(notice()!.kind).toBe('info');
  });
});

describe('duplicating', () => {
  it('selects the copies, is one step, and leaves the clipboard as it is', () => {
    select('a');
    duplicateSelection();
    expect([uiStore.getState().selectedNodes, system.text]).toEqual([['a_2'], '']);
    select('a', 'out');
    duplicateSelection();
    expect(store().past.map((step) => step.label)).toEqual(['Duplicate layer', 'Duplicate 2 layers']);
  });

  it('changes and selects nothing where nothing is selected or may be changed', () => {
    duplicateSelection();
    expect(store().past).toEqual([]);
    store().open(document, { readOnly: true });
    select('a');
    duplicateSelection();
    expect([uiStore.getState().selectedNodes, ids()]).toEqual([['a'], document.nodes.map((n) => n.id)]);
  });

  it('copies what is seen in a block that was entered', () => {
    documentStore.setState({ scope: ['u'] });
    select('d');
    duplicateSelection();
    expect(store().document.blocks['unit']!.nodes.at(-1)!.id).toBe('d_2');
  });
});
