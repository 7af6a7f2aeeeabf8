// Blocks out of the way: an instance is replaced by the nodes of its definition, with ids like `stage1/conv1`, so that all that
// follows sees one flat graph. Remembers where everything came from, for reports, findings and fixes. Never throws.

import { BLOCK, BLOCK_INPUT, BLOCK_OUTPUT, contains, definitionOf, exposedFor, isInstance, MOST_REPEATS, portsOf, REPEAT, repeatOf, sharedInstance } from '../graph/blocks.ts';
import type { BlockDefinition, GraphEdge, GraphNode, Json, NetloomDocument } from '../graph/document.ts';
import { expandedSize, fits, MOST_EXPANDED } from './expandedSize.ts';
import { isEdge, isNode, type Finding } from './network.ts';

/** A graph of the document as it is used at one place: the network, or one copy of an instance. */
export interface Level {
  /** What flat ids of its nodes begin with: `""`, `stage1/`, `stage1/2/`. */
  readonly prefix: string;
  /** Name of the definition; null for the network itself. */
  readonly block: string | null;
  /** Flat id of the instance; null for the network itself. */
  readonly id: string | null;
  /** The instance whose params hold, itself or the one whose weights it shares, and the level it stands in; null for the network itself. */
  readonly instance: GraphNode | null;
  readonly outer: Level | null;
}

/** Where a flat node stands in the document. */
export interface Origin {
  readonly level: Level;
  /** Its id in its own graph. */
  readonly local: string;
}

/** An instance at one place, with what its ports are in the flat graph. */
export interface InstanceSite {
  /** Its flat id. */
  readonly id: string;
  readonly origin: Origin;
  readonly definition: BlockDefinition;
  readonly repeat: number;
  /** What flat ids inside begin with: `stage1/`. */
  readonly prefix: string;
  /** Per input: the flat node that feeds it, if one does. */
  readonly inputs: readonly (string | null)[];
  /** Per output: the flat node whose value it is. */
  readonly outputs: readonly (string | null)[];
}

export interface Expansion {
  /** Without blocks the document itself; otherwise its flat nodes and edges. */
  readonly flat: Pick<NetloomDocument, 'nodes' | 'edges'>;
  /** What is wrong with instances and their ports. */
  readonly findings: readonly Finding[];
  readonly origins: ReadonlyMap<string, Origin>;
  /** By flat id, outer ones before inner ones. */
  readonly instances: ReadonlyMap<string, InstanceSite>;
  /** Per flat node that is a port: the flat node whose value passes through it. */
  readonly ports: ReadonlyMap<string, string | null>;
  /** The document's edges that flat edges came from: the one next to the target, in the target's own graph. */
  readonly edgeOrigins: ReadonlyMap<GraphEdge, GraphEdge>;
  /** Per flat node and input number whose only lack is an open port of a block: that port. */
  readonly openPorts: ReadonlyMap<string, OpenPort>;
}

export interface OpenPort {
  /** The instance whose input is open, or the `blockOutput` node that nothing is connected to. */
  readonly node: string;
  readonly port: number;
  readonly message: string;
}

const NONE: Expansion = { flat: { nodes: [], edges: [] }, findings: [], origins: new Map(), instances: new Map(), ports: new Map(), edgeOrigins: new Map(), openPorts: new Map() };

export const portKey = (node: string, port: number): string => JSON.stringify([node, port]);

/** The flat id of the same node in the first copy of every repeated block around it. */
export function inFirstCopy(id: string, origins: Expansion['origins']): string {
  const origin = origins.get(id);
  const prefixOf = (level: Level): string => {
    if (!level.instance || !level.outer) return '';
    return `${prefixOf(level.outer)}${level.instance.id}/${repeatOf(level.instance) > 1 ? '1/' : ''}`;
  };
  return origin ? `${prefixOf(origin.level)}${origin.local}` : id;
}

/** The document without blocks. One that has none is passed on as it is. */
export function expand(document: NetloomDocument): Expansion {
  const nodes: unknown = (document as NetloomDocument | null | undefined)?.nodes;
  if (!Array.isArray(nodes) || !nodes.some((n) => isNode(n) && isInstance(n))) return { ...NONE, flat: document ?? NONE.flat };
  const { blocks, edges } = document as { readonly blocks: unknown; readonly edges: unknown };
  const whole = { ...document, nodes, edges: Array.isArray(edges) ? (edges as GraphEdge[]) : [], blocks: typeof blocks === 'object' && blocks !== null ? (blocks as NetloomDocument['blocks']) : {} };
  try {
    const tooMany = sizeFinding(whole);
    // Not worth looking into before it is made smaller.
    return tooMany ? { ...NONE, findings: [tooMany] } : new Expander(whole).expand();
  } catch {
    // Only a document that did not come through the file's schema can hold such blocks.
    const rest = nodes.filter((n) => !isNode(n) || !isInstance(n));
    return { ...NONE, flat: { ...whole, nodes: rest }, findings: [{ severity: 'error', code: 'malformed', message: 'A block of the document has no list of nodes or edges; its instances are left out.' }] };
  }
}

