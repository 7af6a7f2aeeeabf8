// The overview at the lower right: all that stands on the canvas, the part in view, and panning and zooming by it.
// React Flow's own asks every node at every move; this draws one path per colour.

import { Panel, useReactFlow, useStore as useFlowStore, useStoreApi } from '@xyflow/react';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { boxAround } from '../../graph/boxes.ts';
import type { Rect } from './bubblePlace.ts';
import type { CanvasNode } from './useFlow.ts';

const WIDTH_PX = 132;
const HEIGHT_PX = 84;
/** Left free around it all. */
const MARGIN_PX = 5;
const CORNER = 10;
/** Zoom per pixel or line of the wheel, as powers of two; as on the canvas. */
const PER_PIXEL = 0.002;
const PER_LINE = 0.05;

export interface OverviewProps {
  readonly nodes: readonly CanvasNode[];
  /** A drag shows here when it is dropped: to draw thousands of cards at each of its moves is too much. */
  readonly dragging: boolean;
}

const isSame = (before: OverviewProps, now: OverviewProps): boolean => now.dragging || before.nodes === now.nodes;

/** Only while something lies outside the window: otherwise it would hide cards and tell nothing. */
export const Overview = memo(function Overview({ nodes }: OverviewProps) {
  const all = useMemo(() => boxAround(nodes.map(boxOf)), [nodes]);
  const isNeeded = useFlowStore(({ transform: [left, top, zoom], width, height }) => all.x * zoom + left < 0 || all.y * zoom + top < 0 || (all.x + all.width) * zoom + left > width || (all.y + all.height) * zoom + top > height);
  return isNeeded ? <Picture nodes={nodes} all={all} /> : null;
}, isSame);

const Picture = memo(function Picture({ nodes, all }: { readonly nodes: readonly CanvasNode[]; readonly all: Rect }) {
  const { setViewport, zoomTo } = useReactFlow();
  const store = useStoreApi();
  const [panX, panY, zoom] = useFlowStore((s) => s.transform);
  const paneWidth = useFlowStore((s) => s.width);
  const paneHeight = useFlowStore((s) => s.height);
  const svg = useRef<SVGSVGElement>(null);
  const [partsOf] = useState(rememberingParts);
  const parts = useMemo(() => partsOf(nodes), [partsOf, nodes]);
  const seen: Rect = { x: -panX / zoom, y: -panY / zoom, width: paneWidth / zoom, height: paneHeight / zoom };
  const around = union(all, seen);
  const scale = Math.max(around.width / WIDTH_PX, around.height / HEIGHT_PX) || 1;
  const [width, height] = [(WIDTH_PX + 2 * MARGIN_PX) * scale, (HEIGHT_PX + 2 * MARGIN_PX) * scale];
  const [x, y] = [around.x - (width - around.width) / 2, around.y - (height - around.height) / 2];

  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    let from: readonly [number, number] | null = null;
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      from = [event.clientX, event.clientY];
      element.setPointerCapture(event.pointerId);
    };
    const onMove = (event: PointerEvent): void => {
      if (!from) return;
      const { transform } = store.getState();
      const perPixel = element.viewBox.baseVal.width / WIDTH_PX;
      const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
      from = [event.clientX, event.clientY];
      void setViewport({ x: transform[0] - dx * perPixel * transform[2], y: transform[1] - dy * perPixel * transform[2], zoom: transform[2] });
    };
    const onUp = (): void => {
      from = null;
    };
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const by = -event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? PER_LINE : PER_PIXEL);
      void zoomTo(store.getState().transform[2] * 2 ** by);
    };
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerup', onUp);
    element.addEventListener('pointercancel', onUp);
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onUp);
      element.removeEventListener('pointercancel', onUp);
      element.removeEventListener('wheel', onWheel);
    };
  }, [store, setViewport, zoomTo]);

  return (
    <Panel position="bottom-right" className="canvas-overview">
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- A picture that is drawn here, not loaded. */}
      <svg ref={svg} role="img" aria-label="Overview of the network" width={WIDTH_PX} height={HEIGHT_PX} viewBox={`${x} ${y} ${width} ${height}`}>
        {parts.map((part, i) => (
          // Parts stand in the order of the nodes, and have no name of their own.
          // oxlint-disable-next-line react/no-array-index-key
          <Part key={i} nodes={part} />
        ))}
        <path className="canvas-overview-mask" fillRule="evenodd" d={`M${x} ${y}h${width}v${height}h${-width}zM${seen.x} ${seen.y}h${seen.width}v${seen.height}h${-seen.width}z`} />
      </svg>
    </Panel>
  );
});

/** So many nodes are drawn together. */
const PART = 256;

/** Puts nodes into parts, of which an edit changes one or two: the others are the same lists as before. */
function rememberingParts(): (nodes: readonly CanvasNode[]) => readonly (readonly CanvasNode[])[] {
  let last: readonly (readonly CanvasNode[])[] = [];
  return (nodes) =>
    (last = Array.from({ length: Math.ceil(nodes.length / PART) }, (_, i) => {
      const part = nodes.slice(i * PART, (i + 1) * PART);
      const before = last[i];
      return before?.length === part.length && before.every((node, k) => node === part[k]) ? before : part;
    }));
}

const Part = memo(function Part({ nodes }: { readonly nodes: readonly CanvasNode[] }) {
  return pathsOf(nodes).map(([colour, d]) => <path key={colour} d={d} style={{ fill: colour }} />);
});

/** Frames and blocks opened in place lie behind their cards. */
function colourOf(node: CanvasNode): string {
  if (node.type === 'frame' || node.type === 'group') return 'var(--surface-3)';
  if (node.type !== 'card') return 'var(--border-strong)';
  return node.data.errors > 0 ? 'var(--error)' : `var(--cat-${node.data.category})`;
}

const outlines = new WeakMap<CanvasNode, string>();

function outlineOf(node: CanvasNode): string {
  let outline = outlines.get(node);
  if (outline === undefined) {
    const { x, y, width, height } = boxOf(node);
    const [across, down] = [width - 2 * CORNER, height - 2 * CORNER];
    const turn = (dx: number, dy: number): string => `a${CORNER} ${CORNER} 0 0 1 ${dx} ${dy}`;
    outlines.set(node, (outline = `M${x + CORNER} ${y}h${across}${turn(CORNER, CORNER)}v${down}${turn(-CORNER, CORNER)}h${-across}${turn(-CORNER, -CORNER)}v${-down}${turn(CORNER, -CORNER)}z`));
  }
  return outline;
}

/** One path per colour, in the order in which the colours come: what lies behind comes first. */
function pathsOf(nodes: readonly CanvasNode[]): readonly (readonly [colour: string, d: string])[] {
  const parts = new Map<string, string[]>();
  for (const node of nodes) {
    const colour = colourOf(node);
    const here = parts.get(colour);
    if (here) here.push(outlineOf(node));
    else parts.set(colour, [outlineOf(node)]);
  }
  return Array.from(parts, ([colour, outlined]) => [colour, outlined.join('')] as const);
}

const boxOf = ({ position, width = 0, height = 0 }: CanvasNode): Rect => ({ ...position, width, height });

const union = (a: Rect, b: Rect): Rect => boxAround([a, b]);
