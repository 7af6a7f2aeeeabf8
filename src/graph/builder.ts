// The fluent builder: networks and blocks written as code, for templates and tests. Its methods are the layers of the registry.

import type { Layers, LayerType } from '../layers/index.ts';
import { layers } from '../layers/index.ts';
import type { ParamsOf } from '../layers/params.ts';
import { portsOf } from './blocks.ts';
import { emptyDocument, type BlockDefinition, type BlockParam, type Graph, type GraphEdge, type GraphNode, type Json, type NetloomDocument, type TrainingConfig } from './document.ts';
import { freshId } from './edits.ts';
import { COLUMN_GAP, layout, RANK_GAP } from './layout.ts';

type ParamsFor<T extends LayerType> = Partial<ParamsOf<Extract<Layers[number], { type: T }>['params']>>;

export interface Placement {
  /** Name of the node; left out, the layer's type with a number. */
  readonly id?: string;
  /** Column and row of the canvas grid; fractions allowed. Left out for all nodes, the network is laid out by rank. */
  readonly at?: readonly [column: number, row: number];
  /** Further inputs of a merge, in order after the tensor itself. */
  readonly with?: readonly Tensor[];
  /** The node whose layer, weights included, is applied again. */
  readonly sharedWith?: Tensor;
}

type LayerMethods = { readonly [T in Exclude<LayerType, 'input'>]: (params?: ParamsFor<T>, placement?: Placement) => Tensor };

/** The output of a node; its methods add a layer that takes it as its first input. */
export type Tensor = LayerMethods & {
  readonly node: string;
  /** An instance of a block, which takes this and the tensors of `placement.with` in the order of its inputs. `repeat: 1` is not written. */
  block(definition: Block, params?: Readonly<Record<string, Json>> & { readonly repeat?: number }, placement?: Placement): Tensor;
  /** Another output of a block than its first. */
  out(port: string): Tensor;
};

interface GraphBuilder {
  /** Adds any layer to these inputs: `merge('add', [a, b])`. */
  merge<T extends Exclude<LayerType, 'input'>>(type: T, inputs: readonly Tensor[], params?: ParamsFor<T>, placement?: Placement): Tensor;
}

export interface NetworkBuilder extends GraphBuilder {
  input(shape: readonly (number | null)[], placement?: Placement): Tensor;
  training(training: Partial<TrainingConfig>): NetworkBuilder;
  document(): NetloomDocument;
}

export interface BlockBuilder extends GraphBuilder {
  /** A named input; ports stand in the order in which they are made. */
  input(name: string, at?: Placement['at']): Tensor;
  output(name: string, value: Tensor, at?: Placement['at']): void;
}

export interface BlockOptions {
  readonly label?: string;
  readonly doc?: string;
  /** Exposed params with what they stand for: `[node, param]`, or `[node, param, times]`. */
  readonly params?: Readonly<
    Record<string, { readonly label?: string; readonly doc?: string; readonly default?: Json; readonly targets: readonly (readonly [node: string, param: string, times?: number])[] }>
  >;
}

/** A block's definition, with those it contains. */
export interface Block {
  readonly name: string;
  readonly definition: BlockDefinition;
  readonly inner: readonly Block[];
}

/**
 * Defines a block for `tensor.block(…)`:
 * ```ts
 * const residual = block('residual', (b) => {
 *   const x = b.input('x');
 *   b.output('y', x.conv2d({ kernelSize: 3, padding: 1 }, { id: 'conv' }).add({}, { with: [x] }));
 * }, { params: { filters: { default: 64, targets: [['conv', 'filters']] } } });
 * ```
 */
export function block(name: string, build: (inside: BlockBuilder) => void, { label, doc, params }: BlockOptions = {}): Block {
  const graph = new GraphInProgress(`block("${name}")`);
  build({
    input: (port, at) => graph.add('blockInput', [], {}, { id: port, ...(at ? { at } : {}) }),
    output: (port, value, at) => void graph.add('blockOutput', [value], {}, { id: port, ...(at ? { at } : {}) }),
    merge: (type, inputs, given = {}, placement = {}) => graph.add(type, inputs, given, placement),
  });
  const exposed = Object.entries(params ?? {}).map(([param, { targets, ...rest }]): [string, BlockParam] => [
    param,
    { ...rest, targets: targets.map(([node, target, times]) => ({ node, param: target, ...(times === undefined ? {} : { times }) })) },
  ]);
  const definition: BlockDefinition = {
    ...(label === undefined ? {} : { label }),
    ...(doc === undefined ? {} : { doc }),
    ...graph.placed(),
    ...(exposed.length > 0 ? { params: Object.fromEntries(exposed) } : {}),
  };
  return { name, definition, inner: [...graph.blocks.values()] };
}

/**
 * Starts a network:
 * ```ts
 * const net = network('tiny');
 * net.input([28, 28, 1]).conv2d({ filters: 8 }).flatten().dense({ units: 10 }).output();
 * const document = net.document();
 * ```
 * It only builds: whether the shapes fit is the compiler's business.
 */
