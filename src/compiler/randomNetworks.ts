// For tests: random networks that grow layer by layer out of every registered layer, and mutations that break them. Knows no tfjs.

import * as fc from 'fast-check';
import { BLOCK, BLOCK_INPUT, BLOCK_OUTPUT, definitionOf, editsIn, makeBlock, portsOf } from '../graph/blocks.ts';
import { emptyDocument, type Graph, type GraphEdge, type GraphNode, type Json, type NetloomDocument } from '../graph/document.ts';
import { applyEdit, applyEdits, freshId, type Edit } from '../graph/edits.ts';
import { layerOf, layers } from '../layers/index.ts';
import { lossNames } from '../layers/losses.ts';
import { sizeOf, type AnyLayer, type Shape } from '../layers/layer.ts';
import { completeParams, type ParamSpec } from '../layers/params.ts';
import { randomStream } from '../runtime/random.ts';
import type { Report } from './compilation.ts';
import { compile } from './compile.ts';

type Params = Readonly<Record<string, Json>>;

/** Small, so that thousands of networks are built and trained in minutes; axes differ, so that mixed up ones show. */
const INPUTS: readonly Shape[] = [[6, 5, 2], [7], [5, 4], [3, 4, 3, 2], [4, 4, 4], [1], [8, 6, 1], [6, 3], [2, 2, 2, 2, 2]];
/** Axes that are known only when data arrives. */
const OPEN_INPUTS: readonly Shape[] = [[null, null, 2], [null, 3], [6, null, 1], [null, 3, 4, 2]];
/** What stands for an unknown axis in data. */
export const UNKNOWN_LENGTH = 9;

const LARGEST_VALUE = 500;
const MOST_WEIGHTS = 3000;
const MOST_MACS = 60_000;

/** Names that end strings and comments, are keywords, or collide with what generated code uses. */
const HOSTILE_IDS = ['class', 'tf', 'seed', 'a b', 'a_b', '1', 'ünïcode', '*/', "'", '${x}', 'createModel', 'constructor', '\u2028', 'conv2d', 'model'];

/** Draws from a seed of its own, so that a network shrinks by leaving steps out. */
class Dice {
  private readonly next: () => number;
  constructor(seed: number) {
    this.next = randomStream(seed);
  }
  below(count: number): number {
    return Math.floor(this.next() * count);
  }
  /** Of an empty list `undefined`, which only callers that may pass one look at. */
  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
  chance(p: number): boolean {
    return this.next() < p;
  }
  list<T>(length: number, item: (i: number) => T): T[] {
    return Array.from({ length }, (_, i) => item(i));
  }
  shuffle<T>(items: readonly T[]): T[] {
    const rest = [...items];
    return items.map(() => rest.splice(this.below(rest.length), 1)[0]!);
  }
}

/** A value that the spec accepts, small where it is a size. `input` is what arrives first. */
function legalValue(spec: ParamSpec, dice: Dice, input: Shape): Json {
  switch (spec.kind) {
    case 'integer':
      return dice.one([spec.min, spec.default, 1, 2, 3, 4, 6].filter((value) => value >= spec.min && value <= spec.max && value <= 8));
    case 'number':
      return dice.one([spec.min, spec.max, spec.default, 0, 0.1, 0.5, 0.9, 1, 1.5, -0.5].filter((value) => value >= spec.min && value <= spec.max && Math.abs(value) <= 8));
    case 'boolean':
      return dice.chance(0.5);
    case 'choice':
      return dice.one(spec.options).value;
    case 'perAxis': {
      const axis = (): number => dice.one([spec.min, 1, 1, 2, 2, 3, 4].filter((value) => value >= spec.min && value <= spec.max));
      return dice.chance(0.5) ? axis() : dice.list(spec.axes, axis);
    }
    case 'padding':
      return dice.chance(0.5) ? dice.one<Json>([...spec.words, 0, 1, 2]) : dice.list(spec.axes, () => dice.below(3));
    case 'borders':
      return dice.chance(0.3) ? dice.below(3) : dice.list(spec.axes, (): Json => (dice.chance(0.5) ? dice.below(3) : dice.list(2, () => dice.below(3))));
    case 'shape':
      return shapeValue(dice, input, spec.unknownAxes);
    case 'text':
      return dice.one(['', 'x', "it's */ `${1}`"]);
    case 'layer': {
      const inside = dice.one(spec.layers);
      return { type: inside.type, params: randomParams(inside, dice, input.length > 1 ? input.slice(1) : input) };
    }
    default:
      return spec satisfies never;
  }
}

