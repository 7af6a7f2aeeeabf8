import { beforeEach, describe, expect, it } from 'vitest';
import type { Dataset, DataSignature } from '../datasets/dataset.ts';
import { emptyDocument } from '../graph/document.ts';
import type { LoadReply, LoadRequest } from './dataLoading.ts';
import { createDataStore, type DataStore } from './dataStore.ts';
import { createDocumentStore, type DocumentStore } from './documentStore.ts';

interface FakeLoad {
  readonly request: LoadRequest;
  reply(reply: LoadReply): void;
  cancelled: boolean;
}

const dataset = (name: string, size = 8): Dataset => ({
  name,
  task: 'segmentation',
  inputShape: [size, size, 1],
  targetShape: [size, size, 1],
  count: 1,
  inputs: new Float32Array(size * size),
  targets: new Float32Array(size * size),
  origin: 'test',
});

let loads: FakeLoad[];
let published: (DataSignature | null)[];
let documents: DocumentStore;
let store: DataStore;

beforeEach(async () => {
  loads = [];
  published = [];
  documents = createDocumentStore();
  store = createDataStore({
    documents,
    pauseMs: 0,
    publish: (signature) => published.push(signature),
    startLoad: (request, onReply) => {
      const load: FakeLoad = { request, cancelled: false, reply: (reply) => (load.cancelled ? undefined : onReply(reply)) };
      loads.push(load);
      return { cancel: () => (load.cancelled = true) };
    },
  });
  await Promise.resolve();
});

describe('a built-in data set', () => {
  it('is stored in the document, so that undo takes the choice back', () => {
    store.getState().chooseBuiltin('shapes');
    expect(documents.getState().document.training.data).toEqual({ type: 'shapes' });
    expect(store.getState()).toMatchObject({ status: 'loading', source: 'builtin' });
    documents.getState().undo();
    expect(store.getState()).toMatchObject({ status: 'empty', source: null, dataset: null });
    expect(loads[0]!.cancelled).toBe(true);
  });

  it('tells the compiler its shapes before the samples are there', () => {
    store.getState().chooseBuiltin('shapes');
    store.getState().setParams({ size: 32 });
    expect(published.at(-1)).toMatchObject({ inputShape: [32, 32, 3], task: 'segmentation' });
  });

  it('is drawn with the seed of the run, and again when params or seed change, but not when they do not', () => {
    store.getState().chooseBuiltin('points');
    expect(loads[0]!.request).toEqual({ kind: 'builtin', type: 'points', params: {}, seed: 1 });
    store.getState().setParams({ noise: 0.2 });
    documents.getState().edit('Seed', [{ kind: 'setTraining', training: { seed: 7 } }]);
    documents.getState().edit('Epochs', [{ kind: 'setTraining', training: { epochs: 9 } }]);
    expect(loads.map((load) => load.cancelled)).toEqual([true, true, false]);
    expect(loads[2]!.request).toMatchObject({ params: { noise: 0.2 }, seed: 7 });
  });

  it('is followed when another document is opened', () => {
    documents.getState().open({ ...emptyDocument(), training: { ...emptyDocument().training, data: { type: 'glyphs' } } });
    expect(loads[0]!.request).toMatchObject({ type: 'glyphs' });
  });

  it('that this version does not know is an error with advice', () => {
    documents.getState().open({ ...emptyDocument(), training: { ...emptyDocument().training, data: { type: 'imagenet' } } });
    expect(store.getState().status).toBe('failed');
    expect(store.getState().error).toContain('"imagenet"');
  });
});

describe('own files', () => {
  const files = [{ path: 'images/1.png', bytes: new Uint8Array(1) }];

  it('take the place of a built-in set and are not named in the document; undo and redo go between them', () => {
    store.getState().chooseBuiltin('shapes');
    loads[0]!.reply({ kind: 'done', dataset: dataset('shapes') });
    store.getState().openOwn('membrane', files);
    expect(documents.getState().document.training.data).toBeUndefined();
    expect(loads[1]!.request).toMatchObject({ kind: 'own', name: 'membrane', files });
    loads[1]!.reply({ kind: 'done', dataset: dataset('membrane'), source: { label: 'Images with masks', images: true, notes: [] } });
    expect(store.getState()).toMatchObject({ status: 'ready', source: 'own', dataset: { name: 'membrane' } });
    documents.getState().undo();
    expect(store.getState()).toMatchObject({ source: 'builtin', status: 'loading' });
    documents.getState().redo();
    expect(store.getState()).toMatchObject({ source: 'own', status: 'ready', dataset: { name: 'membrane' } });
    expect(published.at(-1)).toMatchObject({ name: 'membrane' });
  });

  it('are read again when the options change', () => {
    store.getState().openOwn('membrane', files);
    store.getState().setImageOptions({ mode: 'crop' });
    expect(loads[1]!.request).toMatchObject({ options: { mode: 'crop', size: null } });
    expect(loads[0]!.cancelled).toBe(true);
  });

  it('that cannot be read leave what was there, with the reason', () => {
    store.getState().openOwn('good', files);
    loads[0]!.reply({ kind: 'done', dataset: dataset('good') });
    store.getState().openOwn('bad', files);
    loads[1]!.reply({ kind: 'failed', message: 'x.png is no image.' });
    expect(store.getState()).toMatchObject({ status: 'failed', error: 'x.png is no image.', dataset: { name: 'good' }, ownBefore: { name: 'good' } });
    store.getState().returnToOwnBefore();
    expect(store.getState()).toMatchObject({ status: 'ready', error: null, own: { name: 'good' }, dataset: { name: 'good' } });
    expect(loads, 'nothing is read twice').toHaveLength(2);
  });
});

describe('loading', () => {
  it('reports progress, can be cancelled and tried again', () => {
    store.getState().chooseBuiltin('shapes');
    loads[0]!.reply({ kind: 'progress', text: 'Reading 3 of 30', fraction: 0.1 });
    expect(store.getState().progress).toEqual({ text: 'Reading 3 of 30', fraction: 0.1 });
    store.getState().cancel();
    expect(store.getState()).toMatchObject({ status: 'failed', progress: null });
    loads[0]!.reply({ kind: 'done', dataset: dataset('late') });
    expect(store.getState().dataset).toBeNull();
    store.getState().retry();
    expect(loads).toHaveLength(2);
    loads[1]!.reply({ kind: 'done', dataset: dataset('shapes') });
    expect(store.getState()).toMatchObject({ status: 'ready', error: null });
  });

  it('can be waited for', async () => {
    expect(await store.getState().whenLoaded()).toBeNull();
    store.getState().chooseBuiltin('shapes');
    const loaded = store.getState().whenLoaded();
    loads[0]!.reply({ kind: 'done', dataset: dataset('shapes') });
    expect((await loaded)?.name).toBe('shapes');
  });
});