function sizeFinding(document: NetloomDocument): Finding | null {
  const size = expandedSize(document);
  if (fits(size)) return null;
  const { layers, copies, largest } = size;
  const [count, what] = layers > MOST_EXPANDED ? [layers, 'layers'] : [copies, 'copies of blocks'];
  // What is beyond comes out of multiplication rounded.
  const text = (n: number): string => (n > 1e15 ? 'more than 10^15' : n.toLocaleString('en-US'));
  return { severity: 'error', code: 'too-many-nodes', node: largest, message: `With all its blocks repeated the network would have ${text(count)} ${what}; ${text(MOST_EXPANDED)} is the most. Repeat less.` };
}

/** An edge between flat nodes, ports of blocks among them. */
interface Hop {
  readonly source: string;
  readonly edge: GraphEdge;
}

type PathEnd = { readonly leaf: string } | { readonly open: string };

/** A node of one graph, with its flat id. */
interface Known {
  readonly node: GraphNode;
  readonly id: string;
}

class Expander {
  private readonly nodes: GraphNode[] = [];
  private readonly findings: Finding[] = [];
  private readonly origins = new Map<string, Origin>();
  private readonly sites = new Map<string, Omit<InstanceSite, 'inputs' | 'outputs'> & { readonly first: string; readonly last: string }>();
  /** Flat port → what feeds it. */
  private readonly feeding = new Map<string, Hop | null>();
  /** Where paths through ports end, as far as they were followed: thousands of blocks may pass on one value. */
  private readonly ends = new Map<string, PathEnd>();
  /** Edges that end at layers, with flat ends. */
  private readonly landing: { readonly target: string; readonly source: string; readonly edge: GraphEdge }[] = [];
  private readonly malformed: GraphEdge[] = [];

  constructor(private readonly document: NetloomDocument) {}

  expand(): Expansion {
    const { document } = this;
    this.enter(document, { prefix: '', block: null, id: null, instance: null, outer: null }, null);
    const edgeOrigins = new Map<GraphEdge, GraphEdge>();
    const openPorts = new Map<string, OpenPort>();
    const edges: GraphEdge[] = [...this.malformed];
    for (const { target, source, edge } of this.landing) {
      const end = this.leaf(source);
      if ('open' in end) {
        const port = Number(edge.targetPort ?? '0');
        openPorts.set(portKey(target, port), this.describeOpen(end.open));
        continue;
      }
      // An edge between two layers of the network itself is the very edge of the document.
      const flat = end.leaf === edge.source && target === edge.target && source === edge.source ? edge : flatEdge(edge, end.leaf, target);
      edges.push(flat);
      edgeOrigins.set(flat, edge);
    }
    const ports = new Map([...this.feeding.keys()].map((port) => [port, this.leafOrNull(port)]));
    const instances = new Map<string, InstanceSite>();
    for (const [id, { first, last, ...site }] of this.sites) {
      const { inputs, outputs } = portsOf(site.definition);
      instances.set(id, { ...site, inputs: inputs.map((name) => ports.get(`${first}${name}`) ?? null), outputs: outputs.map((name) => ports.get(`${last}${name}`) ?? null) });
    }
    return { flat: { nodes: this.nodes, edges }, findings: this.findings, origins: this.origins, instances, ports, edgeOrigins, openPorts };
  }

  /** The layer whose value a port passes on; the port where the path ends open. */
  private leaf(source: string): PathEnd {
    const path = new Set<string>();
    const ends = (end: PathEnd): PathEnd => {
      for (const port of path) this.ends.set(port, end);
      return end;
    };
    let at = source;
    while (this.feeding.has(at)) {
      const known = this.ends.get(at);
      if (known) return ends(known);
      // A circle ends open at the port from which it is followed.
      if (path.has(at)) return { open: at };
      path.add(at);
      const hop = this.feeding.get(at);
      if (!hop) return ends({ open: at });
      at = hop.source;
    }
    return ends({ leaf: at });
  }

  private leafOrNull(source: string): string | null {
    const end = this.leaf(source);
    return 'leaf' in end ? end.leaf : null;
  }

