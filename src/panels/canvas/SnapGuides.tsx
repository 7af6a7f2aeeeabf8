// The lines along which a dragged card agrees with others.

import { ViewportPortal, useStore as useFlowStore } from '@xyflow/react';
import type { Guide } from './snapping.ts';

/** How far a line goes on beyond what it lines up. */
const OVERHANG = 12;

export function SnapGuides({ guides }: { readonly guides: readonly Guide[] }) {
  // As thin as a hair at every zoom.
  const width = useFlowStore((s) => 1 / s.transform[2]);
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => {
        const length = to - from + 2 * OVERHANG;
        const style = axis === 'x' ? { left: at - width / 2, top: from - OVERHANG, width, height: length } : { left: from - OVERHANG, top: at - width / 2, width: length, height: width };
        return <div key={`${axis} ${at}`} className="canvas-guide" style={style} />;
      })}
    </ViewportPortal>
  );
}
