// What is done with blocks: make one of the selection, enter and leave, open in place, unlink, dissolve, put one on the canvas.

import { contains, definitionOf, graphAt, makeBlock, portsOf, ungroup, unlink, type MadeBlock, type Place } from '../../graph/blocks.ts';
import { blockLibrary } from '../../graph/blockLibrary/index.ts';
import { bringBlock, packageOf, type BlockPackage } from '../../graph/blockPackage.ts';
import { definitionsOf } from '../../graph/builder.ts';
import type { BlockDefinition, GraphNode, NetloomDocument } from '../../graph/document.ts';
import { freshId, type Edit, type GraphEdit } from '../../graph/edits.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { viewAt, type Group, type View } from '../../graph/view.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { ownBlocksStore } from '../../state/ownBlocksStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';

/** The library's blocks, as packages. */
const libraryPackage = (name: string): BlockPackage | undefined => {
  const entry = blockLibrary.find((b) => b.name === name);
  return entry && { name, definitions: definitionsOf([entry]) };
};
const libraryBlocks = (): readonly PaletteBlock[] =>
  blockLibrary.map(({ name, label, summary, keywords }) => ({ type: `block:library:${name}`, category: 'block', label, summary, keywords: [name, 'block', ...(keywords ?? [])], from: 'library' }));

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
  const x = same.length > 0 ? Math.max(...same.map((n) => n.position[0])) + NODE_WIDTH + 40 : Math.min(0, ...place.nodes.map((n) => n.position[0]));
  const y = same[0]?.position[1] ?? (type === 'blockInput' ? Math.min(0, ...ys) - 104 : Math.max(0, ...ys) + 104);
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

/** Opens an instance in place, or closes it; what stands below and beside it makes room. */
export function toggleExpanded(id: string): void {
  const view = graphHere(doc());
  const group = view.groups.find((g) => g.id === id);
  const node = group?.node ?? view.nodes.find((n) => n.id === id);
  if (!node || !definitionOf(doc().document, node)) return;
  const label = definitionOf(doc().document, node)!.label ?? node.block!;
  if (group) {
    doc().edit(`Close ${label}`, [...roomAround(view, group, -1), { kind: 'setNode', id, fields: { expanded: undefined } }]);
    return;
  }
  doc().edit(`Open ${label} in place`, [{ kind: 'setNode', id, fields: { expanded: true } }], 'expand');
  const opened = graphHere(doc());
  const now = opened.groups.find((g) => g.id === id);
  if (now) doc().edit(`Open ${label} in place`, roomAround(opened, now, 1), 'expand');
  doc().endGesture();
}

/** Moves what stands below a group by the height it has beyond a card, and what stands right of it by the width. */
function roomAround(view: View, { id, position, size, members }: Group, direction: 1 | -1): readonly Edit[] {
  const inside = new Set([...members, id]);
  const [x, y] = position;
  const [dx, dy] = [size[0] - NODE_WIDTH, size[1] - NODE_HEIGHT];
  // Opening: the others stand as if it were a card; closing: as if it had its size.
  const [right, bottom] = direction === 1 ? [x + NODE_WIDTH, y + NODE_HEIGHT] : [x + size[0], y + size[1]];
  // What moves as a whole: a group with its members.
  const things = [...view.nodes.filter((n) => !view.origins.has(n.id)), ...view.groups.filter((g) => !view.origins.has(g.id))];
  return things.flatMap((thing): Edit[] => {
    if (inside.has(thing.id)) return [];
    const [tx, ty] = thing.position;
    const below = ty >= bottom - 4;
    const beside = !below && tx >= right - 4 && ty + NODE_HEIGHT > y;
    if (!below && !beside) return [];
    return [{ kind: 'moveNode', id: thing.id, position: below ? [tx, ty + direction * dy] : [tx + direction * dx, ty] }];
  });
}

export function toggleSelectedExpanded(): void {
  const [id] = ui().selectedNodes;
  if (id !== undefined) toggleExpanded(id);
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
  const instance = selectedInstance();
  if (!instance) return;
  const own = unlink(doc().document, placeHere(), instance.id);
  if (typeof own === 'string') return refuse(own);
  doc().editDocument(`Unlink ${instance.id}`, own.edits);
  ui().notify('info', `${instance.id} has a definition of its own now: “${own.block}”. Changing it leaves the others alone.`);
}

