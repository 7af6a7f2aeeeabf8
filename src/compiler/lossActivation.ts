// Whether the numbers that arrive at an output are what its loss expects: probabilities, or probabilities that sum to 1.
// Knows which layers keep numbers in their range; knows no shapes.

import { lossNames, lossSpecs, type LossName } from '../layers/losses.ts';
import type { Finding, Station } from './network.ts';

export type Values = 'any' | 'probability' | 'distribution';

export function lossOf(output: Station): LossName | null {
  const loss = output.resolved?.params['loss'];
  return lossNames.find((name) => name === loss) ?? null;
}

export function lossFindings(outputs: readonly Station[]): readonly Finding[] {
  return outputs.flatMap((output): readonly Finding[] => {
    const loss = lossOf(output);
    const source = output.incoming[0]?.source;
    if (!loss || !source || !source.evaluation?.output || !output.evaluation) return [];
    const { expects, label } = lossSpecs[loss];
    const values = valuesOf(source);
    if (expects === 'any' || values === expects || (expects === 'probability' && values === 'distribution')) return [];
    const needed = expects === 'probability' ? 'probabilities between 0 and 1: put a sigmoid before it' : 'probabilities that sum to 1 over the last axis: put a softmax before it';
    return [
      {
        severity: 'warning',
        code: 'loss-activation',
        node: output.id,
        port: output.incoming[0]?.port,
        param: 'loss',
        message: `${label} expects ${needed}. What arrives from \`${source.id}\` can be ${values === 'probability' ? 'probabilities that sum to anything' : 'any number'}.`,
        related: [source.id],
      },
    ];
  });
}

/** Layers that give on what they got, or a selection, maximum or mean of it; a mean or a maximum of probabilities is one. */
const KEEP_PROBABILITY: ReadonlySet<string> = new Set([
  'flatten', 'reshape', 'cropping1d', 'cropping2d', 'cropping3d', 'zeroPadding1d', 'zeroPadding2d', 'zeroPadding3d',
  'upSampling1d', 'upSampling2d', 'upSampling3d', 'maxPooling1d', 'maxPooling2d', 'maxPooling3d',
  'averagePooling1d', 'averagePooling2d', 'averagePooling3d', 'globalAveragePooling1d', 'globalAveragePooling2d', 'globalMaxPooling1d', 'globalMaxPooling2d',
  'concatenate', 'average', 'multiply', 'maximum', 'minimum',
]);
/** Those that also keep the sum over the last axis. */
const KEEP_DISTRIBUTION: ReadonlySet<string> = new Set([
  'cropping1d', 'cropping2d', 'cropping3d', 'upSampling1d', 'upSampling2d', 'upSampling3d', 'globalAveragePooling1d', 'globalAveragePooling2d', 'average',
]);

/** What is known of the numbers a node gives; the weakest of its branches counts. O(nodes before it that keep values). */
export function valuesOf(station: Station): Values {
  let weakest: Values = 'distribution';
  const seen = new Set<Station>([station]);
  const open = [{ station, sum: true }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { layer, params } = at.station.resolved ?? {};
    const activation = params?.['activation'];
    if (activation === 'softmax') {
      if (!at.sum) weakest = 'probability';
      continue;
    }
    if (activation === 'sigmoid' || activation === 'hardSigmoid') {
      weakest = 'probability';
      continue;
    }
    if (!layer || !KEEP_PROBABILITY.has(layer.type) || at.station.incoming.length === 0) return 'any';
    const sum = at.sum && KEEP_DISTRIBUTION.has(layer.type);
    for (const { source } of at.station.incoming) {
      if (seen.has(source)) continue;
      seen.add(source);
      open.push({ station: source, sum });
    }
    if (!sum) weakest = 'probability';
  }
  return weakest;
}
