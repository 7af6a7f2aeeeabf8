// Arranging layers anew, all or the selected ones: found by ELK in a worker, applied as one undoable step.

import type { Edit } from '../graph/edits.ts';
import { boxAround, boxOf, type Box } from '../graph/boxes.ts';
import { EXPANDED_UP } from '../graph/inPlace.ts';
import type { View } from '../graph/view.ts';
import { arrangeBoxes } from '../state/arranging/arrangeBoxes.ts';
import type { Arrangement, Places } from '../state/arranging/arrangement.ts';
import { closed, graphArrangement } from '../state/arranging/graphArrangement.ts';
import { uShape } from '../state/arranging/uShape.ts';
import { startElk, type RunningElk, type StartElk } from '../state/arranging/startElk.ts';
import { compilationStore } from '../state/compilationStore.ts';
import { graphHere, reportsHere } from '../state/currentGraph.ts';
import { documentStore } from '../state/documentStore.ts';
import { uiStore } from '../state/uiStore.ts';
import { viewportStore } from '../state/viewportStore.ts';
import { setExpanded } from './canvas/blocks.ts';
import { isReadUpwards } from './canvas/room.ts';

/** An arrangement that takes longer says so, and can be cancelled, by Escape too. */
const FELT_MS = 400;

let running: { readonly elk: RunningElk; readonly cancel: () => void } | null = null;

export const isArranging = (): boolean => running !== null;

/** Ends the arrangement that is under way; nothing has moved yet. */
export function stopArranging(): void {
  running?.cancel();
}

export async function arrange(start: StartElk = startElk): Promise<void> {
  const moved = await arrangeGraph('Arrange layers', undefined, start);
  // After the canvas has the new places.
  if (moved) requestAnimationFrame(() => viewportStore.getState().controls?.fit());
}

/** The selection stays where it is as a whole, and what stands around it does not move. */
export async function arrangeSelection(start: StartElk = startElk): Promise<void> {
  await arrangeGraph('Arrange selection', new Set(uiStore.getState().selectedNodes), start);
}

/** Resolves to whether anything moved. */
async function arrangeGraph(label: string, only: ReadonlySet<string> | undefined, start: StartElk): Promise<boolean> {
  stopArranging();
  const graph = graphHere(documentStore.getState());
  const opened = graphArrangement(graph, reportsHere(graph, compilationStore.getState().compilation), only);
  // A network that is a U with its blocks closed stays one: they are opened again in it.
  const asCards = graph.groups.length > 0 && only === undefined ? closed(opened, graph) : null;
  const isU = asCards !== null && uShape(asCards) !== null;
  const arrangement = isU ? asCards : opened;
  const outcome = await find(arrangement, start);
  if (outcome === null) return false;
  if (typeof outcome === 'string') {
    uiStore.getState().notify('error', `The layers could not be arranged: ${outcome}.`);
    return false;
  }
  const now = graphHere(documentStore.getState());
  if (!sameNetwork(graph, now)) {
    uiStore.getState().notify('info', 'The network changed while it was being arranged, so nothing was moved. Arrange it once more.');
    return false;
  }
  const before = documentStore.getState().document;
  if (isU) placeClosed(label, graph, arrangement, outcome);
  else {
    documentStore.getState().edit(label, moves(arrangement, outcome), ARRANGING);
    turnBlocks(label, arrangement);
  }
  documentStore.getState().endGesture();
  return documentStore.getState().document !== before;
}
const ARRANGING = 'arrange';

