// The library's blocks: each fits a map of fitting shape without a word of complaint, and has as many weights as its paper says.

import { describe, expect, it } from 'vitest';
import { checkProgram } from '../../compiler/checkProgram.ts';
import { compile } from '../../compiler/compile.ts';
import type { BlockDefinition, Json } from '../document.ts';
import { network } from '../builder.ts';
import { portsOf } from '../blocks.ts';
import { blockLibrary } from './index.ts';

/** What each block is tried on: the input, and the weights that its paper's arithmetic gives for these params. */
const tried: Readonly<Record<string, { readonly input: readonly number[]; readonly params?: Readonly<Record<string, Json>>; readonly output: readonly number[]; readonly trained: number; readonly repeats: boolean }>> = {
  'conv-norm-relu': { input: [8, 8, 3], output: [8, 8, 64], trained: 9 * 3 * 64 + 2 * 64, repeats: true },
  residual: { input: [8, 8, 64], output: [8, 8, 64], trained: 2 * (9 * 64 * 64 + 2 * 64), repeats: true },
  'residual-down': { input: [8, 8, 64], output: [4, 4, 128], trained: 9 * 64 * 128 + 9 * 128 * 128 + 64 * 128 + 3 * 2 * 128, repeats: false },
  bottleneck: { input: [8, 8, 256], output: [8, 8, 256], trained: 256 * 64 + 9 * 64 * 64 + 64 * 256 + 2 * (64 + 64 + 256), repeats: true },
  'bottleneck-down': { input: [8, 8, 256], params: { width: 128, groups: 32 }, output: [4, 4, 512], trained: 256 * 128 + 9 * 4 * 128 + 128 * 512 + 256 * 512 + 2 * (128 + 128 + 512 + 512), repeats: false },
  'pre-activation': { input: [8, 8, 64], output: [8, 8, 64], trained: 2 * 9 * 64 * 64 + 4 * 64, repeats: true },
  'pre-activation-down': { input: [8, 8, 64], output: [4, 4, 128], trained: 9 * 64 * 128 + 9 * 128 * 128 + 64 * 128 + 2 * (64 + 128), repeats: false },
  'dense-layer': { input: [8, 8, 64], output: [8, 8, 96], trained: 2 * 64 + 64 * 128 + 2 * 128 + 9 * 128 * 32, repeats: true },
  transition: { input: [8, 8, 256], output: [4, 4, 128], trained: 2 * 256 + 256 * 128, repeats: false },
  'double-conv': { input: [16, 16, 3], output: [16, 16, 64], trained: 9 * 3 * 64 + 64 + 9 * 64 * 64 + 64, repeats: true },
  'double-conv-norm': { input: [16, 16, 3], params: { padding: 0 }, output: [12, 12, 64], trained: 9 * 3 * 64 + 9 * 64 * 64 + 4 * 64, repeats: true },
  'inverted-residual': { input: [8, 8, 24], output: [8, 8, 24], trained: 24 * 144 + 9 * 144 + 144 * 24 + 2 * (144 + 144 + 24), repeats: true },
  'inverted-residual-down': { input: [8, 8, 16], params: { width: 96 }, output: [4, 4, 24], trained: 16 * 96 + 9 * 96 + 96 * 24 + 2 * (96 + 96 + 24), repeats: false },
  separable: { input: [8, 8, 32], output: [8, 8, 16], trained: 9 * 32 + 32 * 16 + 2 * (32 + 16), repeats: true },
  'squeeze-excite': { input: [8, 8, 256], output: [8, 8, 256], trained: 256 * 16 + 16 + 16 * 256 + 256, repeats: true },
  'se-bottleneck': { input: [8, 8, 256], output: [8, 8, 256], trained: 256 * 64 + 9 * 64 * 64 + 64 * 256 + 2 * (64 + 64 + 256) + 2 * 256 * 16 + 16 + 256, repeats: true },
  'se-bottleneck-down': { input: [8, 8, 256], params: { width: 128 }, output: [4, 4, 512], trained: 256 * 128 + 9 * 128 * 128 + 128 * 512 + 256 * 512 + 2 * (128 + 128 + 512 + 512) + 2 * 512 * 32 + 32 + 512, repeats: false },
  // Inception (3a) of the paper, all of it normalized.
  inception: { input: [28, 28, 192], output: [28, 28, 256], trained: 192 * (64 + 96 + 16 + 32) + 9 * 96 * 128 + 25 * 16 * 32 + 2 * (64 + 96 + 128 + 16 + 32 + 32), repeats: true },
  'transformer-encoder': { input: [17, 64], output: [17, 64], trained: 4 * (64 * 64 + 64) + 2 * 64 * 256 + 256 + 64 + 4 * 64, repeats: true },
  'wired-node': { input: [8, 8, 32], output: [8, 8, 32], trained: 9 * 32 + 32 * 32 + 2 * 32, repeats: true },
  'double-conv-3d': { input: [8, 8, 8, 16], output: [8, 8, 8, 32], trained: 27 * 16 * 32 + 27 * 32 * 32 + 4 * 32, repeats: true },
  'widening-conv-3d': { input: [8, 8, 8, 3], output: [8, 8, 8, 64], trained: 27 * 3 * 32 + 27 * 32 * 64 + 2 * (32 + 64), repeats: true },
};

