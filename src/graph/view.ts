// What a canvas shows: one graph of the document, in which instances that are expanded are replaced by what is inside them.
// Also the way back: edits of what is shown become edits of the document. Pure; knows no layers and no shapes.

import { BLOCK_INPUT, BLOCK_OUTPUT, definitionOf, editsIn, exposedFor, graphAt, isGraphEdit, portsOf, repeatOf, sharedInstance, withValues, type Place, type Scope } from './blocks.ts';
import type { GraphEdge, GraphNode, Json, NetloomDocument } from './document.ts';
import { freshId, sameEdge, type Edit, type GraphEdit } from './edits.ts';
import { sizeOfNode } from './boxes.ts';
import { AS_IT_IS, definitionShown, EXPANDED_UP, isExpanded, openedAt, placedAt, shownAt, sizeShown, withinBorder, type Placement } from './inPlace.ts';
import { NODE_HEIGHT } from './layout.ts';

/** An expanded instance: the rectangle around what is inside it. */
export interface Group {
  /** The instance's id in the view. */
  readonly id: string;
  readonly node: GraphNode;
  readonly position: readonly [number, number];
  readonly size: readonly [width: number, height: number];
  /** What the ids of the nodes that stand directly in it begin with. */
  readonly prefix: string;
  /** The nodes of the view that stand in it, at any depth. */
  readonly members: readonly string[];
  /** How places inside became those of the view. */
  readonly inside: Placement;
}

/** Where a node of the view stands in the document. */
export interface ViewOrigin {
  /** The definition it is part of; null for the network itself. */
  readonly block: string | null;
  readonly local: string;
  /** How its place in its own graph became the one in the view. */
  readonly placement: Placement;
  /** The instance around it, or that whose weights it shares, with what the blocks around that give it. */
  readonly instance: GraphNode;
}

/**
 * Nodes inside expanded instances have the ids of reports, `stage1/conv1`, `stage1/1/conv1` in the first copy of a repeated
 * one; edges run straight to them. Ports of expanded instances are not shown.
 */
export interface View extends Place {
  readonly blocks: NetloomDocument['blocks'];
  /** The edges of the graph that is shown as they stand in it: into and out of opened blocks too. */
  readonly ownEdges: readonly GraphEdge[];
  readonly groups: readonly Group[];
  /** Only of nodes inside expanded instances. */
  readonly origins: ReadonlyMap<string, ViewOrigin>;
  /** Of edges that run into, out of or inside expanded instances: where they stand, next to their target. */
  readonly edgeOrigins: ReadonlyMap<GraphEdge, { readonly block: string | null; readonly edge: GraphEdge }>;
}

export { GROUP_PADDING } from './inPlace.ts';

const NO_ORIGINS: View['origins'] = new Map();
const NO_EDGES: View['edgeOrigins'] = new Map();
const NO_GROUPS: View['groups'] = [];

/** Of more nodes than these no block is opened in place: nested ones could otherwise make billions. */
export const MOST_SHOWN = 50_000;

/** How many nodes and frames there are once blocks are opened, by multiplication. */
function countShown(document: NetloomDocument, nodes: readonly GraphNode[], path: readonly string[], known: Map<string, number>): number {
  return nodes.reduce((count, node) => {
    const definition = definitionShown(document, node, path);
    if (!definition) return count + 1;
    const inside = known.get(node.block!) ?? countShown(document, definition.nodes, [...path, node.block!], known);
    known.set(node.block!, inside);
    return count + 1 + inside;
  }, 0);
}

/** What is seen after entering these instances; of the network itself where one of them is not there. */
export function viewAt(document: NetloomDocument, scope: Scope): View {
  const place = graphAt(document, scope) ?? graphAt(document, [])!;
  const { blocks } = document;
  if (!place.nodes.some(isExpanded) || countShown(document, place.nodes, [place.block ?? ''], new Map()) > MOST_SHOWN) return { ...place, blocks, ownEdges: place.edges, groups: NO_GROUPS, origins: NO_ORIGINS, edgeOrigins: NO_EDGES };
  const expander = new ViewBuilder(document, place.block);
  const { nodes, edges } = expander.inside(place, '', AS_IT_IS, null, [place.block ?? ''], place.instance);
  return { ...place, nodes, edges: expander.finish(edges), blocks, ownEdges: place.edges, groups: expander.groups, origins: expander.origins, edgeOrigins: expander.edgeOrigins };
}

