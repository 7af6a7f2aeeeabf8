// Which layers and blocks fit at an end of an edge, and what they would make of it: asked of the layers' own rules. Pure; knows no store and no canvas.

import { compile } from '../../compiler/compile.ts';
import { resolve, type Evaluation } from '../../compiler/resolve.ts';
import type { BlockPackage } from '../../graph/blockPackage.ts';
import { portsOf } from '../../graph/blocks.ts';
import { emptyDocument, type GraphNode, type NetloomDocument } from '../../graph/document.ts';
import { layerOf, layers } from '../../layers/index.ts';
import { formatShape, type AnyLayer, type Shape } from '../../layers/layer.ts';
import type { Addable } from './addable.ts';

export interface Fit {
  readonly layer: Addable;
  readonly fits: boolean;
  /** What it would give on; null where that is not known, and for ends of the network. */
  readonly output: Shape | null;
  /** Why it does not fit, for people. */
  readonly reason: string | null;
}

const all = layers as readonly unknown[] as readonly AnyLayer[];

/** Shapes of each rank, for asking what a layer gives on before it has any input. */
const EXAMPLES: readonly Shape[] = [[64], [16, 64], [32, 32, 16], [16, 16, 16, 8]];

/** Of an evaluation: whether the network could go on with it. */
export const isFine = (evaluation: Evaluation): boolean => evaluation.output !== null && !evaluation.problems.some((p) => p.severity === 'error');

/** Inputs of these shapes for a layer: of one tensor a merge takes two alike, since the second comes later. */
function inputsFor(layer: AnyLayer, shapes: readonly Shape[]): readonly Shape[] | null {
  const { min, max } = layer.inputs;
  if (shapes.length > max) return null;
  const missing = min - shapes.length;
  return missing > 0 ? [...shapes, ...Array.from({ length: missing }, () => shapes.at(-1)!)] : shapes;
}

/** What each layer, with default params, makes of tensors of these shapes; unknown shapes exclude no layer that has an input. Those that fit first. */
export function fitsAfter(shapes: readonly (Shape | null)[], among: readonly AnyLayer[] = all): readonly Fit[] {
  const takers = endsLast(among.filter((layer) => layer.inputs.max > 0));
  const known = shapes.filter((shape) => shape !== null);
  if (known.length < shapes.length || known.length === 0) {
    return takers.filter((layer) => layer.inputs.max >= shapes.length).map((layer) => ({ layer, fits: true, output: null, reason: null }));
  }
  return fittingFirst(takers.map((layer) => {
    const inputs = inputsFor(layer, known);
    if (!inputs) return { layer, fits: false, output: null, reason: 'has one input' };
    return fitOf(layer, resolve(layer, undefined).evaluate(inputs), inputs);
  }));
}

function fitOf(layer: AnyLayer, evaluation: Evaluation, inputs: readonly Shape[]): Fit {
  const fits = isFine(evaluation);
  return { layer, fits, output: fits && layer.hasOutput ? evaluation.output : null, reason: fits ? null : `does not take ${inputs.map(formatShape).join(' and ')}` };
}

/** What each layer that could stand in this node's place makes of its inputs, with the params that it would keep. Those that fit first. */
export function fitsInstead(shapes: readonly (Shape | null)[], keptParams: (layer: AnyLayer) => Readonly<Record<string, unknown>>, among: readonly AnyLayer[] = all): readonly Fit[] {
  const known = shapes.filter((shape) => shape !== null);
  if (known.length < shapes.length || known.length === 0) return endsLast(among).map((layer) => ({ layer, fits: true, output: null, reason: null }));
  return fittingFirst(endsLast(among.filter((layer) => layer.inputs.max > 0)).map((layer) => {
    const inputs = inputsFor(layer, known.slice(0, layer.inputs.max))!;
    return fitOf(layer, resolve(layer, keptParams(layer)).evaluate(inputs), inputs);
  }));
}

