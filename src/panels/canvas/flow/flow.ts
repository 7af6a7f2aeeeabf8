// What the canvas draws, as React Flow takes it, with what each part was made from. Types only.

import type { Edge, Node } from '@xyflow/react';
import type { Compilation, NodeReport } from '../../../compiler/compilation.ts';
import type { GraphEdge, GraphNode } from '../../../graph/document.ts';
import type { View } from '../../../graph/view.ts';
import type { Category, Shape } from '../../../layers/layer.ts';
import type { Ends } from './ends.ts';
import type { Obstacles, Place, Point, Region } from './obstacles.ts';
import type { Places } from './places.ts';
import type { Port } from './ports.ts';
import type { Routes } from './routes.ts';
import type { Way } from './way.ts';

export interface CardData extends Record<string, unknown> {
  readonly type: string;
  /** The layer's own name; the type itself where this build does not know it. */
  readonly label: string;
  readonly category: Category | 'block' | 'unknown';
  readonly notation: string;
  /** The notation in whole words. */
  readonly spelled: string;
  readonly params: number;
  readonly shape: Shape | null;
  readonly ports: readonly Port[];
  /** What it waits for, `needs a second input`: it is not finished yet, which is no error here. Empty where it has all. */
  readonly needs: string;
  readonly errors: number;
  readonly warnings: number;
}
export type CardNode = Node<CardData, 'card'>;

/** A block that is opened in place. */
export interface GroupData extends Record<string, unknown> {
  readonly label: string;
  readonly repeat: number;
  readonly params: number;
  /** Of its output, as on an edge. */
  readonly shape: string;
  readonly needs: string;
  readonly errors: number;
}
export type GroupNode = Node<GroupData, 'group'>;

export interface ShapeEdgeData extends Record<string, unknown> {
  readonly edge: GraphEdge;
  readonly label: string;
  /** For those who hear it. */
  readonly name: string;
  readonly tone: 'plain' | 'skip' | 'wrong' | 'unknown';
  readonly way: Way;
}
export type ShapeEdge = Edge<ShapeEdgeData, 'shape'>;

export interface FlowInput {
  readonly graph: View;
  readonly compilation: Compilation;
  readonly selectedNodes: readonly string[];
  readonly selectedEdges: readonly GraphEdge[];
  /** Only in large networks: cards that say something else than before may follow later. */
  readonly pace?: Pace;
  /** Places of nodes that are being dragged and are not yet in the document. */
  readonly moved?: ReadonlyMap<string, Place>;
}

/** What cannot wait, where an edit changes the shapes of thousands of layers. */
export interface Pace {
  /** Cards here are up to date at once. */
  readonly seen: Region;
  /** And so many others. */
  readonly others: number;
}

export interface Flow {
  readonly nodes: CardNode[];
  /** Frames of blocks opened in place, outer ones first. */
  readonly groups: GroupNode[];
  readonly edges: ShapeEdge[];
  readonly index: FlowIndex;
  /** Cards that still say what held before, as do the lines between them; the next flow takes them on. */
  readonly late: number;
  /** During a drag, the same without it. */
  readonly rest: Flow | null;
  /** During a drag in a large network, what it has changed. */
  readonly lifted: Lifted | null;
  /** As all stood when last nothing was being dragged. */
  readonly settled: Settled;
  readonly input: FlowInput;
}

/** By id and by edge. */
export interface FlowIndex {
  /** What each was made from, to recognize what has not changed. */
  readonly made: ReadonlyMap<string, MadeCard>;
  readonly drawn: ReadonlyMap<string, ShapeEdge>;
  /** The way each connection took, and its line with what it depends on. */
  readonly ends: ReadonlyMap<GraphEdge, { readonly ends: Ends }>;
  readonly ways: ReadonlyMap<GraphEdge, PlacedWay>;
}

export interface MadeCard {
  readonly node: CardNode;
  /** The same of these give the same card, as long as its lines are the same. */
  readonly from: { readonly node: GraphNode; readonly place: Place; readonly report: NodeReport | undefined; readonly finding: string };
}

/** Cards and lines that a drag takes along, and what it needs of all others. */
export interface Lifted {
  readonly cards: ReadonlyMap<string, MadeCard>;
  readonly lines: ReadonlyMap<GraphEdge, { readonly way: PlacedWay; readonly edge: ShapeEdge }>;
  /** The cards that do not move. */
  readonly standing: Obstacles;
}

/** What an edit at rest starts from. Lists are in the order of the graph's nodes, and of the edges that can be drawn. */
export interface Settled {
  readonly graph: View;
  readonly places: Places;
  readonly drawable: readonly GraphEdge[];
  readonly obstacles: Obstacles;
  readonly routes: Routes;
  /** `null` for what has no card. */
  readonly made: readonly (MadeCard | null)[];
  /** `null` where a card has no such port. */
  readonly ways: readonly (PlacedWay | null)[];
  readonly lines: readonly (ShapeEdge | null)[];
}

export interface PlacedWay {
  readonly ends: Ends;
  readonly from: Point;
  readonly to: Point;
  readonly label: string;
  /** Lines in the same lane carry the same, and the first says so. */
  readonly lane: string;
  readonly repeats: boolean;
  readonly way: Way;
  /** Where its label looked for a place. */
  readonly region: Region;
}
