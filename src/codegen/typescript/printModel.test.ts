import { transformSync } from 'esbuild';
import * as fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Call, Program } from '../../compiler/program.ts';
import type { ConfigObject, ConfigValue } from '../../layers/layer.ts';
import { printModel } from './printModel.ts';

const input: Call = { id: 'image', node: 'image', callee: { from: 'tf', name: 'input' }, config: { shape: [64, 64, 3] }, inputs: [], shape: [64, 64, 3] };
const tiny: Program = {
  name: 'tiny',
  calls: [
    input,
    { id: 'downPad', node: 'down', callee: { from: 'tf.layers', name: 'zeroPadding2d' }, config: { padding: 1 }, inputs: ['image'], shape: [66, 66, 3] },
    {
      id: 'down',
      node: 'down',
      callee: { from: 'tf.layers', name: 'conv2d' },
      config: { filters: 8, kernelSize: 4, strides: 2, padding: 'valid', kernelInitializer: { $initializer: 'heNormal', args: { seed: { $seed: 1 } } } },
      inputs: ['downPad'],
      shape: [32, 32, 8],
    },
    { id: 'join', node: 'join', callee: { from: 'tf.layers', name: 'concatenate' }, config: {}, inputs: ['down', 'down'], shape: [32, 32, 16] },
    { id: 'mix', node: 'mix', callee: { from: 'runtime', name: 'mix' }, config: {}, inputs: ['join'], shape: [32, 32, 16] },
  ],
  inputs: ['image'],
  outputs: [{ node: 'mask', call: 'mix', shape: [32, 32, 16], loss: 'binaryCrossentropy', weight: 1 }],
};

interface Recorded {
  readonly callee: string;
  readonly config: unknown;
  readonly inputs: readonly number[];
}

/** Runs printed code against a tfjs that only writes down what it is asked for. */
function run(text: string, seed: number): { readonly calls: readonly Recorded[]; readonly model: { inputs: unknown; outputs: unknown; name: unknown } } {
  const { code } = transformSync(text, { loader: 'ts', format: 'cjs' });
  const calls: Recorded[] = [];
  const record = (callee: string, config: unknown, inputs: readonly number[]): number => calls.push({ callee, config, inputs }) - 1;
  const layer = (callee: string) => (config: unknown) => ({ apply: (x: number | number[]) => record(callee, config, [x].flat()) });
  const named = (make: (name: string) => unknown): unknown => new Proxy({}, { get: (_, name) => make(String(name)) });
  const tf = {
    input: (config: unknown) => record('tf.input', config, []),
    layers: named((name) => layer(`tf.layers.${name}`)),
    initializers: named((name) => (args: unknown) => ({ $initializer: name, args })),
    model: (config: unknown) => config,
  };
  const module = { exports: {} as { createModel(seed: number): never } };
  const require = (path: string): unknown => (path === '@tensorflow/tfjs' ? tf : named((name) => (name === '__esModule' ? true : layer(`runtime.${name}`))));
  runInNewContext(code, { module, exports: module.exports, require });
  return { model: module.exports.createModel(seed), calls };
}

/** What performing the program asks of tfjs. */
function performed(program: Program, seed: number): ReturnType<typeof run> {
  const resolve = (value: ConfigValue): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(resolve);
    const object = value as ConfigObject;
    if (typeof object['$seed'] === 'number') return seed + object['$seed'];
    return Object.fromEntries(Object.entries(object).map(([key, v]) => [key, resolve(v)]));
  };
  const index = new Map(program.calls.map((call, i) => [call.id, i]));
  const at = (id: string): number => index.get(id) ?? -1;
  const one = <T>(list: readonly T[]): T | readonly T[] => (list.length === 1 ? list[0]! : list);
  return {
    calls: program.calls.map((call) => ({
      callee: `${call.callee.from}.${call.callee.name}`,
      config: { ...(resolve(call.config) as object), name: call.id },
      inputs: call.inputs.map(at),
    })),
    model: { inputs: one(program.inputs.map(at)), outputs: one(program.outputs.map((o) => at(o.call))), name: program.name },
  };
}

