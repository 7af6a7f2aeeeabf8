// Ideas that mend the graph itself: edges, missing inputs and outputs, ids. Knows no shapes.

import { editsIn, portsOf, REPEAT } from '../../graph/blocks.ts';
import type { GraphEdge, GraphNode, NetloomDocument } from '../../graph/document.ts';
import { sameEdge, type Edit } from '../../graph/edits.ts';
import { levelIn } from '../../graph/view.ts';
import { formatShape } from '../../layers/layer.ts';
import { lossNames, type LossName } from '../../layers/losses.ts';
import type { Fix } from '../compilation.ts';
import { predictionsFor } from '../dataFit.ts';
import { portKey } from '../expand.ts';
import { valuesOf } from '../lossActivation.ts';
import { portName, type Station } from '../network.ts';
import { beside, bypass, freePlace, FreshIds, freePort, newNode, positionOf, type FixContext, type Idea } from './candidate.ts';

const cut = (edge: GraphEdge): Edit => ({ kind: 'disconnect', edge });
const cutLabel = (edge: GraphEdge): string => `Remove the edge from \`${edge.source}\` to \`${edge.target}\``;

/** Cutting an edge that runs upwards is most likely what was meant; then the one drawn last. */
export const breakCycle: Idea = (finding, _station, { analysis, document }) => {
  const yOf = (id: string): number => positionOf(analysis.byId.get(id)!.node)[1];
  const drawn = new Map(document.edges.map((edge, i) => [edge, i]));
  const edges = (finding.edges ?? []).map((edge) => ({ edge, upwards: yOf(edge.target) <= yOf(edge.source), drawn: drawn.get(edge) ?? 0 }));
  return edges
    .toSorted((a, b) => Number(b.upwards) - Number(a.upwards) || b.drawn - a.drawn)
    .map(({ edge }): Fix => ({ label: cutLabel(edge), edits: [cut(edge)] }));
};

export const mendDanglingEdge: Idea<Station | undefined> = (finding, _station, { analysis }) => {
  const edge = finding.edges?.[0];
  if (!edge) return [];
  const fixes: Fix[] = [{ label: cutLabel(edge), edits: [cut(edge)] }];
  // Told of an edge as it stands inside a block or at one: its ends are no nodes of the flat graph.
  if (analysis.expansion.origins.size > 0 && !analysis.expansion.edgeOrigins.has(edge)) return fixes;
  const [source, target] = [analysis.byId.get(edge.source), analysis.byId.get(edge.target)];
  const max = target?.resolved?.layer.inputs.max ?? 0;
  if (source && target && target.incoming.length < max) {
    const { sourcePort: _, ...rest } = edge;
    const port = freePort(target);
    fixes.unshift({ label: `Connect \`${source.id}\` to ${portName(target, port)}`, edits: [cut(edge), { kind: 'connect', edge: { ...rest, targetPort: String(port) } as GraphEdge }] });
  }
  return fixes;
};

export const mendOutputAsSource: Idea = (finding, station) => {
  const edge = finding.edges?.[0];
  if (!edge) return [];
  const before = station.incoming[0]?.source;
  const around: readonly Fix[] = before
    ? [{ label: `Take \`${before.id}\` instead`, edits: [cut(edge), { kind: 'connect', edge: { ...edge, source: before.id } as GraphEdge }] }]
    : [];
  return [...around, { label: cutLabel(edge), edits: [cut(edge)] }];
};

