// The params and weights that layer, group, instance and RMS normalization share.

import type { ConfigObject, Shape, WeightSpec } from '../layer.ts';
import { boolean, number } from '../params.ts';

export const epsilonParam = (initial: number) =>
  number({ label: 'Epsilon', doc: 'Added to the variance, so that equal numbers are not divided by zero.', default: initial, min: 1e-12, max: 1, advanced: true });
export const scaleParam = () => boolean({ label: 'Scale', doc: 'Multiplies by the learned gamma, one number per channel.', default: true, advanced: true });
export const centerParam = () => boolean({ label: 'Center', doc: 'Adds the learned beta, one number per channel.', default: true, advanced: true });

interface Scaled {
  readonly scale: boolean;
  readonly center?: boolean;
  readonly epsilon: number;
}

/** `γ·x̂ + β`, what of it there is. */
export const scaledNotation = ({ scale, center = false }: Scaled): string => `${scale ? 'γ·x̂' : 'x̂'}${center ? ' + β' : ''}`;

export function scaledWeights({ scale, center = false }: Scaled, input: Shape | undefined): readonly WeightSpec[] {
  const shape = [input?.at(-1) ?? 0];
  return [...(scale ? [{ name: 'gamma', shape, trainable: true }] : []), ...(center ? [{ name: 'beta', shape, trainable: true }] : [])];
}

/** What differs from the runtime's defaults. */
export function scaledConfig({ scale, center = true, epsilon }: Scaled, defaultEpsilon: number): ConfigObject {
  return { ...(epsilon === defaultEpsilon ? {} : { epsilon }), ...(center ? {} : { center: false }), ...(scale ? {} : { scale: false }) };
}
