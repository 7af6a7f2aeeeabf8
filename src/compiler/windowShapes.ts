// Output shape of the callees that slide windows over one to three axes or resize them, from tfjs's and the runtime's conventions.
// Part of the second opinion on the layers' shape rules; must not import the layers' arithmetic.

import type { ConfigObject, ConfigValue, Dim, Shape } from '../layers/layer.ts';
import type { CalleeRule } from './calleeShapes.ts';

/** A number for each axis. */
function each(value: ConfigValue | undefined, axes: number, otherwise: number): number[] {
  return Array.from({ length: axes }, (_, i) => {
    if (typeof value === 'number') return value;
    const item = Array.isArray(value) ? (value as readonly ConfigValue[])[i] : undefined;
    return typeof item === 'number' ? item : otherwise;
  });
}

/** `[before, after]` of each axis: a number per side, a number per axis, or a pair per axis. */
function pairs(value: ConfigValue | undefined, axes: number): [number, number][] {
  return Array.from({ length: axes }, (_, i) => {
    if (typeof value === 'number') return [value, value];
    const item = Array.isArray(value) ? (value as readonly ConfigValue[])[i] : undefined;
    if (Array.isArray(item)) return [Number(item[0]), Number(item[1])];
    return [Number(item ?? 0), Number(item ?? 0)];
  });
}

type Sizes = readonly Dim[];

/** For one input with so many axes before its channels. */
const over = (axes: number, rule: (config: ConfigObject, sizes: Sizes, channels: Dim) => Shape | string): CalleeRule => (config, inputs) => {
  const [input] = inputs;
  if (!input || inputs.length !== 1) return `it takes one input, not ${inputs.length}`;
  if (input.length !== axes + 1) return `it takes an input of rank ${axes + 1}, not of rank ${input.length}`;
  return rule(config, input.slice(0, -1), input.at(-1) ?? null);
};

const positive = (shape: Shape): Shape | string => (shape.every((dim) => dim === null || dim >= 1) ? shape : `nothing is left: ${shape.join('×')}`);

function windowed(config: ConfigObject, sizes: Sizes, kernels: readonly number[], strides: readonly number[], channels: Dim): Shape | string {
  const dilations = each(config['dilationRate'], sizes.length, 1);
  const zeros = pairs(config['padding'], sizes.length);
  const size = (length: Dim, i: number): Dim => {
    const [stride, span] = [strides[i]!, (kernels[i]! - 1) * dilations[i]! + 1];
    if (length === null) return null;
    if (config['padding'] === 'same') return Math.ceil(length / stride);
    const [before, after] = zeros[i]!;
    const padded = length + before + after;
    if (padded < span) return 0;
    let count = 0;
    // Windows are counted, not computed: every start at which one lies within, or with a ceil mode begins before the padding at the end.
    for (let start = 0; start + span <= padded || (config['ceilMode'] === true && start - stride + span < padded && start < before + length); start += stride) count++;
    return count;
  };
  return positive([...sizes.map(size), channels]);
}

const conv = (axes: number): CalleeRule =>
  over(axes, (config, sizes) => windowed(config, sizes, each(config['kernelSize'], axes, 1), each(config['strides'], axes, 1), Number(config['filters'])));

const depthwise: CalleeRule = over(2, (config, sizes, channels) => {
  if (channels === null) return 'it needs to know the number of channels';
  return windowed(config, sizes, each(config['kernelSize'], 2, 1), each(config['strides'], 2, 1), channels * Number(config['depthMultiplier'] ?? 1));
});

const pooling = (axes: number): CalleeRule =>
  over(axes, (config, sizes, channels) => {
    const pool = each(config['poolSize'], axes, 2);
    const strides = config['strides'] === undefined || config['strides'] === null ? pool : each(config['strides'], axes, 1);
    return windowed(config, sizes, pool, strides, channels);
  });

/** tf.layers: 'valid' gives `in·stride + max(kernel − stride, 0)`, 'same' `in·stride` (tfjs `deconvLength`). */
const tfTransposed: CalleeRule = over(2, (config, sizes) => {
  const [kernels, strides] = [each(config['kernelSize'], 2, 1), each(config['strides'], 2, 1)];
  const size = (length: Dim, i: number): Dim => (length === null ? null : length * strides[i]! + (config['padding'] === 'same' ? 0 : Math.max(kernels[i]! - strides[i]!, 0)));
  return [...sizes.map(size), Number(config['filters'])];
});