export const separateEdges: Idea = (finding, station, context) => {
  const [first, second] = finding.edges ?? [];
  if (!first || !second) return [];
  // Taking away one of two equal edges takes away both.
  if (sameEdge(first, second)) return [{ label: 'Remove the double edge', edits: [cut(second), { kind: 'connect', edge: first }] }];
  const fixes: Fix[] = [];
  const max = station.resolved?.layer.inputs.max ?? 1;
  if (station.incoming.length < max) {
    const port = freePort(station);
    fixes.push({ label: `Connect \`${second.source}\` to ${portName(station, port)}`, edits: [cut(second), { kind: 'connect', edge: { ...second, targetPort: String(port) } as GraphEdge }] });
  }
  fixes.push({ label: cutLabel(second), edits: [cut(second)] }, { label: cutLabel(first), edits: [cut(first)] });
  for (const type of ['concatenate', 'add']) {
    const layer = context.layerOf(type);
    if (!layer) continue;
    const id = new FreshIds(context.document).next(type);
    const [x, y] = positionOf(station.node);
    fixes.push({
      label: `Join the two with ${layer.label}`,
      edits: [
        cut(first),
        cut(second),
        { kind: 'addNode', node: newNode(id, { type, params: {} }, freePlace(context.document, [x, y - 60])) },
        { kind: 'connect', edge: { ...first, target: id, targetPort: '0' } as GraphEdge },
        { kind: 'connect', edge: { ...second, target: id, targetPort: '1' } as GraphEdge },
        { kind: 'connect', edge: { source: id, target: station.id, ...(first.targetPort === undefined ? {} : { targetPort: first.targetPort }) } },
      ],
    });
  }
  return fixes;
};

/** An open input of a block's instance: layers of the same graph, nearest above first. */
export const connectBlockInput: Idea<undefined> = (finding, _station, { analysis, original }) => {
  const { expansion } = analysis;
  const site = expansion.instances.get(finding.node ?? '');
  if (!site) return [];
  const { level, local } = site.origin;
  const place = level.block === null ? original : original.blocks[level.block]!;
  const instance = place.nodes.find((n) => n.id === local);
  const name = portsOf(site.definition).inputs[finding.port ?? 0];
  if (!instance || name === undefined) return [];
  const [x, y] = positionOf(instance);
  const used = new Set(place.edges.map((e) => e.source));
  const distance = (node: GraphNode): number => {
    const [nx, ny] = positionOf(node);
    return Math.hypot(nx - x, ny - y) + (used.has(node.id) ? 1e5 : 0) + (ny < y ? 0 : 2e4);
  };
  const gives = (node: GraphNode): boolean => node.type === 'blockInput' || node.type === 'block' || analysis.byId.get(`${level.prefix}${node.id}`)?.resolved?.layer.hasOutput === true;
  return place.nodes
    .filter((node) => node !== instance && gives(node))
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, 5)
    .map((node): Fix => ({ label: `Connect \`${node.id}\``, edits: editsIn(level.block, [{ kind: 'connect', edge: { source: node.id, target: local, targetPort: name } }]) }));
};

/** An instance of what is not there, or of what would contain itself. */
export const removeInstance: Idea<undefined> = (finding, _station, { analysis }) => {
  const origin = analysis.expansion.origins.get(finding.node ?? '');
  return origin ? [{ label: `Remove \`${finding.node}\``, edits: editsIn(origin.level.block, [{ kind: 'removeNode', id: origin.local }]) }] : [];
};

export const repeatOnce: Idea<undefined> = (finding, _station, { analysis }) => {
  const origin = analysis.expansion.origins.get(finding.node ?? '');
  if (!origin || finding.param !== REPEAT) return [];
  return [{ label: 'Do not repeat it', edits: editsIn(origin.level.block, [{ kind: 'setParams', id: origin.local, params: { [REPEAT]: undefined } }]) }];
};

/** The node gets a layer, and weights, of its own. */
export const unshare: Idea<Station | undefined> = (finding, _station, { analysis }) => {
  const id = finding.node ?? '';
  const origin = analysis.expansion.origins.get(id);
  const edit: Edit = { kind: 'setNode', id: origin?.local ?? id, fields: { sharedWith: undefined } };
  return [{ label: `Give \`${id}\` weights of its own`, edits: editsIn(origin?.level.block ?? null, [edit]) }];
};

/**
 * Loose ends above first, then loose ends elsewhere, then any node above; among these what has the shape of the inputs that
 * are there, as a skip has, and then the nearest. The output of a block stands where its instance stands.
 */