/**
 * The same with every exposed param at another value: one that reaches too few layers gives another shape, other weights, or a misfit.
 * Blocks that keep their channels take an input that fits the new ones.
 */
const changed: Readonly<Record<string, Omit<(typeof tried)[string], 'repeats'>>> = {
  'conv-norm-relu': { input: [8, 8, 3], params: { filters: 8, strides: 2 }, output: [4, 4, 8], trained: 9 * 3 * 8 + 2 * 8 },
  residual: { input: [8, 8, 8], params: { filters: 8 }, output: [8, 8, 8], trained: 2 * (9 * 8 * 8 + 2 * 8) },
  'residual-down': { input: [8, 8, 4], params: { filters: 8, strides: 1 }, output: [8, 8, 8], trained: 9 * 4 * 8 + 9 * 8 * 8 + 4 * 8 + 3 * 2 * 8 },
  bottleneck: { input: [8, 8, 16], params: { filters: 16, width: 4, groups: 2 }, output: [8, 8, 16], trained: 16 * 4 + 9 * 2 * 4 + 4 * 16 + 2 * (4 + 4 + 16) },
  'bottleneck-down': { input: [8, 8, 8], params: { filters: 16, width: 4, groups: 2, strides: 1 }, output: [8, 8, 16], trained: 8 * 4 + 9 * 2 * 4 + 4 * 16 + 8 * 16 + 2 * (4 + 4 + 16 + 16) },
  'pre-activation': { input: [8, 8, 8], params: { filters: 8 }, output: [8, 8, 8], trained: 2 * 9 * 8 * 8 + 4 * 8 },
  'pre-activation-down': { input: [8, 8, 4], params: { filters: 8, strides: 1 }, output: [8, 8, 8], trained: 9 * 4 * 8 + 9 * 8 * 8 + 4 * 8 + 2 * (4 + 8) },
  'dense-layer': { input: [8, 8, 8], params: { growth: 4 }, output: [8, 8, 12], trained: 2 * 8 + 8 * 16 + 2 * 16 + 9 * 16 * 4 },
  transition: { input: [8, 8, 16], params: { filters: 8 }, output: [4, 4, 8], trained: 2 * 16 + 16 * 8 },
  'double-conv': { input: [8, 8, 3], params: { filters: 8, padding: 0 }, output: [4, 4, 8], trained: 9 * 3 * 8 + 8 + 9 * 8 * 8 + 8 },
  'double-conv-norm': { input: [8, 8, 3], params: { filters: 8, padding: 0 }, output: [4, 4, 8], trained: 9 * 3 * 8 + 9 * 8 * 8 + 4 * 8 },
  'inverted-residual': { input: [8, 8, 8], params: { filters: 8, width: 12 }, output: [8, 8, 8], trained: 8 * 12 + 9 * 12 + 12 * 8 + 2 * (12 + 12 + 8) },
  'inverted-residual-down': { input: [8, 8, 4], params: { filters: 8, width: 12, strides: 1 }, output: [8, 8, 8], trained: 4 * 12 + 9 * 12 + 12 * 8 + 2 * (12 + 12 + 8) },
  separable: { input: [8, 8, 4], params: { filters: 8, strides: 2 }, output: [4, 4, 8], trained: 9 * 4 + 4 * 8 + 2 * (4 + 8) },
  'squeeze-excite': { input: [8, 8, 32], params: { filters: 32 }, output: [8, 8, 32], trained: 2 * 32 * 2 + 2 + 32 },
  'se-bottleneck': { input: [8, 8, 32], params: { filters: 32, width: 4, groups: 2 }, output: [8, 8, 32], trained: 32 * 4 + 9 * 2 * 4 + 4 * 32 + 2 * (4 + 4 + 32) + 2 * 32 * 2 + 2 + 32 },
  'se-bottleneck-down': { input: [8, 8, 8], params: { filters: 32, width: 4, groups: 2, strides: 1 }, output: [8, 8, 32], trained: 8 * 4 + 9 * 2 * 4 + 4 * 32 + 8 * 32 + 2 * (4 + 4 + 32 + 32) + 2 * 32 * 2 + 2 + 32 },
  inception: { input: [8, 8, 4], params: { ones: 1, reduce3: 2, threes: 3, reduce5: 5, fives: 6, pooled: 7, kernel5: 3, padding5: 1 }, output: [8, 8, 17], trained: 4 * (1 + 2 + 5 + 7) + 9 * 2 * 3 + 9 * 5 * 6 + 2 * (1 + 2 + 3 + 5 + 6 + 7) },
  'transformer-encoder': { input: [5, 8], params: { features: 8, hidden: 12, heads: 2, keyDim: 3, dropout: 0.1 }, output: [5, 8], trained: 3 * (8 * 6 + 6) + 6 * 8 + 8 + 2 * 8 * 12 + 12 + 8 + 4 * 8 },
  'wired-node': { input: [8, 8, 4], params: { filters: 8, strides: 2 }, output: [4, 4, 8], trained: 9 * 4 + 4 * 8 + 2 * 8 },
  'double-conv-3d': { input: [6, 6, 6, 2], params: { filters: 4, padding: 0 }, output: [2, 2, 2, 4], trained: 27 * 2 * 4 + 27 * 4 * 4 + 4 * 4 },
  'widening-conv-3d': { input: [6, 6, 6, 2], params: { filters: 4, padding: 0 }, output: [2, 2, 2, 8], trained: 27 * 2 * 4 + 27 * 4 * 8 + 2 * (4 + 8) },
};

