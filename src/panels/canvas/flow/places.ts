// Where the nodes of a canvas stand, and what has come, gone or moved since before. Pure; knows no React.

import { sizeOfNode } from '../../../graph/boxes.ts';
import { isAnnotation, type GraphNode } from '../../../graph/document.ts';
import { itemBefore, keptOf, type Kept } from '../../../graph/kept.ts';
import type { Place } from './obstacles.ts';

export interface Places {
  readonly nodes: readonly GraphNode[];
  /** Of all but frames; a place that has not changed is the same object as before. */
  readonly places: ReadonlyMap<string, Place>;
  /** Where each node stands in the list; of twins the first. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** Against the nodes before; null where nothing is known of them. */
  readonly kept: Kept | null;
  /** Where something went, and where it came. */
  readonly changed: readonly Place[];
  /** Nodes that have come or stand elsewhere. */
  readonly moved: ReadonlySet<string>;
  /** Nodes that are no longer there. */
  readonly gone: ReadonlySet<string>;
  /** Two nodes have one name: then nothing is taken over. */
  readonly hasTwins: boolean;
}

export function placesOf(nodes: readonly GraphNode[], before: Places | null): Places {
  const kept = before && !before.hasTwins ? keptOf(before.nodes, nodes, isSameNode, (node) => `${kindOf(node)} ${node.id}`) : null;
  return (kept && placesNow(nodes, before!, kept)) ?? placesAnew(nodes);
}

/** A node whose params changed is still itself; one that became a remark is another. */
const isSameNode = (a: GraphNode, b: GraphNode): boolean => a === b || (a.id === b.id && kindOf(a) === kindOf(b));
const kindOf = (node: GraphNode): string => (isAnnotation(node) ? node.type : '');

function placesAnew(nodes: readonly GraphNode[]): Places {
  const places = new Map<string, Place>();
  const ids = new Set<string>();
  for (const node of nodes) {
    ids.add(node.id);
    if (node.type !== 'frame') places.set(node.id, placeOf(node));
  }
  return { nodes, places, indexOf: indexIn(nodes), kept: null, changed: [...places.values()], moved: ids, gone: NOBODY, hasTwins: ids.size < nodes.length };
}

/** Null where a node has come by a name that is taken. */
function placesNow(nodes: readonly GraphNode[], before: Places, kept: Kept): Places | null {
  let places: Map<string, Place> | null = null;
  const [went, came]: [Set<Place>, Set<Place>] = [new Set(), new Set()];
  const gone = new Set<string>();
  const moved = new Set<string>();
  const edit = (): Map<string, Place> => (places ??= new Map(before.places));
  for (const i of kept.gone) {
    const { id } = before.nodes[i]!;
    gone.add(id);
    const place = before.places.get(id);
    if (place) went.add(place);
    edit().delete(id);
  }
  const leaving = new Set(kept.gone);
  const come = new Set<string>();
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    const other = itemBefore(kept, before.nodes, i);
    if (node === other) continue;
    if (!other) {
      const namesake = before.indexOf.get(node.id);
      if (come.has(node.id) || (namesake !== undefined && !leaving.has(namesake))) return null;
      come.add(node.id);
      moved.add(node.id);
    }
    if (node.type === 'frame') continue;
    const place = placeOf(node);
    const was = other ? before.places.get(node.id) : undefined;
    if (was && isSamePlace(was, place)) continue;
    if (was) went.add(was);
    came.add(place);
    moved.add(node.id);
    edit().set(node.id, place);
  }
  // Where a node has another name, nothing has changed.
  const changed = [...[...went].filter((place) => !came.has(place)), ...[...came].filter((place) => !went.has(place))];
  return { nodes, places: places ?? before.places, indexOf: kept.all ? before.indexOf : indexIn(nodes), kept, changed, moved, gone, hasTwins: false };
}

function indexIn(nodes: readonly GraphNode[]): ReadonlyMap<string, number> {
  const indices = new Map<string, number>();
  for (let i = nodes.length - 1; i >= 0; i--) indices.set(nodes[i]!.id, i);
  return indices;
}

function placeOf(node: GraphNode): Place {
  if (node.type !== 'comment') return node.position;
  const [x, y] = node.position;
  return [x, y, ...sizeOfNode(node)];
}

const isSamePlace = (a: Place, b: Place): boolean => a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && a[3] === b[3];
const NOBODY: ReadonlySet<string> = new Set();
