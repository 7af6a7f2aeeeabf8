// How much of cards and lines is worth drawing: of a large network seen from far away, neither ports nor words that cannot be read.

import { createContext } from 'react';

/** `outlines`: shapes and names; `marks`: where cards are and of which kind. */
export type Detail = 'all' | 'outlines' | 'marks';

export const DetailContext = createContext<Detail>('all');

/** Above this many nodes only what is seen is in the page, in the detail that can be seen. */
export const LARGE = 300;
/** Above this many nodes React Flow is given those in sight; below, to choose them anew at each turn of the wheel costs more than it saves. */
export const GIVEN_IN_PART = 1500;
/** Below this zoom small letters cannot be read: names and shapes grow, the rest goes. Below the next, pictures alone tell the story. */
export const FAR = 0.56;
export const FARTHEST = 0.3;
/** Below this one shapes and names are specks. */
const TINY = 0.2;

export function detailAt(zoom: number, nodes: number): Detail {
  if (nodes <= LARGE || zoom >= FARTHEST) return 'all';
  return zoom < TINY ? 'marks' : 'outlines';
}
