import { describe, expect, test } from 'vitest';
import { packageOf } from '../graph/blockPackage.ts';
import { block, network } from '../graph/builder.ts';
import { createOwnBlocksStore } from './ownBlocksStore.ts';

function memory(initial: Record<string, string> = {}) {
  const kept = new Map(Object.entries(initial));
  return { kept, getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
}

function packaged(name: string, units: number) {
  const inner = block('inner', (b) => b.output('y', b.input('x').dense({ units }, { id: 'dense' })));
  const net = network('net');
  net.input([4]).block(block(name, (b) => b.output('y', b.input('x').block(inner, {}, { id: 'one' })))).output();
  return packageOf(net.document(), name);
}
const names = (store: ReturnType<typeof createOwnBlocksStore>): readonly string[] => store.getState().blocks.map((b) => b.name);

describe('blocks of one’s own', () => {
  test('are there again in the next session, with the blocks inside them', () => {
    const storage = memory();
    const [stage, head] = [packaged('stage', 4), packaged('head', 8)];
    const { keep } = createOwnBlocksStore(storage).getState();
    expect([keep(stage), keep(head)]).toEqual([true, true]);
    expect(createOwnBlocksStore(storage).getState().blocks).toEqual([stage, head]);
  });
  test('kept again under a name they have it takes the place of that one, and what is dropped stays away', () => {
    const storage = memory();
    const store = createOwnBlocksStore(storage);
    for (const given of [packaged('stage', 4), packaged('head', 8), packaged('stage', 16)]) store.getState().keep(given);
    expect(names(store)).toEqual(['head', 'stage']);
    expect(store.getState().blocks[1]).toEqual(packaged('stage', 16));
    store.getState().drop('head');
    expect(names(store)).toEqual(['stage']);
    expect(names(createOwnBlocksStore(storage))).toEqual(['stage']);
  });
  test('what cannot be read is left out, and the rest is there', () => {
    const storage = memory();
    createOwnBlocksStore(storage).getState().keep(packaged('stage', 4));
    const [key] = storage.kept.keys();
    const good = JSON.parse(storage.kept.get(key!)!) as string[];
    for (const [stored, there] of [['{', []], ['"text"', []], [JSON.stringify(['{}', 7, ...good, good[0]!.replace('"name": "stage"', '"name": "gone"')]), ['stage']]] as const) {
      expect(names(createOwnBlocksStore(memory({ [key!]: stored })))).toEqual(there);
    }
  });
  test('where nothing can be stored they last as long as the window, and it is said', () => {
    const full = { getItem: () => { throw new Error('refused'); }, setItem: () => { throw new Error('full'); } };
    for (const storage of [null, full]) {
      const store = createOwnBlocksStore(storage);
      expect(store.getState().keep(packaged('stage', 4))).toBe(false);
      expect(names(store)).toEqual(['stage']);
    }
  });
});