type End = Pick<GraphEdge, 'source' | 'sourcePort'>;

class ViewBuilder {
  readonly groups: Group[] = [];
  readonly origins = new Map<string, ViewOrigin>();
  readonly edgeOrigins = new Map<GraphEdge, { readonly block: string | null; readonly edge: GraphEdge }>();
  /** What feeds each port of an expanded instance, by the port's id in the view. */
  private readonly feeding = new Map<string, End>();

  constructor(
    private readonly document: NetloomDocument,
    private readonly root: string | null,
  ) {}

  inside(
    graph: Pick<Place, 'nodes' | 'edges'>,
    prefix: string,
    placement: Placement,
    block: string | null,
    path: readonly string[],
    instance: GraphNode | null,
  ): { readonly nodes: readonly GraphNode[]; readonly edges: readonly { readonly edge: GraphEdge; readonly local: GraphEdge; readonly block: string | null }[] } {
    const nodes: GraphNode[] = [];
    const edges: { edge: GraphEdge; local: GraphEdge; block: string | null }[] = [];
    const open = new Map<string, { readonly prefix: string; readonly inputs: readonly string[]; readonly outputs: readonly string[] }>();
    const outer = prefix === '';
    for (const node of graph.nodes) {
      const id = `${prefix}${node.id}`;
      const isPort = !outer && (node.type === 'blockInput' || node.type === 'blockOutput');
      if (!outer && instance) this.origins.set(id, { block, local: node.id, placement, instance });
      const definition = definitionShown(this.document, node, path);
      if (!definition) {
        if (!isPort) nodes.push(outer ? node : { ...node, id, position: shownAt(placement, node.position, sizeOfNode(node)[1]) });
        continue;
      }
      const at = shownAt(placement, node.position, sizeShown(this.document, node, path)[1]);
      // What is turned twice is read downwards again.
      const { border, inside } = openedAt(this.document, definition.nodes, [...path, node.block!], at, (node['expanded'] === EXPANDED_UP) !== placement.up);
      const around = outer ? this.root : block;
      const held = sharedInstance(graph, node);
      const given = around === null || instance === null ? held : withValues(held, exposedFor(this.document.blocks[around]!, instance, node.id));
      const innerPrefix = `${id}/${repeatOf(given) > 1 ? '1/' : ''}`;
      const from = this.groups.length;
      const inner = this.inside(definition, innerPrefix, inside, node.block!, [...path, node.block!], given);
      const within = this.groups.slice(from);
      // Outer groups are drawn before the ones inside them.
      this.groups.splice(from, 0, { id, node: outer ? node : { ...node, id }, ...border, prefix: innerPrefix, members: [...inner.nodes.map((n) => n.id), ...within.map((g) => g.id)], inside });
      nodes.push(...inner.nodes);
      edges.push(...inner.edges);
      open.set(node.id, { prefix: innerPrefix, ...portsOf(definition) });
    }
    for (const local of graph.edges) {
      const [from, to] = [open.get(local.source), open.get(local.target)];
      const source = from ? `${from.prefix}${from.outputs.includes(local.sourcePort ?? '') ? local.sourcePort! : (from.outputs[0] ?? '')}` : `${prefix}${local.source}`;
      const end: End = from || local.sourcePort === undefined ? { source } : { source, sourcePort: local.sourcePort };
      if (to) {
        const name = to.inputs.includes(local.targetPort ?? '') ? local.targetPort! : (to.inputs[Number(local.targetPort ?? 0)] ?? '');
        this.feeding.set(`${to.prefix}${name}`, end);
        continue;
      }
      if (!outer && graph.nodes.find((n) => n.id === local.target)?.type === 'blockOutput') {
        this.feeding.set(`${prefix}${local.target}`, end);
        continue;
      }
      const { sourcePort: _, ...rest } = local;
      edges.push({ edge: outer && !from ? local : ({ ...rest, ...end, target: `${prefix}${local.target}` } as GraphEdge), local, block: outer ? this.root : block });
    }
    return { nodes, edges };
  }