/** The runtime's: the full result `(in − 1)·stride + span`, cropped by `padding`, with `outputPadding` appended. */
const transposed = (axes: number): CalleeRule =>
  over(axes, (config, sizes) => {
    const [kernels, strides, dilations] = [each(config['kernelSize'], axes, 1), each(config['strides'], axes, 1), each(config['dilationRate'], axes, 1)];
    const [crops, appended] = [pairs(config['padding'], axes), each(config['outputPadding'], axes, 0)];
    const size = (length: Dim, i: number): Dim => {
      if (length === null) return null;
      if (config['padding'] === 'same') return length * strides[i]! + appended[i]!;
      return (length - 1) * strides[i]! + (kernels[i]! - 1) * dilations[i]! + 1 - crops[i]![0] - crops[i]![1] + appended[i]!;
    };
    return [...sizes.map(size), Number(config['filters'])];
  });

const overall = (axes: number): CalleeRule => over(axes, (_config, _sizes, channels) => [channels]);

const anyRank: CalleeRule = (_config, inputs) => (inputs.length === 1 && inputs[0]!.length >= 2 ? [inputs[0]!.at(-1) ?? null] : 'it takes one input of at least two axes');

const shuffled: CalleeRule = over(2, (config, sizes, channels) => {
  const r = Number(config['blockSize']);
  if (channels === null || channels % (r * r) !== 0) return `${channels} channels make no blocks of ${r}×${r}`;
  return [...sizes.map((length) => (length === null ? null : length * r)), channels / (r * r)];
});

const centered: CalleeRule = (_config, [map, like]) => {
  if (!map || !like || map.length !== 3 || like.length !== 3) return 'it takes two maps';
  return map.some((length, i) => i < 2 && length !== null && length < (like[i] ?? 0)) ? 'the first map is smaller than the second' : [like[0]!, like[1]!, map[2]!];
};

const unpooled: CalleeRule = (config, [small, pooled]) => {
  if (!small || !pooled || small.length !== 3 || pooled.length !== 3) return 'it takes two maps';
  const again = windowed({}, pooled.slice(0, 2), each(config['poolSize'], 2, 2), each(config['poolSize'], 2, 2), pooled[2]!);
  return typeof again === 'string' || again.some((length, i) => length !== null && small[i] !== null && length !== small[i]) ? `pooling gives ${String(again)}, not ${small.join('×')}` : pooled;
};

const framed = (key: 'padding' | 'cropping', sign: 1 | -1): CalleeRule => (config, [input]) => {
  if (!input) return 'it takes one input';
  const around = pairs(config[key], input.length - 1);
  return positive(input.map((length, i) => (length === null ? null : length + sign * ((around[i]?.[0] ?? 0) + (around[i]?.[1] ?? 0)))));
};

const enlarged: CalleeRule = (config, [input]) => {
  if (!input) return 'it takes one input';
  const factors = each(config['size'], input.length - 1, 2);
  return input.map((length, i) => (length === null || i === input.length - 1 ? length : length * factors[i]!));
};

const adaptive: CalleeRule = (config, [input]) => (input ? [...each(config['outputSize'], input.length - 1, 1), input.at(-1) ?? null] : 'it takes one input');

export const windowShapes: readonly (readonly [callee: string, rule: CalleeRule])[] = [
  ['tf.layers.conv1d', conv(1)],
  ['tf.layers.conv2d', conv(2)],
  ['tf.layers.depthwiseConv2d', depthwise],
  ['tf.layers.conv2dTranspose', tfTransposed],
  ['tf.layers.maxPooling1d', pooling(1)],
  ['tf.layers.maxPooling2d', pooling(2)],
  ['tf.layers.averagePooling1d', pooling(1)],
  ['tf.layers.averagePooling2d', pooling(2)],
  ['tf.layers.globalAveragePooling1d', overall(1)],
  ['runtime.globalAveragePooling', anyRank],
  ['runtime.globalMaxPooling', anyRank],
  ['runtime.adaptiveAveragePooling', adaptive],
  ['runtime.upSampling', enlarged],
  ['runtime.zeroPadding', framed('padding', 1)],
  ['runtime.padding2d', framed('padding', 1)],
  ['runtime.cropping', framed('cropping', -1)],
  ['runtime.pixelShuffle', shuffled],
  ['runtime.centerCrop2d', centered],
  ['runtime.maxUnpooling2d', unpooled],
  ['runtime.depthwiseConv2d', depthwise],
  ['runtime.separableConv1d', conv(1)],
  ['runtime.separableConv2d', conv(2)],
  ...[1, 2, 3].flatMap((axes): (readonly [string, CalleeRule])[] => [
    [`runtime.conv${axes}d`, conv(axes)],
    [`runtime.conv${axes}dTranspose`, transposed(axes)],
    [`runtime.maxPooling${axes}d`, pooling(axes)],
    [`runtime.averagePooling${axes}d`, pooling(axes)],
  ]),
];
