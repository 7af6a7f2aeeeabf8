// What is done with blocks: make one of the selection, enter and leave, open in place, unlink, dissolve, put one on the canvas.

import { definitionOf, graphAt, instancesOf, makeBlock, ungroup, unlink, type MadeBlock, type Place } from '../../graph/blocks.ts';
import type { GraphNode } from '../../graph/document.ts';
import { applyEdits, freshId, type Edit } from '../../graph/edits.ts';
import { COLUMN_GAP, RANK_GAP } from '../../graph/layout.ts';
import { EXPANDED_UP } from '../../graph/inPlace.ts';
import { levelIn, MOST_SHOWN, toDocumentEdits, viewAt, type View } from '../../graph/view.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { CARD, isReadUpwards, resized, roomAround, sizeWithin } from './room.ts';

const doc = () => documentStore.getState();
const ui = () => uiStore.getState();

/** The graph that is entered, without blocks opened in place: what makes and dissolves blocks works on it. */
const placeHere = (): Place => graphAt(doc().document, doc().scope) ?? graphAt(doc().document, [])!;

/** The one selected instance of a block that is defined; null otherwise. Of what is opened in place only the outermost counts. */
export function selectedInstance(): GraphNode | null {
  const { selectedNodes } = ui();
  const [id] = selectedNodes;
  if (selectedNodes.length !== 1 || id === undefined) return null;
  const node = placeHere().nodes.find((n) => n.id === id);
  return node && definitionOf(doc().document, node) ? node : null;
}

/** The same where others have its definition too; one that is alone has nothing to be unlinked from. */
export function linkedInstance(): GraphNode | null {
  const instance = selectedInstance();
  return instance && instancesOf(doc().document, instance.block!).length > 1 ? instance : null;
}

const refuse = (why: string): void => ui().notify('info', why);

/** Makes a block of the selected nodes and selects its instance, ready to be named. */
export function makeBlockOfSelection(): void {
  const selected = ui().selectedNodes.filter((id) => placeHere().nodes.some((n) => n.id === id));
  const made: MadeBlock | string = makeBlock(doc().document, placeHere(), selected, 'Block');
  if (typeof made === 'string') return refuse(made);
  doc().editDocument('Make a block', made.edits);
  ui().select([made.instance]);
}

/** Adds a port to the block that is seen, and selects it. */
export function addPort(type: 'blockInput' | 'blockOutput'): void {
  const place = placeHere();
  if (place.block === null) return;
  const id = freshId(new Set(place.nodes.map((n) => n.id)), type === 'blockInput' ? 'x' : 'y');
  const ys = place.nodes.map((n) => n.position[1]);
  const same = place.nodes.filter((n) => n.type === type);
  const x = same.length > 0 ? Math.max(...same.map((n) => n.position[0])) + COLUMN_GAP : Math.min(0, ...place.nodes.map((n) => n.position[0]));
  const y = same[0]?.position[1] ?? (type === 'blockInput' ? Math.min(0, ...ys) - RANK_GAP : Math.max(0, ...ys) + RANK_GAP);
  doc().edit(`Add ${type === 'blockInput' ? 'an input' : 'an output'}`, [{ kind: 'addNode', node: { id, type, position: [x, y] } }]);
  ui().goTo(id);
}

/** Shows the inside of an instance of the graph that is seen. */
export function enterBlock(id: string): void {
  doc().setScope([...doc().scope, ...pathTo(graphHere(doc()), id)]);
}

/** Instances around a node of the view, and itself, as the document calls them. */
function pathTo(view: View, id: string): readonly string[] {
  const around = view.groups.filter((group) => group.members.includes(id)).map((group) => view.origins.get(group.id)?.local ?? group.id);
  return [...around, view.origins.get(id)?.local ?? id];
}

export function enterSelected(): void {
  const [id] = ui().selectedNodes;
  if (id !== undefined) enterBlock(id);
}

/** Goes out of the block and selects the instance one comes from. */
export function leaveBlock(): void {
  const { scope } = doc();
  const last = scope.at(-1);
  if (last === undefined) return;
  doc().setScope(scope.slice(0, -1));
  ui().select([last]);
}

/** Opens an instance in place, or closes it, as one step. */
export const toggleExpanded = (id: string): void => toggleAll([id]);

/** The outermost blocks among the selected nodes; all that are seen where nothing is selected. */
function blocksMeant(): readonly string[] {
  const view = graphHere(doc());
  const { selectedNodes } = ui();
  const meant = selectedNodes.length > 0 ? new Set(selectedNodes) : null;
  const within = new Set(view.groups.filter((g) => !meant || meant.has(g.id)).flatMap((g) => g.members));
  const blocks = [...view.nodes.filter((n) => definitionOf(doc().document, n)), ...view.groups];
  return blocks.map(({ id }) => id).filter((id) => !within.has(id) && (!meant || meant.has(id)));
}

export const hasBlocksToExpand = (): boolean => blocksMeant().length > 0;

/** Opens those of the blocks that are closed, or where none is, closes them, as one step. */
export const toggleMeantExpanded = (): void => toggleAll(blocksMeant());

