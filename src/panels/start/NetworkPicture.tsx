// The drawing of a network on a template's card.

import { useMemo } from 'react';
import { compile } from '../../compiler/compile.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { thumbnail } from './thumbnail.ts';

export function NetworkPicture({ document, width, height }: { readonly document: NetloomDocument; readonly width: number; readonly height: number }) {
  const { slabs, threads } = useMemo(() => thumbnail(document, compile(document).report.nodes, width, height), [document, width, height]);
  return (
    <svg className="network-picture" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMidYMid meet" aria-hidden="true">
      {threads.map((thread) => (
        <path key={thread.id} d={thread.path} className={thread.skip ? 'thread-skip' : 'thread'} />
      ))}
      {slabs.map(({ id, category, x, y, width: w, height: h }) => {
        const depth = Math.min(4, 1.5 + h * 0.06);
        const [l, t, r, b] = [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
        return (
          <g key={id} data-category={category}>
            <path className="slab-top" d={`M${l} ${t} l${depth} ${-depth * 0.7} h${w} L${r} ${t} Z`} />
            <path className="slab-side" d={`M${r} ${t} l${depth} ${-depth * 0.7} v${h} L${r} ${b} Z`} />
            <rect className="slab-front" x={l} y={t} width={w} height={h} />
          </g>
        );
      })}
    </svg>
  );
}
