import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { compile } from '../compiler/compile.ts';
import { emptyDocument, type Json, type NetloomDocument } from '../graph/document.ts';
import type { Edit } from '../graph/edits.ts';
import { createCompilationStore } from './compilationStore.ts';
import { createDocumentStore } from './documentStore.ts';

const input: Edit = { kind: 'addNode', node: { id: 'image', type: 'input', position: [0, 0], params: { shape: [8, 8, 3] } } };
const move = (x: number): Edit => ({ kind: 'moveNode', id: 'image', position: [x, 0] });

function setUp(tookMs = 1) {
  let clock = 0;
  const compileDocument = vi.fn<typeof compile>((document, options) => {
    clock += tookMs;
    return compile(document, options);
  });
  const documents = createDocumentStore(emptyDocument('test'));
  const store = createCompilationStore(documents, { compileDocument, now: () => clock });
  compileDocument.mockClear();
  return { documents, store, compileDocument };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the compilation of the open document', () => {
  test('an edit is compiled at once, with the one before for what it need not compute again', () => {
    const { documents, store, compileDocument } = setUp();
    const before = store.getState().compilation;
    documents.getState().edit('Add', [input]);
    expect(store.getState().compilation.report.nodes['image']?.outputShape).toEqual([8, 8, 3]);
    expect(compileDocument.mock.calls[0]?.[1]?.previous).toBe(before);
  });
  test('moving a layer compiles nothing', () => {
    const { documents, store, compileDocument } = setUp();
    documents.getState().edit('Add', [input]);
    compileDocument.mockClear();
    documents.getState().edit('Move', [move(40)]);
    expect(compileDocument).not.toHaveBeenCalled();
    expect(store.getState().document).toBe(documents.getState().document);
  });
  test('a network that takes long to compile waits for a pause in typing', () => {
    const { documents, store, compileDocument } = setUp(80);
    documents.getState().edit('Add', [input]);
    documents.getState().edit('Set', [{ kind: 'setParams', id: 'image', params: { shape: [16, 16, 3] } }]);
    expect(compileDocument).not.toHaveBeenCalled();
    expect(store.getState().pending).toBe(true);
    vi.advanceTimersByTime(1000);
    expect(compileDocument).toHaveBeenCalledTimes(1);
    expect(store.getState().pending).toBe(false);
    expect(store.getState().compilation.report.nodes['image']?.outputShape).toEqual([16, 16, 3]);
  });
  test('a move while a compile is pending does not make it seem done', () => {
    const { documents, store } = setUp(80);
    documents.getState().edit('Add', [input]);
    documents.getState().edit('Move', [move(40)]);
    expect(store.getState().pending).toBe(true);
  });
  test('flush compiles what is pending', () => {
    const { documents, store } = setUp(80);
    documents.getState().edit('Add', [input]);
    expect(store.getState().flush().report.nodes['image']?.outputShape).toEqual([8, 8, 3]);
    expect(store.getState().pending).toBe(false);
  });
  test('a large network shows its problems at once and their fixes a moment later, unless it was edited meanwhile', () => {
    const { documents, store } = setUp();
    const chain = (filters: number): NetloomDocument => {
      const nodes = ['image', ...Array.from({ length: 240 }, (_, i) => `c${i}`), 'join', 'answer'];
      const paramsOf = (id: string): Record<string, Json> => (id === 'image' ? { shape: [8, 8, 4] } : { filters: id === 'c239' ? filters : 4, kernelSize: 1 });
      const typeOf = (id: string): string => ({ image: 'input', join: 'add', answer: 'output' })[id] ?? 'conv2d';
      return {
        ...emptyDocument(),
        nodes: nodes.map((id, i) => ({ id, type: typeOf(id), position: [0, 104 * i], ...(id === 'join' || id === 'answer' ? {} : { params: paramsOf(id) }) })),
        edges: [...nodes.slice(1).map((id, i) => ({ source: nodes[i]!, target: id })), { source: 'image', target: 'join', targetPort: '1' }],
      };
    };
    const broken = chain(5);
    documents.getState().open(broken);
    const first = store.getState().compilation;
    expect([first.diagnostics.map((d) => d.code), first.isOpen]).toEqual([['channel-mismatch'], true]);
    expect(first.diagnostics[0]?.fixes).toEqual([]);
    vi.runAllTimers();
    expect(store.getState().compilation).toEqual(compile(broken));
    expect(store.getState().compilation.diagnostics[0]?.fixes.length).toBeGreaterThan(0);
    documents.getState().edit('Break', [{ kind: 'setParams', id: 'c239', params: { filters: 6 } }]);
    documents.getState().edit('Mend', [{ kind: 'setParams', id: 'c239', params: { filters: 4 } }]);
    vi.runAllTimers();
    expect(store.getState().compilation.diagnostics).toEqual([]);
  });
  test('other data is compared with the network at once', () => {
    const { store, compileDocument } = setUp();
    const data = { name: 'glyphs', task: 'classification', inputShape: [28, 28, 1], targetShape: [] } as const;
    store.getState().setDataSignature(data);
    expect(compileDocument.mock.calls[0]?.[1]?.data).toBe(data);
  });
});
