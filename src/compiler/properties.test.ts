import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit, applyEdits, type GraphEdit } from '../graph/edits.ts';
import { makeBlock, ungroup } from '../graph/blocks.ts';
import type { Graph, NetloomDocument } from '../graph/document.ts';
import { createDocumentStore } from '../state/documentStore.ts';
import { checkProgram } from './checkProgram.ts';
import { codes } from './codes.ts';
import type { Compilation, Diagnostic } from './compilation.ts';
import { compile, complete } from './compile.ts';
import { layerOf } from '../layers/index.ts';
import { brokenNetwork, fittingNetwork } from './randomNetworks.ts';
import { documentOf, garbage, smallNetwork } from './testDocuments.ts';

const withCode = (compilation: Compilation, { code, node, port, param }: Diagnostic): number =>
  compilation.diagnostics.filter((d) => d.code === code && d.node === node && d.port === port && d.param === param).length;

/** `npm test` takes thousands. */
const RUNS = Number(process.env['RANDOM_NETWORKS'] ?? 120);

/** So that an edit that changes what it is applied to throws. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}

describe('compile, for any document', () => {
  it('never throws, and names every problem by a listed code', () => {
    fc.assert(
      fc.property(garbage, (document) => {
        expect(compile(document).diagnostics.filter(({ code }) => !Object.hasOwn(codes, code))).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  it('takes params that JSON cannot write', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    for (const value of [10n, circle, Symbol('s'), () => 1]) {
      const document = documentOf([['i', 'input'], ['c', 'conv2d', { filters: value, Filter: value, kernel_size: value } as never], ['o', 'output']], ['i>c', 'c>o']);
      expect(compile(document).diagnostics.map((d) => `${d.code} ${d.param}`)).toEqual(['bad-param filters', 'unknown-param Filter', 'unknown-param kernel_size']);
    }
  });

  it('never throws for what is no document at all', () => {
    fc.assert(fc.property(fc.anything(), (anything) => void compile(anything as NetloomDocument)), { numRuns: 200 });
  });

  it('gives the same result twice', () => {
    fc.assert(
      fc.property(smallNetwork, (document) => {
        expect(compile(structuredClone(document))).toEqual(compile(structuredClone(document)));
      }),
      { numRuns: 60 },
    );
  });
});

describe('compile, for small networks', () => {
  it('has a program exactly when nothing is an error, and every shape in it can be derived anew', () => {
    let programs = 0;
    fc.assert(
      fc.property(smallNetwork, (document) => {
        const { ok, program, diagnostics } = compile(document, { deferAbove: 0 });
        expect(ok).toBe(diagnostics.every((d) => d.severity !== 'error'));
        expect(program !== null).toBe(ok);
        if (!program) return;
        programs++;
        expect(checkProgram(program)).toEqual([]);
      }),
      { numRuns: 1400, seed: 7 },
    );
    expect(programs).toBeGreaterThan(60);
  });

  it('offers only fixes that remove their problem and make no new one where the network could be judged before', () => {
    let proven = 0;
    fc.assert(
      fc.property(smallNetwork, (document) => {
        const before = compile(document);
        for (const diagnostic of before.diagnostics) {
          for (const fix of diagnostic.fixes) {
            const after = compile(applyEdits(document, fix.edits));
            proven++;
            expect(withCode(after, diagnostic), fix.label).toBeLessThan(withCode(before, diagnostic));
            for (const error of after.diagnostics.filter((d) => d.severity === 'error' && withCode(after, d) > withCode(before, d))) {
              // Uncovered, not made: nothing was known of this node before.
              expect(before.report.nodes[error.node ?? '']?.outputShape, `${fix.label}: ${error.message}`).toBeNull();
            }
          }
        }
      }),
      { numRuns: 250, seed: 11 },
    );
    expect(proven).toBeGreaterThan(200);
  });

  it('offers in networks of all layers only fixes that apply without changing what they are applied to', () => {
    let proven = 0;
    fc.assert(
      fc.property(brokenNetwork, (document) => {
        freeze(document);
        const before = compile(document);
        expect(before.program !== null).toBe(before.ok);
        for (const diagnostic of before.diagnostics) {
          expect(Object.keys(codes)).toContain(diagnostic.code);
          expect(diagnostic.code, diagnostic.message).not.toBe('layer-failed');
          for (const fix of diagnostic.fixes) {
            const store = createDocumentStore(document);
            store.getState().edit(fix.label, fix.edits);
            const after = compile(store.getState().document);
            proven++;
            expect(withCode(after, diagnostic), fix.label).toBeLessThan(withCode(before, diagnostic));
            const mended = JSON.stringify(diagnostic);
            for (const error of after.diagnostics.filter((d) => d.severity === 'error' && withCode(after, d) > withCode(before, d))) {
              // Uncovered, not made: nothing was known of this node before.
              expect(before.report.nodes[error.node ?? '']?.outputShape, `${fix.label} for ${mended}: ${error.message}`).toBeNull();
            }
            store.getState().undo();
            expect(store.getState().document).toBe(document);
          }
        }
      }),
      { numRuns: RUNS, seed: 3 },
    );
    expect(proven).toBeGreaterThan(RUNS / 2);
  });

  it('gives the same layers when some of them are made a block, in the network or in a block, and when blocks are dissolved', () => {
    let made = 0;
    let dissolved = 0;
    /** What is computed, whatever it is called. */
    const computed = (document: NetloomDocument): unknown => {
      const { program, report, diagnostics } = compile(document);
      const calls = program?.calls.map(({ callee, config, shape }) => JSON.stringify([callee, config, shape]).replaceAll(/"\$seed":\d+/g, '"$seed"'));
      return { calls: calls?.toSorted(), totals: report.totals, errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`) };
    };
    fc.assert(
      fc.property(fittingNetwork, fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 4 }), (document, where, from, count) => {
        const blocks = [null, ...Object.keys(document.blocks)];
        const block = blocks[where % blocks.length]!;
        const graph = block === null ? document : document.blocks[block]!;
        const place = { nodes: graph.nodes, edges: graph.edges, block, prefix: '', instance: null };
        const layers = graph.nodes.filter(({ type }) => !['input', 'output', 'blockInput', 'blockOutput'].includes(type));
        const before = computed(document);
        const grouped = makeBlock(document, place, layers.slice(from % Math.max(1, layers.length)).slice(0, count).map((n) => n.id), 'unit');
        if (typeof grouped !== 'string') {
          made++;
          expect(computed(applyEdits(document, grouped.edits))).toEqual(before);
        }
        const instance = graph.nodes.find((n) => n.type === 'block');
        const free = instance ? ungroup(document, place, instance.id) : '';
        if (typeof free !== 'string') {
          dissolved++;
          expect(computed(applyEdits(document, free.edits))).toEqual(before);
        }
      }),
      { numRuns: RUNS, seed: 4 },
    );
    expect(made).toBeGreaterThan(RUNS / 3);
    expect(dissolved).toBeGreaterThan(RUNS / 20);
  });

  it('gives after any params what it gives from scratch, in all layers, blocks and shared weights', () => {
    const values = fc.oneof(fc.integer({ min: -1, max: 9 }), fc.boolean(), fc.constantFrom('same', 'valid', [8, 6, 2], [12]));
    const change = fc.record({ at: fc.nat(), inside: fc.boolean(), name: fc.nat(), value: values, compiles: fc.boolean() });
    let reused = 0;
    fc.assert(
      fc.property(fittingNetwork, fc.array(change, { minLength: 1, maxLength: 8 }), (start, changes) => {
        let document = start;
        let previous = compile(document);
        for (const { at, inside, name, value, compiles } of changes) {
          const definitions = Object.keys(document.blocks);
          const block = inside ? definitions[at % Math.max(1, definitions.length)] : undefined;
          const graph = block === undefined ? document : document.blocks[block]!;
          const node = graph.nodes[at % graph.nodes.length]!;
          const names = Object.keys(layerOf(node.type)?.params ?? { repeat: 0 });
          const edit: GraphEdit = { kind: 'setParams', id: node.id, params: { [names[name % Math.max(1, names.length)] ?? 'odd']: value } };
          document = applyEdit(document, block === undefined ? edit : { kind: 'inBlock', block, edit });
          if (!compiles) continue;
          const last = previous;
          previous = compile(document, { previous });
          expect(previous).toEqual(compile(structuredClone(document)));
          reused += Object.entries(previous.report.nodes).filter(([id, report]) => last.report.nodes[id] === report).length;
        }
      }),
      { numRuns: 150 },
    );
    expect(reused).toBeGreaterThan(500);
  });

  it('gives after any edits, undone and redone, what it gives from scratch', () => {
    const some = fc.record({ kind: fc.nat(), at: fc.nat(), to: fc.nat(), port: fc.nat(2), value: fc.integer({ min: 0, max: 9 }), inside: fc.boolean() });
    /** One edit of a graph; what it names is there, but for now and then. */
    const editOf = ({ nodes, edges }: Graph, { kind, at, to, port, value }: { readonly kind: number; readonly at: number; readonly to: number; readonly port: number; readonly value: number }): GraphEdit | 'undo' => {
      const id = nodes[at % nodes.length]?.id ?? 'nobody';
      const other = nodes[to % nodes.length]?.id ?? 'nobody';
      const edge = edges[at % Math.max(1, edges.length)] ?? { source: id, target: other };
      const edits: readonly (GraphEdit | 'undo')[] = [
        { kind: 'setParams', id, params: { [['filters', 'units', 'strides', 'padding'][to % 4]!]: value } },
        { kind: 'moveNode', id, position: [at % 500, to % 500] },
        { kind: 'removeNode', id },
        { kind: 'renameNode', id, to: ['x', 'y', 'class', 'constructor'][to % 4]! },
        { kind: 'connect', edge: { source: id, target: other, targetPort: String(port) } },
        { kind: 'connect', edge: { source: id, target: other, targetPort: String(port) } },
        { kind: 'disconnect', edge },
        { kind: 'disconnect', edge },
        { kind: 'setType', id, type: ['add', 'flatten', 'nonsense', 'concatenate'][to % 4]! },
        { kind: 'addNode', node: { id: `new${value}`, type: ['activation', 'add', 'output', 'comment'][to % 4]!, position: [0, 0] } },
        { kind: 'setNode', id, fields: { sharedWith: value < 5 ? other : undefined } },
        'undo',
        'undo',
      ];
      return edits[kind % edits.length]!;
    };
    let reused = 0;
    fc.assert(
      fc.property(fc.oneof(smallNetwork, fittingNetwork), fc.array(some, { minLength: 1, maxLength: 12 }), (start, edits) => {
        const past = [start];
        let document = start;
        let previous = compile(document);
        for (const wanted of edits) {
          const definitions = Object.keys(document.blocks);
          const block = wanted.inside ? definitions[wanted.at % Math.max(1, definitions.length)] : undefined;
          const edit = editOf(block === undefined ? document : document.blocks[block]!, wanted);
          if (edit === 'undo') document = past.pop() ?? document;
          else {
            past.push(document);
            document = applyEdit(document, block === undefined ? edit : { kind: 'inBlock', block, edit });
          }
          const last = previous;
          previous = compile(document, { previous });
          expect(previous).toEqual(compile(structuredClone(document)));
          reused += Object.entries(previous.report.nodes).filter(([id, report]) => last.report.nodes[id] === report).length;
        }
      }),
      { numRuns: Math.ceil(RUNS / 3) },
    );
    expect(reused).toBeGreaterThan(500);
  });

  it('finds afterwards the fixes that were left open, the same as at once', () => {
    let open = 0;
    fc.assert(
      fc.property(smallNetwork, (document) => {
        const before = compile(document, { deferAbove: 0 });
        if (!before.isOpen) return;
        open++;
        expect(before.diagnostics.every((d) => d.fixes.length === 0)).toBe(true);
        const search = complete(document, before);
        let step = search.next();
        while (!step.done) step = search.next();
        expect(step.value).toEqual(compile(structuredClone(document)));
      }),
      { numRuns: 60 },
    );
    expect(open).toBeGreaterThan(20);
  });

  it('puts the program together once, when it is asked for', () => {
    const document = documentOf([['i', 'input'], ['c', 'conv2d'], ['o', 'output']], ['i>c', 'c>o']);
    const compilation = compile(document);
    const { program } = compilation;
    expect(program?.calls.map((call) => call.node)).toEqual(['i', 'c']);
    expect(compilation.program).toBe(program);
  });

  it('gives it also when a later compilation has taken over what it was made from', () => {
    const document = documentOf([['i', 'input'], ['c', 'conv2d'], ['o', 'output']], ['i>c', 'c>o']);
    const filters = (compilation: Compilation): unknown => compilation.program?.calls[1]?.config['filters'];
    const before = compile(document);
    const after = compile(applyEdit(document, { kind: 'setParams', id: 'c', params: { filters: 5 } }), { previous: before });
    expect(filters(after)).toBe(5);
    expect(filters(before)).toBe(filters(compile(document)));
    expect(filters(before)).not.toBe(5);
  });

  it('keeps the reports of nodes that an edit does not reach', () => {
    const document = documentOf([['i', 'input'], ['a', 'conv2d'], ['b', 'conv2d'], ['o', 'output']], ['i>a', 'a>b', 'b>o']);
    const before = compile(document);
    const after = compile(applyEdit(document, { kind: 'setParams', id: 'b', params: { filters: 5 } }), { previous: before });
    expect(after.report.nodes['a']).toBe(before.report.nodes['a']);
    expect(after.report.nodes['b']).not.toBe(before.report.nodes['b']);
    expect(after.report.nodes['o']?.outputShape).toEqual([60, 60, 5]);
  });
});