  /** Edges from where values really come from; those whose port is open are not shown. */
  finish(edges: readonly { readonly edge: GraphEdge; readonly local: GraphEdge; readonly block: string | null }[]): readonly GraphEdge[] {
    return edges.flatMap(({ edge, local, block }): readonly GraphEdge[] => {
      let end: End = edge;
      for (let hops = 0; this.isPort(end.source); hops++) {
        const next = this.feeding.get(end.source);
        if (!next || hops > 1000) return [];
        end = next;
      }
      const { sourcePort: _, ...rest } = edge;
      const shown = end === edge ? edge : ({ ...rest, source: end.source, ...(end.sourcePort === undefined ? {} : { sourcePort: end.sourcePort }) } as GraphEdge);
      if (shown !== local) this.edgeOrigins.set(shown, { block, edge: local });
      return [shown];
    });
  }

  private isPort(id: string): boolean {
    const origin = this.origins.get(id);
    if (!origin?.block) return false;
    const type = this.document.blocks[origin.block]?.nodes.find((n) => n.id === origin.local)?.type;
    return type === 'blockInput' || type === 'blockOutput';
  }
}

/** The index of the input at which an edge arrives; -1 for what is no input. A block's inputs have names. */
export function inputIndex(blocks: NetloomDocument['blocks'], target: GraphNode | undefined, edge: GraphEdge): number {
  const definition = target && definitionOf({ blocks }, target);
  const port = edge.targetPort ?? '0';
  if (definition) {
    const at = portsOf(definition).inputs.indexOf(port);
    if (at >= 0) return at;
  }
  return /^\d{1,4}$/.test(port) ? Number(port) : -1;
}

/** The index of the output that an edge leaves; a layer has one. */
export function outputIndex(blocks: NetloomDocument['blocks'], source: GraphNode | undefined, edge: GraphEdge): number {
  const definition = source && edge.sourcePort !== undefined ? definitionOf({ blocks }, source) : undefined;
  return definition ? Math.max(0, portsOf(definition).outputs.indexOf(edge.sourcePort!)) : 0;
}

/** The params that the block around a node of the view gives it: they hold in place of its own. */
export function givenParams(view: View, id: string): Readonly<Record<string, Json>> {
  const origin = view.origins.get(id);
  const [block, instance, local] = origin ? [origin.block, origin.instance, origin.local] : [view.block, view.instance, id];
  const definition = block === null ? undefined : view.blocks[block];
  return definition?.params && instance ? exposedFor(definition, instance, local) : NOTHING_GIVEN;
}
const NOTHING_GIVEN: Readonly<Record<string, Json>> = Object.freeze({});

/** Edits of what the view shows, as edits of the document. What cannot be done through the view is left out. */
export function toDocumentEdits(view: View, edits: readonly Edit[]): readonly Edit[] {
  const sized = view.origins.size === 0 ? NOT_SIZED : heightsAfter(view, edits);
  const moved = new Set(edits.flatMap((e) => (e.kind === 'moveNode' ? [e.id] : [])));
  return edits.flatMap((edit): readonly Edit[] => {
    if (!isGraphEdit(edit)) return [edit];
    const placed = inOwnGraph(view, edit, sized);
    if (!placed) return [];
    // Where y grows upwards a place is that of the lower edge: what only takes another size keeps its upper one.
    const stays = edit.kind === 'setNode' && sized.has(edit.id) && !moved.has(edit.id) && view.origins.get(edit.id)?.placement.up === true;
    const still = stays ? inOwnGraph(view, { kind: 'moveNode', id: edit.id, position: view.nodes.find((n) => n.id === edit.id)!.position }, sized) : null;
    return editsIn(placed.block, still ? [placed.edit, still.edit] : [placed.edit]);
  });
}

/** Of nodes that come or take another size by these edits, the height that they have then. */
function heightsAfter(view: View, edits: readonly Edit[]): ReadonlyMap<string, number> {
  const sized = new Map<string, number>();
  // A block that is opened may come in the same step as what it is made of.
  const blocks = { ...view.blocks, ...Object.fromEntries(edits.flatMap((e) => (e.kind === 'setBlock' && e.definition ? [[e.block, e.definition]] : []))) };
  for (const edit of edits) {
    if (edit.kind === 'addNode') sized.set(edit.node.id, sizeShown({ blocks }, edit.node, [])[1]);
    if (edit.kind !== 'setNode' || edit.fields['size'] === undefined) continue;
    const node = view.nodes.find((n) => n.id === edit.id);
    if (node) sized.set(edit.id, sizeOfNode({ ...node, ...edit.fields })[1]);
  }
  return sized;
}
const NOT_SIZED: ReadonlyMap<string, number> = new Map();