const nasty = fc.array(
  fc.oneof(fc.constantFrom("'", '"', '`', '\\', '\n', '\u2028', '*/', '//', '${', 'tf', 'seed', 'class', '\u202e', '\ud800', ' '), fc.string({ unit: 'binary', maxLength: 3 })),
  { maxLength: 5 },
).map((parts) => parts.join(''));

/** Programs whose names come from a hostile file, with configs of every kind, long and short, and any number of inputs. */
const anyProgram: fc.Arbitrary<Program> = fc
  .record({
    name: nasty,
    ids: fc.uniqueArray(nasty, { minLength: 2, maxLength: 12 }),
    nodes: fc.array(nasty, { minLength: 12, maxLength: 12 }),
    configs: fc.array(
      fc.dictionary(
        fc.constantFrom('filters', 'kernelSize', 'padding', 'kernelInitializer', 'aVeryLongNameOfAParameter', 'not a name'),
        fc.oneof(
          fc.integer(),
          nasty,
          fc.array(fc.integer(), { maxLength: 20 }),
          fc.nat(9).map(($seed) => ({ $seed })),
          fc.nat(9).map(($seed) => ({ $initializer: 'glorotUniform', args: { seed: { $seed } } })),
        ),
        { noNullPrototype: true },
      ),
      { minLength: 12, maxLength: 12 },
    ),
    wires: fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), { minLength: 12, maxLength: 12 }),
    froms: fc.array(fc.constantFrom('tf.layers' as const, 'runtime' as const), { minLength: 12, maxLength: 12 }),
    outputs: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  })
  .map(({ name, ids, nodes, configs, wires, froms, outputs }) => {
    const calls = ids.map((id, i): Call => {
      const common = { id, node: nodes[i]!, config: configs[i]! as ConfigObject, shape: [i] };
      return i === 0
        ? { ...common, callee: { from: 'tf', name: 'input' }, inputs: [] }
        : { ...common, callee: { from: froms[i]!, name: i % 2 ? 'conv2d' : 'mix' }, inputs: wires[i]!.map((n) => ids[n % i]!) };
    });
    return {
      name,
      calls,
      inputs: [ids[0]!],
      outputs: outputs.map((n, i) => ({ node: `out ${i}`, call: ids[n % ids.length]!, shape: [1], loss: 'dice', weight: 1 }) as const),
    };
  });

