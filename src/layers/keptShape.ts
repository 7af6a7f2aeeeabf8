// The shape rule of layers that change numbers and no axis, with one step per axis.

import { plainStep } from './convolution/size.ts';
import type { Shape, ShapeOutcome } from './layer.ts';
import { axisNames } from './layer.ts';
import { missingInput, unknownAxis } from './rankMismatch.ts';

/** The input's own shape. */
export function keptShape(label: string, input: Shape | undefined): ShapeOutcome {
  if (input === undefined) return missingInput(label);
  const names = axisNames(input.length);
  return { ok: true, output: input, steps: input.map((dim, i) => plainStep(names[i] ?? `axis ${i}`, 'in', dim)) };
}

/** The same for a layer with a weight per channel, which must therefore be known. */
export function keptShapeWithChannels(label: string, input: Shape | undefined): ShapeOutcome {
  if (input !== undefined && typeof input.at(-1) !== 'number') return { ok: false, problems: [unknownAxis(label, 'number of channels', 'its weights depend on')] };
  return keptShape(label, input);
}
