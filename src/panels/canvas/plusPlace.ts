// Where the plus below a selected card stands. Its size is one on the screen, so that from further away there is less room for it: it
// covers nothing, or is not there. Pure.

import { overlap, type Rect } from './bubblePlace.ts';
import { FAR, FARTHEST } from './detail.ts';
import type { CardNode, ShapeEdge } from './flow/flow.ts';
import { portAt } from './flow/obstacles.ts';
import { labelSize } from './labelRoom.ts';
import type { CanvasNode } from './useFlow.ts';

/** In pixels of the screen. */
export interface PlusPlace {
  readonly size: number;
  /** From the card's lower edge. */
  readonly below: number;
  /** From its right edge. */
  readonly inset: number;
}

/** The largest first; what is smaller than the last could hardly be hit. */
const SIZES = [22, 20, 18, 16];
const GAPS = [7, 5, 4];
const STEP = 4;
/** Kept free around it. */
const CLEAR = 2;
/** In canvas units: how far a badge reaches around a card's upper right corner, and a port around its place. */
const BADGE = 10;
const PORT = 7;

/** Right below the card, at its right end or nearer to its middle; null where there is no room. `taken` in canvas units, as the card. */
export function plusPlace(card: Rect, taken: readonly Rect[], zoom: number): PlusPlace | null {
  const [right, bottom] = [card.x + card.width, card.y + card.height];
  const half = (card.width * zoom) / 2;
  for (const size of SIZES) {
    for (const below of GAPS) {
      for (let inset = 0; inset === 0 || inset + size <= half; inset += STEP) {
        const side = (size + 2 * CLEAR) / zoom;
        const place: Rect = { x: right - (inset + size + CLEAR) / zoom, y: bottom + (below - CLEAR) / zoom, width: side, height: side };
        if (!taken.some((other) => overlap(place, other) > 0)) return { size, below, inset };
      }
    }
  }
  return null;
}

/** What stands just below a card: cards with their badges and ports, blocks opened in place, comments, the shapes on lines. */
export function takenBelow(card: CardNode, nodes: readonly CanvasNode[], edges: readonly ShapeEdge[], zoom: number): readonly Rect[] {
  const here = boxOf(card);
  const bottom = here.y + here.height;
  const around: Rect = { x: here.x, y: bottom, width: here.width, height: (SIZES[0]! + GAPS[0]! + CLEAR) / zoom };
  const others = nodes.filter((n) => n.id !== card.id && overlap(reachOf(n), around) > 0 && !holds(boxOf(n), here));
  const far = zoom < FAR;
  const labels = zoom < FARTHEST ? [] : edges.flatMap(({ data }) => (data?.way.label && data.label !== '' ? [centred(data.way.label, labelSize(data.label, far))] : []));
  return [...portsOf(card), ...others.flatMap((n) => [boxOf(n), ...(n.type === 'card' ? [...badgeOf(n), ...portsOf(n)] : [])]), ...labels].filter((box) => overlap(box, around) > 0);
}

const boxOf = ({ position, width = 0, height = 0 }: CanvasNode): Rect => ({ ...position, width, height });
const reachOf = (node: CanvasNode): Rect => {
  const { x, y, width, height } = boxOf(node);
  return { x: x - BADGE, y: y - BADGE, width: width + 2 * BADGE, height: height + 2 * BADGE };
};
const centred = ([x, y]: readonly [number, number], { width, height }: Pick<Rect, 'width' | 'height'>): Rect => ({ x: x - width / 2, y: y - height / 2, width, height });
const holds = (outer: Rect, inner: Rect): boolean => overlap(outer, inner) === inner.width * inner.height && outer.height > inner.height;

const badgeOf = ({ position: { x, y }, width = 0, data: { errors, warnings } }: CardNode): readonly Rect[] =>
  errors + warnings > 0 ? [centred([x + width, y], { width: 2 * BADGE, height: 2 * BADGE })] : [];
const portsOf = ({ position: { x, y }, data }: CardNode): readonly Rect[] => data.ports.map((port) => centred(portAt([x, y], port.side, port.along), { width: 2 * PORT, height: 2 * PORT }));
