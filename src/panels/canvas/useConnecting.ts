// Connecting by dragging: from port to port, onto a card, an edge's end elsewhere or off. Refusals say why.

import type { Connection, Edge, FinalConnectionState, HandleType, IsValidConnection } from '@xyflow/react';
import { useState } from 'react';
import { connectEdits, connectionProblem, freePort, meantPort } from '../../commands/canvas/connect.ts';
import { openAddAt } from '../../commands/canvas/popups.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import type { ShapeEdge } from './flow/flow.ts';
import { inputIndexOf, outputIndexOf } from './flow/ports.ts';
import type { GraphEdge } from '../../graph/document.ts';

/** Closer to where it began than this, in pixels, letting a connection go is no wish for a new layer. */
const SHORTEST_PX = 24;

type ToCanvas = (place: { readonly x: number; readonly y: number }) => { readonly x: number; readonly y: number };

const pointOf = (event: MouseEvent | TouchEvent) => ('changedTouches' in event ? event.changedTouches[0] : event);

/** The card under the pointer. */
function cardAt(event: MouseEvent | TouchEvent): string | null {
  const point = pointOf(event);
  if (!point) return null;
  for (const element of document.elementsFromPoint(point.clientX, point.clientY)) {
    const card = element.closest<HTMLElement>('.react-flow__node');
    if (card?.dataset['id'] !== undefined) return card.dataset['id'];
  }
  return null;
}

/** The input that is meant: the one under the pointer. The nearest to a place on the card only where it is free, or none is: nobody wants to lose an edge unseen. */
function portMeant(event: MouseEvent | TouchEvent, target: string, nearest: string | null | undefined): number | undefined {
  const port = inputIndexOf(nearest);
  const point = pointOf(event);
  if (port === null || !point || document.elementFromPoint(point.clientX, point.clientY)?.closest('.react-flow__handle')) return port ?? undefined;
  return meantPort(graphHere(documentStore.getState()), target, port);
}

/** Connects, or says why not. `moved` is the edge whose end was taken here. */
function connect(source: string, target: string, port?: number, moved?: GraphEdge, output = 0): void {
  const graph = graphHere(documentStore.getState());
  const problem = connectionProblem(graph, source, target);
  if (problem !== null) {
    uiStore.getState().notify('info', problem);
    return;
  }
  documentStore.getState().edit(`Connect ${source} to ${target}`, connectEdits(graph, source, target, port, moved, output));
}

/** The handlers of one canvas; they read the stores, so they never change. */
function createConnecting(toCanvas: ToCanvas) {
  /** Set while a connection is dragged from a port. */
  let dragged = false;
  /** Set while an edge's end is dragged: what `onReconnectEnd` still has to do. */
  let reconnected = false;

  const isValidConnection: IsValidConnection<Edge> = ({ source, target }) => connectionProblem(graphHere(documentStore.getState()), source, target) === null;

  const onConnectStart = (): void => {
    dragged = true;
  };

  /** By clicks on two ports; what was dragged waits for its end, which tells where the pointer is. */
  const onConnect = ({ source, target, sourceHandle, targetHandle }: Connection): void => {
    if (!dragged) connect(source, target, inputIndexOf(targetHandle) ?? undefined, undefined, outputIndexOf(sourceHandle));
  };

  /** Let go over the empty canvas: asks what shall stand there, as part of the step in which an edge's end was. */
  const onDroppedOnPane = (event: MouseEvent | TouchEvent, { from, fromNode, fromHandle }: FinalConnectionState, step?: string): void => {
    const point = pointOf(event);
    if (!point || !from || !fromNode || !fromHandle || documentStore.getState().readOnly) return;
    if (!document.elementFromPoint(point.clientX, point.clientY)?.closest('.react-flow__pane')) return;
    const { x, y } = toCanvas({ x: point.clientX, y: point.clientY });
    if (Math.hypot(x - from.x, y - from.y) < SHORTEST_PX) return;
    const port = inputIndexOf(fromHandle.id) ?? freePort(graphHere(documentStore.getState()), fromNode.id);
    openAddAt([x, y], fromHandle.type === 'source' ? { kind: 'after', nodes: [fromNode.id] } : { kind: 'before', node: fromNode.id, port }, step);
  };

  const onConnectEnd = (event: MouseEvent | TouchEvent, state: FinalConnectionState): void => {
    dragged = false;
    if (!state.fromNode || !state.fromHandle) return;
    const other = state.toNode?.id ?? cardAt(event);
    if (other === null) {
      onDroppedOnPane(event, state);
      return;
    }
    const forward = state.fromHandle.type === 'source';
    // Let go over the port or card it came from: no wish to connect.
    if (other === state.fromNode.id && (state.toHandle === null || state.toHandle.id === state.fromHandle.id)) return;
    const [source, target] = forward ? [state.fromNode.id, other] : [other, state.fromNode.id];
    const port = forward ? portMeant(event, target, state.toHandle?.id) : (inputIndexOf(state.fromHandle.id) ?? undefined);
    connect(source, target, port, undefined, outputIndexOf(forward ? state.fromHandle.id : state.toHandle?.id));
  };

  const onReconnectStart = (): void => {
    reconnected = false;
  };

  const onReconnect = (old: ShapeEdge, { source, target, targetHandle }: Connection): void => {
    reconnected = true;
    const edge = old.data?.edge;
    if (!edge || (old.source === source && old.target === target && old.targetHandle === targetHandle)) return;
    connect(source, target, inputIndexOf(targetHandle) ?? undefined, edge);
  };

  const onReconnectEnd = (event: MouseEvent | TouchEvent, old: ShapeEdge, kept: HandleType, state: FinalConnectionState): void => {
    const edge = old.data?.edge;
    if (reconnected || !edge) return;
    const other = state.toNode?.id ?? cardAt(event);
    if (other === (kept === 'source' ? old.target : old.source)) return;
    if (other !== null && kept === 'source') connect(old.source, other, inputIndexOf(state.toHandle?.id) ?? undefined, edge, outputIndexOf(old.sourceHandle));
    else if (other !== null) connect(other, old.target, inputIndexOf(old.targetHandle) ?? undefined, edge, outputIndexOf(state.toHandle?.id));
    else {
      const step = `Disconnect ${edge.source} from ${edge.target}`;
      documentStore.getState().endGesture();
      documentStore.getState().edit(step, [{ kind: 'disconnect', edge }], step);
      // What else shall stand at the end that was let go; Escape leaves it off.
      onDroppedOnPane(event, state, step);
    }
  };

  return { isValidConnection, onConnectStart, onConnect, onConnectEnd, onReconnectStart, onReconnect, onReconnectEnd };
}

export function useConnecting(toCanvas: ToCanvas) {
  return useState(() => createConnecting(toCanvas))[0];
}
