import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../src/compiler/compile.ts';
import { datasetOf } from '../src/datasets/index.ts';
import { parseDocument, serializeDocument } from '../src/graph/parse.ts';
import { completeParams, type ParamSpec, type ParamValue } from '../src/layers/params.ts';
import { templates, templateOf } from './index.ts';
import type { AnyTemplate } from './template.ts';

const build = (id: string, params: Record<string, ParamValue> = {}) => {
  const template = templateOf(id)!;
  return template.build(completeParams(template.params, params).params);
};

describe.each(templates.map((t) => [t.id, t as AnyTemplate] as const))('%s', (id, template) => {
  it('compiles with the data it is meant for, without a warning', () => {
    const document = build(id);
    const data = document.training.data!;
    const dataset = datasetOf(data.type)!;
    const completed = completeParams(dataset.params, (data.params ?? {}) as Record<string, ParamValue>);
    expect(completed.problems).toEqual([]);
    const compilation = compile(document, { data: dataset.signature(completed.params) });
    expect(compilation.diagnostics).toEqual([]);
    expect(compilation.ok).toBe(true);
  });

  it('is a file that reads back as it was written', () => {
    const text = serializeDocument(build(id));
    const parsed = parseDocument(text);
    expect(parsed.ok && serializeDocument(parsed.document)).toBe(text);
  });

  it('gives a document for any params within their bounds, in which nodes do not stand on one another', () => {
    const small = (spec: ParamSpec): fc.Arbitrary<ParamValue> => {
      if (spec.kind === 'integer') return fc.integer({ min: spec.min, max: Math.min(spec.max, Math.max(spec.min, 12)) });
      if (spec.kind === 'boolean') return fc.boolean();
      if (spec.kind === 'choice') return fc.constantFrom(...spec.options.map((o) => o.value));
      return fc.constant(spec.default);
    };
    const params = fc.record(Object.fromEntries(Object.entries(template.params).map(([name, spec]) => [name, small(spec)])));
    fc.assert(
      fc.property(params, (given) => {
        const document = template.build(given as Parameters<typeof template.build>[0]);
        compile(document);
        for (const [i, a] of document.nodes.entries()) {
          for (const b of document.nodes.slice(i + 1)) {
            const clear = Math.abs(a.position[0] - b.position[0]) >= 190 || Math.abs(a.position[1] - b.position[1]) >= 50;
            if (!clear) throw new Error(`${a.id} and ${b.id} overlap`);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('says what it is, and where it comes from', () => {
    expect(template.label.length).toBeGreaterThan(3);
    expect(template.summary).toMatch(/\.$/);
    expect(template.reference?.text).toBeTruthy();
    for (const spec of Object.values(template.params)) expect(spec.doc).toMatch(/\.$/);
  });
});

it('ids are unique, and an unknown one is no template', () => {
  expect(new Set(templates.map((t) => t.id)).size).toBe(templates.length);
  expect(templateOf('no-such')).toBeUndefined();
});

describe('published numbers', () => {
  const totals = (id: string, params: Record<string, ParamValue>) => compile(build(id, params)).report.totals;

  it('ResNet-20 has 0.27 M parameters and ResNet-56 0.85 M (He et al. 2016, table 6)', () => {
    expect(totals('cifar-resnet', { n: 3 }).trainableParams).toBe(272_474);
    expect(totals('cifar-resnet', { n: 9 }).trainableParams).toBe(855_770);
    expect(totals('cifar-resnet', { n: 3 }).macs! / 1e6).toBeCloseTo(40.8, 1);
  });

  it('U-Net at depth 4 and width 64 has the 31,030,593 parameters of the usual one-channel implementation', () => {
    expect(totals('unet', { depth: 4, width: 64, size: 512, channels: 1 }).params).toBe(31_030_593);
  });
});

it('a U-Net for an image that does not halve evenly says so, with a fix that compiles', () => {
  const compilation = compile(build('unet', { size: 60 }));
  const mismatch = compilation.diagnostics.find((d) => d.code === 'size-mismatch');
  expect(mismatch).toMatchObject({ node: 'join3', port: 1, severity: 'error' });
  expect(mismatch!.fixes.length).toBeGreaterThan(0);
});