interface PlacedEdit {
  readonly block: string | null;
  readonly edit: GraphEdit;
}

function inOwnGraph(view: View, edit: GraphEdit, sized: ReadonlyMap<string, number>): PlacedEdit | null {
  const here = view.block;
  if (view.origins.size === 0) return { block: here, edit };
  switch (edit.kind) {
    case 'addNode': {
      const home = homeOf(view, edit.node.id);
      return home ? { block: home.block, edit: { kind: 'addNode', node: { ...edit.node, id: home.local, position: placedAt(home.placement, edit.node.position, sized.get(edit.node.id)!) } } } : { block: here, edit };
    }
    case 'moveNode': {
      const origin = view.origins.get(edit.id);
      const group = view.groups.find((g) => g.id === edit.id);
      const within = group && withinBorder({ position: edit.position, size: group.size });
      const position = within ? ([within.x, within.y] as const) : edit.position;
      if (!origin) return { block: here, edit: within ? { ...edit, position } : edit };
      const height = within ? within.height : (sized.get(edit.id) ?? heightIn(view, edit.id));
      return { block: origin.block, edit: { ...edit, id: origin.local, position: placedAt(origin.placement, position, height) } };
    }
    case 'removeNode':
    case 'setParams':
    case 'renameNode':
    case 'setType':
    case 'setNode': {
      const origin = view.origins.get(edit.id);
      return origin ? { block: origin.block, edit: { ...edit, id: origin.local } } : { block: here, edit };
    }
    case 'disconnect': {
      const shown = view.edges.find((e) => sameEdge(e, edit.edge));
      const original = shown && view.edgeOrigins.get(shown);
      if (original) return { block: original.block, edit: { kind: 'disconnect', edge: original.edge } };
      // One of `edgesAt`: it ends at an opened block or at a port, and is not shown as it is.
      const [source, target] = [view.origins.get(edit.edge.source), view.origins.get(edit.edge.target)];
      return source && target ? { block: target.block, edit: { kind: 'disconnect', edge: { ...edit.edge, source: source.local, target: target.local } } } : { block: here, edit };
    }
    case 'connect': {
      const target = homeOf(view, edit.edge.target);
      const end = endAt(view, edit.edge, levelIn(edit.edge.target));
      if (!end) return null;
      const { sourcePort: _, ...rest } = edit.edge;
      return { block: target ? target.block : here, edit: { kind: 'connect', edge: { ...rest, ...end, target: target?.local ?? edit.edge.target } } };
    }
    default:
      return edit satisfies never;
  }
}

function heightIn(view: View, id: string): number {
  const node = view.nodes.find((n) => n.id === id);
  return node ? sizeOfNode(node)[1] : NODE_HEIGHT;
}

/** What the ids of all that stands beside a node begin with: nothing for those of the graph that is shown, `stage1/` for `stage1/conv1`. */
export const levelIn = (id: string): string => id.slice(0, id.lastIndexOf('/') + 1);

/** Where a node of an opened block stands in the document. One that is still to be added tells by its id beside which others it shall stand. */
function homeOf(view: Pick<View, 'origins'>, id: string): Pick<ViewOrigin, 'block' | 'local' | 'placement'> | undefined {
  const own = view.origins.get(id);
  const level = levelIn(id);
  if (own || level === '') return own;
  for (const [beside, origin] of view.origins) if (levelIn(beside) === level) return { ...origin, local: id.slice(level.length) };
  return undefined;
}

/**
 * What an edge from `source` begins at in the graph of another level: the port of the block by which its values come in,
 * or the instance that hands them on. Null where they do not pass that border yet.
 */
