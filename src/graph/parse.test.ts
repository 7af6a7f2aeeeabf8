import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDocument, VERSION, type Json, type NetloomDocument } from './document.ts';
import { migrate, migrations, type RawDocument } from './migrations.ts';
import { parseDocument, parseInSteps, serializeDocument } from './parse.ts';

const TINY = `{
  "format": "netloom", "version": 1, "name": "tiny",
  "nodes": [
    { "id": "image", "type": "input", "position": [0, 0], "params": { "shape": [64, 64, 3] } },
    { "id": "down", "type": "conv2d", "position": [0, 120], "params": { "filters": 8, "kernelSize": 4, "strides": 2, "padding": 1 } },
    { "id": "join", "type": "concatenate", "position": [0, 240] },
    { "id": "mask", "type": "output", "position": [0, 360], "params": { "loss": "binaryCrossentropy" } }
  ],
  "edges": [
    { "source": "image", "target": "down" },
    { "source": "down", "target": "join", "targetPort": "0" },
    { "source": "down", "target": "join", "targetPort": "1" },
    { "source": "join", "target": "mask" }
  ],
  "blocks": {},
  "training": { "optimizer": { "type": "adam", "learningRate": 0.001 }, "batchSize": 16, "epochs": 5, "seed": 1, "validationSplit": 0.1 }
}
`;

/** A chain of 1,300 layers, changed. */
function long(change: (nodes: Record<string, unknown>[], edges: Record<string, unknown>[]) => void): string {
  const raw = JSON.parse(TINY) as Record<string, unknown>;
  const nodes = Array.from({ length: 1300 }, (_, i): Record<string, unknown> => ({ id: `n${i}`, type: 'activation', position: [0, 104 * i] }));
  const edges = nodes.slice(1).map(({ id }, i): Record<string, unknown> => ({ source: `n${i}`, target: id }));
  change(nodes, edges);
  return JSON.stringify({ ...raw, nodes, edges });
}

