import { beforeEach, describe, expect, test, vi } from 'vitest';
import { emptyDocument } from '../graph/document.ts';
import { serializeDocument } from '../graph/parse.ts';
import { setPlatform } from '../state/currentPlatform.ts';
import { documentStore, isDirty } from '../state/documentStore.ts';
import type { Platform } from '../state/platform.ts';
import { uiStore } from '../state/uiStore.ts';
import { trainingStore } from '../state/trainingStore.ts';
import { documentName, fileName, mayLeaveDocument, openFileText, openDocument, save } from './files.ts';

const saveFile = vi.fn<Platform['saveFile']>();
const openFile = vi.fn<Platform['openFile']>();

beforeEach(() => {
  saveFile.mockReset();
  openFile.mockReset();
  setPlatform({ saveFile, openFile } as unknown as Platform);
  documentStore.getState().open(emptyDocument('net'));
  uiStore.setState({ screen: 'editor', notice: null, question: null });
});

const change = (): void => documentStore.getState().edit('Add', [{ kind: 'addNode', node: { id: 'a', type: 'input', position: [0, 0] } }]);

describe('files', () => {
  test('a document is called as its file, without the ending', () => {
    expect(['unet.netloom.json', 'unet.json', 'a.b.netloom.json'].map(documentName)).toEqual(['unet', 'unet', 'a.b']);
    expect(fileName('a/b: c')).toBe('a-b- c.netloom.json');
  });
  test('saving writes the document, takes the name of the file and leaves nothing unsaved', async () => {
    change();
    saveFile.mockResolvedValue({ name: 'renamed.netloom.json', handle: 7 });
    expect(await save()).toBe(true);
    expect(saveFile.mock.calls[0]?.[0]).toMatchObject({ name: 'net.netloom.json', handle: null, saveAs: false });
    expect(documentStore.getState()).toMatchObject({ handle: 7, document: { name: 'renamed' } });
    expect(isDirty(documentStore.getState())).toBe(false);
  });
  test('what is edited while the file is being written stays unsaved', async () => {
    change();
    saveFile.mockImplementation(async () => {
      documentStore.getState().edit('Add', [{ kind: 'addNode', node: { id: 'b', type: 'output', position: [0, 0] } }]);
      return { name: 'net.netloom.json', handle: 1 };
    });
    await save();
    expect(isDirty(documentStore.getState())).toBe(true);
    expect(documentStore.getState().document.nodes).toHaveLength(2);
  });
  test('a failed save says why and keeps the changes', async () => {
    change();
    saveFile.mockRejectedValue(new Error('The disk is full.'));
    expect(await save()).toBe(false);
    expect(uiStore.getState().notice).toEqual({ kind: 'error', text: 'The network was not saved. The disk is full.' });
    expect(isDirty(documentStore.getState())).toBe(true);
  });
  test('a cancelled save is no save', async () => {
    change();
    saveFile.mockResolvedValue(null);
    expect(await save()).toBe(false);
    expect(isDirty(documentStore.getState())).toBe(true);
  });
  test('leaving while a training runs asks, and keeps it unless told to end it', async () => {
    for (const [answer, leaves] of [['cancel', false], ['end', true]] as const) {
      trainingStore.setState({ status: 'running' });
      const asked = mayLeaveDocument();
      expect(uiStore.getState().question?.title).toBe('End the training of net?');
      uiStore.getState().answer(answer);
      expect(await asked).toBe(leaves);
    }
    trainingStore.setState({ status: 'idle' });
  });
  test('a file that is no network leaves the open one as it is', async () => {
    change();
    const before = documentStore.getState().document;
    expect(await openFileText({ name: 'x.json', text: '{"format": "other"}', handle: null })).toBe(false);
    expect(documentStore.getState().document).toBe(before);
    expect(uiStore.getState().notice?.text).toContain('x.json could not be opened.');
  });
  test('a large file says that it is being opened before the window is held up', async () => {
    const nodes = Array.from({ length: 4000 }, (_, i) => ({ id: `layer${i}`, type: 'activation', position: [0, 100 * i] as const, params: { activation: 'relu' } }));
    const opening = openFileText({ name: 'large.netloom.json', text: serializeDocument({ ...emptyDocument('large'), nodes }), handle: 1 });
    expect(uiStore.getState().notice?.text).toBe('Opening large.netloom.json…');
    expect(documentStore.getState().document.nodes).toHaveLength(0);
    expect(await opening).toBe(true);
    expect(documentStore.getState().document.nodes).toHaveLength(4000);
    expect(uiStore.getState().notice).toBeNull();
  });
  test('opening a large file can be cancelled, and ends where another is opened', async () => {
    const large = (name: string) => {
      const nodes = Array.from({ length: 4000 }, (_, i) => ({ id: `layer${i}`, type: 'activation', position: [0, 100 * i] as const, params: { activation: 'relu' } }));
      return { name: `${name}.netloom.json`, text: serializeDocument({ ...emptyDocument(name), nodes }), handle: 1 };
    };
    const { document } = documentStore.getState();
    const opening = openFileText(large('one'));
    const { notice } = uiStore.getState();
    if (notice?.kind === 'work') notice.cancel();
    expect(await opening).toBe(false);
    expect(documentStore.getState().document).toBe(document);
    expect(uiStore.getState().notice).toBeNull();

    const [first, second] = [openFileText(large('first')), openFileText(large('second'))];
    expect([await first, await second]).toEqual([false, true]);
    expect(documentStore.getState().document.name).toBe('second');
  });
  test('what is changed while a large file opens is asked about', async () => {
    const nodes = Array.from({ length: 4000 }, (_, i) => ({ id: `layer${i}`, type: 'activation', position: [0, 100 * i] as const, params: { activation: 'relu' } }));
    const opening = openFileText({ name: 'large.netloom.json', text: serializeDocument({ ...emptyDocument('large'), nodes }), handle: 1 });
    change();
    const { document } = documentStore.getState();
    await vi.waitFor(() => expect(uiStore.getState().question).not.toBeNull());
    uiStore.getState().answer('cancel');
    expect(await opening).toBe(false);
    expect(documentStore.getState().document).toBe(document);
  });
  test('a file of a newer version opens for reading only', async () => {
    const text = serializeDocument({ ...emptyDocument('future'), version: 99 });
    expect(await openFileText({ name: 'future.netloom.json', text, handle: 1 })).toBe(true);
    expect(documentStore.getState().readOnly).toBe(true);
  });
  test('leaving unsaved work asks; cancel stays, discard goes, save saves', async () => {
    change();
    for (const [answer, may] of [['cancel', false], [null, false], ['discard', true], ['save', true]] as const) {
      saveFile.mockResolvedValue({ name: 'net.netloom.json', handle: 1 });
      const asked = mayLeaveDocument();
      expect(uiStore.getState().question?.title).toContain('net');
      uiStore.getState().answer(answer);
      expect(await asked).toBe(may);
    }
    expect(isDirty(documentStore.getState())).toBe(false);
    expect(await mayLeaveDocument()).toBe(true);
  });
  test('opening another file over unsaved work does nothing when the question is dismissed', async () => {
    change();
    const opening = openDocument();
    uiStore.getState().answer(null);
    await opening;
    expect(openFile).not.toHaveBeenCalled();
  });
});
