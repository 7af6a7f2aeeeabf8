// Sizes of a U-Net without padding, whose double convolutions take 4 pixels away at every level, down and up again.

/** Height of the mask for an image of this height; 0 or less where nothing is left. */
export function unpaddedMask(size: number, depth: number): number {
  let side = size;
  for (let level = 0; level < depth; level++) side = Math.floor((side - 4) / 2);
  side -= 4;
  for (let level = 0; level < depth; level++) side = 2 * side - 4;
  return side;
}

/** The next size from this one on at which every pooling halves an even map and a mask is left: 572, 588, 604, … at depth 4. */
export function wholeSize(size: number, depth: number): number {
  // Up from a smallest map of s pixels, each level doubles and adds the 4 that its convolutions take away.
  for (let s = 5; ; s++) {
    const side = s * 2 ** depth + 4 * (2 ** depth - 1);
    if (side >= size && unpaddedMask(side, depth) >= 4) return side;
  }
}
