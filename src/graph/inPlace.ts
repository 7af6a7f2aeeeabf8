// Where the inside of a block that is opened in place stands: moved, and turned where the network around it is read upwards. Pure.

import { definitionOf, isInstance } from './blocks.ts';
import { sizeOfNode, type Box } from './boxes.ts';
import type { GraphNode, NetloomDocument } from './document.ts';
import { NODE_HEIGHT, NODE_WIDTH } from './layout.ts';

type Point = readonly [number, number];
type Size = readonly [width: number, height: number];

/** How a place in a definition becomes one of the view: y grows upwards where it is turned. */
export interface Placement {
  readonly dx: number;
  readonly dy: number;
  readonly up: boolean;
}
export const AS_IT_IS: Placement = { dx: 0, dy: 0, up: false };

/**
 * What the border of an opened block reaches out around what is inside it. The first card stands where the closed one did, and
 * the next one as far from the last as cards stand apart: two borders have to find room there.
 */
export const GROUP_PADDING = { side: 16, top: 24, bottom: 16 } as const;

/** The top left corner in the view of something so high. */
export const shownAt = ({ dx, dy, up }: Placement, [x, y]: Point, height: number): Point => [x + dx, up ? dy - y - height : dy + y];
/** The way back. */
export const placedAt = ({ dx, dy, up }: Placement, [x, y]: Point, height: number): Point => [x - dx, up ? dy - y - height : y - dy];

/** The field `expanded` of an instance: opened, and turned, so that what comes in stands at the bottom. */
export const EXPANDED_UP = 'up';
export const isExpanded = (node: GraphNode): boolean => isInstance(node) && (node['expanded'] === true || node['expanded'] === EXPANDED_UP);

interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What a definition's inside takes up in its own graph. Its ports are not shown; a block opened inside has the size of its border. */
function extentOf(document: Pick<NetloomDocument, 'blocks'>, nodes: readonly GraphNode[], path: readonly string[]): Extent {
  const shown = nodes.filter((n) => n.type !== 'blockInput' && n.type !== 'blockOutput');
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const node of shown) {
    const [width, height] = sizeShown(document, node, path);
    const { side, top: above, bottom: below } = definitionShown(document, node, path) ? GROUP_PADDING : NO_PADDING;
    left = Math.min(left, node.position[0] - side);
    top = Math.min(top, node.position[1] - above);
    right = Math.max(right, node.position[0] + width + side);
    bottom = Math.max(bottom, node.position[1] + height + below);
  }
  return shown.length > 0 ? { left, top, right, bottom } : { left: 0, top: 0, right: NODE_WIDTH, bottom: NODE_HEIGHT };
}
const NO_PADDING: Readonly<Record<keyof typeof GROUP_PADDING, number>> = { side: 0, top: 0, bottom: 0 };

/** The definition whose inside is shown in place of a node; none for a block inside itself. */
export const definitionShown = (document: Pick<NetloomDocument, 'blocks'>, node: GraphNode, path: readonly string[]) =>
  isExpanded(node) && !path.includes(node.block!) ? definitionOf(document, node) : undefined;

const sizeOf = ({ left, top, right, bottom }: Extent): Size => [Math.round(right - left), Math.round(bottom - top)];

/** Width and height that a node takes on the canvas, closed, or opened without its border. */
export function sizeShown(document: Pick<NetloomDocument, 'blocks'>, node: GraphNode, path: readonly string[]): Size {
  const definition = definitionShown(document, node, path);
  return definition ? sizeOf(extentOf(document, definition.nodes, [...path, node.block!])) : sizeOfNode(node);
}

/** How the inside of a block is placed that is opened where its card stood, and the border around it. */
export function openedAt(document: Pick<NetloomDocument, 'blocks'>, nodes: readonly GraphNode[], path: readonly string[], [x, y]: Point, up: boolean): { readonly border: Border; readonly inside: Placement } {
  const extent = extentOf(document, nodes, path);
  const { side, top, bottom } = GROUP_PADDING;
  const [width, height] = sizeOf(extent);
  return {
    border: { position: [x - side, y - top], size: [width + 2 * side, height + top + bottom] },
    inside: { dx: x - extent.left, dy: up ? y + extent.bottom : y - extent.top, up },
  };
}

export interface Border {
  readonly position: Point;
  readonly size: Size;
}

/** The border around what lies within it. */
export const withBorder = ({ x, y, width, height }: Box): Box => {
  const { side, top, bottom } = GROUP_PADDING;
  return { x: x - side, y: y - top, width: width + 2 * side, height: height + top + bottom };
};

/** What lies within a border: it stands for the block when cards make room, and its corner is the block's place. */
export const withinBorder = ({ position: [x, y], size: [width, height] }: Border): Box => {
  const { side, top, bottom } = GROUP_PADDING;
  return { x: x + side, y: y + top, width: width - 2 * side, height: height - top - bottom };
};
