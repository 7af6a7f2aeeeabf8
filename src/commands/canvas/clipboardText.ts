// Nodes as text for the clipboard and back: the document's own format, so that a copy pastes into a file and a file's nodes onto the canvas. Pure.

import { boxAround, boxOf, type Box } from '../../graph/boxes.ts';
import { bringBlock, packageOf } from '../../graph/blockPackage.ts';
import { contains } from '../../graph/blocks.ts';
import { emptyDocument, type Graph, type GraphEdge, type GraphNode, type NetloomDocument } from '../../graph/document.ts';
import { applyEdits, freshId, type Edit } from '../../graph/edits.ts';
import { definitionShown, sizeShown, withBorder, withinBorder } from '../../graph/inPlace.ts';
import { parseDocument, serializeDocument } from '../../graph/parse.ts';
import { blockAt, groupAt, levelIn, type View } from '../../graph/view.ts';
import type { Point } from './placement.ts';

/** The nodes of `graph` with these ids and the edges between them, with the blocks they are instances of, as the text of a document. */
export function copyText(document: NetloomDocument, ids: readonly string[], graph: Graph & Partial<Pick<View, 'groups'>> = document): string {
  const wanted = new Set(ids);
  // A block opened in place is copied as the one node it is; what is inside comes with its definition.
  const opened = (graph.groups ?? []).filter((g) => wanted.has(g.id));
  for (const { members } of opened) for (const member of members) wanted.delete(member);
  const nodes = [...graph.nodes.filter((n) => wanted.has(n.id)), ...opened.filter((g) => wanted.has(g.id)).map((g) => ({ ...g.node, position: cornerOf(g) }))];
  return serializeDocument({
    ...emptyDocument(document.name),
    version: document.version,
    nodes,
    blocks: Object.assign({}, ...nodes.map((n) => (n.type === 'block' && typeof n.block === 'string' ? packageOf(document, n.block).definitions : {}))) as NetloomDocument['blocks'],
    edges: graph.edges.filter((e) => wanted.has(e.source) && wanted.has(e.target)),
  });
}

function cornerOf(group: View['groups'][number]): Point {
  const { x, y } = withinBorder(group);
  return [x, y];
}

export interface Paste {
  readonly ids: readonly string[];
  readonly edits: readonly Edit[];
}

/** The nodes in a clipboard's text; null where it holds none. The text is untrusted and validated like a file. */
export function nodesIn(text: string): NetloomDocument | null {
  if (!text.includes('"netloom"')) return null;
  const parsed = parseDocument(text);
  return parsed.ok && !parsed.readOnly && parsed.document.nodes.length > 0 ? parsed.document : null;
}

/**
 * Edits that put copies into the graph: fresh ids, edges between them kept, their middle at `middle` or
 * beside the originals, covering nothing, in the block opened in place that is there. Blocks come with them; ports of a block go only into a block that
 * was entered, and no block into itself.
 */