  private describeOpen(port: string): OpenPort {
    const { level, local } = this.origins.get(port)!;
    const definition = level.block === null ? undefined : this.document.blocks[level.block];
    const inputs = definition ? portsOf(definition).inputs : [];
    const index = inputs.indexOf(local);
    const { id } = level;
    if (index < 0 || id === null) {
      return { node: port, port: 0, message: `Nothing is connected to the output \`${local}\` of the block, so that it gives nothing on.` };
    }
    return { node: id, port: index, message: inputs.length === 1 ? `Nothing is connected to the input of block \`${id}\`.` : `Nothing is connected to input \`${local}\` of block \`${id}\`.` };
  }

  /** Adds all nodes and edges of one graph. `values` are what the instance gives to exposed params; `sharer`: prefix of the twin it shares weights with. */
  private enter(graph: { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] }, level: Level, sharer: string | null): void {
    const { prefix } = level;
    const definition = level.block === null ? null : this.document.blocks[level.block]!;
    const known = new Map<string, Known>();
    for (const node of graph.nodes) {
      // What is malformed is told by the reader of the flat graph.
      if (!isNode(node)) {
        if (level.block === null) this.nodes.push(node);
        continue;
      }
      const leaf = definition === null || level.instance === null || isInstance(node) ? node : leafNode(node, level, definition, sharer);
      const id = leaf === node ? namesOf(node, prefix).id : leaf.id;
      if (this.origins.has(id)) {
        const why = known.has(node.id) ? 'Edges mean the first; the second is left out until it has a name of its own.' : 'A name with a slash is that of a node inside a block too. Rename one.';
        this.findings.push({ severity: 'error', code: 'duplicate-id', node: id, message: `Two nodes are called \`${id}\`. ${why}` });
        continue;
      }
      known.set(node.id, { node, id });
      this.origins.set(id, { level, local: node.id });
      if (isInstance(node)) this.instance(graph, node, id, level, sharer);
      else if (level.block !== null && (node.type === BLOCK_INPUT || node.type === BLOCK_OUTPUT)) {
        this.feeding.set(id, null);
      } else this.nodes.push(leaf);
    }
    for (const edge of graph.edges) {
      if (!isEdge(edge)) {
        if (level.block === null) this.malformed.push(edge);
        continue;
      }
      this.edge(edge, known, level);
    }
  }

  private instance(graph: { readonly nodes: readonly GraphNode[] }, node: GraphNode, id: string, level: Level, sharer: string | null): void {
    const fail = (code: Finding['code'], message: string, param?: string): void => {
      this.findings.push({ severity: 'error', code, node: id, message, ...(param === undefined ? {} : { param }) });
    };
    const outerValues = level.block === null || level.instance === null ? {} : exposedFor(this.document.blocks[level.block]!, level.instance, node.id);
    const twinId = node.sharedWith;
    const twin = twinId === undefined ? undefined : graph.nodes.find((n) => isNode(n) && n.id === twinId);
    const own = sharedInstance(graph, node);
    const instance = withParams(own, outerValues);
    const definition = definitionOf(this.document, node);
    if (!definition) return fail('unknown-block', typeof node.block === 'string' ? `There is no block called "${node.block}" in this network.` : 'This instance does not say which block it is.');
    if (!Array.isArray(definition.nodes) || !Array.isArray(definition.edges)) return fail('unknown-block', `The block "${node.block}" has no nodes.`);
    if (this.loops(node.block!, level)) return fail('block-cycle', `The block "${node.block}" would contain itself.`);
    const wanted = instance.params?.[REPEAT];
    const repeat = repeatOf(instance);
    if (wanted !== undefined && wanted !== repeat) fail('bad-param', `Repeat must be a whole number from 1 to ${MOST_REPEATS}, but is ${JSON.stringify(wanted)}.`, REPEAT);
    for (const name of Object.keys(node.params ?? {})) {
      if (name !== REPEAT && !Object.hasOwn(definition.params ?? {}, name)) {
        this.findings.push({ severity: 'warning', code: 'unknown-param', node: id, param: name, message: `The block "${node.block}" has no param "${name}"; ${Object.keys(definition.params ?? {}).join(', ') || 'it exposes none'}.` });
      }
    }
    const { inputs, outputs } = portsOf(definition);
    if (repeat > 1 && inputs.length !== outputs.length) {
      fail('repeat-ports', `A block that is repeated passes its outputs on to the inputs of its next copy, so it needs as many outputs as inputs; "${node.block}" has ${inputs.length} and ${outputs.length}.`, REPEAT);
    }
    if (twinId !== undefined && (!twin || !isInstance(twin) || twin.block !== node.block || twin === node || twin.sharedWith !== undefined)) {
      fail('shared-weights', `\`${id}\` is to share the weights of \`${twinId}\`, which ${!twin ? 'is not there' : twin === node ? 'is itself' : twin.sharedWith !== undefined ? 'itself shares those of another' : 'is another block'}.`);
    }
    const shares = twin && own === twin && twin !== node ? `${level.prefix}${twin.id}/` : sharer === null ? null : `${sharer}${node.id}/`;
    const { prefix, copies } = namesOf(node, level.prefix);
    const copyPrefix = (copy: number): string => (repeat === 1 ? prefix : (copies[copy] ??= `${prefix}${copy + 1}/`));
    this.sites.set(id, { id, origin: { level, local: node.id }, definition, repeat, prefix, first: copyPrefix(0), last: copyPrefix(repeat - 1) });
    for (let copy = 0; copy < repeat; copy++) {
      const inside: Level = { prefix: copyPrefix(copy), block: node.block!, id, instance, outer: level };
      this.enter(definition, inside, shares === null ? null : repeat === 1 ? shares : `${shares}${copy + 1}/`);
      if (copy > 0) {
        inputs.forEach((name, i) => {
          const output = outputs[i];
          if (output !== undefined) this.feeding.set(`${inside.prefix}${name}`, { source: `${copyPrefix(copy - 1)}${output}`, edge: { source: node.id, target: node.id } });
        });
      }
    }
  }

  private loops(block: string, level: Level): boolean {
    for (let at: Level | null = level; at; at = at.outer) if (at.block !== null && (at.block === block || contains(this.document, block, at.block))) return true;
    return false;
  }

  /** Puts an edge of one graph between flat ends, or says why it cannot stand. */
  private edge(edge: GraphEdge, known: ReadonlyMap<string, Known>, { prefix, block }: Level): void {
    const [giving, taking] = [known.get(edge.source), known.get(edge.target)];
    const [from, to] = [giving?.node, taking?.node];
    const dangling = (node: string, message: string): void => {
      this.findings.push({ severity: 'error', code: 'dangling-edge', node, message, edges: [edge] });
    };
    if (!from || !to) {
      // The reader of the flat graph tells it of the network; inside a block it is told here.
      if (block === null) this.landing.push({ target: edge.target, source: edge.source, edge });
      else dangling(`${prefix}${(from ?? to)?.id ?? ''}`, `An edge goes from \`${edge.source}\` to \`${edge.target}\`, but there is no node \`${from ? edge.target : edge.source}\` in the block.`);
      return;
    }
    let [source, target] = [giving!.id, taking!.id];
    if (isInstance(from)) {
      const site = this.sites.get(source);
      if (!site) return;
      const { outputs } = portsOf(site.definition);
      const name = edge.sourcePort ?? outputs[0];
      if (name === undefined || !outputs.includes(name)) return dangling(source, `An edge leaves \`${source}\` ${name === undefined ? 'but this block has no output' : `at "${name}", but its outputs are ${outputs.join(', ') || 'none'}`}.`);
      source = `${site.last}${name}`;
    } else if (block !== null && from.type === BLOCK_OUTPUT) {
      return dangling(source, `\`${source}\` is an output of the block and gives nothing on inside it, but an edge goes from it to \`${to.id}\`.`);
    }
    if (isInstance(to)) {
      const site = this.sites.get(target);
      if (!site) return;
      const { inputs } = portsOf(site.definition);
      const name = inputs.includes(edge.targetPort ?? '') ? edge.targetPort! : inputs[edge.targetPort === undefined ? 0 : /^\d{1,4}$/.test(edge.targetPort) ? Number(edge.targetPort) : -1];
      if (name === undefined) return dangling(target, `An edge from \`${from.id}\` arrives at ${inputs.length === 0 ? `\`${target}\`, but this block has no input` : `"${edge.targetPort}" of \`${target}\`, but its inputs are ${inputs.join(', ')}`}.`);
      target = `${site.first}${name}`;
      return this.feed(target, source, edge, taking!.id, inputs.indexOf(name), name);
    }
    if (block !== null && to.type === BLOCK_INPUT) return dangling(target, `\`${target}\` is an input of the block: what it gives comes from outside, but an edge from \`${from.id}\` arrives at it.`);
    if (block !== null && to.type === BLOCK_OUTPUT) return this.feed(target, source, edge, target, 0, to.id);
    this.landing.push({ target, source, edge });
  }

  private feed(port: string, source: string, edge: GraphEdge, node: string, index: number, name: string): void {
    const earlier = this.feeding.get(port);
    if (earlier) {
      this.findings.push({ severity: 'error', code: 'too-many-edges', node, port: index, message: `Two edges arrive at \`${name}\` of \`${node}\`, but a port takes one. To join tensors, put a merge layer before it.`, edges: [earlier.edge, edge] });
      return;
    }
    this.feeding.set(port, { source, edge });
  }
}

