// What a compilation takes over of the network before it, rule by rule; random edits are in properties.test.ts.

import { expect, it } from 'vitest';
import type { NetloomDocument } from '../graph/document.ts';
import { applyEdits, type Edit } from '../graph/edits.ts';
import { layerOf } from '../layers/index.ts';
import type { AnyLayer } from '../layers/layer.ts';
import type { Compilation } from './compilation.ts';
import { compile, complete, type CompileOptions } from './compile.ts';
import { documentOf } from './testDocuments.ts';

/** Each document compiled after the one before it says what it says alone. */
function follow(documents: readonly NetloomDocument[], options: CompileOptions = {}): Compilation {
  return documents.reduce<Compilation | undefined>((previous, document) => {
    const now = compile(document, { ...options, ...(previous ? { previous } : {}) });
    expect(now).toEqual(compile(structuredClone(document), options));
    return now;
  }, undefined)!;
}

/** The document, and what it is after each of the edits. */
const after = (document: NetloomDocument, ...edits: readonly Edit[]): readonly NetloomDocument[] => [document, ...edits.map((_, i) => applyEdits(document, edits.slice(0, i + 1)))];

it('names the circle that the document names first, also when one of its edges went and came back', () => {
  const document = documentOf([['in', 'input', { shape: [4] }], ['a', 'add'], ['b', 'activation'], ['c', 'activation'], ['d', 'add'], ['o', 'output']], ['in>a', 'a>b', 'a>c', 'b>d', 'c>d:1', 'd>o']);
  const [cut] = document.edges.slice(1);
  const [, without] = after(document, { kind: 'disconnect', edge: cut! });
  const circle = applyEdits(document, [{ kind: 'connect', edge: { source: 'd', target: 'a', targetPort: '1' } }]);
  const { diagnostics } = follow([document, without!, document, circle]);
  expect(diagnostics.find((d) => d.code === 'cycle')?.message).toContain('`a` → `b` → `d` → `a`');
});

it('tells that the owner of shared weights went, and shares again when it is back', () => {
  const document = documentOf([['in', 'input', { shape: [4] }], ['own', 'dense', { units: 4 }], ['twin', 'dense'], ['o', 'output']], ['in>twin', 'twin>o']);
  const sharing = applyEdits(document, [{ kind: 'setNode', id: 'twin', fields: { sharedWith: 'own' } }]);
  const [, without] = after(sharing, { kind: 'removeNode', id: 'own' });
  expect(compile(without!).diagnostics.map((d) => d.code)).toContain('shared-weights');
  follow([document, sharing, without!, sharing, document]);
});

it('gives a layer that comes with shared weights those of its owner', () => {
  const document = documentOf([['in', 'input', { shape: [4] }], ['own', 'dense', { units: 4 }], ['o', 'output']], ['in>own', 'own>o']);
  const [, , last] = after(document, { kind: 'addNode', node: { id: 'twin', type: 'dense', position: [0, 0], sharedWith: 'own' } }, { kind: 'connect', edge: { source: 'own', target: 'twin' } });
  expect(follow([document, last!]).report.nodes['twin']?.outputShape).toEqual([4]);
});

it('tells of a second node by a name that is taken', () => {
  const document = documentOf([['in', 'input', { shape: [4] }], ['a', 'dense'], ['o', 'output']], ['in>a', 'a>o']);
  const twins = { ...document, nodes: [...document.nodes, { ...document.nodes[1]!, type: 'flatten' }] };
  expect(follow([document, twins, document]).ok).toBe(true);
  expect(follow([document, twins]).diagnostics.map((d) => d.code)).toContain('duplicate-id');
});

it('finds the port of a large merge taken or free after edges went and came', () => {
  const sources = Array.from({ length: 12 }, (_, i) => `s${i}`);
  const document = documentOf([['in', 'input', { shape: [4] }], ...sources.map((id) => [id, 'activation'] as const), ['all', 'add'], ['o', 'output']], [...sources.map((id) => `in>${id}`), ...sources.map((id, i) => `${id}>all:${i}`), 'all>o']);
  const into = document.edges.filter((e) => e.target === 'all');
  const fewer = [2, 3, 4, 5, 6].map((n) => ({ ...document, edges: document.edges.filter((e) => !into.slice(0, n).includes(e)) }));
  const twice = { ...document, edges: [...document.edges, { source: 'in', target: 'all', targetPort: '1' }] };
  const free = { ...fewer[0]!, edges: [...fewer[0]!.edges, { source: 'in', target: 'all', targetPort: '1' }] };
  const again = { ...fewer[4]!, edges: [...fewer[4]!.edges, ...into.slice(0, 6), { source: 'in', target: 'all', targetPort: '2' }] };
  expect(follow([document, fewer[0]!, free]).ok).toBe(true);
  for (const wrong of [[document, twice], [document, ...fewer, again], [document, fewer[4]!, document, twice]]) expect(follow(wrong).diagnostics.map((d) => d.code)).toContain('too-many-edges');
});

it('lowers a layer whose params are others, and says so where that fails', () => {
  const fragile = { ...(layerOf('conv2d') as AnyLayer), lower: (params: { readonly filters?: unknown }) => { if (params.filters === 3) throw new Error('planted'); return []; } } as unknown as AnyLayer;
  const document = documentOf([['in', 'input', { shape: [8, 8, 3] }], ['c', 'conv2d', { filters: 2 }], ['o', 'output']], ['in>c', 'c>o']);
  const [, broken] = after(document, { kind: 'setParams', id: 'c', params: { filters: 3 } });
  const options: CompileOptions = { layerOf: (type) => (type === 'conv2d' ? fragile : layerOf(type)) };
  const [first, second] = [compile(document, options), compile(broken!, { ...options, previous: compile(document, options) })];
  expect([first.ok, second.ok, second.diagnostics.at(-1)?.code]).toEqual([true, false, 'layer-failed']);
  // Of a large network, afterwards.
  const open = compile(broken!, { ...options, deferAbove: 0 });
  expect([open.ok, open.isOpen, open.program]).toEqual([true, true, null]);
  const steps = complete(broken!, open, options);
  let step = steps.next();
  while (!step.done) step = steps.next();
  expect(step.value).toEqual(compile(broken!, options));
});
