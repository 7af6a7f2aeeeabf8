// Nodes as text for the clipboard and back: the document's own format, so that a copy pastes into a file and a file's nodes onto the canvas. Pure.

import { emptyDocument, type Graph, type GraphEdge, type GraphNode, type NetloomDocument } from '../../graph/document.ts';
import { freshId, type Edit } from '../../graph/edits.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { parseDocument, serializeDocument } from '../../graph/parse.ts';
import type { Point } from './placement.ts';

/** The nodes of `graph` with these ids and the edges between them, as the text of a document. */
export function copyText(document: NetloomDocument, ids: readonly string[], graph: Graph = document): string {
  const wanted = new Set(ids);
  return serializeDocument({
    ...emptyDocument(document.name),
    version: document.version,
    nodes: graph.nodes.filter((n) => wanted.has(n.id)),
    edges: graph.edges.filter((e) => wanted.has(e.source) && wanted.has(e.target)),
  });
}

export interface Paste {
  readonly ids: readonly string[];
  readonly edits: readonly Edit[];
}

/** The nodes in a clipboard's text; null where it holds none. The text is untrusted and validated like a file. */
export function nodesIn(text: string): Graph | null {
  if (!text.includes('"netloom"')) return null;
  const parsed = parseDocument(text);
  return parsed.ok && !parsed.readOnly && parsed.document.nodes.length > 0 ? parsed.document : null;
}

/** Edits that put copies into the graph: fresh ids, edges between them kept, their middle at `middle` or one step beside the originals. */
export function pasteEdits(graph: Graph, copied: Graph, middle: Point | null): Paste {
  const taken = new Set(graph.nodes.map((n) => n.id));
  const renamed = new Map<string, string>();
  for (const node of copied.nodes) {
    if (renamed.has(node.id)) continue;
    const id = freshId(taken, node.id.replace(/_\d+$/, ''));
    taken.add(id);
    renamed.set(node.id, id);
  }
  const nodes = copied.nodes.filter((n, i) => copied.nodes.findIndex((other) => other.id === n.id) === i);
  let [dx, dy] = middle ? shiftTo(nodes, middle) : [STEP, STEP];
  // Copies never lie exactly on what is there: each further paste at the same place steps aside.
  const places = new Set(graph.nodes.map((n) => n.position.join()));
  while (nodes.some((n) => places.has([Math.round(n.position[0] + dx), Math.round(n.position[1] + dy)].join()))) {
    dx += STEP;
    dy += STEP;
  }
  const edits: Edit[] = nodes.map((node): Edit => {
    const position: Point = [Math.round(node.position[0] + dx), Math.round(node.position[1] + dy)];
    return { kind: 'addNode', node: { ...node, id: renamed.get(node.id)!, position } };
  });
  for (const edge of copied.edges) {
    const source = renamed.get(edge.source);
    const target = renamed.get(edge.target);
    if (source !== undefined && target !== undefined) edits.push({ kind: 'connect', edge: { ...edge, source, target } satisfies GraphEdge });
  }
  return { ids: [...renamed.values()], edits };
}

const STEP = 24;

function shiftTo(nodes: readonly GraphNode[], middle: Point): [number, number] {
  const xs = nodes.map((n) => n.position[0]);
  const ys = nodes.map((n) => n.position[1]);
  const centreX = (Math.min(...xs) + Math.max(...xs) + NODE_WIDTH) / 2;
  const centreY = (Math.min(...ys) + Math.max(...ys) + NODE_HEIGHT) / 2;
  return [middle[0] - centreX, middle[1] - centreY];
}