/** An order of axes, sizes of as many elements as arrive, or any small sizes. */
function shapeValue(dice: Dice, input: Shape, unknownAxes: boolean): (number | null)[] {
  const kind = dice.below(4);
  if (kind === 0) return dice.shuffle(input.map((_, i) => i + 1));
  if (kind === 1) return dice.list(1 + dice.below(3), () => 1 + dice.below(4));
  let rest = sizeOf(input) ?? 4;
  const sizes: (number | null)[] = [];
  for (let axes = dice.below(4); axes > 0; axes--) {
    const divisor = dice.one([1, 2, 3, 4, 5].filter((d) => rest % d === 0));
    sizes.push(divisor);
    rest /= divisor;
  }
  sizes.push(unknownAxes && kind === 2 ? null : rest);
  return dice.shuffle(sizes);
}

/** What no spec of this kind accepts, or hardly one. */
function oddValue(spec: ParamSpec, dice: Dice): Json {
  const ends: Json[] = spec.kind === 'integer' || spec.kind === 'number' || spec.kind === 'perAxis' ? [spec.min - 1, spec.min, spec.max, spec.max + 1] : [];
  return dice.one<Json>([...ends, -1, 0, 1.5, 7, 64, 2 ** 20, 'same', 'valid', 'relu', '', true, null, [], [1], [2, 3], [1, 2, 3], [0, 0], [-1], [3, 1, 2], [[1, 2], [0, 3]], [null, 2], { a: 1 }]);
}

function randomParams(layer: AnyLayer, dice: Dice, input: Shape): Params {
  const often = dice.one([0, 0.4, 0.9]);
  return Object.fromEntries(Object.entries(layer.params).filter(() => dice.chance(often)).map(([name, spec]) => [name, legalValue(spec, dice, input)]));
}

interface Value {
  readonly id: string;
  readonly shape: Shape;
}

class Growth {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  private readonly values: Value[] = [];
  private readonly used = new Set<string>();
  private readonly ids = new Set<string>();

  add(stem: string, type: string, params: Params, sources: readonly Value[], dice: Dice): string {
    const hostile = dice.chance(0.06) ? dice.one(HOSTILE_IDS) : stem;
    let id = hostile;
    for (let i = 2; this.ids.has(id); i++) id = `${hostile}_${i}`;
    this.ids.add(id);
    this.nodes.push({ id, type, position: [40 * dice.below(6), 100 * this.nodes.length], ...(Object.keys(params).length > 0 ? { params } : {}) });
    sources.forEach((source, port) => {
      this.used.add(source.id);
      this.edges.push({ source: source.id, target: id, ...(port > 0 || dice.chance(0.3) ? { targetPort: String(port) } : {}) });
    });
    return id;
  }

  input(dice: Dice, shape: Shape): Value {
    const value = { id: this.add('input', 'input', { shape }, [], dice), shape };
    this.values.push(value);
    return value;
  }

  /** Puts a layer of this type where it fits; on an input of its own where nothing fits. Returns whether it did. */
  grow(type: string, dice: Dice): boolean {
    const layer = layerOf(type) as AnyLayer;
    for (let attempt = 0; attempt < 12; attempt++) {
      const first = attempt < 2 ? this.values.at(-1)! : dice.one(this.values);
      if (this.place(layer, first, dice)) return true;
    }
    for (const shape of dice.shuffle(INPUTS)) {
      const trial = { id: '', shape };
      for (let attempt = 0; attempt < 3; attempt++) {
        const found = this.fit(layer, trial, dice);
        if (found === null) continue;
        const arriving = this.input(dice, shape);
        const sources = found.sources.map((source) => (source === trial ? arriving : source));
        this.values.push({ id: this.add(type, type, found.params, sources, dice), shape: found.output });
        return true;
      }
    }
    return false;
  }

