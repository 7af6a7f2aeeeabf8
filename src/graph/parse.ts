// The file format: text to document and back. Everything in a file is untrusted; what this build does not know is kept.

import { z } from 'zod';
import { layerOf } from '../layers/index.ts';
import { DEFAULT_TRAINING, FORMAT, VERSION, type GraphEdge, type GraphNode, type Json, type NetloomDocument } from './document.ts';
import { layoutMissing, type UnplacedDocument } from './layout.ts';
import { migrate, type RawDocument } from './migrations.ts';
import { atOnce } from './steps.ts';

/** Bounds that no honest file reaches; they keep a hostile one from freezing the window. */
const MOST_CHARACTERS = 64 * 1024 * 1024;
const MOST = { nodes: 50_000, edges: 200_000 } as const;

const id = z.string().min(1).max(200);
const finite = z.number().min(-1e7).max(1e7);
const json: z.ZodType<Json> = z.json() as z.ZodType<Json>;

const node = z.looseObject({
  id,
  type: z.string().min(1).max(200),
  position: z.tuple([finite, finite]).optional(),
  params: z.record(z.string().max(200), json).optional(),
  block: z.string().max(200).optional(),
  sharedWith: id.optional(),
});
const edge = z.looseObject({
  source: id,
  target: id,
  sourcePort: z.string().max(200).optional(),
  targetPort: z.string().max(200).optional(),
});
const blockParam = z.looseObject({
  label: z.string().max(200).optional(),
  doc: z.string().max(2000).optional(),
  default: json.optional(),
  targets: z.array(z.looseObject({ node: id, param: z.string().max(200), times: z.number().gt(0).max(1e6).optional() })).max(MOST.nodes),
});
const block = z.looseObject({
  label: z.string().max(200).optional(),
  doc: z.string().max(20_000).optional(),
  nodes: z.array(node).max(MOST.nodes),
  edges: z.array(edge).max(MOST.edges).default([]),
  params: z.record(z.string().max(200), blockParam).optional(),
});
const rate = z.number().min(0).max(1e6);
const optimizer = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('sgd'), learningRate: rate, momentum: z.number().min(0).max(1).optional() }),
  z.looseObject({
    type: z.literal('adam'),
    learningRate: rate,
    beta1: z.number().min(0).lt(1).optional(),
    beta2: z.number().min(0).lt(1).optional(),
    epsilon: z.number().gt(0).max(1).optional(),
  }),
]);
const training = z.looseObject({
  optimizer: optimizer.prefault({ type: 'adam', learningRate: DEFAULT_TRAINING.optimizer.learningRate }),
  batchSize: z.int().min(1).max(65_536).default(DEFAULT_TRAINING.batchSize),
  epochs: z.int().min(1).max(1_000_000).default(DEFAULT_TRAINING.epochs),
  seed: z.int().min(0).max(2 ** 31 - 1).default(DEFAULT_TRAINING.seed),
  validationSplit: z.number().min(0).max(0.9).default(DEFAULT_TRAINING.validationSplit),
  data: z.looseObject({ type: z.string().max(200), params: z.record(z.string().max(200), json).optional() }).optional(),
});
const documentSchema = z.looseObject({
  format: z.literal(FORMAT),
  version: z.int().min(1),
  name: z.string().max(200).default('untitled'),
  nodes: z.array(node).max(MOST.nodes),
  edges: z.array(edge).max(MOST.edges).default([]),
  blocks: z.record(z.string().min(1).max(200), block).default({}),
  training: training.prefault({}),
});

const partSchema = { nodes: z.array(node), edges: z.array(edge) } as const;