function endAt(view: View, { source, sourcePort }: End, level: string): End | null {
  if (levelIn(source) === level) return { source: homeOf(view, source)?.local ?? source, ...(sourcePort === undefined ? {} : { sourcePort }) };
  const across = view.edges.find((e) => e.source === source && e.sourcePort === sourcePort && levelIn(e.target) === level);
  const through = across && view.edgeOrigins.get(across)?.edge;
  if (through) return { source: through.source, ...(through.sourcePort === undefined ? {} : { sourcePort: through.sourcePort }) };
  // Nothing outside takes it so far: an output of the block may hand it on.
  const group = view.groups.find((g) => g.prefix === levelIn(source));
  const definition = group && definitionOf(view, group.node);
  if (!definition) return null;
  const { local } = homeOf(view, source)!;
  const { outputs } = portsOf(definition);
  const given = definition.edges.find((e) => e.source === local && (e.sourcePort ?? '') === (sourcePort ?? '') && outputs.includes(e.target));
  return given ? endAt(view, { source: group.id, ...(outputs.length > 1 ? { sourcePort: given.target } : {}) }, level) : null;
}

/** Whether an edge can be drawn between two nodes of a view: they stand in the same graph, or a port lets the values through. */
export const canReach = (view: View, source: string, target: string): boolean => endAt(view, { source }, levelIn(target)) !== null;

type Opened = Partial<Pick<View, 'groups' | 'blocks' | 'ownEdges'>>;

/** The edges between what stands at a level, by the ids of the view. An opened block, or a port, which is not shown, is an end of them as any node is. */
export function edgesAt({ edges, groups = [], blocks = {}, ownEdges = edges }: Pick<View, 'edges'> & Opened, level: string): readonly GraphEdge[] {
  if (level === '') return ownEdges;
  const group = groups.find((g) => g.prefix === level);
  const definition = group && definitionOf({ blocks }, group.node);
  return (definition?.edges ?? []).map((e) => ({ ...e, source: `${level}${e.source}`, target: `${level}${e.target}` }));
}

/** The ports of opened blocks, which are not shown, where they would stand. */
export function hiddenPorts({ groups = [], blocks = {} }: Opened): readonly GraphNode[] {
  return groups.flatMap(({ node, prefix, inside }) => {
    const ports = definitionOf({ blocks }, node)?.nodes.filter((n) => n.type === BLOCK_INPUT || n.type === BLOCK_OUTPUT) ?? [];
    return ports.map((n) => ({ ...n, id: `${prefix}${n.id}`, position: shownAt(inside, n.position, sizeOfNode(n)[1]) }));
  });
}

/** The opened block that a place lies in, the innermost one. */
export const groupAt = (view: Pick<View, 'groups'>, [x, y]: readonly [number, number]): Group | undefined =>
  view.groups.findLast((g) => x >= g.position[0] && y >= g.position[1] && x <= g.position[0] + g.size[0] && y <= g.position[1] + g.size[1]);

/** The definition that what stands at a level is part of; null for the network. */
export const blockAt = (view: Pick<View, 'groups' | 'block'>, level: string): string | null => view.groups.find((g) => g.prefix === level)?.node.block ?? view.block;

/** An id that nothing beside it has, at a level of the view. */
export function freshIdAt(view: Pick<View, 'nodes'> & Partial<Pick<View, 'groups' | 'origins'>>, level: string, stem: string): string {
  const taken = new Set([...view.nodes.map((n) => n.id), ...(view.groups ?? []).map((g) => g.id), ...(view.origins?.keys() ?? [])]);
  return freshId(taken, `${level}${stem}`);
}

/** The instances to enter and the node's own id there, for an id as reports have it; null if nothing has that id. */
export function locate(document: NetloomDocument, id: string): { readonly scope: Scope; readonly id: string } | null {
  const find = (place: Place, rest: string, scope: Scope): { readonly scope: Scope; readonly id: string } | null => {
    if (place.nodes.some((n) => n.id === rest)) return { scope, id: rest };
    for (const node of place.nodes) {
      const inside = rest.startsWith(`${node.id}/`) ? graphAt(document, [...scope, node.id]) : null;
      if (!inside) continue;
      const inner = rest.slice(node.id.length + 1);
      const isRepeated = inside.prefix !== `${place.prefix}${node.id}/`;
      const found = find(inside, isRepeated ? inner.replace(/^\d+\//, '') : inner, [...scope, node.id]);
      if (found) return found;
    }
    return null;
  };
  return find(graphAt(document, [])!, id, []);
}
