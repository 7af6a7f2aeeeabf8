// Where a bubble stands beside its card: never over it, inside the pane, over as few others as can be. Pure; all in screen px.

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** From card to bubble. */
const GAP = 14;
/** From bubble to the pane's border. */
const MARGIN = 10;

/** Top left corner of the bubble relative to the pane. Where the pane is too small for it, it keeps off its card and may leave the pane. */
export function bubblePlace(card: Rect, bubble: { readonly width: number; readonly height: number }, pane: { readonly width: number; readonly height: number }, others: readonly Rect[]): { readonly x: number; readonly y: number } {
  const clampX = (x: number): number => Math.max(MARGIN, Math.min(x, pane.width - bubble.width - MARGIN));
  const clampY = (y: number): number => Math.max(MARGIN, Math.min(y, pane.height - bubble.height - MARGIN));
  const right = card.x + card.width + GAP;
  const left = card.x - GAP - bubble.width;
  const below = card.y + card.height + GAP;
  const above = card.y - GAP - bubble.height;
  const middleX = clampX(card.x + card.width / 2 - bubble.width / 2);
  const candidates = [
    // Beside it, level with its top or its bottom; a little further off, if that leaves a neighbour free.
    ...[0, 32, 64, 96].flatMap((off) =>
      [card.y, card.y + card.height - bubble.height].flatMap((y) => [
        { x: right + off, y: clampY(y) },
        { x: left - off, y: clampY(y) },
      ]),
    ),
    { x: middleX, y: below },
    { x: middleX, y: above },
  ];
  let best = candidates[0]!;
  let least = Infinity;
  candidates.forEach((at, order) => {
    const box = { ...at, ...bubble };
    const outside = bubble.width * bubble.height - overlap(box, { x: MARGIN, y: MARGIN, width: pane.width - 2 * MARGIN, height: pane.height - 2 * MARGIN });
    const covered = others.reduce((sum, other) => sum + overlap(box, other), 0);
    const cost = outside * 20 + covered + order * 60;
    if (cost < least) [least, best] = [cost, at];
  });
  return { x: Math.round(best.x), y: Math.round(best.y) };
}

export function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** A text's parts, those in `backticks` marked: names and formulas, set in the mono face. */
export function codeParts(text: string): readonly { readonly text: string; readonly code: boolean }[] {
  return text
    .split('`')
    .map((part, i) => ({ text: part, code: i % 2 === 1 }))
    .filter((part) => part.text !== '');
}

/** A message's first sentence and the rest: what is wrong, then what it means. */
export function titleAndText(message: string): { readonly title: string; readonly text: string } {
  const end = /[.!?](?=\s+\p{Lu})|:(?=\s+\p{Lu})/u.exec(message);
  if (!end) return { title: message.replace(/\.$/, ''), text: '' };
  return { title: message.slice(0, end.index), text: message.slice(end.index + 1).trim() };
}
