// Where the tour's card stands: beside its target, inside the window, off what the person is about to use. Pure.

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface Size {
  readonly width: number;
  readonly height: number;
}

const GAP = 14;
const EDGE = 12;

/** Right of the target, else left, else above, else below; without a target in the lower left corner of the canvas' side. */
export function placeCard(target: Rect | null, card: Size, window: Size): { readonly x: number; readonly y: number } {
  const inX = (x: number): number => Math.max(EDGE, Math.min(x, window.width - card.width - EDGE));
  const inY = (y: number): number => Math.max(EDGE, Math.min(y, window.height - card.height - EDGE));
  if (!target) return { x: inX(EDGE), y: inY(window.height) };
  const middle = target.y + target.height / 2 - card.height / 2;
  // A large target (the canvas) is spoken of from within its corner.
  if (target.width > window.width / 2 && target.height > window.height / 3) return { x: inX(target.x + GAP), y: inY(target.y + GAP) };
  if (target.x + target.width + GAP + card.width + EDGE <= window.width && target.width < window.width / 2 && target.y > 60) return { x: target.x + target.width + GAP, y: inY(middle) };
  if (target.x - GAP - card.width >= EDGE && target.y > 60) return { x: target.x - GAP - card.width, y: inY(middle) };
  const below = target.y + target.height + GAP;
  return { x: inX(target.x + target.width / 2 - card.width / 2), y: below + card.height + EDGE <= window.height ? below : inY(target.y - GAP - card.height) };
}
