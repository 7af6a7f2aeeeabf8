// Cards that an edit, an undo or a redo moved glide to their new places, and their lines come back when they are there. What moves under the pointer or a key does not.

import { useEffect, type RefObject } from 'react';
import type { GraphNode } from '../../graph/document.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { keptOf } from '../../graph/kept.ts';
import { same } from './flow/obstacles.ts';

/** As long as the transition in canvas.css, and a frame. */
const GLIDE_MS = 200;

/** Marks the pane while cards glide, before React Flow places them. */
export function useGlide(pane: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = (): void => {
      clearTimeout(timer);
      pane.current?.removeAttribute('data-gliding');
    };
    let { nodes: then } = graphHere(documentStore.getState());
    let { scope } = documentStore.getState();
    const unsubscribe = documentStore.subscribe((state) => {
      const [before, now] = [then, graphHere(state).nodes];
      const entered = scope !== state.scope;
      [then, scope] = [now, state.scope];
      const opened = state.past.length === 0 && state.future.length === 0;
      if (now === before || entered || opened || state.gesture !== null) return;
      // One card alone was dropped where the pointer left it.
      if (movedOf(before, now) < 2) return;
      stop();
      pane.current?.setAttribute('data-gliding', 'true');
      timer = setTimeout(stop, GLIDE_MS);
    });
    return () => {
      stop();
      unsubscribe();
    };
  }, [pane]);
}

/** How many nodes stand elsewhere than before. */
function movedOf(before: readonly GraphNode[], now: readonly GraphNode[]): number {
  const kept = keptOf(before, now, (a, b) => a === b || a.id === b.id, (n) => n.id);
  const placeBefore = kept ? null : new Map(before.map((n) => [n.id, n.position]));
  return now.filter((node, i) => {
    const last = kept ? before[kept.from[i]!]?.position : placeBefore!.get(node.id);
    return last !== undefined && last !== node.position && !same(last, node.position);
  }).length;
}