/** Layers that could feed an input of a node of this type: those that can give a rank it takes. Where data enters comes first. */
export function fitsBefore(type: string, params: Readonly<Record<string, unknown>> | undefined, among: readonly AnyLayer[] = all): readonly Fit[] {
  const taker = layerOf(type);
  const takes = (shape: Shape): boolean => {
    if (!taker) return true;
    const inputs = inputsFor(taker, [shape]);
    return inputs !== null && isFine(resolve(taker, params).evaluate(inputs));
  };
  const taken = new Map(EXAMPLES.map((shape) => [shape, takes(shape)]));
  const givesFitting = (layer: AnyLayer): boolean =>
    layer.inputs.max === 0 || EXAMPLES.some((shape) => {
      const inputs = inputsFor(layer, [shape]);
      const evaluation = inputs && resolve(layer, undefined).evaluate(inputs);
      if (!evaluation || !isFine(evaluation)) return false;
      const { output } = evaluation;
      const example = EXAMPLES.find((e) => e.length === output!.length);
      return takes(output!) || (example !== undefined && taken.get(example) === true);
    });
  const givers = among.filter((layer) => layer.hasOutput).toSorted((a, b) => Number(a.inputs.max > 0) - Number(b.inputs.max > 0));
  return fittingFirst(givers.map((layer) => {
    const fits = givesFitting(layer);
    return { layer, fits, output: null, reason: fits ? null : `gives no shape that ${taker?.label ?? type} takes` };
  }));
}

/** What blocks make of tensors of these shapes, one for each of their inputs. Unknown shapes exclude none. */
export function blocksAfter(shapes: readonly (Shape | null)[], blocks: readonly Addable[], definitionsFor: (type: string) => BlockPackage | undefined): readonly Fit[] {
  return fittingFirst(blocks.flatMap((layer): readonly Fit[] => {
    const block = definitionsFor(layer.type);
    const definition = block?.definitions[block.name];
    if (!block || !definition) return [];
    const { inputs, outputs } = portsOf(definition);
    if (shapes.length > inputs.length) return [{ layer, fits: false, output: null, reason: `has ${inputs.length === 1 ? 'one input' : `${inputs.length} inputs`}` }];
    if (shapes.length === 0 || shapes.includes(null)) return [{ layer, fits: true, output: null, reason: null }];
    const given = inputs.map((_, i) => shapes[i] ?? shapes.at(-1)!);
    const { report, diagnostics } = compile(trial(block, inputs, outputs, given));
    const fits = !diagnostics.some((d) => d.severity === 'error');
    return [{ layer, fits, output: fits ? (report.nodes['it']?.outputShape ?? null) : null, reason: fits ? null : `does not take ${given.map(formatShape).join(' and ')}` }];
  }));
}

/** A network of nothing but inputs of these shapes, one instance, and outputs. */
function trial({ name, definitions }: BlockPackage, inputs: readonly string[], outputs: readonly string[], shapes: readonly Shape[]): NetloomDocument {
  const at = [0, 0] as const;
  return {
    ...emptyDocument(),
    blocks: definitions,
    nodes: [
      ...inputs.map((port, i): GraphNode => ({ id: `in ${port}`, type: 'input', position: at, params: { shape: shapes[i]! } })),
      { id: 'it', type: 'block', block: name, position: at },
      ...outputs.map((port): GraphNode => ({ id: `out ${port}`, type: 'output', position: at })),
    ],
    edges: [
      ...inputs.map((port) => ({ source: `in ${port}`, target: 'it', targetPort: port })),
      ...outputs.map((port) => ({ source: 'it', sourcePort: port, target: `out ${port}` })),
    ],
  };
}

/** An end of the network is not what mostly comes next, or in a layer's place. */
const endsLast = (among: readonly AnyLayer[]): readonly AnyLayer[] => among.toSorted((a, b) => Number(!a.hasOutput) - Number(!b.hasOutput));

const fittingFirst = (fits: readonly Fit[]): readonly Fit[] => [...fits.filter((f) => f.fits), ...fits.filter((f) => !f.fits)];
