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
export function accessibleName(id: string, { label, notation, shape, errors, warnings, category }: CardData): string {
  const problems = errors + warnings;
  return [
    id,
    layerWords(label),
    notation.replaceAll(' · ', ' '),
    shape ? `${category === 'io' && label === 'Output' ? 'receives' : 'output'} ${formatShape(shape)}` : 'output unknown',
    problems > 0 ? `${problems} problem${problems === 1 ? '' : 's'}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

interface Description {
  readonly label: string;
  readonly category: CardData['category'];
  readonly notation: string;
}
const descriptions = new WeakMap<GraphNode, Description>();

export function describe(own: GraphNode, view: View): Description {
  const node = withValues(own, givenParams(view, own.id));
  const description = node.type === 'block' ? describeInstance(node, definitionOf(view, node)) : describeLayer(node);
  return node.sharedWith === undefined ? description : { ...description, notation: `= ${node.sharedWith.slice(node.sharedWith.lastIndexOf('/') + 1)}` };
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
  const description: Description = port
    ? { label: port, category: 'io', notation: '' }
    : layer
    ? { label: layer.label, category: layer.category, notation: layer.notation(completeParams(layer.params, node.params ?? {}).params) }
    : { label: node.type, category: 'unknown', notation: 'unknown layer' };
  descriptions.set(node, description);
  return description;
}

const PORT_WORDS: Readonly<Record<string, string>> = { blockInput: 'Block input', blockOutput: 'Block output' };

/** `×3 Residual · 64`: the repeats, the block's name and the values of exposed params in its order; of these as much as the card shows. */
function describeInstance(node: GraphNode, definition: BlockDefinition | undefined): Description {
  const label = definition?.label ?? node.block ?? 'Block';
  if (!definition) return { label, category: 'unknown', notation: 'unknown block' };
  const values = Object.entries(definition.params ?? {})
    .map(([name, param]) => node.params?.[name] ?? param.default)
    .flatMap((value) => (typeof value === 'number' || typeof value === 'string' ? [String(value)] : Array.isArray(value) ? [value.join('×')] : []));
  const repeat = repeatOf(node) > 1 ? `×${repeatOf(node)}` : '';
  const name = `${repeat} ${label}`.trim();
  // `Bottleneck, projected`: what stands behind the comma is in the card's title.
  const short = `${repeat} ${label.split(',')[0]!}`.trim();
  const shorter = [[name, ...values], [name, ...values.slice(0, 2)], [name, ...values.slice(0, 1)], [short, ...values.slice(0, 1)], [repeat, ...values.slice(0, 2)]];
  const parts = shorter.find((some) => some.join(' · ').length <= NOTATION_LETTERS) ?? [name];
  return { label, category: 'block', notation: (parts.length > 1 ? parts : [name]).filter((part) => part !== '').join(' · ') };
}
/** What a card has room for in its second line. */
const NOTATION_LETTERS = 19;
