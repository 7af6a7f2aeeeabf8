// Whether the inputs of a merge agree, axis by axis; what differs, said in numbers, and the layers that would mend it.

import type { Dim, Problem, Repair, Shape } from '../layer.ts';
import { axisNames } from '../layer.ts';
import { withBatch } from '../rankMismatch.ts';

const plural: Readonly<Record<string, string>> = { height: 'heights', width: 'widths', depth: 'depths', length: 'lengths', channels: 'channels', features: 'features' };

/** The shape that most inputs have, the earlier one among equals: what the others should become. */
function majority(shapes: readonly Shape[], key: (shape: Shape) => string): number {
  const counts = new Map<string, number>();
  for (const shape of shapes) counts.set(key(shape), (counts.get(key(shape)) ?? 0) + 1);
  let best = 0;
  for (const [i, shape] of shapes.entries()) {
    if ((counts.get(key(shape)) ?? 0) > (counts.get(key(shapes[best] ?? [])) ?? 0)) best = i;
  }
  return best;
}

/** Two lengths that cannot be equal; an unknown one may still turn out to be. */
const differ = (a: Dim | undefined, b: Dim | undefined): boolean => isKnown(a) && isKnown(b) && a !== b;

const isKnown = (dim: Dim | undefined): dim is number => typeof dim === 'number';

/**
 * The problems of inputs that a merge needs to be equal on all axes except `free` (index without the batch; none for
 * elementwise merges). One problem per input that differs from the majority.
 */
export function agreementProblems(label: string, inputs: readonly Shape[], free?: number): readonly Problem[] {
  const ranks = majority(inputs, (shape) => String(shape.length));
  const rank = inputs[ranks]?.length ?? 0;
  const wrongRank = inputs.flatMap((shape, port) => (shape.length === rank ? [] : [rankProblem(label, inputs, port, ranks)]));
  if (wrongRank.length > 0) return wrongRank;

  const relevant = (shape: Shape): Shape => shape.filter((_, axis) => axis !== free);
  const reference = majority(inputs, (shape) => relevant(shape).join());
  return inputs.flatMap((shape, port) => {
    const axes = shape.flatMap((dim, axis) => (axis !== free && differ(dim, inputs[reference]?.[axis]) ? [axis] : []));
    return axes.length === 0 ? [] : [axesProblem(label, inputs, reference, port, axes, free)];
  });
}

function rankProblem(label: string, inputs: readonly Shape[], port: number, reference: number): Problem {
  const [one, other] = [inputs[reference] ?? [], inputs[port] ?? []];
  const [map, mapPort, vector] = other.length > one.length ? [other, port, one] : [one, reference, other];
  return {
    code: 'rank-mismatch',
    severity: 'error',
    message: `${label} needs inputs with the same number of axes, but input ${reference + 1} is ${withBatch(one)} and input ${port + 1} is ${withBatch(other)}.`,
    port,
    repairs: vector.length === 1 ? toVector(map, mapPort, vector) : [],
  };
}

/** Ways from a map to a vector; pooling first where it gives just the features wanted. */
function toVector(map: Shape, port: number, vector: Shape): readonly Repair[] {
  const flatten: Repair = { kind: 'insertBefore', label: `Insert a flatten on input ${port + 1}`, port, layer: 'flatten', params: {} };
  const pool: Repair = { kind: 'insertBefore', label: `Insert a global average pooling on input ${port + 1}`, port, layer: 'globalAveragePooling2d', params: {} };
  if (map.length !== 3) return [flatten];
  return map[2] === vector[0] ? [pool, flatten] : [flatten, pool];
}

function axesProblem(label: string, inputs: readonly Shape[], reference: number, port: number, axes: readonly number[], free: number | undefined): Problem {
  const [one, other] = [inputs[reference] ?? [], inputs[port] ?? []];
  // The earlier input is named first.
  const [first, second] = reference < port ? [one, other] : [other, one];
  const names = axisNames(other.length);
  const channelAxis = other.length - 1;
  const said = axes.map((axis) => `${plural[names[axis] ?? ''] ?? `lengths of ${names[axis] ?? axis}`} differ, ${first[axis] ?? '?'} and ${second[axis] ?? '?'}`);
  const onlyChannels = axes.every((axis) => axis === channelAxis);
  const rule = free === undefined ? 'All inputs must have the same shape.' : `All axes but the ${names[free] ?? 'joined one'} must agree.`;
  return {
    code: onlyChannels ? 'channel-mismatch' : 'size-mismatch',
    severity: 'error',
    message: `${label}: ${said.join('; ')}. ${rule}`,
    port,
    repairs: onlyChannels ? channelRepairs(one, reference, other, port) : sizeRepairs(one, reference, other, port, free),
  };
}

