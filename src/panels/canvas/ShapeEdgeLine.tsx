// A connection with the shape that flows along it. Its way was found by documentToFlow; selection goes through the uiStore.

import { BaseEdge, useStore as useFlowStore, type EdgeProps } from '@xyflow/react';
import { memo, use, useCallback, useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { uiStore } from '../../state/uiStore.ts';
import { DetailContext } from './detail.ts';
import type { ShapeEdge } from './flow/flow.ts';
import { HeadsContext, isSqueezed, liesOver } from './labelRoom.ts';
import { liveLines } from './liveLines.ts';

const layers = new WeakMap<Element, Element>();

/** As React Flow's `EdgeLabelRenderer`, which searches the whole page for the layer at every change of anything, for every edge. */
function LabelLayer({ children }: { readonly children: ReactNode }) {
  const pane = useFlowStore((s) => s.domNode);
  if (!pane) return null;
  let layer = layers.get(pane);
  if (!layer?.isConnected) {
    layer = pane.querySelector('.react-flow__edgelabel-renderer') ?? undefined;
    if (layer) layers.set(pane, layer);
  }
  return layer ? createPortal(children, layer) : null;
}

function Line({ id, data: resting, selected }: EdgeProps<ShapeEdge>) {
  const subscribe = useCallback((wake: () => void) => liveLines.subscribe(id, wake), [id]);
  const data = useSyncExternalStore(subscribe, () => liveLines.get(id)) ?? resting;
  const name = data?.name;
  // The element around the line is React Flow's, which knows only the edges it holds.
  useEffect(() => {
    if (name !== undefined) document.getElementById(id)?.closest('.react-flow__edge')?.setAttribute('aria-label', name);
  }, [id, name]);
  const detail = use(DetailContext);
  const heads = use(HeadsContext);
  if (!data) return null;
  const { way, label, tone, edge } = data;
  return (
    <>
      <BaseEdge id={id} path={way.path} interactionWidth={detail === 'marks' ? 0 : 18} className="canvas-edge" data-tone={tone} data-selected={selected === true} />
      {way.label && detail === 'all' ? (
        <LabelLayer>
          <button
            type="button"
            // The edge itself is reached by Tab; its label is only a wider place to click.
            tabIndex={-1}
            aria-hidden="true"
            className="canvas-edge-label nodrag nopan"
            data-edge={id}
            data-tone={tone}
            data-selected={selected === true}
            data-over={liesOver(heads, way.label, label) ?? (isSqueezed(way.path, label) ? 'far' : undefined)}
            style={{ transform: `translate(-50%, -50%) translate(${way.label[0]}px, ${way.label[1]}px)` }}
            onClick={() => uiStore.getState().select([], [edge])}
          >
            {label}
          </button>
        </LabelLayer>
      ) : null}
    </>
  );
}

export const ShapeEdgeLine = memo(Line, (a, b) => a.id === b.id && a.data === b.data && a.selected === b.selected);
