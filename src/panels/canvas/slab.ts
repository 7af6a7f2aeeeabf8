// The tensor slab: a shape drawn as a small box, so that a network's form is seen from across the room. Pure geometry; knows no React.

import type { Dim, Shape } from '../../layers/layer.ts';

/** The slab's own drawing area, in px. */
export const SLAB_BOX = 40;

/** SVG paths of a box seen from the front right, above. */
export interface Slab {
  readonly kind: 'box' | 'bar';
  readonly front: string;
  readonly side: string;
  readonly top: string;
  /** Size of the front face, in px: height tells the map's size, width its channels. */
  readonly height: number;
  readonly thickness: number;
}

/** From 0 for 1 to 1 for `full` and more, logarithmic; an unknown axis stands in the middle. */
function logarithm(dim: Dim | undefined, full: number): number {
  if (dim === undefined || dim === null) return 0.5;
  return Math.min(1, Math.log2(Math.max(1, dim)) / Math.log2(full));
}

/**
 * Height grows with the logarithm of the map's height (1 to 256), depth with its width, thickness with its channels
 * (1 to 1024). The power lets halving show more at the large end, where networks do it. A vector is a flat bar as long as the logarithm of its units; a sequence a thin upright plate.
 */
export function slabOf(shape: Shape): Slab {
  if (shape.length <= 1) {
    const width = 8 + 25 * logarithm(shape[0] ?? 1, 4096);
    return box('bar', width, 7, 4, 3);
  }
  const channels = shape.at(-1)!;
  const thickness = 3 + 19 * logarithm(channels, 1024);
  const height = 6 + 25 * logarithm(shape.length === 4 ? shape[1] : shape[0], 256) ** 1.25;
  if (shape.length === 2) return box('box', thickness, height, 3, 2);
  const across = 6 + 25 * logarithm(shape.at(-2), 256) ** 1.25;
  return box('box', thickness, height, across * 0.34, across * 0.24);
}

function box(kind: Slab['kind'], width: number, height: number, depthX: number, depthY: number): Slab {
  const n = (value: number): string => value.toFixed(1);
  const left = (SLAB_BOX - width - depthX) / 2;
  const upper = (SLAB_BOX - height + depthY) / 2;
  const [right, lower] = [left + width, upper + height];
  const corners = (...points: readonly (readonly [number, number])[]): string => `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join(' L')} Z`;
  return {
    kind,
    height,
    thickness: width,
    front: corners([left, upper], [right, upper], [right, lower], [left, lower]),
    side: corners([right, upper], [right + depthX, upper - depthY], [right + depthX, lower - depthY], [right, lower]),
    top: corners([left, upper], [left + depthX, upper - depthY], [right + depthX, upper - depthY], [right, upper]),
  };
}