/** Each makes room for itself among all others: more of them would hold up the window. */
const MOST_AT_ONCE = 60;

function toggleAll(ids: readonly string[]): void {
  const view = graphHere(doc());
  const groups = new Map(view.groups.map((g) => [g.id, g]));
  const closed = ids.filter((id) => !groups.has(id));
  const opens = closed.length > 0;
  const changing = opens ? closed : ids;
  const [first] = changing;
  if (first === undefined) return;
  const node = groups.get(first)?.node ?? view.nodes.find((n) => n.id === first);
  const definition = node && definitionOf(doc().document, node);
  if (!definition) return;
  const called = changing.length > 1 ? `${changing.length} blocks` : (definition.label ?? node.block!);
  if (changing.length > MOST_AT_ONCE) return refuse(`${called} are many to ${opens ? 'open' : 'close'} at once: select up to ${MOST_AT_ONCE} of them.`);
  if (opens && isTooMuch(view, changing)) return refuse(`${called} opened in place would show more than ${MOST_SHOWN.toLocaleString('en')} layers.`);
  for (const id of changing) setExpanded(id, opens, opens ? `Open ${called} in place` : `Close ${called}`, 'expand');
  doc().endGesture();
}

/** Whether these cannot be shown opened, all of them together. */
function isTooMuch(view: View, ids: readonly string[]): boolean {
  const opened = applyEdits(doc().document, toDocumentEdits(view, ids.map((id): Edit => ({ kind: 'setNode', id, fields: { expanded: true } }))));
  return viewAt(opened, doc().scope).groups.length === 0;
}

/** As part of a step. What stands around it makes room, and where it stands in opened blocks, around those. */
export function setExpanded(id: string, open: boolean, label: string, gesture: string): void {
  const view = graphHere(doc());
  const group = view.groups.find((g) => g.id === id);
  if (open === (group !== undefined)) return;
  const up = group ? group.inside.up : isReadUpwards(view, id);
  // In a graph that is turned itself, what is turned again is read downwards.
  const turned = view.groups.find((g) => g.prefix === levelIn(id))?.inside.up ?? false;
  const expanded = group ? undefined : up === turned ? true : EXPANDED_UP;
  doc().edit(label, [{ kind: 'setNode', id, fields: { expanded } }], gesture);
  doc().edit(label, roomAround(graphHere(doc()), id, { size: group ? sizeWithin(group) : CARD, up }), gesture);
  makeRoom(label, view, gesture);
}

/** Where opened blocks have got another size than in the view before, what stands around them follows, as part of the same step. */
export function makeRoom(label: string, before: View, gesture: string | undefined): void {
  for (const { id, before: size } of resized(before, graphHere(doc()))) doc().edit(label, roomAround(graphHere(doc()), id, size), gesture);
}

/**
 * What is inside an opened block stands by the corner of its border. Where an edit of a node in it moved that corner, the block moves the
 * other way, as part of the same step: what is seen of its inside stays where it was, and the border follows.
 */
export function keepInPlace(label: string, before: View, id: string, gesture: string | undefined): void {
  const around = before.groups.filter((g) => g.members.includes(id));
  // One that moves may move the corner of the one around it: the outer ones once more, for each that they hold.
  for (const was of around.flatMap(() => around)) {
    const now = graphHere(doc()).groups.find((g) => g.id === was.id);
    if (!now) continue;
    const [right, down] = [was.inside.dx - now.inside.dx, was.inside.dy - now.inside.dy];
    if (right !== 0 || down !== 0) doc().edit(label, [{ kind: 'moveNode', id: was.id, position: [now.position[0] + right, now.position[1] + down] }], gesture);
  }
}

export function ungroupSelected(): void {
  const instance = selectedInstance();
  if (!instance) return;
  const dissolved = ungroup(doc().document, placeHere(), instance.id);
  if (typeof dissolved === 'string') return refuse(dissolved);
  doc().editDocument(`Dissolve ${instance.id}`, dissolved.edits);
  ui().select(dissolved.nodes);
}

export function unlinkSelected(): void {
  const instance = linkedInstance();
  if (!instance) return;
  const own = unlink(doc().document, placeHere(), instance.id);
  if (typeof own === 'string') return refuse(own);
  doc().editDocument(`Unlink ${instance.id}`, own.edits);
  ui().notify('info', `${instance.id} has a definition of its own now: “${own.block}”. Changing it leaves the others alone.`);
}

/** Names of what is around the graph that is seen, for the way back: the network first. */
export function pathHere(): readonly { readonly label: string; readonly depth: number }[] {
  const { document, scope } = doc();
  return [document.name, ...scope].map((label, depth) => {
    if (depth === 0) return { label, depth };
    const node = graphAt(document, scope.slice(0, depth - 1))?.nodes.find((n) => n.id === label);
    const definition = node && definitionOf(document, node);
    const what = definition?.label ?? node?.block;
    return { label: what === undefined || what === label ? label : `${label} · ${what}`, depth };
  });
}