/** Places the blocks that are open as cards, opens them again there, and leaves the whole where it was. */
function placeClosed(label: string, was: View, arrangement: Arrangement, places: Places): void {
  const { edit } = documentStore.getState();
  const here = (): View => graphHere(documentStore.getState());
  const open = was.groups.map((g) => g.id).filter((id) => places.has(id));
  edit(label, open.map((id): Edit => ({ kind: 'setNode', id, fields: { expanded: undefined } })), ARRANGING);
  edit(label, moves(arrangement, places), ARRANGING);
  for (const id of open) setExpanded(id, true, label, ARRANGING);
  const now = here();
  const [from, to] = [was, now].map((view) => boxAround(shownIn(view).filter(({ id }) => places.has(id)).map(({ box }) => box)));
  const [dx, dy] = [Math.round(from!.x + from!.width / 2 - to!.x - to!.width / 2), Math.round(from!.y - to!.y)];
  if (dx === 0 && dy === 0) return;
  edit(label, shownIn(now).flatMap(({ id, box }): readonly Edit[] => (places.has(id) ? [{ kind: 'moveNode', id, position: [box.x + dx, box.y + dy] }] : [])), ARRANGING);
}

const shownIn = ({ nodes, groups }: View): readonly { readonly id: string; readonly box: Box }[] => [
  ...nodes.map((n) => ({ id: n.id, box: boxOf(n) })),
  ...groups.map(({ id, position: [x, y], size: [width, height] }) => ({ id, box: { x, y, width, height } })),
];

/** Opened blocks that are in a column now that is read the other way are turned, as part of the same step. Their size stays. */
function turnBlocks(label: string, { boxes }: Arrangement): void {
  const view = graphHere(documentStore.getState());
  const arranged = new Set(boxes.map((b) => b.id));
  const edits = view.groups.flatMap(({ id, inside }): readonly Edit[] => {
    const up = isReadUpwards(view, id);
    return !arranged.has(id) || up === inside.up ? [] : [{ kind: 'setNode', id, fields: { expanded: up ? EXPANDED_UP : true } }];
  });
  if (edits.length > 0) documentStore.getState().edit(label, edits, ARRANGING);
}

/** Places; null when cancelled; a sentence's end when it failed. */
async function find(arrangement: Arrangement, start: StartElk): Promise<Places | string | null> {
  const { promise: interrupted, resolve: interrupt } = withResolver<string | null>();
  const elk = start(interrupt);
  const mine = { elk, cancel: () => interrupt(null) };
  running = mine;
  const text = `Arranging ${arrangement.boxes.length.toLocaleString('en')} layers…`;
  const timer = setTimeout(() => uiStore.getState().showWork(text, stopArranging), FELT_MS);
  try {
    return await Promise.race([arrangeBoxes(arrangement, elk.engine), interrupted]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
    elk.stop();
    if (running === mine) running = null;
    if (uiStore.getState().notice?.text === text) uiStore.getState().dismissNotice();
  }
}

/** Whether the arrangement still fits: the same layers at the same places, with the same edges. Params may differ. */
function sameNetwork(a: View, b: View): boolean {
  if (a.block !== b.block || a.nodes.length !== b.nodes.length || a.edges.length !== b.edges.length) return false;
  const sameNodes = a.nodes.every((node, i) => node.id === b.nodes[i]!.id && node.position.join() === b.nodes[i]!.position.join());
  return sameNodes && (a.edges === b.edges || a.edges.every((edge, i) => edge.source === b.edges[i]!.source && edge.target === b.edges[i]!.target));
}

function moves({ boxes }: Arrangement, places: Places): readonly Edit[] {
  return boxes.flatMap(({ id, place: before, width, height }): Edit[] => {
    const placed = places.get(id);
    if (!placed) return [];
    const edits: Edit[] = [];
    if (placed.place.join() !== before.join()) edits.push({ kind: 'moveNode', id, position: placed.place });
    // A frame is made to fit what is in it.
    if (placed.width !== width || placed.height !== height) edits.push({ kind: 'setNode', id, fields: { size: [placed.width, placed.height] } });
    return edits;
  });
}

/** `Promise.withResolvers`, which Node 20 has not. */
function withResolver<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((give) => {
    resolve = give;
  });
  return { promise, resolve };
}
