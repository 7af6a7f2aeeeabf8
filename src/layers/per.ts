// The param "per": what has a number of its own, a channel, an element of a sample, or all together; and the shape of such numbers.

import type { Problem, Shape } from './layer.ts';
import { choice } from './params.ts';
import { unknownAxis } from './rankMismatch.ts';

export type Per = 'channel' | 'element' | 'all';

export const perParam = (doc: string) =>
  choice<Per>({
    label: 'Per',
    doc,
    default: 'channel',
    options: [
      { value: 'channel', label: 'Channel', doc: 'One for every channel, the same at all pixels.' },
      { value: 'element', label: 'Element', doc: 'One for every number of a sample.' },
      { value: 'all', label: 'All', doc: 'A single one.' },
    ],
  });

/** The shape of the numbers; axes that are not known are 0. */
export function perShape(per: Per, input: Shape | undefined): readonly number[] {
  if (per === 'all') return [1];
  if (per === 'channel') return [input?.at(-1) ?? 0];
  return (input ?? []).map((dim) => dim ?? 0);
}

/** An axis that the numbers need and that is not known. */
export function perProblem(label: string, per: Per, input: Shape): Problem | null {
  if (input.length === 0) return { code: 'rank-mismatch', severity: 'error', message: `${label} needs at least one axis.`, port: 0 };
  if (per === 'channel' && input.at(-1) === null) return unknownAxis(label, 'number of channels', 'its weights depend on');
  if (per === 'element' && input.includes(null)) return unknownAxis(label, 'length of every axis', 'its weights depend on');
  return null;
}
