// Adding a layer: its id, its place and the connections that go without saying, as one undoable step.

import { bringBlock } from '../../graph/blockPackage.ts';
import { contains, definitionOf, portsOf } from '../../graph/blocks.ts';
import { isAnnotation, type Graph, type GraphEdge, type GraphNode } from '../../graph/document.ts';
import { applyEdits, type Edit } from '../../graph/edits.ts';
import { NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import { blockAt, edgesAt, freshIdAt, groupAt, hiddenPorts, levelIn, type View } from '../../graph/view.ts';
import { layerOf } from '../../layers/index.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore, type AddLink } from '../../state/uiStore.ts';
import { viewportStore, type Region } from '../../state/viewportStore.ts';
import { blockNamed } from './blockSources.ts';
import { edgeTo, givesOutput, mostInputs, mostInputsOf, outputsOf, type BlockGraph } from './connect.ts';
import { centredAt, freeSpot, nearestSpot, type Point } from './placement.ts';
import { makeRoom } from './blocks.ts';
import { placeOn, roomFor } from './room.ts';

/** What a drag from the palette to the canvas carries: the layer's type, under this media type. */
export const LAYER_DRAG = 'application/netloom-layer';

/** What is added, before it has a name and a place. */
export interface NewNode {
  readonly type: string;
  readonly block?: string;
}

export interface Addition {
  readonly id: string;
  readonly edits: readonly Edit[];
}

/** A graph that may show blocks opened in place. */
type ShownGraph = BlockGraph & Partial<Pick<View, 'groups' | 'origins' | 'ownEdges'>>;

export interface AdditionOptions {
  /** Where it goes: its middle; with a link, the end of the edge that leads to it. */
  readonly at?: Point | null | undefined;
  readonly selected?: readonly string[];
  readonly visible?: Region | undefined;
  readonly link?: AddLink | undefined;
}

/**
 * The edits that add a layer. Dropped `at` a place it stands there, unconnected. Otherwise it goes below the selected
 * nodes and takes their outputs: one for a layer with one input, all of them, in the order of selection, for a merge.
 * A `link` says what it is connected to instead of the selection; onto a connection it goes where it is dropped, else where there is
 * room. Beside what stands in a block opened in place, it belongs to that block.
 */
export function additionOf(graph: ShownGraph, what: string | NewNode, options: AdditionOptions): Addition {
  const { at, selected, visible, link } = options;
  const fresh: NewNode = typeof what === 'string' ? { type: what } : what;
  const id = freshIdAt(graph, levelFor(graph, options), fresh.block?.replaceAll(/\W/g, '_') ?? fresh.type);
  const nodeAt = (position: Point): GraphNode => ({ ...fresh, id, position });
  if (link?.kind === 'on') return insertionOf(graph, nodeAt(at ? centredAt(at) : placeOn(graph, link.edge, visible)), link.edge);
  if (link?.kind === 'before') return additionBefore(graph, nodeAt, link, at, visible);
  if (at && !link) return { id, edits: [{ kind: 'addNode', node: nodeAt(nearestSpot(cards(graph, id), centredAt(at), visible)) }] };

  const chosen = chosenOf(graph, link?.nodes ?? selected ?? []);
  const most = mostInputsOf(graph, nodeAt([0, 0]));
  const feeding = chosen.filter((n) => outputsOf(graph, n) > 0);
  const sources = feeding.length <= most ? feeding : [];
  const position = at ? nearestSpot(cards(graph, id), [Math.round(at[0] - NODE_WIDTH / 2), Math.round(at[1])], visible) : freeSpot(beside(graph, id), wantedPlace(graph, chosen, visible));
  const node = nodeAt(position);
  const edits: Edit[] = [{ kind: 'addNode', node }];
  sources.forEach((source, port) => {
    edits.push({ kind: 'connect', edge: edgeTo({ ...graph, nodes: [...graph.nodes, node] }, source.id, id, port) });
  });
  if (sources.length === 1 && outputsOf(graph, node) > 0 && !(link?.kind === 'after' && link.branch)) edits.push(...handedOn(graph, sources[0]!.id, id));
  return { id, edits };
}

const chosenOf = (graph: Graph, ids: readonly string[]): readonly GraphNode[] =>
  ids.map((id) => graph.nodes.find((n) => n.id === id)).filter((n): n is GraphNode => n !== undefined && !isAnnotation(n));

/**
 * What a layer is connected to. After one whose output goes on by one connection it stands on that; where there are several, or
 * where a branch is asked for, it takes the output beside them. After what ends the network nothing can stand: it goes before it.
 */
export function linkMeant(graph: ShownGraph, node: GraphNode, { at, selected = [], link }: AdditionOptions): AddLink | undefined {
  const standsOn = nodeCanStandOn(graph, node);
  // What cannot stand there is only placed.
  if (link?.kind === 'on') return standsOn ? link : undefined;
  if (at || link?.kind === 'before' || link?.branch || !standsOn) return link;
  const edge = onlyWay(graph, link?.nodes ?? selected);
  return edge ? { kind: 'on', edge } : link;
}

/**
 * The one connection by which what a layer gives goes on within its own graph, to an opened block or the output of the one it is in
 * too, or by which the end of a network is fed.
 */
export function onlyWay(graph: ShownGraph, ids: readonly string[]): GraphEdge | null {
  const [node, ...more] = chosenOf(graph, ids);
  if (!node || more.length > 0) return null;
  const isEnd = outputsOf(graph, node) === 0;
  const [edge, ...others] = isEnd ? graph.edges.filter((e) => e.target === node.id) : edgesAt(graph, levelIn(node.id)).filter((e) => e.source === node.id);
  return edge && others.length === 0 ? edge : null;
}

/**
 * The last layer of a block opened in place has no line to its output that could be seen and drawn anew: what is added after
 * it is what the block gives from then on.
 */
function handedOn({ blocks = {}, groups = [] }: ShownGraph, source: string, id: string): readonly Edit[] {
  const level = levelIn(source);
  const node = groups.find((g) => g.prefix === level)?.node;
  const definition = node && definitionOf({ blocks }, node);
  if (!definition || levelIn(id) !== level) return [];
  const { outputs } = portsOf(definition);
  const onward = definition.edges.filter((e) => e.source === source.slice(level.length));
  if (!onward.every((e) => outputs.includes(e.target))) return [];
  return onward.map(({ target }): Edit => ({ kind: 'inBlock', block: node.block!, edit: { kind: 'connect', edge: { source: id.slice(level.length), target } } }));
}

/** The nodes that stand in the same graph as this one. */
const beside = (graph: ShownGraph, id: string): readonly Pick<GraphNode, 'position'>[] =>
  [...graph.nodes, ...hiddenPorts(graph), ...(graph.groups ?? [])].filter((n) => levelIn(n.id) === levelIn(id));

const cards = (graph: ShownGraph, id: string): readonly Pick<GraphNode, 'position'>[] => graph.nodes.filter((n) => levelIn(n.id) === levelIn(id) && !isAnnotation(n));

/** The level of the view that it is added to: that of what it is connected to, or of the opened block in which it is let go. */
function levelFor(graph: ShownGraph, { at, selected = [], link }: AdditionOptions): string {
  if (link?.kind === 'on') return levelIn(link.edge.target);
  if (link?.kind === 'before') return levelIn(link.node);
  if (at && !link) return groupAt({ groups: graph.groups ?? [] }, at)?.prefix ?? '';
  const levels = new Set((link?.nodes ?? selected).filter((id) => graph.nodes.some((n) => n.id === id)).map(levelIn));
  return levels.size === 1 ? [...levels][0]! : '';
}

/** Above the node whose input it feeds, or with its lower edge where the connection was let go. */
function additionBefore(graph: ShownGraph, nodeAt: (position: Point) => GraphNode, link: { readonly node: string; readonly port: number }, at: Point | null | undefined, visible: Region | undefined): Addition {
  const fed = graph.nodes.find((n) => n.id === link.node);
  const position: Point = at ? nearestSpot(cards(graph, link.node), [Math.round(at[0] - NODE_WIDTH / 2), Math.round(at[1] - NODE_HEIGHT)], visible) : freeSpot(beside(graph, link.node), fed ? [fed.position[0], fed.position[1] - RANK_GAP] : [0, 0]);
  const node = nodeAt(position);
  const edits: Edit[] = [{ kind: 'addNode', node }];
  if (fed && outputsOf(graph, node) > 0) edits.push({ kind: 'connect', edge: edgeTo({ ...graph, nodes: [...graph.nodes, node] }, node.id, fed.id, link.port) });
  return { id: node.id, edits };
}

/** Puts a node onto an edge, and moves what comes after it out of its way. The node may stand on the canvas already; then it only moves. */
export function insertionOf(graph: ShownGraph, node: GraphNode, edge: GraphEdge): Addition {
  const { id } = node;
  const { position, edits: room } = roomFor(graph, node, edge);
  const placed: Edit = graph.nodes.some((n) => n.id === id) ? { kind: 'moveNode', id, position } : { kind: 'addNode', node: { ...node, position } };
  const placedIn = { ...graph, nodes: [...graph.nodes.filter((n) => n.id !== id), node] };
  const { targetPort: _port, target: _target, ...from } = edge;
  const { sourcePort: _sourcePort, source: _source, ...to } = edge;
  return {
    id,
    edits: [
      placed,
      ...room,
      { kind: 'disconnect', edge },
      // It begins at the output that the edge began at, of a block the one it names.
      { kind: 'connect', edge: { ...edgeTo(placedIn, edge.source, id, 0), ...from } },
      { kind: 'connect', edge: { ...edgeTo(placedIn, id, edge.target, 0), ...to, source: id } },
    ],
  };
}

/** Whether a node of this type can stand in the middle of an edge. */
export const canStandOn = (type: string): boolean => mostInputs(type) > 0 && givesOutput(type);
export const nodeCanStandOn = (graph: BlockGraph, node: GraphNode): boolean => mostInputsOf(graph, node) > 0 && outputsOf(graph, node) > 0;

function wantedPlace(graph: Graph, chosen: readonly GraphNode[], visible: Region | undefined): Point {
  if (chosen.length > 0) {
    const middle = chosen.reduce((sum, n) => sum + n.position[0], 0) / chosen.length;
    return [middle, Math.max(...chosen.map((n) => n.position[1])) + RANK_GAP];
  }
  if (visible && visible.width > 0) {
    // The first one stands where a network begins: at the top, in the middle.
    const y = graph.nodes.length === 0 ? visible.y + Math.min(72, visible.height / 4) : visible.y + visible.height / 2 - NODE_HEIGHT / 2;
    return [visible.x + visible.width / 2 - NODE_WIDTH / 2, y];
  }
  return [0, 0];
}

/** A layer's type, or a block as `blockNamed` knows it, with what has to be defined before. A string says why it cannot be added here. */
function newNode(view: View, key: string, level: string): { readonly what: NewNode; readonly label: string; readonly blocks: View['blocks']; readonly before: readonly Edit[] } | string {
  const given = blockNamed(key);
  if (!given) return { what: { type: key }, label: layerOf(key)?.label ?? key, blocks: view.blocks, before: [] };
  const { document } = documentStore.getState();
  const { name, edits } = bringBlock(document, given);
  const { blocks } = applyEdits(document, edits);
  const around = blockAt(view, level);
  if (around !== null && contains({ blocks }, name, around)) return 'A block cannot contain itself.';
  return { what: { type: 'block', block: name }, label: blocks[name]?.label ?? name, blocks, before: edits };
}

/**
 * Adds a layer or a block and selects it, so that the next one follows it. Without a place it finds one and connects itself.
 * Returns its id. With a `step` that has begun it is part of that.
 */
export function addLayer(type: string, at?: Point | null, link?: AddLink, step?: string): string | null {
  const { edit, readOnly } = documentStore.getState();
  if (readOnly) {
    uiStore.getState().notify('info', 'This file is open for reading only.');
    return null;
  }
  const view = graphHere(documentStore.getState());
  const selected = uiStore.getState().selectedNodes;
  const added = newNode(view, type, levelFor(view, { at, selected, link }));
  if (typeof added === 'string') {
    uiStore.getState().notify('info', added);
    return null;
  }
  const graph = { ...view, blocks: added.blocks };
  const wanted = linkMeant(graph, { ...added.what, id: '', position: [0, 0] }, { at, selected, link });
  const visible = viewportStore.getState().controls?.visible();
  const { id, edits } = additionOf(graph, added.what, { at, selected, visible, link: wanted });
  const label = `${wanted?.kind === 'on' ? 'Insert' : 'Add'} ${added.label}`;
  const inBlock = levelIn(id) !== '';
  const gesture = step ?? (inBlock ? `add ${id}` : undefined);
  edit(label, [...added.before, ...edits], gesture);
  // Its frame may have grown: what stands around it makes room, as part of the same step.
  if (inBlock) makeRoom(label, view, gesture);
  if (gesture !== undefined) documentStore.getState().endGesture();
  if (at) uiStore.getState().select([id]);
  // Brings it into view where the chain has grown past the edge of the window.
  else if (visible && isOutside(graphHere(documentStore.getState()), id, visible)) uiStore.getState().goTo(id);
  else uiStore.getState().select([id]);
  return id;
}

/** Adds a layer that takes the selected ones' outputs beside whatever takes them already. Returns its id. */
export const branchLayer = (type: string): string | null => addLayer(type, null, { kind: 'after', nodes: uiStore.getState().selectedNodes, branch: true });

/** Puts a layer onto a connection: what flowed along it now flows through the layer. Returns its id. */
export const insertLayer = (type: string, edge: GraphEdge, at: Point): string | null => addLayer(type, at, { kind: 'on', edge });

function isOutside(graph: Graph, id: string, visible: Region): boolean {
  const position = graph.nodes.find((n) => n.id === id)?.position;
  if (!position) return false;
  const [x, y] = position;
  return x < visible.x || y < visible.y || x + NODE_WIDTH > visible.x + visible.width || y + NODE_HEIGHT > visible.y + visible.height;
}
