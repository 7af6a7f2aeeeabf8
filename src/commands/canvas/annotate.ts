// Comments and frames: adding them, and their text, colour and size.

import { boxAround, boxOf, SMALLEST, type Box } from '../../graph/boxes.ts';
import { isAnnotation, type GraphNode } from '../../graph/document.ts';
import { freshId } from '../../graph/edits.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { keepInPlace } from './blocks.ts';
import { nearestSpot, type Point } from './placement.ts';

/** Colours a comment or frame may have; anything else in a file is shown as the first. */
export const COLOURS = ['amber', 'blue', 'green', 'pink', 'violet', 'grey'] as const;
export type Colour = (typeof COLOURS)[number];

/** The most characters of a comment that are kept. */
export const LONGEST_TEXT = 10_000;

export const colourOf = (node: GraphNode): Colour => COLOURS.find((colour) => colour === node['colour']) ?? (node.type === 'frame' ? 'grey' : 'amber');
export const textOf = (node: GraphNode): string => (typeof node['text'] === 'string' ? node['text'].slice(0, LONGEST_TEXT) : '');

/** Room between a frame and what it is put around; more above, for its title. */
const PADDING = 28;
const TITLE_ROOM = 44;

const here = () => graphHere(documentStore.getState());

function add(type: 'comment' | 'frame', box: Box): void {
  const id = freshId(new Set(here().nodes.map((n) => n.id)), type);
  const node: GraphNode = { id, type, position: [Math.round(box.x), Math.round(box.y)], size: [Math.round(box.width), Math.round(box.height)] };
  documentStore.getState().edit(`Add ${type}`, [{ kind: 'addNode', node }]);
  if (!here().nodes.some((n) => n.id === id)) return;
  const ui = uiStore.getState();
  ui.select([id]);
  ui.setWriting(id);
}

/** A comment with its middle here: at the pointer, or in the middle of what is seen. It covers no card. */
export function addComment(at?: Point): void {
  const seen = viewportStore.getState().controls?.visible();
  const [x, y] = at ?? viewportStore.getState().pointer?.() ?? (seen ? [seen.x + seen.width / 2, seen.y + seen.height / 3] : [0, 0]);
  const { width, height } = boxOf({ id: '', type: 'comment', position: [0, 0] });
  const [left, top] = nearestSpot(here().nodes.filter((n) => !isAnnotation(n)), [x - width / 2, y - height / 2], seen, [width, height]);
  add('comment', { x: left, y: top, width, height });
}

/** A frame around the selected nodes. */
export function frameSelection(): void {
  const { selectedNodes } = uiStore.getState();
  const { nodes, groups } = here();
  const opened = groups.map(({ id, position: [x, y], size: [width, height] }) => ({ id, box: { x, y, width, height } }));
  const boxes = [...nodes.map((n) => ({ id: n.id, box: boxOf(n) })), ...opened].filter(({ id }) => selectedNodes.includes(id)).map(({ box }) => box);
  if (boxes.length === 0) return;
  const around = boxAround(boxes);
  add('frame', { x: around.x - PADDING, y: around.y - TITLE_ROOM, width: around.width + 2 * PADDING, height: around.height + TITLE_ROOM + PADDING });
}

/** Sets the text; a run of changes while writing is one step. */
export function writeText(id: string, text: string): void {
  const node = here().nodes.find((n) => n.id === id);
  if (!node || textOf(node) === text) return;
  documentStore.getState().edit(`Edit ${id}`, [{ kind: 'setNode', id, fields: { text: text === '' ? undefined : text.slice(0, LONGEST_TEXT) } }], `write ${id}`);
}

export function paint(ids: readonly string[], colour: Colour): void {
  documentStore.getState().edit(`Colour ${ids.length === 1 ? ids[0]! : `${ids.length} notes`}`, ids.map((id) => ({ kind: 'setNode', id, fields: { colour } })));
}

/** Place and size while a border is dragged: one step until `documentStore.endGesture()`. */
export function resizeTo(id: string, { x, y, width, height }: Box): void {
  const size = [width, height].map((length) => Math.max(SMALLEST, Math.round(length)));
  const [label, step] = [`Resize ${id}`, `resize ${id}`];
  const before = here();
  documentStore.getState().edit(label, [{ kind: 'moveNode', id, position: [Math.round(x), Math.round(y)] }, { kind: 'setNode', id, fields: { size } }], step);
  keepInPlace(label, before, id, step);
}