function project(port: number, channels: Dim, stride: readonly [number, number] = [1, 1]): readonly Repair[] {
  if (channels === null) return [];
  const strides = stride[0] === stride[1] ? stride[0] : stride;
  const strided = stride[0] === 1 && stride[1] === 1;
  return [
    {
      kind: 'insertBefore',
      label: strided ? `Insert a 1×1 convolution with ${channels} filters on input ${port + 1}` : `Insert a 1×1 convolution with stride ${stride[0] === stride[1] ? stride[0] : stride.join('×')} and ${channels} filters on input ${port + 1}`,
      port,
      layer: 'conv2d',
      params: { filters: channels, kernelSize: 1, ...(strided ? {} : { strides: typeof strides === 'number' ? strides : [...strides] }) },
    },
  ];
}

function channelRepairs(one: Shape, reference: number, other: Shape, port: number): readonly Repair[] {
  if (other.length === 3) return [...project(port, one[2] ?? null), ...project(reference, other[2] ?? null)];
  if (other.length !== 1) return [];
  const dense = (at: number, units: Dim | undefined): readonly Repair[] =>
    !isKnown(units) ? [] : [{ kind: 'insertBefore', label: `Insert a dense layer with ${units} units on input ${at + 1}`, port: at, layer: 'dense', params: { units } }];
  return [...dense(port, one[0]), ...dense(reference, other[0])];
}

/** Strided projection or upsampling where one map is a whole multiple of the other, then cutting the larger and padding the smaller. */
function sizeRepairs(one: Shape, reference: number, other: Shape, port: number, free: number | undefined): readonly Repair[] {
  if (other.length !== 3) return [];
  const [h1, w1, h2, w2] = [one[0], one[1], other[0], other[1]];
  if (!isKnown(h1) || !isKnown(w1) || !isKnown(h2) || !isKnown(w2)) return [];
  if ((h1 - h2) * (w1 - w2) < 0) return []; // Higher but narrower: no single layer mends it.
  const otherIsLarger = h2 >= h1 && w2 >= w1;
  const large = otherIsLarger ? { shape: other, port, h: h2, w: w2 } : { shape: one, port: reference, h: h1, w: w1 };
  const small = otherIsLarger ? { shape: one, port: reference, h: h1, w: w1 } : { shape: other, port, h: h2, w: w2 };
  const channelsAgree = free === 2 || !differ(one[2], other[2]);
  const repairs: Repair[] = [];

  const stride: [number, number] = [Math.ceil(large.h / small.h), Math.ceil(large.w / small.w)];
  const reconciles = Math.ceil(large.h / stride[0]) === small.h && Math.ceil(large.w / stride[1]) === small.w && large.h >= 1.5 * small.h;
  const multiple = large.h === small.h * stride[0] && large.w === small.w * stride[1];
  const upsample: Repair = {
    kind: 'insertBefore',
    label: `Insert an upsampling by ${stride[0] === stride[1] ? stride[0] : stride.join('×')} on input ${small.port + 1}`,
    port: small.port,
    layer: 'upSampling2d',
    params: { size: stride[0] === stride[1] ? stride[0] : stride },
  };
  if (free !== undefined && multiple) repairs.push(upsample);
  if (reconciles) repairs.push(...project(large.port, free === 2 ? (large.shape[2] ?? null) : (small.shape[2] ?? null), stride));
  if (free === undefined && multiple && channelsAgree) repairs.push(upsample);

  const [dh, dw] = [large.h - small.h, large.w - small.w];
  const halves = (n: number): readonly [number, number] => [Math.floor(n / 2), n - Math.floor(n / 2)];
  const borders = [[...halves(dh)], [...halves(dw)]];
  repairs.push(
    { kind: 'insertBefore', label: `Crop input ${large.port + 1} to ${small.h}×${small.w}`, port: large.port, layer: 'cropping2d', params: { cropping: borders } },
    { kind: 'insertBefore', label: `Pad input ${small.port + 1} with zeros to ${large.h}×${large.w}`, port: small.port, layer: 'zeroPadding2d', params: { padding: borders } },
  );
  return repairs;
}
