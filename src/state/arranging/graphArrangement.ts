// A graph of the document as boxes and links to arrange: sizes, what lies in which frame, how large the maps are. Pure; knows no ELK.

import type { NodeReport } from '../../compiler/compilation.ts';
import { portOf, type Graph, type GraphNode } from '../../graph/document.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import type { Arrangement, Box } from './arrangement.ts';

/** Of the graph only the nodes in `only`; left out, all of it. What lies in a chosen frame comes along. */
export function graphArrangement({ nodes, edges }: Graph, reports: Readonly<Record<string, NodeReport>>, only?: ReadonlySet<string>): Arrangement {
  const frames = nodes.filter((n) => n.type === 'frame').map((n) => boxOf(n, null));
  // The smallest frame around a node is the one it belongs to; of frames in frames likewise.
  frames.sort((a, b) => a.width * a.height - b.width * b.height);
  const frameOf = (box: Box): Box | undefined => frames.find((f) => f.id !== box.id && f.width * f.height > box.width * box.height && holds(f, box));
  const boxes = nodes.map((node): Box => {
    const box = boxOf(node, extentOf(reports[node.id]));
    const frame = frameOf(box);
    return frame ? { ...box, group: frame.id } : box;
  });
  const groupOf = new Map(boxes.map((b) => [b.id, b.group]));
  const chosen = (id: string): boolean => {
    for (let at: string | undefined = id; at !== undefined; at = groupOf.get(at)) if (only === undefined || only.has(at)) return true;
    return false;
  };
  const kept = boxes.filter((b) => chosen(b.id)).map((b) => (b.group !== undefined && !chosen(b.group) ? { ...b, group: undefined } : b) as Box);
  const ids = new Set(kept.map((b) => b.id));
  const links = edges.filter((e) => e.source !== e.target && ids.has(e.source) && ids.has(e.target)).sort((a, b) => portOf(a) - portOf(b));
  return { boxes: kept, links: links.map(({ source, target }) => ({ source, target })) };
}

function boxOf(node: GraphNode, extent: number | null): Box {
  const size = node['size'];
  const [width, height] = Array.isArray(size) && size.length === 2 && size.every((s) => typeof s === 'number' && s > 0) ? (size as [number, number]) : [NODE_WIDTH, NODE_HEIGHT];
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