  private place(layer: AnyLayer, first: Value, dice: Dice): boolean {
    const found = this.fit(layer, first, dice);
    if (found === null) return false;
    this.values.push({ id: this.add(layer.type, layer.type, found.params, found.sources, dice), shape: found.output });
    return true;
  }

  private fit(layer: AnyLayer, first: Value, dice: Dice): { params: Params; sources: readonly Value[]; output: Shape } | null {
    const arity = layer.inputs.min + dice.below(Math.min(layer.inputs.max, 3) - layer.inputs.min + 1);
    // Mostly what looks alike; the same value twice is allowed too.
    const alike = this.values.filter(({ shape }) => shape.join() === first.shape.join());
    const others = dice.list(arity - 1, () => (alike.length > 0 && dice.chance(0.7) ? dice.one(alike) : dice.chance(0.7) || this.values.length === 0 ? first : dice.one(this.values)));
    const sources = dice.chance(0.2) ? dice.shuffle([first, ...others]) : [first, ...others];
    const params = randomParams(layer, dice, sources[0]!.shape);
    const output = outputOf(layer, params, sources.map(({ shape }) => shape));
    return output === null ? null : { params, sources, output };
  }

  /** Gives the loose ends outputs. A few stay loose: they take no part. */
  finish(dice: Dice): void {
    const ends = this.values.filter(({ id }) => !this.used.has(id));
    const kept = ends.filter((_, i) => i === ends.length - 1 || dice.chance(0.9));
    // Some value in the middle may be looked at too.
    if (dice.chance(0.1)) kept.push(dice.one(this.values));
    for (const end of kept) {
      const params: Params = { ...(dice.chance(0.6) ? { loss: dice.one(lossNames) } : {}), ...(dice.chance(0.1) ? { weight: dice.one([0, 0.5, 2]) } : {}) };
      this.add('output', 'output', params, [end], dice);
    }
  }
}

/** The output's shape where the layer takes these inputs and stays small. */
function outputOf(layer: AnyLayer, given: Params, inputs: readonly Shape[]): Shape | null {
  const { params, problems } = completeParams(layer.params, given);
  if (problems.length > 0) return null;
  const outcome = layer.shape(params, inputs);
  if (!outcome.ok) return null;
  const weights = layer.weights(params, inputs, outcome.output).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const small = (sizeOf(outcome.output.map((dim) => dim ?? UNKNOWN_LENGTH)) ?? 0) <= LARGEST_VALUE && weights <= MOST_WEIGHTS && (layer.macs(params, inputs, outcome.output) ?? 0) <= MOST_MACS;
  return small && outcome.output.every((dim) => dim === null || dim >= 1) ? outcome.output : null;
}

const inner = layers.map((layer) => layer.type as string).filter((type) => type !== 'input' && type !== 'output');

/** One layer more: its type, and the seed of everything else about it. */
const step = fc.tuple(fc.constantFrom(...inner), fc.nat(2 ** 30));

/** A network in which every layer takes what arrives; that is nearly always, but not by construction, without an error. */
export const fittingNetwork: fc.Arbitrary<NetloomDocument> = fc.tuple(fc.nat(2 ** 30), fc.array(step, { minLength: 1, maxLength: 8 })).map(([seed, steps]) => {
  const dice = new Dice(seed);
  const growth = new Growth();
  growth.input(dice, dice.chance(0.12) ? dice.one(OPEN_INPUTS) : dice.one(INPUTS));
  for (const [type, own] of steps) growth.grow(type, new Dice(own));
  growth.finish(dice);
  const plain = { ...emptyDocument('random'), nodes: growth.nodes, edges: growth.edges };
  return dice.chance(0.4) ? enrich(plain, dice) : plain;
});

