// A graph of the document as boxes and links to arrange: sizes, what lies in which frame, how large the maps are. Pure; knows no ELK.

import type { NodeReport } from '../../compiler/compilation.ts';
import { sizeOfNode } from '../../graph/boxes.ts';
import type { GraphNode } from '../../graph/document.ts';
import { withinBorder } from '../../graph/inPlace.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { inputIndex, type View } from '../../graph/view.ts';
import type { Arrangement, Box } from './arrangement.ts';

/**
 * Of the view only what is in `only`; left out, all of it. What lies in a chosen frame comes along. An expanded block is one box:
 * what is inside it has its places from the definition, which all its instances share.
 */
export function graphArrangement({ nodes, edges, blocks, groups }: View, reports: Readonly<Record<string, NodeReport>>, only?: ReadonlySet<string>): Arrangement {
  const blockOf = new Map<string, string>();
  for (const group of groups) for (const id of group.members) if (!blockOf.has(id)) blockOf.set(id, group.id);
  const outermost = (id: string): string => blockOf.get(id) ?? id;
  const free = nodes.filter((n) => !blockOf.has(n.id)).map((n) => boxOf(n, extentOf(reports[n.id])));
  const expanded = groups.filter((g) => !blockOf.has(g.id)).map(({ id, position, size }): Box => ({ id, place: position, width: size[0], height: size[1], extent: extentOf(reports[id]) }));

  const frameIds = new Set(nodes.filter((n) => n.type === 'frame').map((n) => n.id));
  // The smallest frame around a box is the one it belongs to; of frames in frames likewise.
  const frames = free.filter((b) => frameIds.has(b.id)).sort((a, b) => a.width * a.height - b.width * b.height);
  const boxes = [...free, ...expanded].map((box): Box => {
    const frame = frames.find((f) => f.id !== box.id && f.width * f.height > box.width * box.height && holds(f, box));
    return frame ? { ...box, group: frame.id } : box;
  });
  const groupOf = new Map(boxes.map((b) => [b.id, b.group]));
  const wanted = only && new Set([...only].map(outermost));
  const chosen = (id: string): boolean => {
    for (let at: string | undefined = id; at !== undefined; at = groupOf.get(at)) if (wanted === undefined || wanted.has(at)) return true;
    return false;
  };
  const kept = boxes.filter((b) => chosen(b.id)).map((b): Box => (b.group !== undefined && !chosen(b.group) ? { ...b, group: undefined } : b));

  const ids = new Set(kept.map((b) => b.id));
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const links = edges
    .map((edge) => ({ source: outermost(edge.source), target: outermost(edge.target), port: inputIndex(blocks, byId.get(edge.target), edge) }))
    .filter((l) => l.source !== l.target && ids.has(l.source) && ids.has(l.target))
    .sort((a, b) => a.port - b.port);
  return { boxes: kept, links: links.map(({ source, target }) => ({ source, target })) };
}

/** The same with its expanded blocks closed. */
export function closed({ boxes, links }: Arrangement, { groups }: Pick<View, 'groups'>): Arrangement {
  const opened = new Map(groups.map((g) => [g.id, g]));
  const close = (box: Box): Box => {
    const group = opened.get(box.id);
    if (!group) return box;
    const { x, y } = withinBorder(group);
    return { ...box, place: [x, y], width: NODE_WIDTH, height: NODE_HEIGHT };
  };
  return { boxes: boxes.map(close), links };
}

function boxOf(node: GraphNode, extent: number | null): Box {
  const [width, height] = sizeOfNode(node);
  return { id: node.id, place: node.position, width, height, extent, ...(node.type === 'comment' ? { remark: true } : {}) };
}

/** Whether the middle of `box` lies in `frame`. */
function holds(frame: Box, box: Box): boolean {
  const [x, y] = [box.place[0] + box.width / 2, box.place[1] + box.height / 2];
  return x > frame.place[0] && x < frame.place[0] + frame.width && y > frame.place[1] && y < frame.place[1] + frame.height;
}

function extentOf(report: NodeReport | undefined): number | null {
  const map = report?.outputShape?.slice(0, -1) ?? [];
  return map.length === 0 || map.includes(null) ? null : Math.max(...(map as readonly number[]));
}
