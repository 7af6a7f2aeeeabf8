// Ideas that bring a network together with its loss and its data.

import { lossSpecs, type LossName } from '../../layers/losses.ts';
import type { ParamValue } from '../../layers/params.ts';
import type { Fix } from '../compilation.ts';
import { predictionsFor } from '../dataFit.ts';
import { lossOf } from '../lossActivation.ts';
import type { Station } from '../network.ts';
import { insertFix, setParams, type Idea, type NewLayer } from './candidate.ts';
import { setChannels } from './sizes.ts';

export const mendLossActivation: Idea = (_finding, station, context) => {
  const loss = lossOf(station);
  const wire = station.incoming[0];
  if (!loss || !wire) return [];
  const activation = activationFor(loss);
  if (activation === null) return [];
  const { source } = wire;
  const insert = insertFix(`Insert a ${activation} before it`, wire, [{ type: 'activation', params: { activation } }], context);
  const has = source.resolved && Object.hasOwn(source.resolved.layer.params, 'activation');
  const now = source.resolved?.params['activation'];
  const set: readonly Fix[] = has && source.outgoing.length === 1 ? [setParams(`Set the activation of \`${source.id}\` to ${activation}`, source.id, { activation })] : [];
  const scale = setParams('Use the mean squared error', station.id, { loss: 'meanSquaredError' });
  // Where another activation stands, one more after it would not do what was meant.
  return now !== undefined && now !== 'linear' ? [...set, ...insert, scale] : [...insert, ...set, scale];
};

function activationFor(loss: LossName): 'sigmoid' | 'softmax' | null {
  const { expects } = lossSpecs[loss];
  return expects === 'probability' ? 'sigmoid' : expects === 'distribution' ? 'softmax' : null;
}

export const fitInput: Idea = (_finding, station, { data }) =>
  data ? [setParams(`Set the shape to ${data.inputShape.join('×')}`, station.id, { shape: [...data.inputShape] })] : [];

/** Losses in the order in which they suit the task. */
function lossesFor(task: 'classification' | 'segmentation' | 'regression'): readonly LossName[] {
  switch (task) {
    case 'classification':
      return ['sparseCategoricalCrossentropy', 'categoricalCrossentropy', 'binaryCrossentropy'];
    case 'segmentation':
      return ['diceBinaryCrossentropy', 'binaryCrossentropy', 'sparseCategoricalCrossentropy'];
    case 'regression':
      return ['meanSquaredError', 'meanAbsoluteError'];
    default:
      return task satisfies never;
  }
}

/**
 * Keeps the loss if it suits the task, then changes it; for each adds the layers that are missing at the end. A loss that could be met
 * without suiting, as the squared error of class numbers, comes after the best one: mostly it stands there because nobody chose yet.
 */
export const fitTargets: Idea = (_finding, station, context) => {
  const { data } = context;
  const wire = station.incoming[0];
  const arriving = wire?.source.evaluation?.output;
  const now = lossOf(station);
  if (!data || !wire || !arriving || !now) return [];
  const suited = lossesFor(data.task);
  const [best, ...others] = suited.filter((loss) => loss !== now);
  const kept = predictionsFor(now, data) === null ? [] : [now];
  const losses = [...(suited.includes(now) ? [...kept, best] : [best, ...kept]), ...others].filter((loss) => loss !== undefined);
  return losses.flatMap((loss) => {
    const wanted = predictionsFor(loss, data)?.[0];
    if (!wanted) return [];
    const change: readonly Fix[] = loss === now ? [] : [setParams(`Use ${lossSpecs[loss].label.toLowerCase()}`, station.id, { loss })];
    const tail = (fix: Fix): Fix => (loss === now ? fix : { label: `${fix.label} and use ${lossSpecs[loss].label.toLowerCase()}`, edits: [...fix.edits, ...change[0]!.edits] });
    const axis = arriving.length - 1;
    const channels = wanted.at(-1)!;
    const sameRank = arriving.length === wanted.length;
    const fixes: Fix[] = [...change];
    if (sameRank) fixes.push(...keepSizes(wire.source, arriving, wanted).map(tail), ...setChannels(wire.source, axis, channels).map(tail));
    for (const layers of endings(arriving, wanted, activationFor(loss))) {
      fixes.push(...insertFix(`Insert ${layers.map((l) => context.layerOf(l.type)?.label ?? l.type).join(' and ')}`, wire, layers, context).map(tail));
    }
    return fixes;
  });
};

/** A map that came out smaller than its mask: mostly every convolution before it took off a border, as they do unless told otherwise. */
function keepSizes(last: Station, arriving: readonly (number | null)[], wanted: readonly number[]): readonly Fix[] {
  const axis = arriving.length - 1;
  if (!arriving.slice(0, axis).some((size, i) => size !== null && size < wanted[i]!)) return [];
  const before = new Set([last]);
  for (const station of before) for (const { source } of station.incoming) before.add(source);
  const narrowing = [...before].filter(({ resolved }) => resolved?.layer.category === 'convolution' && (resolved.params['padding'] === 0 || resolved.params['padding'] === 'valid')).toSorted((a, b) => a.index - b.index);
  const [first, ...others] = narrowing;
  if (!first) return [];
  const keep: Fix = {
    label: `Keep the size in \`${first.id}\`${others.length === 0 ? '' : ` and ${others.length} more`}`,
    edits: narrowing.map(({ id }) => ({ kind: 'setParams', id, params: { padding: 'same' } })),
  };
  if (arriving[axis] === wanted[axis]) return [keep];
  return setChannels(last, axis, wanted[axis]!).map((fix) => ({ label: `${keep.label}, ${fix.label[0]!.toLowerCase()}${fix.label.slice(1)}`, edits: [...keep.edits, ...fix.edits] }));
}

/** Layers that turn what arrives into what is wanted. */
function endings(arriving: readonly (number | null)[], wanted: readonly number[], activation: string | null): readonly (readonly NewLayer[])[] {
  const last = wanted.at(-1) ?? 1;
  const carried: Readonly<Record<string, ParamValue>> = activation === null ? {} : { activation };
  const dense: NewLayer = { type: 'dense', params: { units: last, ...carried } };
  if (wanted.length === 1) {
    if (arriving.length === 1) return [[dense]];
    return [[{ type: `globalAveragePooling${arriving.length - 1}d`, params: {} }, dense], [{ type: 'flatten', params: {} }, dense]];
  }
  if (wanted.length !== 3 || arriving.length !== 3) return [];
  const conv: readonly NewLayer[] = arriving[2] === last ? [] : [{ type: 'conv2d', params: { filters: last, kernelSize: 1, ...carried } }];
  const [fy, fx] = [wanted[0]! / (arriving[0] ?? NaN), wanted[1]! / (arriving[1] ?? NaN)];
  if (fy === 1 && fx === 1) return conv.length > 0 ? [conv] : [];
  if (Number.isInteger(fy) && Number.isInteger(fx)) return [[...conv, { type: 'upSampling2d', params: { size: fy === fx ? fy : [fy, fx] } }]];
  return [];
}