/** Puts an instance on the canvas: at a place, or below the selection and connected to it. Returns its id. */
export function addBlock(block: BlockPackage, at?: readonly [number, number]): string | null {
  const { document, readOnly, editDocument } = doc();
  if (readOnly) {
    refuse('This file is open for reading only.');
    return null;
  }
  const brought = bringBlock(document, block);
  const place = placeHere();
  if (place.block !== null && contains({ blocks: { ...document.blocks, ...Object.fromEntries(brought.edits.flatMap((e) => (e.kind === 'setBlock' && e.definition ? [[e.block, e.definition]] : []))) } }, brought.name, place.block)) {
    refuse('A block cannot contain itself.');
    return null;
  }
  const id = freshId(new Set(place.nodes.map((n) => n.id)), brought.name.replaceAll(/\W/g, '_'));
  const selected = ui().selectedNodes.map((s) => place.nodes.find((n) => n.id === s)).filter((n): n is GraphNode => n !== undefined);
  const definition = brought.edits.flatMap((e) => (e.kind === 'setBlock' && e.block === brought.name && e.definition ? [e.definition] : []))[0] ?? document.blocks[brought.name]!;
  const { inputs } = portsOf(definition);
  const below = selected.at(-1);
  const visible = viewportStore.getState().controls?.visible();
  const position: readonly [number, number] = at
    ? [Math.round(at[0] - NODE_WIDTH / 2), Math.round(at[1] - NODE_HEIGHT / 2)]
    : below
      ? [below.position[0], below.position[1] + 104]
      : visible
        ? [Math.round(visible.x + visible.width / 2 - NODE_WIDTH / 2), Math.round(visible.y + visible.height / 2)]
        : [0, 0];
  const sources = at || selected.length > inputs.length ? [] : selected.filter((n) => n.type !== 'output' && n.type !== 'blockOutput');
  const wires: GraphEdit[] = sources.map((source, i) => ({ kind: 'connect', edge: { source: source.id, target: id, ...(inputs.length > 1 ? { targetPort: inputs[i]! } : {}) } }));
  const here: GraphEdit[] = [{ kind: 'addNode', node: { id, type: 'block', block: brought.name, position } }, ...wires];
  const inPlace = place.block === null ? here : here.map((edit): Edit => ({ kind: 'inBlock', block: place.block!, edit }));
  editDocument(`Add ${definition.label ?? brought.name}`, [...brought.edits, ...inPlace]);
  ui().select([id]);
  return id;
}

/** What a palette's entry or a drag names: `block:own:…`, `block:document:…`; undefined for a layer's type. */
export function blockNamed(key: string): BlockPackage | undefined {
  const [, from, name] = /^block:(own|document|library):(.+)$/.exec(key) ?? [];
  if (from === undefined || name === undefined) return undefined;
  if (from === 'own') return ownBlocksStore.getState().blocks.find((b) => b.name === name);
  if (from === 'library') return libraryPackage(name);
  return Object.hasOwn(doc().document.blocks, name) ? packageOf(doc().document, name) : undefined;
}

export interface PaletteBlock {
  /** What a drag carries, as a layer's type is for layers. */
  readonly type: string;
  readonly category: 'block';
  readonly label: string;
  /** One line for the tooltip. */
  readonly summary: string;
  readonly keywords: readonly string[];
  readonly from: 'document' | 'own' | 'library';
}

/** All blocks that can be put on the canvas: this network's, the person's own, the library's; of equal names the first. */
export function blocksToAdd({ blocks }: Pick<NetloomDocument, 'blocks'>, own: readonly BlockPackage[]): readonly PaletteBlock[] {
  const described = (from: 'document' | 'own', name: string, definition: BlockDefinition | undefined): PaletteBlock => ({
    type: `block:${from}:${name}`,
    category: 'block',
    label: definition?.label ?? name,
    summary: definition?.doc?.split(/[.\n]/)[0] ?? (from === 'own' ? 'A block of your own' : 'A block of this network'),
    keywords: [name, 'block'],
    from,
  });
  const all = [
    ...Object.entries(blocks).map(([name, definition]) => described('document', name, definition)),
    ...own.map((b) => described('own', b.name, b.definitions[b.name])),
    ...libraryBlocks(),
  ];
  const seen = new Set<string>();
  return all.filter(({ type }) => {
    const name = type.slice(type.indexOf(':', 6) + 1);
    return !seen.has(name) && seen.add(name) !== undefined;
  });
}

/** Names of what is around the graph that is seen, for the way back: the network first. */
export function pathHere(): readonly { readonly label: string; readonly depth: number }[] {
  const { document, scope } = doc();
  return [document.name, ...scope].map((label, depth) => {
    if (depth === 0) return { label, depth };
    const node = viewAt(document, scope.slice(0, depth - 1)).nodes.find((n) => n.id === label);
    const definition = node && definitionOf(document, node);
    const what = definition?.label ?? node?.block;
    return { label: what === undefined || what === label ? label : `${label} · ${what}`, depth };
  });
}
