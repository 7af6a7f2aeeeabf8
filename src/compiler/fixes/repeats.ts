// Ideas for a network whose repeats make too many layers: as few repeats less as can be. All is counted, nothing expanded.

import { contains, definitionOf, editsIn, isInstance, MOST_REPEATS, REPEAT, scaled, sharedInstance } from '../../graph/blocks.ts';
import type { Graph, GraphNode, Json, NetloomDocument } from '../../graph/document.ts';
import { applyEdits, type Edit } from '../../graph/edits.ts';
import type { Fix } from '../compilation.ts';
import { expandedSize, fits, heaviestInstances } from '../expandedSize.ts';
import { isNode } from '../network.ts';
import type { Idea } from './candidate.ts';

/** Where it is said how often something is repeated: at an instance, by its own param or by one that its block hands on inward. */
interface Repeating {
  /** Whose definition the instance stands in; null for the network. */
  readonly block: string | null;
  readonly id: string;
  readonly param: string;
  readonly value: number;
  /** The largest repeat that comes of a value. */
  repeatOf(value: number): number;
}

/**
 * The heaviest instance less often, the outermost for which that is enough; where it is for none, none more often than some
 * number. One idea alone, as its proof expands all that fits.
 */
export const repeatLess: Idea<undefined> = function* (_finding, _station, { original }) {
  for (const { block, graph, node } of heaviestInstances(original)) {
    for (const repeating of repeatsSaidAt(original, block, graph, node)) {
      const most = largest(repeating.value - 1, (value) => fits(expandedSize(applyEdits(original, edits([[repeating, value]])))));
      yield;
      if (most > 0) return [fixOf(repeating, most)];
    }
  }
  return yield* repeatAllLess(original);
};

function* repeatAllLess(document: NetloomDocument): Generator<void, readonly Fix[]> {
  const all = graphsOf(document).flatMap(([block, graph]) => graph.nodes.filter((n) => isNode(n) && isInstance(n)).flatMap((node) => repeatsSaidAt(document, block, graph, node)));
  yield;
  const lowered = (most: number): readonly (readonly [Repeating, number])[] =>
    all.filter(({ value, repeatOf }) => repeatOf(value) > most).map((repeating) => [repeating, Math.max(1, largest(repeating.value - 1, (value) => repeating.repeatOf(value) <= most))]);
  const most = largest(MOST_REPEATS - 1, (limit) => fits(expandedSize(applyEdits(document, edits(lowered(limit))))));
  const changes = lowered(most);
  const [only] = changes;
  if (most === 0 || !only) return [];
  return [changes.length === 1 ? fixOf(...only) : { label: `Repeat no block more than ${times(most)}`, edits: edits(changes) }];
}

function fixOf(repeating: Repeating, value: number): Fix {
  const { block, id, param } = repeating;
  const where = `\`${id}\`${block === null ? '' : ` in block \`${block}\``}`;
  const label = param === REPEAT ? `Repeat ${where} ${times(value)} instead of ${value === 1 ? times(repeating.value) : repeating.value}` : `Set \`${param}\` of ${where} to ${value} instead of ${repeating.value}`;
  return { label, edits: edits([[repeating, value]]) };
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

const edits = (changes: readonly (readonly [Repeating, number])[]): readonly Edit[] =>
  changes.flatMap(([{ block, id, param }, value]) => editsIn(block, [{ kind: 'setParams', id, params: { [param]: value } }]));

/** The largest whole number from 1 to `most` for which it holds, if it holds up to some number; 0 where there is none. */
function largest(most: number, holds: (value: number) => boolean): number {
  if (most < 1 || !holds(1)) return 0;
  let [low, high] = [1, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function repeatsSaidAt(document: NetloomDocument, block: string | null, graph: Graph, node: GraphNode): readonly Repeating[] {
  const definition = definitionOf(document, node);
  // What shares the weights of another repeats as that does; what would contain itself is not expanded.
  if (!Array.isArray(definition?.nodes) || sharedInstance(graph, node) !== node || (block !== null && contains(document, node.block!, block))) return [];
  const said = (param: string, value: Json | undefined, repeatOf: (value: number) => number): readonly Repeating[] => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 2) return [];
    // What is no repeat at all counts as one.
    const repeat = repeatOf(value);
    return repeat > 1 && repeat <= MOST_REPEATS ? [{ block, id: node.id, param, value, repeatOf }] : [];
  };
  const handedOn = Object.entries(definition.params ?? {}).flatMap(([name, { default: value }]) => said(name, node.params?.[name] ?? value, (given) => repeatInside(document, node.block!, name, given)));
  return [...said(REPEAT, node.params?.[REPEAT], (given) => given), ...handedOn];
}

/** The largest repeat inside a block that a param of it makes. */
function repeatInside(document: NetloomDocument, block: string, param: string, value: number): number {
  const { nodes, params } = document.blocks[block]!;
  let most = 0;
  for (const target of params?.[param]?.targets ?? []) {
    const node = nodes.find((n) => isNode(n) && n.id === target.node);
    const given = scaled(value, target.times);
    if (!node || !Array.isArray(definitionOf(document, node)?.nodes) || typeof given !== 'number' || contains(document, node.block!, block)) continue;
    most = Math.max(most, target.param === REPEAT ? given : repeatInside(document, node.block!, target.param, given));
  }
  return most;
}

/** The network and the blocks that it is made of. */
function graphsOf(document: NetloomDocument): readonly (readonly [string | null, Graph])[] {
  const found = new Map<string | null, Graph>([[null, document]]);
  for (const [, graph] of found) {
    for (const node of graph.nodes) {
      const definition = isNode(node) ? definitionOf(document, node) : undefined;
      if (definition && Array.isArray(definition.nodes)) found.set(node.block!, definition);
    }
  }
  return [...found];
}