export type ParsedDocument =
  | {
      readonly ok: true;
      readonly document: NetloomDocument;
      /** The file is of a newer version: show it, do not change it. */
      readonly readOnly: boolean;
      /** What the person should know, e.g. that the file is from a newer version. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

const refuse = (problem: string): ParsedDocument => ({ ok: false, problem });

/** Reads a `*.netloom.json`. Never throws: the problem names the place in the file and what was expected there. */
export const parseDocument = (text: string): ParsedDocument => atOnce(parseInSteps(text));

/** The same, with a stop after some hundreds of nodes or edges each. */
export function* parseInSteps(text: string): Generator<void, ParsedDocument> {
  if (text.length > MOST_CHARACTERS) return refuse('This file is larger than 64 MiB, which no network file is.');
  let raw: unknown;
  try {
    raw = parseJson(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return refuse(`This is not a JSON file: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refuse('A network file is a JSON object, but this file holds something else.');
  const given = raw as RawDocument;
  if (given['format'] !== FORMAT) return refuse(`A network file says "format": "${FORMAT}", but this one ${given['format'] === undefined ? 'has no format' : `says ${JSON.stringify(given['format'])}`}.`);
  const version = given['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return refuse(`A network file has a whole number as "version", but this one has ${JSON.stringify(version)}.`);

  const newer = version > VERSION;
  yield;
  const checked = yield* checkInSteps(newer ? given : migrate(given));
  if ('issue' in checked) {
    const place = checked.issue ? formatPath(checked.issue.path) : '';
    const where = place === '' ? '' : ` at ${place}`;
    return refuse(
      newer
        ? `This file is of version ${version}; this Netloom knows version ${VERSION} and cannot show it${where}. A newer Netloom can.`
        : `This network file has an error${where}: ${checked.issue?.message ?? 'unknown'}.`,
    );
  }
  const document = layoutMissing(checked.data);
  const notes: string[] = [];
  if (newer) notes.push(`This file was written by a newer Netloom (version ${version}). It is open for reading only, so that nothing in it is lost.`);
  return { ok: true, document, readOnly: newer, notes };
}

/** JSON.parse makes `__proto__` an own key; merging such an object later would change prototypes. To ask at every key takes most of the time, so it is done only where one may be. */
function parseJson(text: string): unknown {
  if (!/__proto__|\\u00/i.test(text)) return JSON.parse(text);
  return JSON.parse(text, (key, value: unknown) => {
    if (key === '__proto__') throw new SyntaxError('a key is named "__proto__"');
    return value;
  });
}

const CHECKED_AT_ONCE = 500;

/** Checks a document against the schema, long lists by parts. `issue` is the first thing that is wrong. */
function* checkInSteps(given: RawDocument): Generator<void, { readonly data: UnplacedDocument } | { readonly issue: z.core.$ZodIssue | undefined }> {
  const long = (['nodes', 'edges'] as const).flatMap((key) => {
    const items: unknown = given[key];
    return Array.isArray(items) && items.length > CHECKED_AT_ONCE && items.length <= MOST[key] ? [{ key, items: items as readonly unknown[] }] : [];
  });
  const short = documentSchema.safeParse({ ...given, ...Object.fromEntries(long.map(({ key }) => [key, []])) });
  if (!short.success) return { issue: short.error.issues[0] };
  const data: Record<string, unknown> = short.data;
  for (const { key, items } of long) {
    const read: unknown[] = [];
    for (let i = 0; i < items.length; i += CHECKED_AT_ONCE) {
      yield;
      const part = partSchema[key].safeParse(items.slice(i, i + CHECKED_AT_ONCE));
      if (!part.success) {
        const [issue] = part.error.issues;
        return { issue: issue && { ...issue, path: [key, i + Number(issue.path[0] ?? 0), ...issue.path.slice(1)] } };
      }
      read.push(...part.data);
    }
    data[key] = read;
  }
  return { data: data as unknown as UnplacedDocument };
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('').replace(/^\./, '');
}

const TOP_KEYS = ['format', 'version', 'name', 'nodes', 'edges', 'blocks', 'training'];

/** Writes the file: UTF-8 JSON, stable key order, one node and one edge per line, made to be read and diffed. */
export const serializeDocument = (document: NetloomDocument): string => atOnce(serializeInSteps(document));

/** The same, with a stop after some hundreds of lines each. */
export function* serializeInSteps(document: NetloomDocument): Generator<void, string> {
  const parts: string[] = [];
  const head = `  "format": ${JSON.stringify(document.format)}, "version": ${document.version}, "name": ${JSON.stringify(document.name)}`;
  parts.push(head);
  parts.push(`  "nodes": ${yield* listInSteps(document.nodes, nodeLine)}`);
  parts.push(`  "edges": ${yield* listInSteps(document.edges, edgeLine)}`);
  parts.push(`  "blocks": ${blockTexts(document.blocks)}`);
  parts.push(`  "training": ${spaced(ordered(document.training, ['optimizer', 'batchSize', 'epochs', 'seed', 'validationSplit', 'data']))}`);
  for (const key of Object.keys(document).filter((k) => !TOP_KEYS.includes(k)).toSorted()) {
    if (document[key] !== undefined) parts.push(`  ${JSON.stringify(key)}: ${spaced(document[key])}`);
  }
  return `{\n${parts.join(',\n')}\n}\n`;
}

const LINES_AT_ONCE = 500;

function* listInSteps<T>(items: readonly T[], lineOf: (item: T) => string): Generator<void, string> {
  const texts: string[] = [];
  for (let i = 0; i < items.length; i += LINES_AT_ONCE) {
    texts.push(items.slice(i, i + LINES_AT_ONCE).map(lineOf).join(SEPARATOR));
    yield;
  }
  return list(texts);
}

const SEPARATOR = ',\n    ';

const list = (items: readonly string[], indent = ''): string => (items.length === 0 ? '[]' : `[\n${indent}    ${items.join(`,\n${indent}    `)}\n${indent}  ]`);

/** A block begins like the file itself: one node and one edge per line. */
function blockTexts(blocks: NetloomDocument['blocks']): string {
  const texts = Object.entries(blocks).map(([name, definition]) => {
    const lines = Object.entries(ordered(definition, ['label', 'doc', 'params', 'nodes', 'edges'])).map(([key, value]) => {
      const text = key === 'nodes' ? list(definition.nodes.map(nodeLine), '    ') : key === 'edges' ? list(definition.edges.map(edgeLine), '    ') : spaced(value);
      return `      ${JSON.stringify(key)}: ${text}`;
    });
    return `    ${JSON.stringify(name)}: {\n${lines.join(',\n')}\n    }`;
  });
  return texts.length === 0 ? '{}' : `{\n${texts.join(',\n')}\n  }`;
}

/** By node and by edge: a draft is written after every edit, and most lines are those of the draft before. */
const lines = new WeakMap<GraphNode | GraphEdge, string>();

function remembered<T extends GraphNode | GraphEdge>(item: T, write: (item: T) => string): string {
  let line = lines.get(item);
  if (line === undefined) lines.set(item, (line = write(item)));
  return line;
}

const nodeLine = (node: GraphNode): string => remembered(node, (n) => {
  const specs = Object.keys(layerOf(n.type)?.params ?? {});
  const params = n.params && Object.keys(n.params).length > 0 ? ordered(n.params, specs) : undefined;
  return spaced(ordered({ ...n, params }, ['id', 'type', 'block', 'position', 'params']));
});

const edgeLine = (edge: GraphEdge): string => remembered(edge, (e) => spaced(ordered(e, ['source', 'sourcePort', 'target', 'targetPort'])));

/** Known keys first in their order, the others after them by name. */
function ordered(value: Readonly<Record<string, unknown>>, first: readonly string[]): Record<string, unknown> {
  const rest = Object.keys(value).filter((key) => !first.includes(key)).toSorted();
  return Object.fromEntries([...first, ...rest].filter((key) => value[key] !== undefined).map((key) => [key, value[key]]));
}

/** JSON on one line with a space after `{`, `:` and `,`. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    return entries.length === 0 ? '{}' : `{ ${entries.map(([k, v]) => `${JSON.stringify(k)}: ${spaced(v)}`).join(', ')} }`;
  }
  return JSON.stringify(value);
}
