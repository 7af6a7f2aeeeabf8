// Documents for the compiler's tests: written literally in short, or random. Only tests import it.

import * as fc from 'fast-check';
import { emptyDocument, type GraphEdge, type GraphNode, type Json, type NetloomDocument } from '../graph/document.ts';
import { layers } from '../layers/index.ts';

export type NodeText = readonly [id: string, type: string, params?: Readonly<Partial<Record<string, Json>>>];

/** Nodes one below the other; edges as `source>target` or `source>target:port`. */
export function documentOf(nodes: readonly NodeText[], edges: readonly string[]): NetloomDocument {
  return {
    ...emptyDocument('test'),
    nodes: nodes.map(([id, type, params], i): GraphNode => ({ id, type, position: [0, 100 * i], ...(params ? { params: params as Record<string, Json> } : {}) })),
    edges: edges.map((text): GraphEdge => {
      const [, source = '', target = '', port] = /^([^>]*)>([^:]*)(?::(.*))?$/.exec(text) ?? [];
      return { source, target, ...(port === undefined ? {} : { targetPort: port }) };
    }),
  };
}

const small = fc.integer({ min: 1, max: 5 });
const padding = fc.oneof(fc.constantFrom<Json[]>('same', 'valid'), fc.integer({ min: 0, max: 3 }), fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })));

/** Plausible params by name; a layer gets those that it has. */
const plausible: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  shape: fc.constantFrom<Json[]>([8, 8, 3], [9, 7, 4], [16, 16, 2], [12], [null, null, 3]),
  filters: fc.constantFrom<Json[]>(1, 2, 4),
  units: fc.constantFrom<Json[]>(1, 3, 12),
  kernelSize: fc.oneof(small, fc.tuple(small, small)),
  strides: fc.integer({ min: 1, max: 3 }),
  padding,
  dilationRate: fc.integer({ min: 1, max: 2 }),
  groups: fc.constantFrom<Json[]>(1, 2),
  outputPadding: fc.integer({ min: 0, max: 1 }),
  poolSize: fc.integer({ min: 1, max: 3 }),
  size: fc.integer({ min: 1, max: 3 }),
  activation: fc.constantFrom<Json[]>('linear', 'relu', 'sigmoid', 'softmax', 'gelu'),
  useBias: fc.boolean(),
  loss: fc.constantFrom<Json[]>('meanSquaredError', 'binaryCrossentropy', 'sparseCategoricalCrossentropy', 'dice'),
  targetShape: fc.constantFrom<Json[]>([12], [4, 3], [2, 2, 3], [null, 4]),
};

const inner = layers.filter((layer) => layer.type !== 'input' && layer.type !== 'output');

function paramsOf(type: string): fc.Arbitrary<Readonly<Partial<Record<string, Json>>>> {
  const specs = Object.keys(layers.find((layer) => layer.type === type)?.params ?? {});
  const known = Object.fromEntries(specs.flatMap((name) => (plausible[name] ? [[name, plausible[name]]] : [])));
  // Zero padding and cropping name their borders `padding` and `cropping` and take no words.
  if (type === 'zeroPadding2d' || type === 'cropping2d') return fc.record({ [type === 'cropping2d' ? 'cropping' : 'padding']: fc.integer({ min: 0, max: 2 }) }, { requiredKeys: [] });
  return fc.record(known, { requiredKeys: [] });
}

/** A small network of plausible layers, mostly chained, with skips; about half of them have something wrong. */
export const smallNetwork: fc.Arbitrary<NetloomDocument> = fc
  .array(fc.constantFrom(...inner.map((layer) => layer.type)), { minLength: 1, maxLength: 7 })
  .chain((types) => {
    const all = ['input', ...types, 'output'];
    return fc.tuple(
      fc.tuple(...all.map(paramsOf)),
      // How far back each input reaches; mostly to the node just before.
      fc.array(fc.tuple(fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }) }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 19 })), {
        minLength: all.length,
        maxLength: all.length,
      }),
    ).map(([params, reaches]) => {
      const nodes = all.map((type, i): NodeText => [i === 0 ? 'image' : `${type}_${i}`, type, params[i]!]);
      const edges: string[] = [];
      all.forEach((type, i) => {
        if (i === 0) return;
        const [near, far, luck] = reaches[i]!;
        const merges = layers.find((layer) => layer.type === type)!.inputs.max === Infinity;
        const source = (back: number): string => nodes[Math.max(0, i - back)]![0];
        if (luck > 0) edges.push(`${source(near)}>${nodes[i]![0]}`);
        if (merges) edges.push(`${source(far)}>${nodes[i]![0]}:1`);
        // Now and then an edge that makes a circle, or arrives where there is no port.
        if (luck === 1) edges.push(`${nodes.at(-2)![0]}>${nodes[i]![0]}:1`);
      });
      return documentOf(nodes, edges);
    });
  });

/** Anything that may stand where a document is expected. */
export const garbage: fc.Arbitrary<NetloomDocument> = fc
  .record({
    ids: fc.array(fc.constantFrom('a', 'b', '__proto__', 'constructor', 'toString', '', 'class', '3 d', 'ü', 'a_b', 'a b'), { minLength: 1, maxLength: 8 }),
    types: fc.array(fc.oneof(fc.constantFrom(...layers.map((l) => l.type), 'block', 'constructor', '__proto__', 'Conv2D'), fc.string()), { minLength: 8, maxLength: 8 }),
    params: fc.array(
      fc.oneof(
        fc.dictionary(
          fc.constantFrom('shape', 'filters', 'kernelSize', 'padding', 'strides', 'units', '__proto__', 'constructor', 'loss', 'axis', 'targetShape', 'size', 'rate'),
          fc.oneof(fc.anything(), fc.constantFrom<unknown[]>(1e308, -1, 2 ** 20, [1e6, 1e6], [2 ** 20, 2 ** 20, 2 ** 20], 'same', null, NaN, 10n)),
        ),
        fc.anything(),
      ),
      { minLength: 8, maxLength: 8 },
    ),
    edges: fc.array(fc.oneof({ weight: 8, arbitrary: fc.tuple(fc.nat(7), fc.nat(7), fc.constantFrom(undefined, '0', '1', '7', 'x', '')) }, { weight: 1, arbitrary: fc.anything() }), { maxLength: 14 }),
    extra: fc.array(fc.anything(), { maxLength: 1 }),
  })
  .map(({ ids, types, params, edges, extra }) => {
    const nodes = ids.map((id, i) => ({ id, type: types[i], position: [0, i], params: params[i] }));
    return {
      ...emptyDocument(),
      nodes: [...nodes, ...extra],
      edges: edges.map((e) => (Array.isArray(e) && typeof e[0] === 'number' ? { source: ids[e[0] % ids.length], target: ids[Number(e[1]) % ids.length], targetPort: e[2] } : e)),
    } as unknown as NetloomDocument;
  });
