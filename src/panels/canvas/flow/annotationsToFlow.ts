// Comments and frames as React Flow's nodes. What has not changed keeps its identity. Pure; knows no React.

import type { Node } from '@xyflow/react';
import { colourOf, textOf, type Colour } from '../../../commands/canvas/annotate.ts';
import { boxOf, withContents } from '../../../graph/boxes.ts';
import { isAnnotation, type Graph } from '../../../graph/document.ts';
import type { View } from '../../../graph/view.ts';
import type { Place } from './obstacles.ts';

export interface AnnotationData extends Record<string, unknown> {
  readonly text: string;
  readonly colour: Colour;
  readonly width: number;
  readonly height: number;
  /** In a block opened upwards: what was above is below, a frame's title too, where its room is. */
  readonly turned: boolean;
}
export type AnnotationNode = Node<AnnotationData, 'comment' | 'frame'>;

export interface Annotations {
  /** Frames first: they lie behind all else. */
  readonly nodes: readonly AnnotationNode[];
  readonly made: ReadonlyMap<string, { readonly key: string; readonly node: AnnotationNode }>;
}

/** Behind the connections and cards, selected or not: React Flow lifts what is selected by 1000. */
const BEHIND = -2000;

export function annotationsToFlow(graph: Graph & Partial<Pick<View, 'origins'>>, selectedNodes: readonly string[], moved: ReadonlyMap<string, Place>, previous: Annotations | null): Annotations {
  const annotations = graph.nodes.filter(isAnnotation);
  if (annotations.length === 0) return previous && previous.nodes.length === 0 ? previous : { nodes: [], made: new Map() };
  const made = new Map<string, { key: string; node: AnnotationNode }>();
  for (const node of annotations) {
    if (made.has(node.id)) continue;
    const { width, height } = boxOf(node);
    const [x, y] = moved.get(node.id) ?? node.position;
    const selected = selectedNodes.includes(node.id);
    const dragging = moved.has(node.id);
    const [text, colour] = [textOf(node), colourOf(node)];
    const isFrame = node.type === 'frame';
    const turned = graph.origins?.get(node.id)?.placement.up ?? false;
    const key = [x, y, width, height, selected, dragging, turned, colour, text].join('|');
    const before = previous?.made.get(node.id);
    if (before?.key === key) {
      made.set(node.id, before);
      continue;
    }
    const old = before?.node.data;
    const same = old && old.text === text && old.colour === colour && old.width === width && old.height === height && old.turned === turned;
    made.set(node.id, {
      key,
      node: {
        id: node.id,
        type: isFrame ? 'frame' : 'comment',
        position: { x, y },
        data: same ? old : { text, colour, width, height, turned },
        selected,
        dragging,
        width,
        height,
        measured: { width, height },
        handles: [],
        connectable: false,
        ariaLabel: isFrame ? `Frame ${text || node.id}, ${contentsText(graph, node.id)}` : `Comment: ${text || 'empty'}`,
        // Inside a frame one can mark, click and draw as outside it: only its title and borders take hold of it.
        ...(isFrame ? { zIndex: BEHIND, dragHandle: '.canvas-frame-title', style: { pointerEvents: 'none' as const } } : {}),
      },
    });
  }
  const nodes = [...made.values()].map(({ node }) => node);
  return { nodes: [...nodes.filter((n) => n.type === 'frame'), ...nodes.filter((n) => n.type !== 'frame')], made };
}

function contentsText(graph: Graph, id: string): string {
  const count = withContents(graph, [id]).size - 1;
  return count === 1 ? '1 layer' : `${count} layers`;
}
