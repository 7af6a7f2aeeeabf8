import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sizeSetText } from '../compiler/legalSizes/sizeSet.ts';
import { network } from '../graph/builder.ts';
import { createCompilationStore } from './compilationStore.ts';
import { createDocumentStore } from './documentStore.ts';
import { createLegalSizesStore } from './legalSizesStore.ts';

function halving(times: number) {
  const net = network('halving');
  const image = net.input([32, 32, 1], { id: 'image' });
  let x = image;
  for (let i = 0; i < times; i++) x = x.maxPooling2d();
  image.add({}, { with: [x.upSampling2d({ size: 2 ** times }, { id: 'up' })] }).output();
  return net.document();
}

describe('the search for sizes that fit', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('runs in slices while someone looks, and says when it is done', () => {
    const documents = createDocumentStore(halving(2));
    let clock = 0;
    // Each look at the clock is a slice: the search must come back many times.
    const store = createLegalSizesStore(createCompilationStore(documents), { now: () => (clock += 10) });
    const stop = store.getState().watch();
    expect(store.getState().searching).toBe(true);
    vi.advanceTimersByTime(5);
    expect(store.getState().searching).toBe(true);
    vi.runAllTimers();
    expect(store.getState()).toMatchObject({ searching: false, sizes: [{ inputs: ['image'], fitsNow: true }] });
    expect(sizeSetText(store.getState().sizes[0]!.together)).toBe('multiples of 4');
    stop();
  });

  it('is dropped by an edit and begun anew, and rests when nobody looks', () => {
    const documents = createDocumentStore(halving(2));
    let clock = 0;
    const store = createLegalSizesStore(createCompilationStore(documents), { now: () => (clock += 0.05) });
    const stop = store.getState().watch();
    vi.advanceTimersByTime(2);
    documents.getState().edit('Widen', [{ kind: 'setParams', id: 'up', params: { size: 8 } }]);
    vi.runAllTimers();
    expect(store.getState().sizes[0]?.together).toEqual({ kind: 'none' });
    stop();
    documents.getState().undo();
    vi.runAllTimers();
    expect(store.getState().sizes[0]?.together).toEqual({ kind: 'none' });
    store.getState().watch();
    vi.runAllTimers();
    expect(sizeSetText(store.getState().sizes[0]!.together)).toBe('multiples of 4');
  });
});
