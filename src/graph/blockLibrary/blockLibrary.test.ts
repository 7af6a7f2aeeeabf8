// The library's blocks: each fits a map of fitting shape without a word of complaint, and has as many weights as its paper says.

import { describe, expect, it } from 'vitest';
import { checkProgram } from '../../compiler/checkProgram.ts';
import { compile } from '../../compiler/compile.ts';
import type { Json } from '../document.ts';
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

it('has a trial for every block, and every name once', () => {
  expect(blockLibrary.map(({ name }) => name).toSorted()).toEqual(Object.keys(tried).toSorted());
});

describe.each(blockLibrary.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  const { input, params, output, trained, repeats } = tried[name]!;
  const placed = (repeat: number) => {
    const net = network('trial');
    net.input(input, { id: 'in' }).block(entry, { ...params, ...(repeat > 1 ? { repeat } : {}) }, { id: 'it' }).output({}, { id: 'out' });
    return compile(net.document());
  };

  it('gives the shape and has the weights that its paper says', () => {
    const { report, diagnostics, program } = placed(1);
    expect(diagnostics).toEqual([]);
    expect(checkProgram(program!)).toEqual([]);
    expect(report.nodes['it']!.outputShape).toEqual(output);
    expect(report.nodes['it']!.trainableParams).toBe(trained);
  });

  it.runIf(repeats)('can follow itself', () => {
    expect(placed(3).diagnostics).toEqual([]);
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
