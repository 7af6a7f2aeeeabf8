// Ideas for shapes that do not fit: other params where the wrong size began, layers that bring two tensors together.

import type { Repair, Shape } from '../../layers/layer.ts';
import { spread, type ParamValue, type PerAxis } from '../../layers/params.ts';
import type { Fix } from '../compilation.ts';
import type { Finding, Station } from '../network.ts';
import { disagreement, originOf } from '../origin.ts';
import { evaluateWith } from '../resolve.ts';
import { bypass, insertFix, setParams, type FixContext, type Idea } from './candidate.ts';
import { resizeInput } from './inputSizes.ts';

/** What the layer itself proposed, as edits. */
export function layerRepairs(finding: Finding, station: Station, context: FixContext): readonly Fix[] {
  return (finding.repairs ?? []).flatMap((repair: Repair): readonly Fix[] => {
    if (repair.kind === 'setParams') return [setParams(repair.label, station.id, repair.params)];
    // The layer counts its inputs; the wire knows its port.
    return insertFix(repair.label, station.incoming[repair.port], [{ type: repair.layer, params: repair.params }], context);
  });
}

/**
 * At a merge: params of the layer that made the wrong size, then what the merge proposes, then params of the way down. Where a stride
 * lost a remainder, an input that leaves none comes second: it needs no change of the architecture.
 */
export const mendSize = function* (finding, station, context) {
  const proposed = layerRepairs(finding, station, context);
  const input = finding.port === undefined ? 0 : station.incoming.findIndex((w) => w.port === finding.port);
  const found = disagreement(station, Math.max(0, input));
  if (!found) return proposed;
  const { origin, wrong, right, floored } = found;
  const wanted = right.source.evaluation?.output;
  const made = wrong.source.evaluation?.output;
  if (!wanted || !made) return proposed;
  const [best, others] = retune(origin, wanted, '');
  // A size that was lost on the way down is best kept there: the way up then needs no change of its own.
  const kept = floored ? retune(floored, [...wanted].map((dim, axis) => (axis < wanted.length - 1 && dim !== null ? Math.ceil(dim / 2) : null)), ` of \`${floored.id}\``).flat() : [];
  const resized = yield* resizeInput(station, context);
  const early = floored ? resized.slice(0, 1) : [];
  return [...best.slice(0, 1), ...early, ...best.slice(1), ...proposed.slice(0, 3), ...(early.length > 0 ? [] : resized.slice(0, 1)), ...others, ...kept.slice(0, 1), ...proposed.slice(3)];
} satisfies Idea;

/** The params that can make a map a little larger or smaller, in the order in which people think of them. */
const TUNABLE = ['outputPadding', 'kernelSize', 'padding', 'strides', 'size', 'poolSize'] as const;

/**
 * Params that let a layer give the wanted size on all axes but the last, one param at a time, each axis as near to its
 * present value as possible. The first list holds the two best, the second the others.
 */
function retune(origin: Station, wanted: Shape, suffix: string): readonly [readonly Fix[], readonly Fix[]] {
  const { resolved, evaluation } = origin;
  const spatial = wanted.length - 1;
  if (!resolved || !evaluation || evaluation.output?.length !== wanted.length || origin.incoming.length !== 1) return [[], []];
  const fits = (shape: Shape | null | undefined): boolean => !!shape && wanted.every((dim, i) => i === spatial || dim === null || shape[i] === dim);
  const fixes: Fix[] = [];
  for (const name of TUNABLE) {
    const spec = Object.hasOwn(resolved.layer.params, name) ? resolved.layer.params[name] : undefined;
    if (!spec) continue;
    const now = resolved.params[name];
    const values = typeof now === 'string' ? null : spread(now as PerAxis, spatial);
    const range = neighbours(name, values ?? Array.from({ length: spatial }, () => 0));
    const outputs = range.map((value) => ({ value, shape: evaluateWith(resolved, { [name]: value }, evaluation.inputs)?.output }));
    const perAxis = Array.from({ length: spatial }, (_, axis) => {
      const fitting = outputs.filter(({ shape }) => shape && (wanted[axis] === null || shape[axis] === wanted[axis]));
      return fitting.toSorted((a, b) => Math.abs(a.value - (values?.[axis] ?? 0)) - Math.abs(b.value - (values?.[axis] ?? 0)))[0]?.value;
    });
    const candidates: ParamValue[] = perAxis.every((value) => value !== undefined) ? [compact(perAxis)] : [];
    if (name === 'padding') candidates.push('same', 'valid');
    for (const value of candidates) {
      if (JSON.stringify(value) === JSON.stringify(now) || !fits(evaluateWith(resolved, { [name]: value }, evaluation.inputs)?.output)) continue;
      fixes.push(setParams(`${labelOf(name, value, spatial)}${suffix}`, origin.id, { [name]: value }));
    }
  }
  return [fixes.slice(0, 2), fixes.slice(2)];
}

