// The tensor slab on a card. Draws what slab.ts measures; its faces move when the shape changes.

import { memo } from 'react';
import type { CSSProperties } from 'react';
import type { Shape } from '../../layers/layer.ts';
import { SLAB_BOX, slabOf } from './slab.ts';

/** `d` is a CSS property too, so that a face can glide from one form to the next; the attribute serves where it is not. */
const face = (d: string): { d: string; style: CSSProperties } => ({ d, style: { d: `path("${d}")` } as CSSProperties });

export const SlabPicture = memo(function SlabPicture({ shape }: { readonly shape: Shape | null }) {
  const slab = slabOf(shape ?? [16, 16, 16]);
  return (
    <svg className={`canvas-slab${shape ? '' : ' canvas-slab-unknown'}`} width={SLAB_BOX} height={SLAB_BOX} viewBox={`0 0 ${SLAB_BOX} ${SLAB_BOX}`} aria-hidden="true">
      <path className="canvas-slab-top" {...face(slab.top)} />
      <path className="canvas-slab-side" {...face(slab.side)} />
      <path className="canvas-slab-front" {...face(slab.front)} />
    </svg>
  );
});