/** A network with its blocks, and their number of uses, repeats and params, drawn; and with layers that share their weights. */
function enrich(document: NetloomDocument, dice: Dice): NetloomDocument {
  let now = document;
  for (let times = 2 + dice.below(5); times > 0; times--) {
    // All but the first two need a block to begin with.
    const some = Object.keys(now.blocks).length === 0 ? enrichments.slice(0, 2) : enrichments;
    const candidate = applyEdits(now, dice.one(some)(now, dice));
    const { ok, report } = compile(candidate);
    if (ok && small(report)) now = candidate;
  }
  return now;
}

const small = ({ nodes, totals }: Report): boolean =>
  totals.params <= 4 * MOST_WEIGHTS && Object.keys(nodes).length <= 60 && Object.values(nodes).every(({ outputShape }) => outputShape === null || (sizeOf(outputShape.map((dim) => dim ?? UNKNOWN_LENGTH)) ?? 0) <= 2 * LARGEST_VALUE);

const ROOT = { block: null, prefix: '', instance: null };
const idOf = ({ nodes }: Graph, stem: string): string => freshId(new Set(nodes.map((n) => n.id)), stem);
const isEnd = ({ type }: GraphNode): boolean => ['input', 'output', BLOCK_INPUT, BLOCK_OUTPUT].includes(type);

/** Edits that connect a new node's inputs to any values, and give it an output. */
function placed(graph: Graph, node: GraphNode, inputs: readonly (string | undefined)[], dice: Dice): Edit[] {
  const sources = graph.nodes.filter((n) => n.type !== 'output');
  const out = idOf(graph, 'output');
  return [
    { kind: 'addNode', node },
    ...inputs.map((port): Edit => ({ kind: 'connect', edge: { source: dice.one(sources).id, target: node.id, ...(port === undefined ? {} : { targetPort: port }) } })),
    { kind: 'addNode', node: { id: out, type: 'output', position: [0, 900] } },
    { kind: 'connect', edge: { source: node.id, target: out } },
  ];
}

const enrichments: readonly ((document: NetloomDocument, dice: Dice) => readonly Edit[])[] = [
  // Some layers that follow each other, blocks among them, become a block; in a block too.
  (document, dice) => {
    const inside = dice.chance(0.3) ? dice.one(Object.keys(document.blocks)) : undefined;
    const place = inside === undefined ? { ...document, ...ROOT } : { ...document.blocks[inside]!, block: inside, prefix: '', instance: null };
    const layers = place.nodes.filter((n) => !isEnd(n));
    const from = dice.below(layers.length);
    const made = makeBlock(document, place, layers.slice(from, from + 1 + dice.below(3)).map((n) => n.id), dice.one(['Unit', 'residual block', "it's */"]));
    return typeof made === 'string' ? [] : made.edits;
  },
  // A layer or a block is applied again, with its weights.
  (document, dice) => {
    const twin = dice.one(document.nodes.filter((n) => !isEnd(n) && n.sharedWith === undefined));
    if (twin === undefined) return [];
    const arity = document.edges.filter((e) => e.target === twin.id).map((e) => e.targetPort);
    const node: GraphNode = { ...twin, id: idOf(document, 'shared'), type: twin.type, position: [400, 700], sharedWith: twin.id };
    return placed(document, node, arity, dice);
  },
  // A block is used once more.
  (document, dice) => {
    const [name, definition] = dice.one(Object.entries(document.blocks)) ?? [];
    if (name === undefined || definition === undefined) return [];
    const node: GraphNode = { id: idOf(document, 'again'), type: BLOCK, block: name, position: [300, 800], ...(dice.chance(0.5) ? { params: { repeat: 2 } } : {}) };
    return placed(document, node, portsOf(definition).inputs, dice);
  },
  // An instance is repeated.
  (document, dice) => {
    const instance = dice.one(document.nodes.filter((n) => n.type === BLOCK));
    return instance === undefined ? [] : [{ kind: 'setParams', id: instance.id, params: { repeat: 2 + dice.below(2) } }];
  },
  // A param of a layer inside is exposed, and an instance sets it.
  (document, dice) => {
    const instance = dice.one(document.nodes.filter((n) => n.type === BLOCK));
    const definition = instance && definitionOf(document, instance);
    const node = definition && dice.one(definition.nodes.filter((n) => layerOf(n.type) !== undefined));
    const [param, spec] = (node && dice.one(Object.entries((layerOf(node.type) as AnyLayer).params))) ?? [];
    if (instance === undefined || definition === undefined || node === undefined || param === undefined || spec === undefined) return [];
    const params = { ...definition.params, [`its ${param}`]: { targets: [{ node: node.id, param, ...(dice.chance(0.2) ? { times: 2 } : {}) }] } };
    return [
      { kind: 'setBlock', block: instance.block!, definition: { ...definition, params } },
      { kind: 'setParams', id: instance.id, params: { [`its ${param}`]: legalValue(spec, dice, [4, 4, 2]) } },
    ];
  },
];

