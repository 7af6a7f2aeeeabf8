// Opening the canvas's search boxes, and doing what was chosen in them.

import type { GraphEdge } from '../../graph/document.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { layerOf } from '../../layers/index.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore, type AddLink, type CanvasPopup } from '../../state/uiStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { addLayer, onlyWay } from './addLayer.ts';
import { connectEdits, connectionProblem, outputsOf } from './connect.ts';
import type { Point } from './placement.ts';
import { quickConnect } from './quickConnect.ts';
import { replacementOf } from './replace.ts';

const here = () => graphHere(documentStore.getState());
const ui = () => uiStore.getState();

function open(popup: CanvasPopup): void {
  if (documentStore.getState().readOnly) ui().notify('info', 'This file is open for reading only.');
  else ui().setPopup(popup);
}

/** Below the lowest of these nodes: where the next layer will stand. */
function below(ids: readonly string[]): Point | null {
  const nodes = here().nodes.filter((n) => ids.includes(n.id));
  if (nodes.length === 0) return null;
  const lowest = nodes.reduce((a, b) => (b.position[1] > a.position[1] ? b : a));
  return [lowest.position[0] + NODE_WIDTH / 2, lowest.position[1] + NODE_HEIGHT + 8];
}

/** Over one of these nodes a search box would hide what it is about. */
const isOver = ([x, y]: Point, ids: readonly string[]): boolean =>
  here().nodes.some((n) => ids.includes(n.id) && x >= n.position[0] && x <= n.position[0] + NODE_WIDTH && y >= n.position[1] && y <= n.position[1] + NODE_HEIGHT);

function middleOfView(): Point {
  const seen = viewportStore.getState().controls?.visible();
  return seen ? [seen.x + seen.width / 2, seen.y + seen.height / 3] : [0, 0];
}

/** Search for a layer to add at this place, or at this end of a connection; as part of a step that has begun. */
export function openAddAt(at: Point, link?: AddLink, step?: string): void {
  open({ kind: 'add', anchor: at, at, ...(link ? { link } : {}), ...(step === undefined ? {} : { step }) });
}

/** Search for a layer to add after the selection, or where the pointer is. A branch leaves what comes after the selection where it is. */
export function openAdd(branch = false): void {
  const end = branch ? null : onlyWay(here(), ui().selectedNodes);
  const feeding = ui().selectedNodes.filter((id) => here().nodes.some((n) => n.id === id && outputsOf(here(), n) > 0));
  const pointer = viewportStore.getState().pointer?.() ?? null;
  if (feeding.length > 0) openAddAfter(feeding, { branch, anchor: pointer && isOver(pointer, ui().selectedNodes) ? null : pointer });
  else if (end) openAddOn(end);
  else if (pointer) openAddAt(pointer);
  else open({ kind: 'add', anchor: middleOfView(), at: null });
}

/** Search for a layer to add below these and to connect to them. */
export function openAddAfter(nodes: readonly string[], { anchor = null, branch = false }: { readonly anchor?: Point | null; readonly branch?: boolean } = {}): void {
  open({ kind: 'add', anchor: anchor ?? below(nodes) ?? middleOfView(), at: null, link: { kind: 'after', nodes, ...(branch ? { branch } : {}) } });
}

/** Search for a layer to put onto the middle of an edge. */
export function openAddOn(edge: GraphEdge): void {
  const { nodes } = here();
  const [source, target] = [nodes.find((n) => n.id === edge.source), nodes.find((n) => n.id === edge.target)];
  if (!source || !target) return;
  const middle: Point = [
    (source.position[0] + target.position[0] + NODE_WIDTH) / 2,
    (source.position[1] + target.position[1] + NODE_HEIGHT) / 2,
  ];
  open({ kind: 'add', anchor: middle, at: middle, link: { kind: 'on', edge } });
}

/** Adds what was chosen in the open search box. */
export function addChosen(popup: CanvasPopup & { readonly kind: 'add' }, type: string): void {
  addLayer(type, popup.at, popup.link, popup.step);
}

/** Search for another type for the selected layers. */
export function openReplace(): void {
  const { selectedNodes } = ui();
  const anchor = below(selectedNodes);
  if (anchor) open({ kind: 'replace', anchor, nodes: selectedNodes });
}

/** Makes these nodes layers of a type, as one step, and keeps what fits. */
export function replaceNodes(ids: readonly string[], type: string): void {
  const names: string[] = [];
  const edits = ids.flatMap((id) => {
    // Each follows on the ones before: their new names are taken.
    const replacement = replacementOf({ ...here(), nodes: here().nodes.map((n) => renamedNode(n, ids, names)) }, id, type);
    names.push(replacement.id);
    return replacement.edits;
  });
  documentStore.getState().edit(`Replace ${ids.length === 1 ? ids[0]! : `${ids.length} layers`} with ${layerOf(type)?.label ?? type}`, edits);
  ui().select(names);
}

function renamedNode<N extends { readonly id: string }>(node: N, ids: readonly string[], names: readonly string[]): N {
  const at = ids.indexOf(node.id);
  return at >= 0 && at < names.length ? { ...node, id: names[at]! } : node;
}

/** Connects the selected layers; from a single one, asks which layer it shall feed. */
export function connectSelection(): void {
  const { selectedNodes, notify } = ui();
  if (selectedNodes.length === 1) {
    const source = selectedNodes[0]!;
    const node = here().nodes.find((n) => n.id === source);
    if (!node || outputsOf(here(), node) === 0) notify('info', `${source} is where the network ends: it has no output to connect.`);
    else open({ kind: 'connect', anchor: below([source])!, source });
    return;
  }
  const { edits, problem } = quickConnect(here(), selectedNodes);
  if (problem !== null) notify('info', problem);
  documentStore.getState().edit(`Connect ${selectedNodes.length} layers`, edits);
}

/** Connects two layers at the first free port, or says why not. */
export function connectNodes(source: string, target: string): void {
  const problem = connectionProblem(here(), source, target);
  if (problem !== null) ui().notify('info', problem);
  else documentStore.getState().edit(`Connect ${source} to ${target}`, connectEdits(here(), source, target));
}

