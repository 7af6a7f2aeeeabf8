// For tests: networks that together use every layer with its default params and with each param varied. Knows no tfjs.

import { type GraphEdge, type GraphNode, type Json, emptyDocument, type NetloomDocument } from '../../graph/document.ts';
import { layers, type LayerType } from '../../layers/index.ts';
import type { AnyLayer, Shape } from '../../layers/layer.ts';
import { completeParams, type ParamSpec, type ParamValue } from '../../layers/params.ts';

export interface SweptLayer {
  readonly type: LayerType;
  /** One network: the layer with each set of params, side by side on the same inputs. */
  readonly document: NetloomDocument;
  /** How many sets of params it holds. */
  readonly cases: number;
}

/** Input shapes to try, small and with unequal axes, so that mixed up axes show. */
const INPUTS: readonly Shape[] = [[8, 10, 4], [12], [9, 4], [4, 5, 6, 2]];

/** Values of a param worth a case of their own; what a layer refuses is left out later. */
function variations(spec: ParamSpec): readonly ParamValue[] {
  switch (spec.kind) {
    case 'integer':
      return [spec.min, 2, 3].filter((value) => value >= spec.min && value <= spec.max);
    case 'number':
      return [0.25, 0.9].filter((value) => value >= spec.min && value <= spec.max);
    case 'boolean':
      return [true, false];
    case 'choice':
      return spec.options.map((option) => option.value);
    case 'perAxis':
      return [2, spec.axes === 1 ? [3] : Array.from({ length: spec.axes }, (_, i) => i + 1), 4];
    case 'padding':
      return ['same', 'valid', 1, Array.from({ length: spec.axes }, (_, i) => i % 3)];
    case 'borders':
      return [1, Array.from({ length: spec.axes }, (_, i) => [i, 2])];
    case 'shape':
      return [[-1], [4, -1], [5, 8, 8]];
    case 'text':
      return [];
    case 'layer':
      return spec.layers.map((one) => ({ type: one.type, params: { ...fewFilters(one) } }));
    default:
      return spec satisfies never;
  }
}

/** Less to compute than with the 32 of the defaults. */
const fewFilters = (layer: AnyLayer): Readonly<Record<string, ParamValue>> => ('filters' in layer.params ? { filters: 6 } : {});

/** Pairs of params that act on one another: padding with kernel and stride. */
function combinations(layer: AnyLayer): readonly Readonly<Record<string, ParamValue>>[] {
  const has = (...names: readonly string[]): boolean => names.every((name) => name in layer.params);
  const windowParam = has('kernelSize') ? 'kernelSize' : 'poolSize';
  if (!has('strides', 'padding', windowParam)) return [];
  const found: Record<string, ParamValue>[] = [];
  const few = fewFilters(layer);
  for (const size of [1, 2, 3, 4]) {
    for (const strides of [1, 2, 3]) for (const padding of ['same', 'valid', 1] as const) found.push({ [windowParam]: size, strides, padding, ...few });
  }
  if (has('outputPadding')) found.push({ kernelSize: 3, strides: 2, padding: 1, outputPadding: 1 }, { kernelSize: 2, strides: [2, 3], outputPadding: [1, 2] });
  if (has('dilationRate')) found.push({ dilationRate: 2, strides: 2, padding: 2 }, { dilationRate: [1, 2], padding: 'same' });
  if (has('ceilMode')) found.push({ ceilMode: true, poolSize: 3, strides: 2 }, { ceilMode: true, poolSize: 3, strides: 2, padding: 1 });
  if (has('countIncludePad')) found.push({ countIncludePad: true, poolSize: 3, padding: 1 }, { countIncludePad: true, ceilMode: true, poolSize: 3, padding: 1 });
  if (windowParam === 'kernelSize' && layer.params['padding']?.kind === 'padding' && layer.params['padding'].words.includes('causal')) found.push({ padding: 'causal', dilationRate: 2 });
  if (has('groups', 'filters')) found.push({ groups: 2, filters: 6, padding: 1 }, { groups: 4, filters: 4, strides: 2 });
  return found;
}

/** The inputs' shapes: alike, but for an unpooling, whose first is half as high and wide. */
function shapesOf(layer: AnyLayer, shape: Shape, arity: number): readonly Shape[] {
  const shapes = Array.from({ length: arity }, () => shape);
  return layer.type === 'maxUnpooling2d' ? shapes.with(0, shape.map((dim, i) => (i === 2 ? dim : Math.floor(Number(dim) / 2)))) : shapes;
}

const isIo = (layer: AnyLayer): boolean => layer.type === 'input' || layer.type === 'output';

/** Every layer of the list but input and output, which every network has. */
export function layerSweep(): readonly SweptLayer[] {
  return (layers as readonly AnyLayer[]).filter((layer) => !isIo(layer)).map(sweep);
}

function sweep(layer: AnyLayer): SweptLayer {
  const fits = (params: Readonly<Record<string, unknown>>, shape: Shape): boolean => {
    const completed = completeParams(layer.params, params);
    const outcome = completed.problems.length === 0 && layer.shape(completed.params, shapesOf(layer, shape, arity));
    return outcome !== false && outcome.ok;
  };
  const arity = Math.max(layer.inputs.min, Math.min(layer.inputs.max, 3));
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const inputs = new Map<Shape, readonly string[]>();
  const inputsOf = (shape: Shape): readonly string[] => {
    const known = inputs.get(shape);
    if (known !== undefined) return known;
    const ids = Array.from({ length: arity }, (_, i) => `in${inputs.size}_${i}`);
    const shapes = shapesOf(layer, shape, arity);
    ids.forEach((id, i) => nodes.push({ id, type: 'input', position: [0, 0], params: { shape: [...(shapes[i] ?? shape)] } }));
    inputs.set(shape, ids);
    return ids;
  };

  const single = Object.entries(layer.params).flatMap(([name, spec]) => variations(spec).map((value) => ({ ...fewFilters(layer), [name]: value })));
  const tried = [{}, ...single, ...combinations(layer)];
  let cases = 0;
  for (const params of tried) {
    // The defaults are tried on every rank, variations on the first that fits.
    const shapes = INPUTS.filter((shape) => fits(params, shape)).slice(0, Object.keys(params).length === 0 ? INPUTS.length : 1);
    for (const shape of shapes) {
      const id = `case${cases++}`;
      nodes.push({ id, type: layer.type, position: [0, 0], params: params as Record<string, Json> });
      inputsOf(shape).forEach((source, port) => edges.push({ source, target: id, targetPort: String(port) }));
      nodes.push({ id: `out${id}`, type: 'output', position: [0, 0], params: { loss: 'meanSquaredError' } });
      edges.push({ source: id, target: `out${id}` });
    }
  }
  return { type: layer.type as LayerType, cases, document: { ...emptyDocument(layer.type), nodes, edges } };
}