/** What stands where, as the papers draw it: inner brackets come first, a value that is used twice has a name. */
const formulas: Readonly<Record<string, string>> = {
  'conv-norm-relu': 'y = relu(norm(conv2d3(x)))',
  residual: 'y = relu(norm(conv2d3(relu(norm(conv2d3(x))))) + x)',
  'residual-down': 'y = relu(norm(conv2d3(relu(norm(conv2d3/2(x))))) + norm(conv2d1/2(x)))',
  bottleneck: 'y = relu(norm(conv2d1(relu(norm(conv2d3(relu(norm(conv2d1(x)))))))) + x)',
  'bottleneck-down': 'y = relu(norm(conv2d1(relu(norm(conv2d3/2(relu(norm(conv2d1(x)))))))) + norm(conv2d1/2(x)))',
  'pre-activation': 'y = conv2d3(relu(norm(conv2d3(relu(norm(x)))))) + x',
  'pre-activation-down': 'relu1 = relu(norm(x)); y = conv2d3(relu(norm(conv2d3/2(relu1)))) + conv2d1/2(relu1)',
  'dense-layer': 'y = [x, conv2d3(relu(norm(conv2d1(relu(norm(x))))))]',
  transition: 'y = averagePooling2d2(conv2d1(relu(norm(x))))',
  'double-conv': 'y = conv2d3 relu(conv2d3 relu(x))',
  'double-conv-norm': 'y = relu(norm(conv2d3(relu(norm(conv2d3(x))))))',
  'inverted-residual': 'y = norm(conv2d1(relu6(norm(depthwiseConv2d3(relu6(norm(conv2d1(x)))))))) + x',
  'inverted-residual-down': 'y = norm(conv2d1(relu6(norm(depthwiseConv2d3/2(relu6(norm(conv2d1(x))))))))',
  separable: 'y = norm(conv2d1(relu6(norm(depthwiseConv2d3(x)))))',
  'squeeze-excite': 'y = x · conv2d1 sigmoid(conv2d1 relu(adaptiveAveragePooling2d(x)))',
  'se-bottleneck': 'y = relu(squeeze-excite(norm(conv2d1(relu(norm(conv2d3(relu(norm(conv2d1(x))))))))) + x)',
  'se-bottleneck-down': 'y = relu(squeeze-excite(norm(conv2d1(relu(norm(conv2d3/2(relu(norm(conv2d1(x))))))))) + norm(conv2d1/2(x)))',
  inception: 'y = [relu(norm(conv2d1(x))), relu(norm(conv2d3(relu(norm(conv2d1(x)))))), relu(norm(conv2d5(relu(norm(conv2d1(x)))))), relu(norm(conv2d1(maxPooling2d3(x))))]',
  'transformer-encoder': 'sum1 = dropout(multiHeadAttention(layerNormalization(x))) + x; y = dropout(conv1d1(conv1d1 gelu(layerNormalization(sum1)))) + sum1',
  'wired-node': 'y = norm(separableConv2d3(relu(x)))',
  'double-conv-3d': 'y = relu(norm(conv3d3(relu(norm(conv3d3(x))))))',
  'widening-conv-3d': 'y = relu(norm(conv3d3(relu(norm(conv3d3(x))))))',
};