function neighbours(name: (typeof TUNABLE)[number], now: readonly number[]): readonly number[] {
  const [low, high] = [Math.min(...now), Math.max(...now)];
  const [from, to] = name === 'outputPadding' || name === 'padding' ? [0, high + 4] : [Math.max(1, low - 4), high + 4];
  return Array.from({ length: Math.min(24, to - from + 1) }, (_, i) => from + i);
}

const compact = (values: readonly number[]): ParamValue => (values.every((value) => value === values[0]) ? values[0]! : values);

function labelOf(name: (typeof TUNABLE)[number], value: ParamValue, axes: number): string {
  const shown = Array.isArray(value) ? value.join('×') : typeof value === 'string' ? `"${value}"` : String(value);
  const window = typeof value === 'number' ? Array.from({ length: axes }, () => value).join('×') : shown;
  const labels: Record<(typeof TUNABLE)[number], string> = {
    outputPadding: `Output padding ${shown}`,
    kernelSize: `Kernel ${window}`,
    padding: `Padding ${shown}`,
    strides: `Stride ${shown}`,
    size: `Up-sample ${window}`,
    poolSize: `Pool ${window}`,
  };
  return labels[name];
}

/** What the merge proposes (a 1×1 convolution on the skip), then the channels of the layer that made them. */
export const mendChannels: Idea = (finding, station, context) => {
  const proposed = layerRepairs(finding, station, context);
  const input = finding.port === undefined ? 0 : station.incoming.findIndex((w) => w.port === finding.port);
  const found = disagreement(station, Math.max(0, input));
  if (!found) return proposed;
  const { wrong, right, axis } = found;
  return [...proposed, ...setChannels(wrong.source, axis, sizeOn(right.source, axis)), ...setChannels(right.source, axis, sizeOn(wrong.source, axis))];
};

const sizeOn = (station: Station, axis: number): number | null => station.evaluation?.output?.[axis] ?? null;

/** Sets `filters` or `units` of the layer that made the channels of `from`. */
export function setChannels(from: Station, axis: number, count: number | null): readonly Fix[] {
  const origin = originOf(from, axis);
  const name = ['filters', 'units'].find((n) => Object.hasOwn(origin.resolved?.layer.params ?? {}, n));
  if (name === undefined || count === null) return [];
  return [setParams(`Give \`${origin.id}\` ${count} ${count === 1 ? name.slice(0, -1) : name}`, origin.id, { [name]: count })];
}

export const mendRank: Idea = (finding, station, context) => {
  const wires = finding.port === undefined ? station.incoming : station.incoming.filter((w) => w.port === finding.port);
  const flattened = wires.flatMap((wire) => {
    const rank = wire.source.evaluation?.output?.length ?? 0;
    if (rank < 2) return [];
    return [
      ...insertFix('Insert a flatten before it', wire, [{ type: 'flatten', params: {} }], context),
      ...insertFix('Insert a global average pooling before it', wire, [{ type: `globalAveragePooling${rank - 1}d`, params: {} }], context),
    ];
  });
  return [...layerRepairs(finding, station, context), ...flattened];
};

export const mendNothingLeft = function* (finding, station, context) {
  const proposed = layerRepairs(finding, station, context);
  return station.incoming.length === 1 ? [...proposed, ...(yield* resizeInput(station, context)).slice(0, 1), bypass(station)] : proposed;
} satisfies Idea;

/** Weights that are too many are mostly those of a dense layer after a flatten. */
export const shrink: Idea = (_finding, station) => {
  const source = station.incoming[0]?.source;
  const rank = source?.evaluation?.inputs[0]?.length;
  const pooled: readonly Fix[] =
    source?.node.type === 'flatten' && rank !== undefined
      ? [{ label: `Pool globally instead of \`${source.id}\``, edits: [{ kind: 'setType', id: source.id, type: `globalAveragePooling${rank - 1}d` }] }]
      : [];
  return station.incoming.length === 1 && station.outgoing.length > 0 ? [...pooled, bypass(station)] : pooled;
};