describe('printModel', () => {
  it('prints what a person would write', () => {
    expect(`\n${printModel(tiny).text}`).toMatchInlineSnapshot(`
      "
      import * as tf from '@tensorflow/tfjs';
      import { mix } from './runtime/index.ts';

      /** tiny: 64×64×3 → 32×32×16. */
      export function createModel(seed = 1): tf.LayersModel {
        const image = tf.input({ shape: [64, 64, 3], name: 'image' });
        // 64×64×3 → 66×66×3
        const downPad = tf.layers.zeroPadding2d({ padding: 1, name: 'downPad' })
          .apply(image) as tf.SymbolicTensor;
        // 66×66×3 → 32×32×8
        const down = tf.layers.conv2d({
          filters: 8, kernelSize: 4, strides: 2, padding: 'valid',
          kernelInitializer: tf.initializers.heNormal({ seed: seed + 1 }), name: 'down',
        }).apply(downPad) as tf.SymbolicTensor;
        // 32×32×8 → 32×32×16
        const join = tf.layers.concatenate({ name: 'join' }).apply([down, down]) as tf.SymbolicTensor;
        const mix_ = mix({ name: 'mix' }).apply(join) as tf.SymbolicTensor;

        return tf.model({ inputs: image, outputs: mix_, name: 'tiny' });
      }
      "
    `);
  });

  it('asks of tfjs exactly what the program says, whatever its names and values hold', () => {
    fc.assert(
      fc.property(anyProgram, fc.nat(1000), (program, seed) => {
        const expected = performed(program, seed);
        expect(structuredClone(run(printModel(program).text, seed))).toEqual(structuredClone(expected));
      }),
      { numRuns: 150 },
    );
  });

  it('maps each line of a call to its node, and no other line', () => {
    fc.assert(
      fc.property(anyProgram, (program) => {
        const { text, lines } = printModel(program);
        const all = text.split('\n');
        expect(lines.map((range) => range.node)).toEqual([...program.calls.map((c) => c.node), ...program.outputs.map((o) => o.node)]);
        let end = 0;
        lines.forEach((range, i) => {
          expect(range.from).toBeGreaterThan(end);
          expect(range.to).toBeGreaterThanOrEqual(range.from);
          end = range.to;
          const own = all.slice(range.from - 1, range.to);
          const code = own.filter((line) => !line.startsWith('  //'));
          if (i < program.calls.length) {
            expect(code[0]).toMatch(/^ {2}const /);
            expect(code.filter((line) => line.startsWith('  const '))).toHaveLength(1);
            expect(code.at(-1)).toMatch(/;$/);
          }
        });
        const owned = new Set(lines.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, k) => from + k)));
        expect(all.filter((line, i) => !owned.has(i + 1) && /^ {2}(const |\/\/|\})/.test(line) && line !== '  });')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('gives each of several outputs a line of its own', () => {
    const { text, lines } = printModel({ ...tiny, outputs: [{ ...tiny.outputs[0]!, node: 'a', call: 'down' }, { ...tiny.outputs[0]!, node: 'b' }] });
    const line = (node: string): string => text.split('\n')[lines.find((range) => range.node === node)!.from - 1]!;
    expect(line('a')).toBe('      down,');
    expect(line('b')).toBe('      mix_,');
  });

  it('keeps lines within 104 columns unless one value is longer', () => {
    const wide = printModel({ ...tiny, calls: tiny.calls.map((call) => (call.id === 'mix' ? { ...call, inputs: Array.from({ length: 40 }, () => 'join') } : call)) });
    for (const line of wide.text.split('\n')) expect(line.length).toBeLessThanOrEqual(104);
  });

  it('makes a layer that is applied again once, under a name of its own that nothing else has', () => {
    const dense = (id: string, from: string, part: Partial<Call> = {}): Call => ({ id, node: id, callee: { from: 'tf.layers', name: 'dense' }, config: { units: 4 }, inputs: [from], shape: [4], ...part });
    const shared: Program = {
      ...tiny,
      calls: [
        { ...input, config: { shape: [4] }, shape: [4] },
        dense('a', 'image'),
        dense('b', 'a', { reuses: 'a' }),
        dense('c', 'b', { reuses: 'a' }),
        dense('aLayer', 'c'),
        dense('again', 'aLayer', { reuses: 'aLayer' }),
      ],
      outputs: [{ node: 'out', call: 'again', shape: [4], loss: 'meanSquaredError', weight: 1 }],
    };
    const code = printModel(shared).text.split('\n').filter((line) => line.startsWith('  const '));
    expect(code).toEqual([
      expect.stringContaining('  const image = tf.input('),
      "  const aLayer_2 = tf.layers.dense({ units: 4, name: 'a' });",
      '  const a = aLayer_2.apply(image) as tf.SymbolicTensor;',
      '  const b = aLayer_2.apply(a) as tf.SymbolicTensor;',
      '  const c = aLayer_2.apply(b) as tf.SymbolicTensor;',
      "  const aLayerLayer = tf.layers.dense({ units: 4, name: 'aLayer' });",
      '  const aLayer = aLayerLayer.apply(c) as tf.SymbolicTensor;',
      '  const again = aLayerLayer.apply(aLayer) as tf.SymbolicTensor;',
    ]);
  });
});
