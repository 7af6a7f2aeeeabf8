import { expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { block, network } from '../../graph/builder.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { problemsOnce } from './problemsOnce.ts';

/** One layer leads nowhere, and one takes no features. */
const unit = block('unit', (b) => {
  const x = b.input('x');
  x.dense({ units: 3 }, { id: 'dead' });
  x.conv2d({ filters: 2, padding: 'same' }, { id: 'wrong' });
  b.output('y', x.dense({ units: 4 }, { id: 'dense' }));
});

const listed = (document: NetloomDocument): readonly string[] => {
  const { diagnostics } = compile(document);
  return problemsOnce(document, diagnostics).map(({ problem, instances }) => `${problem.code} ${problem.node} ${instances}`);
};

test('what is wrong in a block is listed once, with the number of its instances', () => {
  const net = network('net');
  const first = net.input([4], { id: 'in' }).block(unit, { repeat: 2 }, { id: 'a' });
  first.dense({ units: 4 }, { id: 'dead' });
  first.block(unit, {}, { id: 'b' }).output();
  expect(listed(net.document()).toSorted()).toEqual(['rank-mismatch a/1/wrong 2', 'unreachable a/1/dead 2', 'unreachable a/1/wrong 2', 'unreachable dead 1']);
});

test('instances inside other blocks count too; what says something else stands for itself', () => {
  const outer = block('outer', (b) => b.output('y', b.input('x').block(unit, {}, { id: 'u' })));
  const net = network('net');
  net.input([4], { id: 'in' }).block(outer, {}, { id: 'o' }).block(unit, {}, { id: 'b' }).reshape({ targetShape: [2, 2] }, { id: 'square' }).block(unit, {}, { id: 'c' }).output();
  expect(listed(net.document())).toContain('unreachable o/u/dead 3');
  expect(listed(net.document())).toEqual(expect.arrayContaining(['rank-mismatch o/u/wrong 2', 'rank-mismatch c/wrong 1']));
});
