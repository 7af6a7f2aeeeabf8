// The fluent builder: networks written as code, for templates and tests. Its methods are the layers of the registry.

import type { Layers, LayerType } from '../layers/index.ts';
import { layers } from '../layers/index.ts';
import type { ParamsOf } from '../layers/params.ts';
import { emptyDocument, type GraphEdge, type GraphNode, type Json, type NetloomDocument, type TrainingConfig } from './document.ts';
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
}

type LayerMethods = { readonly [T in Exclude<LayerType, 'input'>]: (params?: ParamsFor<T>, placement?: Placement) => Tensor };

/** The output of a node; its methods add a layer that takes it as its first input. */
export type Tensor = LayerMethods & { readonly node: string };

export interface NetworkBuilder {
  input(shape: readonly (number | null)[], placement?: Placement): Tensor;
  /** Adds any layer to these inputs: `merge('add', [a, b])`. */
  merge<T extends Exclude<LayerType, 'input'>>(type: T, inputs: readonly Tensor[], params?: ParamsFor<T>, placement?: Placement): Tensor;
  training(training: Partial<TrainingConfig>): NetworkBuilder;
  document(): NetloomDocument;
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
  const nodes: (Omit<GraphNode, 'position'> & { id: string; type: string; at?: readonly [number, number] })[] = [];
  const edges: GraphEdge[] = [];
  const taken = new Set<string>();
  let trainingConfig = emptyDocument().training;

  const add = (type: LayerType, inputs: readonly Tensor[], params: Readonly<Record<string, unknown>>, placement: Placement): Tensor => {
    if (placement.id !== undefined && taken.has(placement.id)) throw new Error(`network("${name}"): two nodes are called "${placement.id}"`);
    const id = placement.id ?? freshId(taken, type);
    taken.add(id);
    const given = Object.fromEntries(Object.entries(params).filter(([, v]) => v !== undefined)) as Record<string, Json>;
    nodes.push({ id, type, at: placement.at, ...(Object.keys(given).length > 0 ? { params: given } : {}) } as (typeof nodes)[number]);
    const several = inputs.length > 1;
    inputs.forEach((input, port) => edges.push({ source: input.node, target: id, ...(several ? { targetPort: String(port) } : {}) }));
    return tensor(id);
  };

  const tensor = (id: string): Tensor => {
    const self = { node: id } as Record<string, unknown>;
    for (const layer of layers) {
      if (layer.type === 'input') continue;
      self[layer.type] = (params: Record<string, unknown> = {}, placement: Placement = {}) =>
        add(layer.type, [self as unknown as Tensor, ...(placement.with ?? [])], params, placement);
    }
    return self as unknown as Tensor;
  };

  const builder: NetworkBuilder = {
    input: (shape, placement = {}) => add('input', [], { shape }, placement),
    merge: (type, inputs, params = {}, placement = {}) => add(type, inputs, params, placement),
    training(config) {
      trainingConfig = { ...trainingConfig, ...config } as TrainingConfig;
      return builder;
    },
    document() {
      const places = nodes.every((n) => n.at) ? null : layout(nodes, edges);
      return {
        ...emptyDocument(name),
        nodes: nodes.map(({ at, ...node }): GraphNode => {
          const position: readonly [number, number] = places
            ? places.get(node.id)!
            : [Math.round(at![0] * COLUMN_GAP), Math.round(at![1] * RANK_GAP)];
          const { params, ...rest } = node;
          return { ...rest, position, ...(params ? { params } : {}) } as GraphNode;
        }),
        edges,
        training: trainingConfig,
      };
    },
  };
  return builder;
}
