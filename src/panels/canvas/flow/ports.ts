// The ports of a card: which there are and where on its border they sit, given how its edges arrive and leave. Pure.

import type { Place, Side } from './obstacles.ts';

/** Half the width of the area that takes hold of a port, in canvas units. */
export const PORT_REACH = 8;

export interface Port {
  /** `in-0`, `in-1`, … or `out-bottom`, `out-right`, …: React Flow's handle id. */
  readonly id: string;
  readonly kind: 'input' | 'output';
  /** Input index; 0 for outputs. */
  readonly index: number;
  readonly side: Side;
  /** Along the side, from 0 to 1. */
  readonly along: number;
  /** `needed`: without a connection the layer cannot compute. */
  readonly state: 'connected' | 'free' | 'needed' | 'wrong';
  /** What it means, e.g. `reference`; none where it is one of equals. */
  readonly name?: string;
}

export interface PortRequest {
  /** Where the card stands. */
  readonly place: Place;
  /** Edges that arrive, by input index, with the side and the place of the other card. */
  readonly arriving: readonly { readonly index: number; readonly side: Side; readonly other: Place }[];
  /** Sides and outputs by which edges leave, with the place of the other card. */
  readonly leaving: readonly { readonly side: Side; readonly output?: number; readonly other: Place }[];
  readonly mostInputs: number;
  readonly outputs: number;
  /** By index; may be left out, or be fewer than there are. */
  readonly inputNames?: readonly string[];
  readonly outputNames?: readonly string[];
  /** Input indices at which a problem shows. */
  readonly wrong: ReadonlySet<number>;
  /** Those that must have a connection and have none. */
  readonly needed?: ReadonlySet<number>;
}

export const inputId = (index: number): string => `in-${index}`;
/** Of a block with several outputs each has a port; `out-bottom`, `out-bottom-1`. */
export const outputId = (side: Side, output = 0): string => (output === 0 ? `out-${side}` : `out-${side}-${output}`);
/** The output index of a handle id; 0 for other ids. */
export const outputIndexOf = (handle: string | null | undefined): number => Number(/^out-[a-z]+-(\d+)$/.exec(handle ?? '')?.[1] ?? 0);
/** The input index of a handle id; null for outputs. */
export const inputIndexOf = (handle: string | null | undefined): number | null => (handle?.startsWith('in-') ? Number(handle.slice(3)) : null);

interface Slot {
  readonly id: string;
  readonly kind: Port['kind'];
  readonly index: number;
  readonly side: Side;
  readonly state: Port['state'];
  readonly order: number;
  readonly next?: boolean;
}

/**
 * One port per arriving edge, one more that is free where more may come, and one output on each side by which an edge
 * leaves (below, if none does). Ports of one side share it evenly: inputs above and below in their order, at the sides
 * by height, so that lines do not cross. The free one of a merge keeps to the right and leaves the middle to the others.
 */
export function portsOf(request: PortRequest): readonly Port[] {
  const slots: Slot[] = [];
  const taken = new Map<number, (typeof request.arriving)[number]>();
  for (const a of request.arriving) if (!taken.has(a.index)) taken.set(a.index, a);
  for (const [index, { side, other }] of taken) {
    const beside = side === 'left' || side === 'right';
    slots.push({ id: inputId(index), kind: 'input', index, side, state: request.wrong.has(index) ? 'wrong' : 'connected', order: beside ? sideOrder(request.place, other) : index });
  }
  let next = 0;
  while (taken.has(next)) next++;
  if (next < request.mostInputs) {
    slots.push({ id: inputId(next), kind: 'input', index: next, side: 'top', state: request.wrong.has(next) ? 'wrong' : request.needed?.has(next) ? 'needed' : 'free', order: Infinity, next: taken.size > 0 });
  }
  for (let output = 0; output < request.outputs; output++) {
    const sides = new Map<Side, number>();
    for (const { side, other, output: from = 0 } of request.leaving) {
      if (from === output) sides.set(side, Math.max(sides.get(side) ?? -Infinity, other[side === 'left' || side === 'right' ? 1 : 0]));
    }
    if (sides.size === 0) slots.push({ id: outputId('bottom', output), kind: 'output', index: output, side: 'bottom', state: 'free', order: 1e6 + output });
    for (const [side, order] of sides) slots.push({ id: outputId(side, output), kind: 'output', index: output, side, state: 'connected', order: side === 'left' || side === 'right' ? order : 1e6 + output });
  }

  const placed = (slot: Slot, along: number): Port => {
    const { id, kind, index, side, state } = slot;
    const name = (kind === 'input' ? request.inputNames : request.outputNames)?.[index];
    return { id, kind, index, side, along, state, ...(name === undefined ? {} : { name }) };
  };
  const ports: Port[] = [];
  for (const side of ['top', 'right', 'bottom', 'left'] as const) {
    const here = slots.filter((s) => s.side === side).sort((a, b) => a.order - b.order);
    const fixed = here.filter((s) => s.next && here.length <= 4);
    const spread = here.filter((s) => !fixed.includes(s));
    spread.forEach((slot, i) => ports.push(placed(slot, (i + 1) / (spread.length + 1))));
    for (const slot of fixed) ports.push(placed(slot, spread.length === 0 ? 0.5 : 0.88));
  }
  return ports;
}

/** Lines that come down beside a card enter it from the inside out, the nearest first; those that come up likewise, below them. */
const sideOrder = ([, here]: Place, [, there]: Place): number => (there < here ? -1e8 - there : 1e8 - there);