export function network(name: string): NetworkBuilder {
  const graph = new GraphInProgress(`network("${name}")`);
  let trainingConfig = emptyDocument().training;
  const builder: NetworkBuilder = {
    input: (shape, placement = {}) => graph.add('input', [], { shape }, placement),
    merge: (type, inputs, params = {}, placement = {}) => graph.add(type, inputs, params, placement),
    training(config) {
      trainingConfig = { ...trainingConfig, ...config } as TrainingConfig;
      return builder;
    },
    document: () => ({ ...emptyDocument(name), ...graph.placed(), blocks: definitionsOf([...graph.blocks.values()]), training: trainingConfig }),
  };
  return builder;
}

/** Definitions by name, those inside others too. */
export function definitionsOf(blocks: readonly Block[]): Readonly<Record<string, BlockDefinition>> {
  const found: Record<string, BlockDefinition> = {};
  const visit = ({ name, definition, inner }: Block): void => {
    if (Object.hasOwn(found, name) && found[name] !== definition) throw new Error(`Two blocks are called "${name}"`);
    found[name] = definition;
    inner.forEach(visit);
  };
  blocks.forEach(visit);
  return found;
}

interface Source {
  readonly node: string;
  readonly port?: string;
}

class GraphInProgress {
  readonly blocks = new Map<string, Block>();
  private readonly nodes: (Omit<GraphNode, 'position'> & { id: string; type: string; at?: readonly [number, number] })[] = [];
  private readonly edges: GraphEdge[] = [];
  private readonly taken = new Set<string>();
  private readonly sources = new WeakMap<Tensor, Source>();

  constructor(private readonly title: string) {}

  add(type: string, inputs: readonly Tensor[], params: Readonly<Record<string, unknown>>, placement: Placement, instanceOf?: Block): Tensor {
    const { taken, title } = this;
    if (placement.id !== undefined && taken.has(placement.id)) throw new Error(`${title}: two nodes are called "${placement.id}"`);
    const id = placement.id ?? freshId(taken, instanceOf ? instanceOf.name.replaceAll(/\W/g, '_') : type);
    taken.add(id);
    const given = Object.fromEntries(Object.entries(params).filter(([, v]) => v !== undefined)) as Record<string, Json>;
    const known = instanceOf ? this.blocks.get(instanceOf.name) : undefined;
    if (known && known.definition !== instanceOf!.definition) throw new Error(`${title}: two blocks are called "${known.name}"`);
    if (instanceOf) this.blocks.set(instanceOf.name, instanceOf);
    this.nodes.push({
      id,
      type,
      ...(instanceOf ? { block: instanceOf.name } : {}),
      ...(placement.sharedWith === undefined ? {} : { sharedWith: placement.sharedWith.node }),
      at: placement.at,
      ...(Object.keys(given).length > 0 ? { params: given } : {}),
    } as (typeof this.nodes)[number]);
    const ports = instanceOf ? portsOf(instanceOf.definition).inputs : null;
    const several = inputs.length > 1;
    inputs.forEach((input, i) => {
      const { node, port } = this.sources.get(input)!;
      const targetPort = several ? { targetPort: ports ? ports[i]! : String(i) } : {};
      this.edges.push({ source: node, ...(port === undefined ? {} : { sourcePort: port }), target: id, ...targetPort });
    });
    return this.tensor({ node: id });
  }

  /** The graph, with places for its nodes: their own if all have one, else by rank. */
  placed(): Graph {
    const { nodes, edges } = this;
    const places = nodes.every((n) => n.at) ? null : layout(nodes, edges);
    return {
      nodes: nodes.map(({ at, ...node }): GraphNode => {
        const position: readonly [number, number] = places ? places.get(node.id)! : [Math.round(at![0] * COLUMN_GAP), Math.round(at![1] * RANK_GAP)];
        const { params, ...rest } = node;
        return { ...rest, position, ...(params ? { params } : {}) } as GraphNode;
      }),
      edges,
    };
  }

  private tensor(source: Source): Tensor {
    const self = { node: source.node } as Record<string, unknown>;
    const tensor = self as unknown as Tensor;
    for (const layer of layers) {
      if (layer.type === 'input') continue;
      self[layer.type] = (params: Record<string, unknown> = {}, placement: Placement = {}) => this.add(layer.type, [tensor, ...(placement.with ?? [])], params, placement);
    }
    self['block'] = (definition: Block, params: Record<string, Json> = {}, placement: Placement = {}) =>
      this.add('block', [tensor, ...(placement.with ?? [])], params['repeat'] === 1 ? { ...params, repeat: undefined } : params, placement, definition);
    self['out'] = (port: string) => this.tensor({ node: source.node, port });
    this.sources.set(tensor, source);
    return tensor;
  }
}