/** Copies of one node or edge that are remembered; more there are only after thousands of renames. */
const MOST_PREFIXES = 2 * MOST_EXPANDED;

/** By edge of a graph and flat target: the same object as in the compilation before, where its source is the same. */
const flatEdges = new WeakMap<GraphEdge, Map<string, GraphEdge>>();

function flatEdge(edge: GraphEdge, source: string, target: string): GraphEdge {
  let byTarget = flatEdges.get(edge);
  if (!byTarget) flatEdges.set(edge, (byTarget = new Map()));
  let flat = byTarget.get(target);
  if (flat?.source === source) return flat;
  if (byTarget.size > MOST_PREFIXES) byTarget.clear();
  const { sourcePort: _, ...rest } = edge;
  flat = { ...rest, source, target } as GraphEdge;
  byTarget.set(target, flat);
  return flat;
}

/** Completed params of nodes inside blocks by the params object of the instance, so that what did not change is not derived anew. */
const merged = new WeakMap<BlockDefinition, WeakMap<object, Map<string, Readonly<Record<string, Json>> | undefined>>>();
const NO_PARAMS: Readonly<Record<string, Json>> = Object.freeze({});

function paramsInside(definition: BlockDefinition, instance: GraphNode, node: GraphNode): Readonly<Record<string, Json>> | undefined {
  let byInstance = merged.get(definition);
  if (!byInstance) merged.set(definition, (byInstance = new WeakMap()));
  const key = instance.params ?? NO_PARAMS;
  let byNode = byInstance.get(key);
  if (!byNode) byInstance.set(key, (byNode = new Map()));
  if (!byNode.has(node.id)) {
    const values = exposedFor(definition, instance, node.id);
    byNode.set(node.id, Object.keys(values).length === 0 ? node.params : { ...node.params, ...values });
  }
  return byNode.get(node.id);
}

