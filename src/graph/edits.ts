// Edits of a document as data, and the one function that applies them. Pure; undo, fixes and the CLI all speak this language.

import type { GraphEdge, GraphNode, Json, NetloomDocument, TrainingConfig } from './document.ts';
import { portOf } from './document.ts';

export type Edit =
  | { readonly kind: 'addNode'; readonly node: GraphNode }
  /** Its edges go with it. */
  | { readonly kind: 'removeNode'; readonly id: string }
  /** `undefined` takes a param back to its default. */
  | { readonly kind: 'setParams'; readonly id: string; readonly params: Readonly<Record<string, Json | undefined>> }
  | { readonly kind: 'moveNode'; readonly id: string; readonly position: readonly [number, number] }
  /** Edges follow the new id. */
  | { readonly kind: 'renameNode'; readonly id: string; readonly to: string }
  | { readonly kind: 'setType'; readonly id: string; readonly type: string }
  /** A port holds one edge: an edge that stands at the same port is replaced. */
  | { readonly kind: 'connect'; readonly edge: GraphEdge }
  | { readonly kind: 'disconnect'; readonly edge: GraphEdge }
  | { readonly kind: 'setTraining'; readonly training: Partial<TrainingConfig> }
  | { readonly kind: 'setName'; readonly name: string };

export const sameEdge = (a: GraphEdge, b: GraphEdge): boolean =>
  a.source === b.source && a.target === b.target && portOf(a) === portOf(b) && (a.sourcePort ?? '') === (b.sourcePort ?? '');

/** Applies one edit. An edit of what is not there changes nothing and returns the same document. */
export function applyEdit(document: NetloomDocument, edit: Edit): NetloomDocument {
  switch (edit.kind) {
    case 'addNode':
      return document.nodes.some((n) => n.id === edit.node.id) ? document : { ...document, nodes: [...document.nodes, edit.node] };
    case 'removeNode':
      if (!document.nodes.some((n) => n.id === edit.id)) return document;
      return {
        ...document,
        nodes: document.nodes.filter((n) => n.id !== edit.id),
        edges: document.edges.filter((e) => e.source !== edit.id && e.target !== edit.id),
      };
    case 'setParams':
      return changeNode(document, edit.id, (node) => {
        const params: Record<string, Json> = { ...node.params };
        for (const [name, value] of Object.entries(edit.params)) {
          if (value === undefined) delete params[name];
          else params[name] = value;
        }
        const { params: _old, ...rest } = node;
        return Object.keys(params).length > 0 ? { ...rest, id: node.id, type: node.type, position: node.position, params } : (rest as GraphNode);
      });
    case 'moveNode':
      return changeNode(document, edit.id, (node) => ({ ...node, position: edit.position }));
    case 'renameNode':
      if (edit.to === edit.id || document.nodes.some((n) => n.id === edit.to) || !document.nodes.some((n) => n.id === edit.id)) return document;
      return {
        ...document,
        nodes: document.nodes.map((n) => (n.id === edit.id ? { ...n, id: edit.to } : n)),
        edges: document.edges.map((e) =>
          e.source === edit.id || e.target === edit.id
            ? { ...e, source: e.source === edit.id ? edit.to : e.source, target: e.target === edit.id ? edit.to : e.target }
            : e,
        ),
      };
    case 'setType':
      return changeNode(document, edit.id, (node) => ({ ...node, type: edit.type }));
    case 'connect': {
      if (document.edges.some((e) => sameEdge(e, edit.edge))) return document;
      const others = document.edges.filter((e) => !(e.target === edit.edge.target && portOf(e) === portOf(edit.edge)));
      return { ...document, edges: [...others, edit.edge] };
    }
    case 'disconnect': {
      const edges = document.edges.filter((e) => !sameEdge(e, edit.edge));
      return edges.length === document.edges.length ? document : { ...document, edges };
    }
    case 'setTraining':
      return { ...document, training: { ...document.training, ...edit.training } };
    case 'setName':
      return { ...document, name: edit.name };
    default:
      return edit satisfies never;
  }
}

export function applyEdits(document: NetloomDocument, edits: readonly Edit[]): NetloomDocument {
  return edits.reduce(applyEdit, document);
}

function changeNode(document: NetloomDocument, id: string, change: (node: GraphNode) => GraphNode): NetloomDocument {
  const index = document.nodes.findIndex((n) => n.id === id);
  const node = document.nodes[index];
  if (!node) return document;
  return { ...document, nodes: document.nodes.with(index, change(node)) };
}

/** An id that is free: `conv2d`, `conv2d_2`, `conv2d_3`, … A valid TypeScript identifier for every layer type. */
export function freshId(taken: ReadonlySet<string>, stem: string): string {
  if (!taken.has(stem)) return stem;
  for (let i = 2; ; i++) {
    const id = `${stem}_${i}`;
    if (!taken.has(id)) return id;
  }
}
