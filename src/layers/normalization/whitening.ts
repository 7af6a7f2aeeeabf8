// Whitening: numbers that vary together become numbers that don't, by a matrix measured over the training samples.

import { plainStep } from '../convolution/size.ts';
import { keptShape } from '../keptShape.ts';
import type { Problem, Repair, Shape, ShapeOutcome } from '../layer.ts';
import { axisNames, call, defineLayer, runtime, sizeOf } from '../layer.ts';
import { choice, integer, number } from '../params.ts';
import { missingInput, unknownAxis } from '../rankMismatch.ts';

type Kind = 'zca' | 'pca';
type Together = 'element' | 'channel';

/** Its matrix is found within seconds up to here; the work grows with the cube. */
const MOST_FEATURES = 1024;
const DEFAULT_EPSILON = 0.001;

interface Params {
  readonly kind: Kind;
  readonly per: Together;
  readonly components: number;
}

/** How many numbers are whitened together; `null` where an axis is unknown. */
const featuresOf = (p: Params, input: Shape): number | null => (p.per === 'channel' ? (input.at(-1) ?? null) : sizeOf(input));

const keptOf = (p: Params, features: number): number => (p.kind === 'pca' && p.components > 0 ? p.components : features);

export const whitening = defineLayer({
  type: 'whitening',
  label: 'Whitening',
  category: 'normalization',
  summary: 'Makes numbers that vary together independent, as measured over the training samples',
  doc: `Neighbouring pixels are nearly equal, height and weight of people grow together: much of the data says the same thing twice. Whitening turns such numbers into ones that do not vary together, each with variance 1: \`y = (x − mean)·W\`, so that the covariance of y is the identity.

The covariance of the training samples is measured once, before the first step: \`C = V·diag(λ)·Vᵀ\`. Its eigenvectors V are the directions in which the data varies, λ how much. PCA gives the components themselves, \`W = V·diag(1 / √(λ + ε))\`, the strongest first; keeping only the first of them makes the data smaller. ZCA turns back afterwards, \`W = V·diag(1 / √(λ + ε))·Vᵀ\`: of all whitenings the one that changes least, so that an image stays an image, with its edges stressed.

Two columns with variance 1 and covariance 0.8 have \`λ = 1.8\` along [1, 1] and \`λ = 0.2\` along [1, −1]: the sum is divided by \`√1.8 = 1.34\`, the difference by \`√0.2 = 0.447\`.

Directions in which nearly nothing happens are mostly noise, and dividing by √λ blows it up; a larger ε keeps it down: 0.1 for small photographs from 0 to 1 (Coates 2011), less for tables. Per element, \`n·n\` numbers are measured, so n may be at most 1024; a map of 32×32×3 has 3072.`,
  reference: { text: 'Bell and Sejnowski 1997, The “independent components” of natural scenes are edge filters', url: 'https://doi.org/10.1016/S0042-6989(97)00121-1' },
  keywords: ['zca', 'pca', 'principal components', 'decorrelate', 'covariance', 'preprocess', 'input', 'mahalanobis', 'dimension reduction'],
  params: {
    kind: choice<Kind>({
      label: 'Kind',
      doc: 'What comes out.',
      default: 'zca',
      options: [
        { value: 'zca', label: 'ZCA', doc: 'In the axes that came in: an image stays an image.' },
        { value: 'pca', label: 'PCA', doc: 'The principal components, the one that varies most first.' },
      ],
    }),
    per: choice<Together>({
      label: 'Together',
      doc: 'What is whitened together.',
      default: 'element',
      options: [
        { value: 'element', label: 'All of a sample', doc: 'Every number with every other: pixels with their neighbours.' },
        { value: 'channel', label: 'Channels', doc: 'The channels of each pixel: the colours.' },
      ],
    }),
    components: integer({
      label: 'Components',
      doc: 'How many of the components are kept, the strongest first.',
      default: 0,
      min: 0,
      max: MOST_FEATURES,
      zero: 'all of them',
      visible: (params) => params['kind'] === 'pca',
    }),
    epsilon: number({ label: 'Epsilon', doc: 'Added to every variance; the larger, the less noise is blown up.', default: DEFAULT_EPSILON, min: 1e-9, max: 1000, step: 0.001 }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => [p.kind, ...(p.per === 'channel' ? ['channels'] : []), ...(p.kind === 'pca' && p.components > 0 ? [String(p.components)] : [])].join(' · '),

  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('Whitening');
    if (input.length === 0) return { ok: false, problems: [{ code: 'rank-mismatch', severity: 'error', message: 'Whitening needs at least one axis.', port: 0 }] };
    const features = featuresOf(p, input);
    if (features === null) return { ok: false, problems: [unknownAxis('Whitening', p.per === 'channel' ? 'number of channels' : 'length of every axis', 'its matrix depends on')] };
    if (features > MOST_FEATURES) return { ok: false, problems: [tooMany(p, input, features)] };
    const kept = keptOf(p, features);
    if (kept > features) return { ok: false, problems: [tooFew(kept, features)] };
    if (p.kind === 'zca') return keptShape('Whitening', input);
    const last = plainStep(p.per === 'channel' ? (axisNames(input.length).at(-1) ?? 'features') : 'features', p.components === 0 ? 'all components' : 'components', kept);
    if (p.per === 'element') return { ok: true, output: [kept], steps: [last] };
    const names = axisNames(input.length);
    return { ok: true, output: [...input.slice(0, -1), kept], steps: [...input.slice(0, -1).map((dim, i) => plainStep(names[i] ?? `axis ${i}`, 'in', dim)), last] };
  },

  weights(p, [input = []]) {
    const features = featuresOf(p, input) ?? 0;
    return [
      { name: 'mean', shape: [features], trainable: false },
      { name: 'matrix', shape: [features, keptOf(p, features)], trainable: false },
    ];
  },

  macs(p, [input = []]) {
    const [size, features] = [sizeOf(input), featuresOf(p, input) ?? 0];
    return size === null ? null : size * keptOf(p, features);
  },

  receptive: (p) => (p.per === 'channel' ? { kind: 'pointwise' } : { kind: 'global' }),

  lower: (p) =>
    call(runtime('whitening'), {
      ...(p.kind === 'zca' ? {} : { kind: p.kind }),
      ...(p.per === 'element' ? {} : { per: p.per }),
      ...(p.kind === 'pca' && p.components > 0 ? { components: p.components } : {}),
      ...(p.epsilon === DEFAULT_EPSILON ? {} : { epsilon: p.epsilon }),
    }),
});

function tooMany(p: Params, input: Shape, features: number): Problem {
  const [height = 0, width = 0] = input;
  const shrinking = input.length === 3 ? Math.ceil(Math.sqrt(features / MOST_FEATURES)) : 0;
  const pooling: readonly Repair[] =
    shrinking > 1 && Math.floor((height ?? 0) / shrinking) * Math.floor((width ?? 0) / shrinking) * (input[2] ?? 0) <= MOST_FEATURES && Math.min(height ?? 0, width ?? 0) >= shrinking
      ? [{ kind: 'insertBefore', label: `Insert an average pooling by ${shrinking} before it`, port: 0, layer: 'averagePooling2d', params: { poolSize: shrinking } }]
      : [];
  const channels: readonly Repair[] = p.per === 'element' && (input.at(-1) ?? Infinity) <= MOST_FEATURES ? [{ kind: 'setParams', label: 'Whiten the channels of each pixel together', params: { per: 'channel' } }] : [];
  return {
    code: 'value-out-of-range',
    severity: 'error',
    message: `Whitening takes at most ${MOST_FEATURES.toLocaleString('en-US')} numbers together, but ${p.per === 'channel' ? 'there are' : 'a sample has'} ${features.toLocaleString('en-US')}: their covariance would be ${(features * features).toLocaleString('en-US')} numbers, and finding its eigenvectors takes too long.`,
    port: 0,
    param: 'per',
    repairs: [...pooling, ...channels],
  };
}

function tooFew(kept: number, features: number): Problem {
  return {
    code: 'value-out-of-range',
    severity: 'error',
    message: `Whitening cannot keep ${kept} components of ${features} numbers.`,
    param: 'components',
    repairs: [{ kind: 'setParams', label: `Keep all ${features}`, params: { components: 0 } }],
  };
}
