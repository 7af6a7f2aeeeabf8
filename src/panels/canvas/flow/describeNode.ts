// A node in words: its label, its notation, its name for screen readers. Pure.

import { definitionOf, repeatOf, withValues } from '../../../graph/blocks.ts';
import type { BlockDefinition, GraphNode } from '../../../graph/document.ts';
import { givenParams, type View } from '../../../graph/view.ts';
import { layerOf } from '../../../layers/index.ts';
import { formatShape } from '../../../layers/layer.ts';
import { completeParams } from '../../../layers/params.ts';
import { layerWords } from '../../quantities.ts';
import type { CardData } from './flow.ts';

/** `down, Conv 2D, 3×3 s2 p1 8, output 32×32×8, 1 problem`. */
export function accessibleName(id: string, { label, spelled, shape, needs, errors, warnings, category }: CardData): string {
  const problems = errors + warnings;
  return [
    id,
    layerWords(label),
    spelled.replaceAll(' · ', ' '),
    shape ? `${category === 'io' && label === 'Output' ? 'receives' : 'output'} ${formatShape(shape)}` : 'output unknown',
    needs,
    problems > 0 ? `${problems} problem${problems === 1 ? '' : 's'}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** What a node waits for whose inputs `open` have no connection, of so many that it has; none of its own where a layer inside it waits. */
export function needsText(open: readonly number[], connected: number, names: readonly string[]): string {
  const [first] = open;
  if (first === undefined) return 'a layer inside needs an input';
  const name = names[first];
  return `needs ${name === undefined ? `${ORDINALS[connected] ?? 'another'} input` : `its input ${name}`}`;
}
const ORDINALS = ['an', 'a second', 'a third', 'a fourth'];

interface Description {
  readonly label: string;
  readonly category: CardData['category'];
  readonly notation: string;
  /** The notation in whole words: told by the title and by screen readers. */
  readonly spelled: string;
}
const descriptions = new WeakMap<GraphNode, Description>();

export function describe(own: GraphNode, view: View): Description {
  const node = withValues(own, givenParams(view, own.id));
  const description = node.type === 'block' ? describeInstance(node, definitionOf(view, node)) : describeLayer(node);
  if (node.sharedWith === undefined) return description;
  const notation = `= ${node.sharedWith.slice(node.sharedWith.lastIndexOf('/') + 1)}`;
  return { ...description, notation, spelled: notation };
}

/** What a list of nodes says beside an id: the layer or block in words, the first line of a comment. */
export function nodeWords(node: GraphNode, view: View): string {
  if (typeof node['text'] === 'string') return node['text'].split('\n')[0]!;
  const { label, category } = describe(node, view);
  return category === 'block' ? label : layerWords(label);
}

function describeLayer(node: GraphNode): Description {
  const known = descriptions.get(node);
  if (known) return known;
  const layer = layerOf(node.type);
  const port = PORT_WORDS[node.type];
  const params = layer && completeParams(layer.params, node.params ?? {}).params;
  const description: Description = port
    ? written(port, 'io', '')
    : layer
    ? written(layer.label, layer.category, layer.notation(params!), layer.spelled?.(params!))
    : written(node.type, 'unknown', 'unknown layer');
  descriptions.set(node, description);
  return description;
}

const written = (label: string, category: Description['category'], notation: string, spelled = notation): Description => ({ label, category, notation, spelled });

const PORT_WORDS: Readonly<Record<string, string>> = { blockInput: 'Block input', blockOutput: 'Block output' };

/** `×3 Residual · 64`: the repeats, the block's name and the values of exposed params in its order; of these as much as the card shows. */
function describeInstance(node: GraphNode, definition: BlockDefinition | undefined): Description {
  const label = definition?.label ?? node.block ?? 'Block';
  if (!definition) return written(label, 'unknown', 'unknown block');
  const values = Object.entries(definition.params ?? {})
    .map(([name, param]) => node.params?.[name] ?? param.default)
    .flatMap((value) => (typeof value === 'number' || typeof value === 'string' ? [String(value)] : Array.isArray(value) ? [value.join('×')] : []));
  const repeat = repeatOf(node) > 1 ? `×${repeatOf(node)}` : '';
  const name = `${repeat} ${label}`.trim();
  // `Bottleneck, projected`: what stands behind the comma is in the card's title.
  const short = `${repeat} ${label.split(',')[0]!}`.trim();
  const shorter = [[name, ...values], [name, ...values.slice(0, 2)], [name, ...values.slice(0, 1)], [short, ...values.slice(0, 1)], [repeat, ...values.slice(0, 2)]];
  const parts = shorter.find((some) => some.join(' · ').length <= NOTATION_LETTERS) ?? [name];
  return written(label, 'block', (parts.length > 1 ? parts : [name]).filter((part) => part !== '').join(' · '));
}
/** What a card has room for in its second line. */
const NOTATION_LETTERS = 19;

/** How close the parts of a notation have to stand, so that the last one is not cut off; undefined where there is room. */
export function closeness(notation: string): 'close' | 'closest' | undefined {
  if (notation.length <= NOTATION_LETTERS) return undefined;
  // A space gives about two thirds of its width away.
  const spaces = notation.split(' ').length - 1;
  return notation.length - spaces * 0.66 <= NOTATION_LETTERS ? 'close' : 'closest';
}

/** A name whose middle is left out where there is no room for it keeps its end, which tells it from others: `2d_12`, `_query`. */
export function nameParts(name: string): readonly [stem: string, end: string] {
  const [, stem, end] = /^(.+?)((?:\d+d)?(?:_[\p{L}\p{N}]{1,6})?)$/iu.exec(name) ?? [name, name, ''];
  return [stem!, end!];
}

/** How long a name is beside what a card has room for, near and from far away. */
export const nameLength = (name: string): 'long' | 'longest' | undefined => (name.length <= 10 ? undefined : name.length <= 12 ? 'long' : 'longest');
