// Boxes and links as ELK's graph, and its answer as places. Pure; of elkjs only the types.

import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs/lib/elk-api.js';
import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, RANK_GAP } from '../../graph/layout.ts';
import type { Arrangement, Box, Link, Placed, Places } from './arrangement.ts';

/** From a card to a line that passes it: half a label and some air. */
const LINE_CLEARANCE = 36;
const LINE_GAP = 16;
/** Room for a group's title above what it holds. */
const GROUP_PADDING = '[top=44,left=24,bottom=24,right=24]';

const spacing: LayoutOptions = {
  'elk.spacing.nodeNode': String(COLUMN_GAP - NODE_WIDTH),
  'elk.spacing.edgeNode': String(LINE_CLEARANCE),
  'elk.spacing.edgeEdge': String(LINE_GAP),
  'elk.spacing.componentComponent': String(2 * (COLUMN_GAP - NODE_WIDTH)),
  'elk.layered.spacing.nodeNodeBetweenLayers': String(RANK_GAP - NODE_HEIGHT),
  'elk.layered.spacing.edgeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
};

/** Options of the whole: layers from top to bottom, chains straight, and an order that stays the same for the same network. */
const layered: LayoutOptions = {
  ...spacing,
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.considerModelOrder.strategy': 'PREFER_NODES',
  'elk.layered.thoroughness': '10',
};

/** Up to this many boxes the best places are looked for; it takes seconds from 1,000 on, where Brandes and Köpf's are nearly as good in linear time. */
const BEST_PLACES = 300;

/** Lines meet in the middle of a card, so that a chain stands straight however many end there; so little apart, they still come in their order. */
const PORT_STEP = 0.01;
const port = (id: string, x: number, y: number, side: 'NORTH' | 'SOUTH'): ElkPort => ({ id, x, y, width: 0, height: 0, layoutOptions: { 'elk.port.side': side } });

/** Links that end at one box come in the order of its inputs. Remarks are left out: they have no edges, and follow what stands next to them. */
export function toElk({ boxes, links }: Arrangement): ElkNode {
  const inGroup = new Map<string | undefined, Box[]>();
  const drawn = boxes.filter((b) => !b.remark);
  for (const box of drawn) {
    const siblings = inGroup.get(box.group);
    if (siblings) siblings.push(box);
    else inGroup.set(box.group, [box]);
  }
  const spine = onLongestPaths(links);
  const inputs = new Map<string, number>();
  const ids = new Set(drawn.map((b) => b.id));
  const edges = links
    .filter((l) => ids.has(l.source) && ids.has(l.target))
    .map((link, i): ElkExtendedEdge => {
      const { source, target } = link;
      const port = inputs.get(target) ?? 0;
      inputs.set(target, port + 1);
      return {
        id: ` ${i}`,
        sources: [inGroup.has(source) ? source : `${source} out`],
        targets: [inGroup.has(target) ? target : `${target} in ${port}`],
        // The trunk of a network stands straight; its skips go round it.
        ...(spine.has(link) ? { layoutOptions: { 'elk.layered.priority.straightness': '10' } } : {}),
      };
    });
  const childrenOf = (group: string | undefined): ElkNode[] =>
    (inGroup.get(group) ?? []).map((box): ElkNode => {
      const children = childrenOf(box.id);
      if (children.length > 0) return { id: box.id, children, layoutOptions: { ...spacing, 'elk.padding': GROUP_PADDING } };
      return {
        id: box.id,
        width: box.width,
        height: box.height,
        ports: [
          ...Array.from({ length: inputs.get(box.id) ?? 0 }, (_, i) => port(`${box.id} in ${i}`, box.width / 2 + i * PORT_STEP, 0, 'NORTH')),
          port(`${box.id} out`, box.width / 2, box.height, 'SOUTH'),
        ],
        layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      };
    });
  return {
    id: ' ',
    layoutOptions: { ...layered, 'elk.layered.nodePlacement.strategy': drawn.length <= BEST_PLACES ? 'NETWORK_SIMPLEX' : 'BRANDES_KOEPF' },
    children: childrenOf(undefined),
    edges,
  };
}

/** Links of the longest paths from an input to an output. Those of a loop are left out. */
function onLongestPaths(links: readonly Link[]): ReadonlySet<Link> {
  const above = depths(links.map(({ source, target }) => [source, target]));
  const below = depths(links.map(({ source, target }) => [target, source]));
  // In each part that hangs together by itself the longest path is another: the length of the longest through either end decides.
  return new Set(links.filter(({ source, target }) => above.get(target) === above.get(source)! + 1 && below.get(source) === below.get(target)! + 1));
}

/** Longest path to each from where nothing leads to. */
function depths(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, number> {
  const after = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  for (const [a, b] of pairs) {
    const next = after.get(a);
    if (next) next.push(b);
    else after.set(a, [b]);
    waiting.set(b, (waiting.get(b) ?? 0) + 1);
    if (!waiting.has(a)) waiting.set(a, 0);
  }
  const depth = new Map<string, number>();
  const queue = [...waiting].filter(([, open]) => open === 0).map(([id]) => id);
  for (const id of queue) {
    depth.set(id, depth.get(id) ?? 0);
    for (const next of after.get(id) ?? []) {
      depth.set(next, Math.max(depth.get(next) ?? 0, depth.get(id)! + 1));
      const open = waiting.get(next)! - 1;
      waiting.set(next, open);
      if (open === 0) queue.push(next);
    }
  }
  return depth;
}

/** ELK's places are relative to the group; ours are not. */
export function fromElk(answer: ElkNode): Places {
  const places = new Map<string, Placed>();
  const visit = (node: ElkNode, x: number, y: number): void => {
    for (const child of node.children ?? []) {
      const place = [x + (child.x ?? 0), y + (child.y ?? 0)] as const;
      places.set(child.id, { place, width: child.width ?? 0, height: child.height ?? 0 });
      visit(child, ...place);
    }
  };
  visit(answer, 0, 0);
  return places;
}
