// What stays as it was while the wheel, two fingers or a drag move the view of a large network: what changes under way holds up the
// very gesture that changes it, and often comes back before its end.

import { useStore as useFlowStore, useStoreApi, type ReactFlowProps } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { boxAround, boxesIn, isInside } from '../../graph/boxes.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { detailAt, GIVEN_IN_PART, LARGE, type Detail } from './detail.ts';

/** So long after its last move a gesture has ended, whatever the hand is about to do. */
const REST_MS = 200;
/** Who moves for longer wants to see where. */
const LONGEST_MS = 1200;

interface Steady {
  readonly detail: Detail;
  /** All cards were in view when the view last rested: they stay in the page until it rests again, though some may leave the view. */
  readonly keepsAll: boolean;
}

/** Whether all that stands on the canvas is in view, and not too much of it to keep. */
function isAllSeen(): boolean {
  const graph = graphHere(documentStore.getState());
  const { length } = graph.nodes;
  const seen = viewportStore.getState().controls?.visible();
  return seen !== undefined && length > LARGE && length <= GIVEN_IN_PART && isInside(boxAround(boxesIn(graph)), seen);
}

/** For a network of so many nodes. */
export function useSteady(nodes: number): Steady & Required<Pick<ReactFlowProps, 'onMoveStart' | 'onMove'>> {
  const store = useStoreApi();
  const seen = useFlowStore((s) => detailAt(s.transform[2], nodes));
  const [held, hold] = useState<Detail | null>(null);
  const [keepsAll, keepAll] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** When the gesture under way began; 0 where none is. */
  const since = useRef(0);
  const rest = useCallback((): void => {
    since.current = 0;
    hold(null);
    keepAll(isAllSeen());
  }, []);
  const onMove = useCallback((): void => {
    clearTimeout(timer.current);
    if (performance.now() - since.current > LONGEST_MS) rest();
    else timer.current = setTimeout(rest, REST_MS);
  }, [rest]);
  const onMoveStart = useCallback(
    (event: unknown): void => {
      // What no hand does, as bringing all into view, has no event. With some wheels each turn is a move of its own.
      const now = event ? detailAt(store.getState().transform[2], nodes) : null;
      hold((held) => now && (held ?? now));
      since.current ||= performance.now();
      onMove();
    },
    [store, nodes, onMove],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return { detail: held ?? seen, keepsAll, onMoveStart, onMove };
}
