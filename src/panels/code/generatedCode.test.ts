import { expect, it } from 'vitest';
import { network } from '../../graph/builder.ts';
import { compilationStore } from '../../state/compilationStore.ts';
import { documentStore } from '../../state/documentStore.ts';
import { codeStore, followNetwork } from './generatedCode.ts';

const doc = () => documentStore.getState();
const code = () => codeStore.getState().code;
/** As after a moment. */
const edit = (...edits: Parameters<ReturnType<typeof doc>['edit']>): void => {
  doc().edit(...edits);
  compilationStore.getState().flush();
};

it('follows the network: kept while it has errors, gone when all is deleted, and back again', () => {
  const net = network('net');
  net.input([4], { id: 'in' }).dense({ units: 2 }, { id: 'head' }).output();
  doc().open(net.document());
  const stop = followNetwork();
  expect(code()?.texts['model.ts']).toContain('head');

  edit('Break it', [{ kind: 'setParams', id: 'head', params: { units: -1 } }]);
  expect(code()).toMatchObject({ errors: 1, texts: { 'model.ts': expect.stringContaining('head') as string } });

  edit('Delete all', doc().document.nodes.map(({ id }) => ({ kind: 'removeNode', id })));
  expect(code()).toBeNull();

  doc().undo();
  doc().undo();
  compilationStore.getState().flush();
  expect(code()?.errors).toBe(0);
  stop();
});