/** The definition as a formula: `y = relu(norm(conv2d3/2(x)) + x)`, with kernels, strides and activations. */
function formulaOf({ nodes, edges }: BlockDefinition): string {
  const named = new Set(nodes.filter(({ id, type }) => type !== 'blockInput' && edges.filter((e) => e.source === id).length > 1).map(({ id }) => id));
  const shown = (id: string): string => (named.has(id) ? id : valueOf(id));
  const valueOf = (id: string): string => {
    const { type, params = {}, block } = nodes.find((n) => n.id === id)!;
    const inputs = edges.filter((e) => e.target === id).toSorted((a, b) => Number(a.targetPort ?? 0) - Number(b.targetPort ?? 0)).map((e) => shown(e.source));
    if (type === 'blockInput') return id;
    if (type === 'blockOutput') return inputs[0]!;
    if (type === 'add') return inputs.join(' + ');
    if (type === 'multiply') return inputs.join(' · ');
    if (type === 'concatenate') return `[${inputs.join(', ')}]`;
    const name = type === 'activation' ? String(params['activation']) : type === 'block' ? String(block) : type === 'batchNormalization' ? 'norm' : type;
    const size = params['kernelSize'] ?? params['poolSize'] ?? '';
    const then = type !== 'activation' && params['activation'] !== undefined ? ` ${String(params['activation'])}` : '';
    return `${name}${String(size)}${params['strides'] === undefined || params['strides'] === 1 ? '' : `/${String(params['strides'])}`}${then}(${inputs.join(', ')})`;
  };
  const ends = nodes.filter(({ type }) => type === 'blockOutput').map(({ id }) => id);
  return [...named, ...ends].map((id) => `${id} = ${valueOf(id)}`).join('; ');
}

it('has a trial for every block, and every name once', () => {
  expect(blockLibrary.map(({ name }) => name).toSorted()).toEqual(Object.keys(tried).toSorted());
  expect(Object.keys(changed)).toEqual(Object.keys(tried));
  expect(Object.keys(formulas)).toEqual(Object.keys(tried));
});

describe.each(blockLibrary.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  const placed = ({ input, params }: Pick<(typeof tried)[string], 'input' | 'params'>, repeat: number) => {
    const net = network('trial');
    net.input(input, { id: 'in' }).block(entry, { ...params, repeat }, { id: 'it' }).output({}, { id: 'out' });
    return net.document();
  };

  it.each([
    ['', tried[name]!],
    [', all its params changed', changed[name]!],
  ])('gives the shape and has the weights that its paper says%s', (_, trial) => {
    const { report, diagnostics, program } = compile(placed(trial, 1));
    expect(diagnostics).toEqual([]);
    expect(checkProgram(program!)).toEqual([]);
    expect(report.nodes['it']!.outputShape).toEqual(trial.output);
    expect(report.nodes['it']!.trainableParams).toBe(trial.trained);
  });

  it('computes what its paper says', () => {
    expect(formulaOf(entry.definition)).toBe(formulas[name]);
  });

  it('normalizes as PyTorch does', () => {
    const norms = entry.definition.nodes.filter(({ type }) => type === 'batchNormalization');
    for (const { params } of norms) expect(params).toMatchObject({ momentum: 0.9, epsilon: 1e-5 });
  });

  it.runIf(tried[name]!.repeats)('can follow itself', () => {
    expect(compile(placed(tried[name]!, 3)).diagnostics).toEqual([]);
  });

  it('is written without a repeat where it stands once', () => {
    expect(placed(tried[name]!, 1).nodes.find(({ id }) => id === 'it')!.params ?? {}).not.toHaveProperty('repeat');
  });

  it('has its trial change every param it exposes', () => {
    expect(Object.keys(changed[name]!.params!).toSorted()).toEqual(Object.keys(entry.definition.params ?? {}).toSorted());
  });

  it('exposes params whose defaults are what its nodes say', () => {
    for (const [param, { default: value, targets, doc }] of Object.entries(entry.definition.params ?? {})) {
      expect(doc, param).toMatch(/\.$/);
      for (const { node, param: inner, times } of targets) {
        const said = entry.definition.nodes.find(({ id }) => id === node)?.params?.[inner];
        if (said !== undefined) expect(said, `${param} → ${node}.${inner}`).toEqual(times === undefined ? value : Math.round((value as number) * times));
      }
    }
  });

  it('is explained, has ports called x and y, and no two nodes in one place', () => {
    expect(entry.definition.doc).toMatch(/\.$/);
    expect(entry.keywords.length).toBeGreaterThan(0);
    expect(entry.reference.url).toMatch(/^https:/);
    expect(portsOf(entry.definition)).toEqual({ inputs: ['x'], outputs: ['y'] });
    const { nodes } = entry.definition;
    for (const [i, a] of nodes.entries()) {
      for (const b of nodes.slice(i + 1)) expect(Math.abs(a.position[0] - b.position[0]) >= 190 || Math.abs(a.position[1] - b.position[1]) >= 50, `${a.id} and ${b.id}`).toBe(true);
    }
  });
});