export function pasteEdits(graph: Graph & Partial<Pick<View, 'blocks' | 'block' | 'groups' | 'origins'>>, copied: Graph & Partial<Pick<NetloomDocument, 'blocks'>>, middle: Point | null): Paste {
  const groups = graph.groups ?? [];
  const taken = new Set([...graph.nodes.map((n) => n.id), ...groups.map((g) => g.id), ...(graph.origins?.keys() ?? [])]);
  const level = middle ? (groupAt({ groups }, middle)?.prefix ?? '') : levelOf(copied.nodes, groups);
  const renamed = new Map<string, string>();
  const brought: Edit[] = [];
  const nameOf = new Map<string, string>();
  for (const { type, block } of copied.nodes) {
    if (type !== 'block' || typeof block !== 'string' || nameOf.has(block) || !copied.blocks?.[block]) continue;
    const { name, edits } = bringBlock(applyEdits({ ...emptyDocument(), blocks: graph.blocks ?? {} }, brought), packageOf({ blocks: copied.blocks }, block));
    brought.push(...edits);
    nameOf.set(block, name);
  }
  const { blocks } = applyEdits({ ...emptyDocument(), blocks: graph.blocks ?? {} }, brought);
  const around = blockAt({ groups, block: graph.block ?? null }, level);
  const mayStand = (node: GraphNode): boolean => {
    if (node.type === 'blockInput' || node.type === 'blockOutput') return around !== null && level === '';
    const block = nameOf.get(node.block ?? '') ?? node.block;
    return node.type !== 'block' || around === null || typeof block !== 'string' || !contains({ blocks }, block, around);
  };
  const seen = new Set<string>();
  const nodes = copied.nodes.filter((n) => {
    if (seen.has(n.id) || !mayStand(n)) return false;
    seen.add(n.id);
    return true;
  });
  for (const node of nodes) {
    const id = freshId(taken, `${level}${node.id.slice(levelIn(node.id).length).replace(/_\d+$/, '')}`);
    taken.add(id);
    renamed.set(node.id, id);
  }
  if (nodes.length === 0) return { ids: [], edits: [] };
  const boxShown = (node: GraphNode): Box => {
    const known = { blocks: copied.blocks ?? {} };
    const [width, height] = sizeShown(known, node, []);
    const box = { ...boxOf(node), width, height };
    return definitionShown(known, node, []) ? withBorder(box) : box;
  };
  const beside = [...graph.nodes.filter((n) => n.type !== 'frame' && levelIn(n.id) === level).map(boxOf), ...groups.filter((g) => levelIn(g.id) === level).map(borderOf)];
  const [dx, dy] = shiftClear(nodes.map(boxShown), beside, middle ? shiftTo(nodes, middle) : [STEP, 0]);
  const edits: Edit[] = nodes.map((node): Edit => {
    const position: Point = [Math.round(node.position[0] + dx), Math.round(node.position[1] + dy)];
    const { sharedWith, ...rest } = node;
    // Weights stay shared with a copy of their owner, or with the owner itself where that is here.
    const owner = sharedWith === undefined ? undefined : (renamed.get(sharedWith) ?? (graph.nodes.some((n) => n.id === sharedWith) ? sharedWith : undefined));
    const block = typeof node.block === 'string' ? { block: nameOf.get(node.block) ?? node.block } : {};
    return { kind: 'addNode', node: { ...rest, ...block, ...(owner === undefined ? {} : { sharedWith: owner }), id: renamed.get(node.id)!, type: node.type, position } };
  });
  for (const edge of copied.edges) {
    const source = renamed.get(edge.source);
    const target = renamed.get(edge.target);
    if (source !== undefined && target !== undefined) edits.push({ kind: 'connect', edge: { ...edge, source, target } satisfies GraphEdge });
  }
  return { ids: [...renamed.values()], edits: [...brought, ...edits] };
}

/** The level that all of them stand at, where it is that of a block opened here. */
function levelOf([first, ...others]: readonly GraphNode[], groups: View['groups']): string {
  const level = first ? levelIn(first.id) : '';
  return others.every((n) => levelIn(n.id) === level) && groups.some((g) => g.prefix === level) ? level : '';
}

const STEP = 24;
/** With more pairs of cards than this to compare, copies are put right of everything. */
const MOST_PAIRS = 4_000_000;

const borderOf = ({ position: [x, y], size: [width, height] }: View['groups'][number]): Box => ({ x, y, width, height });

/** The first shift to the right, from the wanted one on, with which no copy covers what is there. */
function shiftClear(copies: readonly Box[], there: readonly Box[], [dx, dy]: readonly [number, number]): readonly [number, number] {
  if (there.length === 0) return [dx, dy];
  const right = boxAround(there);
  const clear = right.x + right.width + STEP - boxAround(copies).x;
  if (copies.length * there.length > MOST_PAIRS) return [Math.max(dx, clear), dy];
  const covers = (by: number): boolean => copies.some((a) => there.some((b) => a.x + by < b.x + b.width + STEP / 3 && b.x < a.x + by + a.width + STEP / 3 && a.y + dy < b.y + b.height && b.y < a.y + dy + a.height));
  let by = dx;
  while (by < clear && covers(by)) by += STEP;
  return [by, dy];
}

function shiftTo(nodes: readonly GraphNode[], middle: Point): [number, number] {
  const around = boxAround(nodes.map(boxOf));
  return [middle[0] - around.x - around.width / 2, middle[1] - around.y - around.height / 2];
}