const open = (text: string): NetloomDocument => {
  const parsed = parseDocument(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.document;
};
const problem = (text: string): string => {
  const parsed = parseDocument(text);
  return parsed.ok ? 'opened' : parsed.problem;
};
const withChange = (change: (raw: Record<string, unknown>) => void): string => {
  const raw = JSON.parse(TINY) as Record<string, unknown>;
  change(raw);
  return JSON.stringify(raw);
};

describe('the file', () => {
  it('is written as it was read, one node per line', () => {
    expect(serializeDocument(open(TINY))).toBe(TINY);
  });

  it('is written with one node and one edge per line inside blocks too, words and params before them', () => {
    const text = TINY.replace(
      '  "blocks": {},\n',
      `  "blocks": {
    "unit": {
      "label": "Unit",
      "doc": "What it does.",
      "params": { "width": { "default": 4, "targets": [{ "node": "one", "param": "units", "times": 2 }] } },
      "nodes": [
        { "id": "x", "type": "blockInput", "position": [0, 0] },
        { "id": "one", "type": "dense", "position": [0, 104], "params": { "units": 8 } },
        { "id": "in", "type": "block", "block": "empty", "position": [0, 208] }
      ],
      "edges": [
        { "source": "x", "target": "one" },
        { "source": "one", "target": "in" }
      ]
    },
    "empty": {
      "nodes": [],
      "edges": []
    }
  },
`,
    );
    const read = parseDocument(text);
    expect(read.ok && serializeDocument(read.document)).toBe(text);
  });

  it('has the same text whatever the order of the keys in it was', () => {
    const shuffled = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(TINY) as object).toReversed()));
    expect(serializeDocument(open(shuffled))).toBe(TINY);
  });

  it('takes a training section that is left out, and one of which parts are left out, as the defaults', () => {
    expect(open(withChange((raw) => delete raw['training'])).training).toEqual(emptyDocument().training);
    expect(open(withChange((raw) => (raw['training'] = { epochs: 7 }))).training).toEqual({ ...emptyDocument().training, epochs: 7 });
  });

  it('places nodes that have no position, and leaves the others where they are', () => {
    const document = open(withChange((raw) => delete (raw['nodes'] as Record<string, unknown>[])[1]!['position']));
    expect(document.nodes[0]!.position).toEqual([0, 0]);
    expect(document.nodes[1]!.position[1]).toBeGreaterThan(0);
  });

  it('keeps unknown layers, unknown params and unknown keys at every level', () => {
    const text = withChange((raw) => {
      (raw['nodes'] as unknown[]).push({ id: 'odd', type: 'quantumConv', position: [1, 2], params: { qubits: [1, { deep: null }] }, comment: 'mine' });
      (raw['edges'] as Record<string, unknown>[])[0]!['note'] = 'first';
      (raw['training'] as Record<string, unknown>)['schedule'] = { type: 'cosine' };
      raw['frames'] = [{ title: 'encoder' }];
    });
    const again = JSON.parse(serializeDocument(open(text))) as Record<string, unknown>;
    expect(again).toEqual(JSON.parse(text));
  });

  it('of a newer version opens read-only, says so, and loses nothing on save', () => {
    const text = withChange((raw) => {
      raw['version'] = VERSION + 3;
      raw['hologram'] = true;
    });
    const parsed = parseDocument(text);
    expect(parsed).toMatchObject({ ok: true, readOnly: true });
    expect(parsed.ok && parsed.notes[0]).toContain(`version ${VERSION + 3}`);
    expect(JSON.parse(serializeDocument(open(text)))).toEqual(JSON.parse(text));
  });

  it.each([
    ['no JSON', 'hello', 'not a JSON file'],
    ['empty', '', 'not a JSON file'],
    ['a list', '[]', 'holds something else'],
    ['another format', '{"format":"onnx"}', 'says "onnx"'],
    ['no format', '{}', 'has no format'],
    ['no version', '{"format":"netloom"}', 'whole number as "version"'],
    ['a node without id', withChange((raw) => (raw['nodes'] = [{ type: 'dense', position: [0, 0] }])), 'nodes[0].id'],
    ['a position of text', withChange((raw) => (raw['nodes'] = [{ id: 'a', type: 'dense', position: ['x', 0] }])), 'nodes[0].position[0]'],
    ['an unknown optimizer', withChange((raw) => (raw['training'] = { optimizer: { type: 'magic' } })), 'training.optimizer'],
    ['a batch of zero', withChange((raw) => (raw['training'] = { batchSize: 0 })), 'training.batchSize'],
    ['a prototype key', TINY.replace('"filters"', '"__proto__"'), '__proto__'],
    ['a prototype key in other letters', TINY.replace('"filters"', String.raw`"\u005f_pr\u006Fto__"`), '__proto__'],
    ['a wrong node among many', long((nodes) => (nodes[1234]!['position'] = ['x', 0])), 'nodes[1234].position[0]: '],
    ['a wrong edge among many', long((_nodes, edges) => delete edges[1100]!['target']), 'edges[1100].target: '],
    ['many nodes that are none', long((nodes) => nodes.fill(null as never)), 'nodes[0]: '],
    ['endless nodes', withChange((raw) => (raw['nodes'] = Array.from({ length: 60_000 }, (_, i) => ({ id: `n${i}`, type: 'add', position: [0, 0] })))), 'nodes'],
  ])('with %s is refused with the place and what was expected', (_what, text, words) => {
    expect(problem(text)).toContain(words);
  });

  it('of many layers is read by parts, and holds what it held', () => {
    const text = long(() => {});
    const steps = parseInSteps(text);
    let stops = 0;
    for (;;) {
      const step = steps.next();
      if (step.done) {
        expect(step.value.ok && JSON.parse(serializeDocument(step.value.document))).toEqual(JSON.parse(text));
        break;
      }
      stops++;
    }
    expect(stops).toBeGreaterThan(5);
  });

  it('opens or is refused, whatever bytes it holds', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.json().map((j) => withChange((raw) => (raw['nodes'] = JSON.parse(j) as Json)))), (text) => void parseDocument(text)));
  });

  it('survives a round trip for any document', () => {
    const id = fc.string({ minLength: 1, maxLength: 12 });
    const params = fc.dictionary(fc.string({ maxLength: 8 }).filter((k) => k !== '__proto__'), fc.jsonValue() as fc.Arbitrary<Json>, { maxKeys: 3 });
    const node = fc.record({ id, type: fc.constantFrom('conv2d', 'dense', 'alien'), position: fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 })), params });
    fc.assert(
      fc.property(fc.array(node, { maxLength: 6 }), fc.array(fc.record({ source: id, target: id, targetPort: fc.stringMatching(/^\d$/) }), { maxLength: 6 }), (nodes, edges) => {
        const document: NetloomDocument = { ...emptyDocument('any'), nodes: nodes as NetloomDocument['nodes'], edges };
        const read = open(serializeDocument(document));
        expect(JSON.parse(serializeDocument(read))).toEqual(JSON.parse(serializeDocument(document)));
        expect(serializeDocument(read)).toBe(serializeDocument(document));
      }),
    );
  });
});

describe('migrations', () => {
  it('lead from every older version to this one', () => {
    expect(migrations).toHaveLength(VERSION - 1);
  });

  it('run in order, each once', () => {
    const steps = [1, 2].map((n) => (document: RawDocument): RawDocument => ({ ...document, trail: `${String(document['trail'] ?? '')}${n}` }));
    expect(migrate({ version: 1 }, steps, 3)).toEqual({ version: 3, trail: '12' });
    expect(migrate({ version: 2 }, steps, 3)).toEqual({ version: 3, trail: '2' });
  });
});
