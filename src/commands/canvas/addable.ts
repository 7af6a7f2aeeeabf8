// What can be put on the canvas: a layer, or a block by the name that `addLayer` takes.

import type { Category } from '../../layers/layer.ts';

export interface Addable {
  /** A layer's type, or `block:library:residual`. */
  readonly type: string;
  readonly label: string;
  readonly category: Category | 'block';
  /** One line for the tooltip. */
  readonly summary: string;
  readonly keywords?: readonly string[];
}