export const connectInput: Idea = (finding, station, { analysis, original }) => {
  const [x, y] = positionOf(station.node);
  const already = new Set(station.incoming.map((w) => w.source));
  const [present] = station.incoming.map((w) => w.source.evaluation?.output ?? null).filter((shape) => shape !== null);
  const instances = instancesBeside(station, analysis.expansion, original);
  const distance = (other: Station): number => {
    const instance = instances.get(other.id);
    const [ox, oy] = positionOf(instance ?? other.node);
    const elsewhere = instance || levelIn(other.id) === levelIn(station.id) ? 0 : 1e6;
    const unlike = present !== undefined && other.evaluation?.output?.join() !== present.join() ? 5e4 : 0;
    return elsewhere + Math.hypot(ox - x, oy - y) + (other.outgoing.length === 0 ? 0 : 2e5) + (oy <= y ? 0 : 1e5) + unlike;
  };
  const port = finding.port ?? 0;
  const targetPort = (station.resolved?.layer.inputs.max ?? 1) > 1 ? { targetPort: String(port) } : {};
  const sources = analysis.stations
    .filter((other) => other !== station && other.resolved?.layer.hasOutput === true && !already.has(other))
    .map((other) => ({ other, distance: distance(other) }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 5);
  const fixes = sources.map(({ other }): Fix => ({ label: `Connect \`${instances.get(other.id)?.id ?? other.id}\``, edits: [{ kind: 'connect', edge: { source: other.id, target: station.id, ...targetPort } }] }));
  return station.resolved?.layer.hasOutput === true && station.outgoing.length > 0 === station.incoming.length > 0 ? [...fixes, bypass(station)] : fixes;
};

/** The instances in a station's own graph, by the flat node whose value each hands on. */
function instancesBeside(station: Station, { instances }: FixContext['analysis']['expansion'], document: NetloomDocument): ReadonlyMap<string, GraphNode> {
  const found = new Map<string, GraphNode>();
  for (const { id, origin, outputs } of instances.values()) {
    if (levelIn(id) !== levelIn(station.id)) continue;
    const { block } = origin.level;
    const node = (block === null ? document : document.blocks[block])?.nodes.find((n) => n.id === origin.local);
    for (const output of outputs) if (node && output !== null) found.set(output, node);
  }
  return found;
}

export const removeUnreachable: Idea = (finding, station, { analysis }) => {
  const removed = new Set([station]);
  const related = new Set((finding.related ?? []).map((id) => analysis.byId.get(id)!));
  // Against the order of computation, so that whatever a node feeds has been decided on.
  for (const other of analysis.sorted.toReversed()) {
    if (related.has(other) && other.outgoing.every((w) => removed.has(w.target))) removed.add(other);
  }
  const label = removed.size === 1 ? `Remove \`${station.id}\`` : `Remove \`${station.id}\` and ${removed.size - 1} before it`;
  return [...putBetween(station), { label, edits: [...removed].toSorted((a, b) => a.index - b.index).map((s): Edit => ({ kind: 'removeNode', id: s.id })) }];
};

/** What was added after a layer that goes on elsewhere was mostly meant to stand in between. */
function putBetween(station: Station): readonly Fix[] {
  let first = station;
  // Dead ends may begin at a circle.
  const seen = new Set([first]);
  while (first.incoming.length === 1 && !first.incoming[0]!.source.live && !seen.has(first.incoming[0]!.source)) seen.add((first = first.incoming[0]!.source));
  const source = first.incoming.length === 1 ? first.incoming[0]!.source : undefined;
  const [onward, ...others] = source?.outgoing.filter((w) => w.target.live) ?? [];
  if (!source || !onward || others.length > 0 || station.resolved?.layer.hasOutput !== true) return [];
  const { sourcePort: _, ...rest } = onward.edge;
  return [{ label: `Put \`${station.id}\` between \`${source.id}\` and \`${onward.target.id}\``, edits: [cut(onward.edge), { kind: 'connect', edge: { ...rest, source: station.id } as GraphEdge }] }];
}

export const addInput: Idea<undefined> = (_finding, _station, context) => {
  const { document, data } = context;
  const first = waitingForInput(context).toSorted((a, b) => positionOf(a.node)[1] - positionOf(b.node)[1])[0];
  if (!first) return [];
  const shapes: readonly (readonly number[])[] = data ? [data.inputShape] : [[64, 64, 3], [784], [64, 8], [16, 16, 16, 1]];
  const id = new FreshIds(document).next('input');
  const { node, targetPort } = first;
  return shapes.map((shape): Fix => ({
    label: `Add an input of ${formatShape(shape)} before \`${node.id}\``,
    edits: [
      { kind: 'addNode', node: newNode(id, { type: 'input', params: { shape: [...shape] } }, beside(document, node, -1)) },
      { kind: 'connect', edge: { source: id, target: node.id, ...(targetPort === undefined ? {} : { targetPort }) } },
    ],
  }));
};

/** Nodes of the network itself that nothing is connected to; instances, where layers inside wait for one of their ports. */
function waitingForInput({ analysis, original }: FixContext): readonly { readonly node: GraphNode; readonly targetPort?: string }[] {
  const { origins, openPorts, instances } = analysis.expansion;
  return analysis.stations.flatMap((station) => {
    const [port] = station.missing;
    if (port === undefined || station.incoming.length > 0 || !station.resolved?.layer.hasOutput) return [];
    const open = openPorts.get(portKey(station.id, port));
    if ((origins.get(open?.node ?? station.id)?.level.block ?? null) !== null) return [];
    if (!open) return [{ node: station.node, ...(station.resolved.layer.inputs.max > 1 ? { targetPort: '0' } : {}) }];
    const node = original.nodes.find((n) => n.id === open.node);
    const name = portsOf(instances.get(open.node)!.definition).inputs[open.port];
    return node && name !== undefined ? [{ node, targetPort: name }] : [];
  });
}

export const addOutput: Idea<undefined> = (_finding, _station, context) => {
  const { analysis, document, original } = context;
  /** What stands in the network for the end of a path: the instance that hands on what is inside it. */
  const shown = (end: Station): GraphNode => original.nodes.find((n) => analysis.expansion.instances.get(n.id)?.outputs.includes(end.id)) ?? end.node;
  const ends = analysis.stations.filter((s) => s.outgoing.length === 0 && s.evaluation?.output).toReversed();
  const id = new FreshIds(document).next('output');
  return ends.slice(0, 3).flatMap((end) =>
    lossesFor(end, context).map((loss): Fix => ({
      label: `Add an output after \`${shown(end).id}\``,
      edits: [
        { kind: 'addNode', node: newNode(id, { type: 'output', params: loss === 'meanSquaredError' ? {} : { loss } }, beside(document, shown(end), 1)) },
        { kind: 'connect', edge: { source: end.id, target: id } },
      ],
    })),
  );
};

/** The loss that suits what arrives, or where there is data, what fits its targets. */
function lossesFor(end: Station, { data }: FixContext): readonly LossName[] {
  const values = valuesOf(end);
  const suited: LossName = values === 'distribution' ? 'categoricalCrossentropy' : values === 'probability' ? 'binaryCrossentropy' : 'meanSquaredError';
  if (!data) return [suited];
  const shape = end.evaluation?.output ?? [];
  const fitting = [suited, ...lossNames].find((loss) => predictionsFor(loss, data)?.some((p) => p.join() === shape.join()));
  return [fitting ?? suited];
}

/** Edits name nodes by their id, so all that share it are taken out and put back, the later ones with new names. */
export const renameDuplicates: Idea = (_finding, station, { document }) => {
  const { id } = station;
  const ids = new FreshIds(document);
  const twins = document.nodes.filter((n) => n.id === id);
  const renamed = twins.map((node, i): GraphNode => (i === 0 ? node : ({ ...node, id: ids.next(id) } as GraphNode)));
  const edges = document.edges.filter((e) => e.source === id || e.target === id);
  return [
    {
      label: `Rename the second to \`${renamed[1]?.id ?? id}\``,
      edits: [
        { kind: 'removeNode', id },
        ...renamed.map((node): Edit => ({ kind: 'addNode', node })),
        ...edges.map((edge): Edit => ({ kind: 'connect', edge })),
      ],
    },
  ];
};
