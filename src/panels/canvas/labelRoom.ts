// Which labels of lines have no room: they would lie over the name of a block opened in place or, from far away, where they are larger,
// on the cards that their line joins. Pure geometry.

import { createContext } from 'react';
import { NODE_HEIGHT } from '../../graph/layout.ts';
import { levelIn, type Group } from '../../graph/view.ts';
import { labelWidth } from './flow/way.ts';

/** A name in a head, near and from far away, where its letters are larger. */
export interface Head {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly rightFar: number;
}

export const HeadsContext = createContext<readonly Head[]>([]);

/** As canvas.css sets it: the head's height and its padding, and Inter's semibold letters at 12 and at 18 px. */
const HEAD_HEIGHT = 24;
const PADDING = 12;
const LETTER = { near: 6.8, far: 9.7 } as const;
/** Labels of lines from far away: their letters and padding against those near. */
const LABEL_FAR = 1.45;
const LABEL_FAR_PADDING = 6;
const LABEL_HEIGHT = { near: 19, far: 27 } as const;

export const headsOf = (groups: readonly Pick<Group, 'id' | 'position' | 'size'>[]): readonly Head[] =>
  groups.map(({ id, position: [x, top], size: [width] }) => {
    const left = x + PADDING;
    const letters = id.length - levelIn(id).length;
    const end = (letter: number): number => Math.min(x + width, left + letters * letter);
    return { left, top, right: end(LETTER.near), rightFar: end(LETTER.far) };
  });

/** What a shape on a line takes up, near and from far away. */
export const labelSize = (text: string, far: boolean): { readonly width: number; readonly height: number } =>
  far ? { width: labelWidth(text) * LABEL_FAR, height: LABEL_HEIGHT.far } : { width: labelWidth(text), height: LABEL_HEIGHT.near };

/** Whether a label there would lie over a name, `always` or only from `far` away; undefined where it lies over none. */
export function liesOver(heads: readonly Head[], [x, y]: readonly [number, number], text: string): 'always' | 'far' | undefined {
  const meets = (head: Head, right: number, far: boolean): boolean => {
    const { width, height } = labelSize(text, far);
    return x + width / 2 > head.left && x - width / 2 < right && y + height / 2 > head.top && y - height / 2 < head.top + HEAD_HEIGHT;
  };
  if (heads.some((head) => meets(head, head.right, false))) return 'always';
  return heads.some((head) => meets(head, head.rightFar, true)) ? 'far' : undefined;
}

/** From port to port without a corner. */
const DIRECT = /^M(\S+) (\S+) [LC][^Q]*?(\S+) (\S+)$/;

/** Whether from far away two cards that stand side by side would cut off the label of this path between them. */
export function isSqueezed(path: string, text: string): boolean {
  const [fromX, fromY, toX, toY] = (DIRECT.exec(path)?.slice(1) ?? []).map(Number);
  // Between cards one above the other there is more height.
  return fromX !== undefined && Math.abs(fromY! - toY!) < NODE_HEIGHT / 2 && Math.abs(fromX - toX!) < labelSize(text, true).width - 2 * LABEL_FAR_PADDING;
}
