import { describe, expect, it } from 'vitest';
import { block, definitionsOf, network, type BlockOptions } from './builder.ts';
import { expose, exposedAs, instanceSpecs, paramSpecs, targetsText, unexpose } from './blockParams.ts';
import type { BlockDefinition } from './document.ts';
import { applyEdits, type Edit } from './edits.ts';

const two = (params: BlockOptions['params'] = {}) =>
  block('two', (b) => b.output('y', b.input('x').conv2d({ filters: 5 }, { id: 'first' }).conv2d({}, { id: 'second' }).dropout({}, { id: 'drop' })), { params });
const specsOf = (params: BlockOptions['params']) => {
  const made = two(params);
  return instanceSpecs(definitionsOf([made]), made.definition);
};

describe('the params of an instance', () => {
  it('are repeat, and each exposed one with the kind and bounds of the first thing it stands for', () => {
    const specs = specsOf({ width: { targets: [['first', 'filters'], ['drop', 'rate']] }, rate: { targets: [['drop', 'rate']] } });
    expect(Object.keys(specs)).toEqual(['repeat', 'width', 'rate']);
    expect([1, 1000, 0, 1001, 1.5].map((n) => specs['repeat']!.parse(n).ok)).toEqual([true, true, false, false, false]);
    expect([64, 0.5].map((n) => specs['width']!.parse(n).ok)).toEqual([true, false]);
    expect([64, 0.5].map((n) => specs['rate']!.parse(n).ok)).toEqual([false, true]);
  });

  it('have as default what holds where the instance sets nothing: the block\'s own, else what the layer says, else the layer\'s default', () => {
    const specs = specsOf({ own: { default: 12, targets: [['first', 'filters']] }, layer: { targets: [['first', 'filters']] }, neither: { targets: [['second', 'filters']] } });
    const plain = paramSpecs({}, { id: 'c', type: 'conv2d', position: [0, 0] })['filters']!.default;
    expect(['own', 'layer', 'neither'].map((name) => specs[name]!.default)).toEqual([12, 5, plain]);
    // A default that the layer would not take is none.
    expect(specsOf({ own: { default: -1, targets: [['first', 'filters']] } })['own']!.default).toBe(plain);
  });

  it('speak in the words of the block, where it has some', () => {
    const { said, silent } = specsOf({ said: { label: 'Width', doc: 'How wide.', targets: [['first', 'filters']] }, silent: { targets: [['first', 'filters']] } });
    expect(said).toMatchObject({ label: 'Width', doc: 'How wide.' });
    expect(silent!.label).toBe(paramSpecs({}, { id: 'c', type: 'conv2d', position: [0, 0] })['filters']!.label);
  });

  it('leave out what stands for nothing that is there', () => {
    expect(Object.keys(specsOf({ gone: { targets: [['nobody', 'filters']] }, unknown: { targets: [['first', 'colour']] }, empty: { targets: [] } }))).toEqual(['repeat']);
  });

  it('reach through blocks within blocks, and stop at one that contains itself', () => {
    const inner = two({ width: { default: 9, targets: [['first', 'filters']] } });
    const outer = block('outer', (b) => b.output('y', b.input('x').block(inner, { width: 11 }, { id: 'in' })), { params: { width: { targets: [['in', 'width']] }, depth: { targets: [['in', 'repeat']] } } });
    const specs = instanceSpecs(definitionsOf([outer]), outer.definition);
    expect([specs['width']!.default, specs['depth']!.default]).toEqual([11, 1]);
    const loop: BlockDefinition = { nodes: [{ id: 'in', type: 'block', block: 'loop', position: [0, 0] }], edges: [], params: { width: { targets: [{ node: 'in', param: 'width' }] } } };
    expect(Object.keys(instanceSpecs({ loop }, loop))).toEqual(['repeat']);
  });
});

describe('exposing a param', () => {
  const document = () => {
    const net = network('expose');
    net.input([8, 8, 3]).block(two({ width: { label: 'Width', default: 7, targets: [['first', 'filters']] }, rate: { targets: [['drop', 'rate']] } })).output();
    return net.document();
  };
  const paramsAfter = (edit: (definition: BlockDefinition) => readonly Edit[], before = document()) => applyEdits(before, edit(before.blocks['two']!)).blocks['two']!.params;

  it('under a new name adds it, under one that is there joins what that stands for', () => {
    expect(paramsAfter((d) => expose('two', d, 'second', 'strides', 'step'))).toEqual({ ...document().blocks['two']!.params, step: { targets: [{ node: 'second', param: 'strides' }] } });
    expect(paramsAfter((d) => expose('two', d, 'second', 'filters', 'width'))!['width']).toEqual({
      label: 'Width',
      default: 7,
      targets: [{ node: 'first', param: 'filters' }, { node: 'second', param: 'filters' }],
    });
  });

  it('is taken back alone: others of the same layer or name stay, and a param that stands for nothing goes', () => {
    const both = applyEdits(document(), expose('two', document().blocks['two']!, 'second', 'filters', 'width'));
    const more = applyEdits(both, expose('two', both.blocks['two']!, 'first', 'strides', 'step'));
    const after = paramsAfter((d) => unexpose('two', d, 'first', 'filters'), more)!;
    expect(Object.fromEntries(Object.entries(after).map(([name, { targets }]) => [name, targetsText(targets)]))).toEqual({ width: 'second.filters', rate: 'drop.rate', step: 'first.strides' });
    expect(Object.keys(paramsAfter((d) => unexpose('two', d, 'drop', 'rate'))!)).toEqual(['width']);
    const none = applyEdits(document(), unexpose('two', document().blocks['two']!, 'drop', 'rate'));
    expect('params' in applyEdits(none, unexpose('two', none.blocks['two']!, 'first', 'filters')).blocks['two']!).toBe(false);
  });

  it('tells by which name an instance sets it', () => {
    const definition = document().blocks['two']!;
    expect([exposedAs(definition, 'first', 'filters'), exposedAs(definition, 'second', 'filters'), exposedAs(definition, 'first', 'rate')]).toEqual(['width', undefined, undefined]);
    expect(targetsText([{ node: 'a', param: 'filters' }, { node: 'b', param: 'filters', times: 4 }])).toBe('a.filters, b.filters ×\u00a04');
  });
});
