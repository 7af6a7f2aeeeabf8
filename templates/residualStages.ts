// The four stages of a residual network for large images.

import type { Block, Tensor } from '../src/graph/builder.ts';
import type { Json } from '../src/graph/document.ts';
import type { Winding } from './winding.ts';

export interface StageBlocks {
  /** Keeps size and channels, so that it can be repeated. */
  readonly keep: Block;
  /** Changes them, by its strides and filters. */
  readonly change: Block;
}

/** Four stages, each with as many blocks as it says: the first changes size and channels, the rest are one repeated block. */
export function residualStages(x: Tensor, path: Winding, stages: readonly number[], blocks: StageBlocks, params: (stage: number) => Readonly<Record<string, Json>>, keepsFirst: boolean): Tensor {
  return stages.reduce((y, count, stage) => {
    if (stage % 2 === 0) path.turn();
    const name = `stage${stage + 1}`;
    const own = params(stage);
    const whole = stage === 0 && keepsFirst;
    const strides = stage === 0 ? 1 : 2;
    const first = whole ? y : y.block(blocks.change, { ...own, strides }, { id: `${name}_first`, at: path.next() });
    const repeat = whole ? count : count - 1;
    return repeat === 0 ? first : first.block(blocks.keep, { ...own, repeat }, { id: name, at: path.next() });
  }, x);
}
