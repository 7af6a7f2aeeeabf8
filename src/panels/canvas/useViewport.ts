// The canvas's side of the viewport: fits on open, brings a node into view when asked, and lends its controls to the commands.

import { getViewportForBounds, useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect } from 'react';
import { boxAround, boxesIn } from '../../graph/boxes.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore, type Region } from '../../state/viewportStore.ts';
import { GIVEN_IN_PART } from './detail.ts';

const MOTION_MS = 180;
/** At the border of the view a card counts as hidden. */
const REVEAL_MARGIN = 24;
/** Below, the cards stay clear of the controls. */
const FIT = { padding: { top: '36px', x: '48px', bottom: '56px' }, maxZoom: 1, minZoom: 0.1 } as const;

/** Of thousands of layers one jumps: on the way hundreds would come into the page and go again, in one detail after the other. */
const motion = (): number => (window.matchMedia('(prefers-reduced-motion: reduce)').matches || graphHere(documentStore.getState()).nodes.length > GIVEN_IN_PART ? 0 : MOTION_MS);

/** The selected card where it is the only one, else the canvas itself. Typing elsewhere is not disturbed. */
function focusCanvas(flow: HTMLElement | null): void {
  const { selectedNodes, popup, overlay } = uiStore.getState();
  if (!flow || popup || overlay) return;
  const active = document.activeElement;
  if (active instanceof HTMLElement && active.matches('input, textarea, [contenteditable]')) return;
  const [only] = selectedNodes.length === 1 ? selectedNodes : [];
  const card = only === undefined ? null : flow.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(only)}"]`);
  (card ?? flow.closest<HTMLElement>('.canvas'))?.focus({ preventScroll: true });
}

/** @returns what brings the whole network into view, at once */
export function useViewport(): () => void {
  const flow = useReactFlow();
  const store = useStoreApi();
  /** React Flow's own knows only the cards it was given, and waits for the first one: it would carry off what was just dropped on an empty canvas. */
  const fit = useCallback(
    (duration = 0): void => {
      const boxes = boxesIn(graphHere(documentStore.getState()));
      const { width, height } = store.getState();
      if (boxes.length > 0 && width > 0) void flow.setViewport(getViewportForBounds(boxAround(boxes), width, height, FIT.minZoom, FIT.maxZoom, FIT.padding), { duration });
    },
    [flow, store],
  );

  useEffect(() => {
    const visible = (): Region => {
      const { transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
    };
    viewportStore.getState().setControls({
      zoomIn: () => void flow.zoomIn({ duration: motion() }),
      zoomOut: () => void flow.zoomOut({ duration: motion() }),
      fit: () => fit(motion()),
      actualSize: () => void flow.zoomTo(1, { duration: motion() }),
      visible,
      focus: () => requestAnimationFrame(() => focusCanvas(store.getState().domNode)),
    });

    const reveal = (id: string): void => {
      const node = graphHere(documentStore.getState()).nodes.find((n) => n.id === id);
      if (!node) return;
      const [x, y] = node.position;
      const seen = visible();
      const { zoom } = flow.getViewport();
      const margin = REVEAL_MARGIN / zoom;
      const inside = x >= seen.x + margin && y >= seen.y + margin && x + NODE_WIDTH <= seen.x + seen.width - margin && y + NODE_HEIGHT <= seen.y + seen.height - margin;
      if (inside && zoom >= 0.5) return;
      void flow.setCenter(x + NODE_WIDTH / 2, y + NODE_HEIGHT / 2, { zoom: Math.max(zoom, 0.8), duration: motion() });
    };
    const unsubscribeReveal = uiStore.subscribe((state, before) => {
      // A frame later: a node that was just added has to be known to the canvas first.
      if (state.reveal !== null && state.reveal !== before.reveal) requestAnimationFrame(() => reveal(state.reveal!.node));
    });
    const unsubscribeOpen = documentStore.subscribe((state, before) => {
      const opened = state.document.nodes !== before.document.nodes && state.past.length === 0 && state.future.length === 0;
      if (opened || state.scope !== before.scope) requestAnimationFrame(() => fit());
    });
    return () => {
      viewportStore.getState().setControls(null);
      viewportStore.getState().setPointer(null);
      unsubscribeReveal();
      unsubscribeOpen();
    };
  }, [flow, store, fit]);
  return useCallback(() => fit(), [fit]);
}