interface Names {
  readonly id: string;
  /** Of what is inside; of the copies of a repeated block, as far as they were asked for. */
  readonly prefix: string;
  readonly copies: string[];
}

/** Flat names by node and prefix. Strings that are put together anew at every compilation would be looked up slowly in every map after it. */
const names = new WeakMap<GraphNode, Map<string, Names>>();

function namesOf(node: GraphNode, prefix: string): Names {
  let byPrefix = names.get(node);
  if (!byPrefix) names.set(node, (byPrefix = new Map()));
  let known = byPrefix.get(prefix);
  if (known) return known;
  if (byPrefix.size > MOST_PREFIXES) byPrefix.clear();
  const id = `${prefix}${node.id}`;
  byPrefix.set(prefix, (known = { id, prefix: `${id}/`, copies: [] }));
  return known;
}

/** By node of a definition and prefix: the same object as in the compilation before, where nothing about it has changed. */
const leaves = new WeakMap<GraphNode, Map<string, GraphNode>>();
function leafNode(node: GraphNode, { prefix, instance }: Level, definition: BlockDefinition, sharer: string | null): GraphNode {
  const params = paramsInside(definition, instance!, node);
  const twin = node.sharedWith !== undefined ? `${prefix}${node.sharedWith}` : sharer === null ? undefined : `${sharer}${node.id}`;
  let byPrefix = leaves.get(node);
  if (!byPrefix) leaves.set(node, (byPrefix = new Map()));
  let leaf = byPrefix.get(prefix);
  if (leaf && leaf.params === params && leaf.sharedWith === twin) return leaf;
  if (byPrefix.size > MOST_PREFIXES) byPrefix.clear();
  leaf = { ...node, id: `${prefix}${node.id}`, ...(params === undefined ? {} : { params }), ...(twin === undefined ? {} : { sharedWith: twin }) };
  byPrefix.set(prefix, leaf);
  return leaf;
}

/** Instances with what the block around them gives them; the same values give the same object. */
const given = new WeakMap<GraphNode, Map<string, GraphNode>>();

function withParams(node: GraphNode, values: Readonly<Record<string, Json>>): GraphNode {
  if (Object.keys(values).length === 0) return node;
  let byValues = given.get(node);
  if (!byValues) given.set(node, (byValues = new Map()));
  const key = JSON.stringify(values);
  let made = byValues.get(key);
  if (!made) byValues.set(key, (made = { ...node, id: node.id, type: BLOCK, position: node.position, params: { ...node.params, ...values } }));
  return made;
}
