import { afterEach, beforeEach, expect, test } from 'vitest';
import { blockLibrary } from '../../graph/blockLibrary/index.ts';
import { packageOf } from '../../graph/blockPackage.ts';
import { block, network } from '../../graph/builder.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { documentStore } from '../../state/documentStore.ts';
import { ownBlocksStore } from '../../state/ownBlocksStore.ts';
import { blockNamed, blocksToAdd } from './blockSources.ts';

const [library] = blockLibrary;

function documentWith(...names: readonly string[]): NetloomDocument {
  const net = network('net');
  const inner = block('inner', (b) => b.output('y', b.input('x').dense({ units: 4 }, { id: 'dense' })), { label: 'Inner', doc: 'What is inside. More of it.' });
  let x = net.input([4]);
  for (const name of names) x = x.block(block(name, (b) => b.output('y', b.input('x').block(inner, {}, { id: 'one' }))));
  x.output();
  return net.document();
}
const document = documentWith('stage', library!.name);
const own = ['stage', 'mine'].map((name) => packageOf(documentWith(name), name));

beforeEach(() => {
  documentStore.getState().open(document);
  for (const given of own) ownBlocksStore.getState().keep(given);
});
afterEach(() => own.forEach(({ name }) => ownBlocksStore.getState().drop(name)));

test('a key names a block of the network, of one’s own or of the library, with those inside it', () => {
  expect(blockNamed('block:document:stage')).toEqual(packageOf(document, 'stage'));
  expect(Object.keys(blockNamed('block:document:stage')!.definitions).toSorted()).toEqual(['inner', 'stage']);
  expect(blockNamed('block:own:mine')).toEqual(own[1]);
  expect(blockNamed(`block:library:${library!.name}`)!.definitions[library!.name]!.label).toBe(library!.label);
  for (const key of ['conv2d', 'block:document:mine', 'block:document:constructor', 'block:own:nothing', 'block:library:nothing', 'block:elsewhere:stage']) expect(blockNamed(key), key).toBeUndefined();
});

test('of equal names the network’s comes first, then one’s own, then the library’s; each says what it is', () => {
  const offered = blocksToAdd(document, own);
  expect(offered.slice(0, 4).map((b) => b.type)).toEqual(['block:document:stage', 'block:document:inner', `block:document:${library!.name}`, 'block:own:mine']);
  expect(offered).toHaveLength(4 + blockLibrary.length - 1);
  expect(offered[1]).toMatchObject({ label: 'Inner', summary: 'What is inside', from: 'document' });
  expect(offered.filter((b) => b.type.endsWith(':mine'))).toMatchObject([{ label: 'mine', summary: 'A block of your own' }]);
  for (const { type } of offered) expect(blockNamed(type), type).toBeDefined();
});
