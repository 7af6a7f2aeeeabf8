import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { legalSizes } from '../compiler/legalSizes/legalSizes.ts';
import { sizeSetText } from '../compiler/legalSizes/sizeSet.ts';
import { network } from '../graph/builder.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { createCompilationStore } from './compilationStore.ts';
import { createDocumentStore } from './documentStore.ts';
import { createLegalSizesStore } from './legalSizesStore.ts';
import type { StartSizeSearch } from './sizeSearch.ts';

function halving(times: number) {
  const net = network('halving');
  const image = net.input([32, 32, 1], { id: 'image' });
  let x = image;
  for (let i = 0; i < times; i++) x = x.maxPooling2d();
  image.add({}, { with: [x.upSampling2d({ size: 2 ** times }, { id: 'up' })] }).output();
  return net.document();
}

/** Searches that answer when told to, as a worker would. */
function heldSearches() {
  const open: { document: NetloomDocument; answer: () => void }[] = [];
  let stopped = 0;
  const start: StartSizeSearch = (document, onFound) => {
    const held = { document, answer: () => onFound(legalSizes(document, { most: 64 })) };
    open.push(held);
    return () => {
      stopped++;
      open.splice(open.indexOf(held), 1);
    };
  };
  return { open, start, stopped: () => stopped };
}

describe('the search for sizes that fit', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('begins when someone looks, and says what it found', () => {
    const searches = heldSearches();
    const store = createLegalSizesStore(createCompilationStore(createDocumentStore(halving(2))), searches.start);
    vi.runAllTimers();
    expect(searches.open).toHaveLength(0);
    store.getState().watch();
    vi.runAllTimers();
    expect(store.getState().searching).toBe(true);
    searches.open[0]!.answer();
    expect(store.getState()).toMatchObject({ searching: false, sizes: [{ inputs: ['image'], fitsNow: true }] });
    expect(sizeSetText(store.getState().sizes[0]!.together)).toBe('multiples of 4');
  });

  it('of another network that is opened says nothing of the one before, of an edited one goes on saying it meanwhile', () => {
    const searches = heldSearches();
    const documents = createDocumentStore(halving(2));
    const store = createLegalSizesStore(createCompilationStore(documents), searches.start);
    store.getState().watch();
    vi.runAllTimers();
    searches.open[0]!.answer();
    documents.getState().edit('Widen', [{ kind: 'setParams', id: 'up', params: { size: 5 } }]);
    expect(store.getState()).toMatchObject({ searching: true, sizes: [{ inputs: ['image'] }] });
    documents.getState().open({ ...halving(3), name: 'other' });
    expect(store.getState()).toMatchObject({ searching: true, sizes: [] });
  });

  it('is dropped by an edit and begun anew after a pause, and rests when nobody looks', () => {
    const searches = heldSearches();
    const documents = createDocumentStore(halving(2));
    const store = createLegalSizesStore(createCompilationStore(documents), searches.start);
    const stop = store.getState().watch();
    vi.runAllTimers();
    for (const size of [5, 6, 8]) documents.getState().edit('Widen', [{ kind: 'setParams', id: 'up', params: { size } }]);
    expect([searches.open.length, searches.stopped()]).toEqual([0, 1]);
    vi.runAllTimers();
    expect(searches.open.map(({ document }) => document.nodes.find((n) => n.id === 'up')?.params)).toEqual([{ size: 8 }]);
    searches.open[0]!.answer();
    expect(store.getState().sizes[0]?.together).toEqual({ kind: 'none' });
    stop();
    documents.getState().undo();
    vi.runAllTimers();
    expect(searches.open).toHaveLength(1);
    store.getState().watch();
    vi.runAllTimers();
    expect(searches.open).toHaveLength(2);
  });
});
