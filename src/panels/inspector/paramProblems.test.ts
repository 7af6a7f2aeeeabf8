import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { network } from '../../graph/builder.ts';
import { layerOf } from '../../layers/index.ts';
import { fieldsOf, NO_FIELDS, problemsAtParam, problemsBeside } from './paramProblems.ts';

const net = network('net');
net.input([12, 12, 3], { id: 'in' }).conv2d({ filters: 8, groups: 5, unheardOf: 1 } as object, { id: 'conv' });
net.input([4], { id: 'features' }).dense({ units: 3 }, { id: 'dense' }).output({ loss: 'categoricalCrossentropy' }, { id: 'out' });
const document = net.document();
const { diagnostics } = compile(document);
const fields = (id: string) => {
  const node = document.nodes.find((n) => n.id === id)!;
  return fieldsOf(layerOf(node.type)!.params, node.params);
};
const codes = (problems: typeof diagnostics) => problems.map((d) => d.code).toSorted();

describe('what is wrong with a node', () => {
  test.each(['conv', 'out', 'dense'])('stands once: at a field of %s or in the list below', (id) => {
    const told = [...[...fields(id)].flatMap((name) => problemsAtParam(diagnostics, id, name)), ...problemsBeside(diagnostics, id, fields(id))];
    expect(codes(told)).toEqual(codes(diagnostics.filter((d) => d.node === id)));
  });

  test('stands at the field of the param that mends it, with its fixes', () => {
    const [problem, ...more] = problemsAtParam(diagnostics, 'out', 'loss');
    expect(problem).toMatchObject({ code: 'loss-activation' });
    expect(problem!.fixes.length).toBeGreaterThan(0);
    expect(more).toEqual([]);
    expect(problemsBeside(diagnostics, 'out', fields('out'))).toEqual([]);
  });

  test('stands in the list where there is no such field: of a param that no layer knows, one that is not shown, and where no form is', () => {
    expect(codes(problemsBeside(diagnostics, 'conv', fields('conv')))).toEqual(expect.arrayContaining(['unknown-param', 'unreachable']));
    expect(codes(problemsBeside(diagnostics, 'conv', fields('conv')))).not.toContain('channel-mismatch');
    expect(codes(problemsBeside(diagnostics, 'conv', NO_FIELDS))).toContain('channel-mismatch');
    const specs = layerOf('activation')!.params;
    expect([fieldsOf(specs, { activation: 'sin' }), fieldsOf(specs, { activation: 'leakyReLU' })].map((shown) => shown.has('omega'))).toEqual([true, false]);
  });
});