/** What a person may do to a network without thinking. */
function mutation(document: NetloomDocument, dice: Dice): readonly Edit[] {
  const node = dice.one(document.nodes);
  const layer = layerOf(node.type) as AnyLayer | undefined;
  const names = Object.keys(layer?.params ?? {});
  switch (dice.below(13)) {
    case 0:
    case 1:
    case 2: {
      if (names.length === 0) return [];
      const name = dice.one(names);
      const value = dice.chance(0.6) ? legalValue(layer!.params[name]!, dice, [4, 4, 2]) : oddValue(layer!.params[name]!, dice);
      return [{ kind: 'setParams', id: node.id, params: { [name]: value } }];
    }
    case 3:
      return [{ kind: 'setParams', id: node.id, params: { [dice.one(['unit', 'Filters', 'kernel_size', 'constructor', 'stride'])]: 2 } }];
    case 4:
      return [{ kind: 'removeNode', id: node.id }];
    case 5:
      return document.edges.length === 0 ? [] : [{ kind: 'disconnect', edge: dice.one(document.edges) }];
    case 9: {
      const name = dice.one(Object.keys(document.blocks));
      if (name === undefined) return [];
      const edits = mutation({ ...document, ...document.blocks[name]!, blocks: {} }, dice);
      return editsIn(name, edits);
    }
    case 10:
      return [{ kind: 'setNode', id: node.id, fields: dice.one<Readonly<Record<string, Json>>>([{ sharedWith: dice.one(document.nodes).id }, { block: 'nothing' }, { sharedWith: 'nobody' }]) }];
    case 11:
      return [{ kind: 'setParams', id: node.id, params: { repeat: dice.one<Json>([0, 2, 1001, 'x']) } }];
    case 6:
    case 7:
      return [{ kind: 'connect', edge: { source: dice.one(document.nodes).id, target: node.id, targetPort: dice.one(['0', '1', '2', '7', 'x']) } }];
    case 8:
      return [{ kind: 'setType', id: node.id, type: dice.one([...inner, 'Conv2D', 'Dropout', 'dens', 'nonsense']) }];
    default: {
      const input = dice.one(document.nodes.filter((n) => n.type === 'input'));
      return input === undefined ? [] : [{ kind: 'setParams', id: input.id, params: { shape: dice.one([...INPUTS, ...OPEN_INPUTS, [64, 64, 3]]) as Json } }];
    }
  }
}

/** A fitting network after one to three thoughtless edits: wrong more often than not. */
export const brokenNetwork: fc.Arbitrary<NetloomDocument> = fc.tuple(fittingNetwork, fc.array(fc.nat(2 ** 30), { minLength: 1, maxLength: 3 })).map(([document, seeds]) =>
  seeds.reduce((now, seed) => (now.nodes.length > 0 ? mutation(now, new Dice(seed)).reduce(applyEdit, now) : now), document),
);
