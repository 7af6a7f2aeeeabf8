// A connection with the shape that flows along it. Its way was found by documentToFlow; selection goes through the uiStore.

import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { uiStore } from '../../state/uiStore.ts';
import type { ShapeEdge } from './documentToFlow.ts';

function Line({ id, data, selected }: EdgeProps<ShapeEdge>) {
  if (!data) return null;
  const { way, label, tone, edge } = data;
  return (
    <>
      <BaseEdge id={id} path={way.path} interactionWidth={18} className="canvas-edge" data-tone={tone} data-selected={selected === true} />
      {way.label ? (
        <EdgeLabelRenderer>
          <button
            type="button"
            // The edge itself is reached by Tab; its label is only a wider place to click.
            tabIndex={-1}
            aria-hidden="true"
            className="canvas-edge-label nodrag nopan"
            data-edge={id}
            data-tone={tone}
            data-selected={selected === true}
            style={{ transform: `translate(-50%, -50%) translate(${way.label[0]}px, ${way.label[1]}px)` }}
            onClick={() => uiStore.getState().select([], [edge])}
          >
            {label}
          </button>
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
}

export const ShapeEdgeLine = memo(Line, (a, b) => a.id === b.id && a.data === b.data && a.selected === b.selected);
