// Places on the canvas grid for a long path: columns that it winds through, down one and up the next.

type Place = readonly [column: number, row: number];

export interface Winding {
  /** The place of the next node. */
  next(): Place;
  /** Goes on in the next column, at the height that was reached. */
  turn(): void;
}

/** Columns between neighbours, so that the size on the line between them can be read. */
const COLUMN = 1.35;

export function winding(): Winding {
  let column = 0;
  let row = 0;
  let step: 1 | -1 = 1;
  return {
    next() {
      const place = [column, row] as const;
      row += step;
      return place;
    },
    turn() {
      row -= step;
      step = step === 1 ? -1 : 1;
      column += COLUMN;
    },
  };
}
