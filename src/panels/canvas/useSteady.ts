// What stays as it was while the wheel, two fingers or a drag move the view of a large network: what changes under way holds up the
// very gesture that changes it, and often comes back before its end.

import { useStore as useFlowStore, useStoreApi, type ReactFlowProps } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { boxAround, boxesIn, isInside } from '../../graph/boxes.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { detailAt, GIVEN_IN_PART, type Detail } from './detail.ts';

/** So long after its last move a gesture has ended, whatever the hand is about to do. */
const REST_MS = 200;
/** Who moves for longer wants to see where. */
const LONGEST_MS = 1200;

interface Steady {
  readonly detail: Detail;
  /** All cards were in view and stay in the page, though some may leave the view. */
  readonly keepsAll: boolean;
}

/** Whether all that stands on the canvas is in view, and not too much of it to keep. */
function isAllSeen(): boolean {
  const graph = graphHere(documentStore.getState());
  const seen = viewportStore.getState().controls?.visible();
  return seen !== undefined && graph.nodes.length <= GIVEN_IN_PART && isInside(boxAround(boxesIn(graph)), seen);
}

/** For a network of so many nodes. */
export function useSteady(nodes: number): Steady & Required<Pick<ReactFlowProps, 'onMoveStart' | 'onMove'>> {
  const store = useStoreApi();
  const seen = useFlowStore((s) => detailAt(s.transform[2], nodes));
  const [held, hold] = useState<Steady | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const since = useRef(0);
  const onMove = useCallback((): void => {
    clearTimeout(rest.current);
    if (performance.now() - since.current > LONGEST_MS) hold(null);
    else rest.current = setTimeout(() => hold(null), REST_MS);
  }, []);
  const onMoveStart = useCallback(
    (event: unknown): void => {
      // What no hand does, as bringing all into view, has no event. With some wheels each turn is a move of its own.
      hold((held) => (event ? (held ?? { detail: detailAt(store.getState().transform[2], nodes), keepsAll: isAllSeen() }) : null));
      const now = performance.now();
      if (now - since.current > LONGEST_MS) since.current = now;
      onMove();
    },
    [store, nodes, onMove],
  );
  useEffect(() => () => clearTimeout(rest.current), []);
  return { detail: held?.detail ?? seen, keepsAll: held?.keepsAll ?? false, onMoveStart, onMove };
}
