// What "Find a layer" finds: by name, layer, words of its params, shape, cost and problems. Pure over what it is given.

import type { Diagnostic, NodeReport } from '../compiler/compilation.ts';
import type { GraphNode } from '../graph/document.ts';
import { layerOf } from '../layers/index.ts';
import type { Shape } from '../layers/layer.ts';
import { completeParams } from '../layers/params.ts';
import { categoryLabels } from '../panels/categories.ts';
import { layerWords } from '../panels/quantities.ts';

/** One word of a query. */
type Term =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'shape'; readonly dims: readonly number[] }
  | { readonly kind: 'amount'; readonly of: 'params' | 'macs'; readonly sign: '>' | '<'; readonly than: number }
  | { readonly kind: 'problem'; readonly severity: 'error' | 'warning' | 'any' };

const FACTORS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };
const PROBLEMS: Readonly<Record<string, (Term & { kind: 'problem' })['severity']>> = { error: 'error', errors: 'error', warning: 'warning', warnings: 'warning', problem: 'any', problems: 'any' };

/** `conv 64x64 >1M params` → a word, a shape and an amount. */
function termsOf(query: string): readonly Term[] {
  const terms: Term[] = [];
  // An amount may stand apart from its sign, a shape's numbers from their crosses.
  const words = query.trim().toLowerCase().replaceAll(/([<>])\s+/g, '$1').replaceAll(/(\d)\s*[x×]\s*(?=\d)/g, '$1×').split(/\s+/).filter((word) => word !== '');
  words.forEach((word, i) => {
    const amount = /^([<>])=?(\d+(?:\.\d+)?)([kmg]?)$/.exec(word);
    if (amount) {
      const of = words[i + 1]?.startsWith('mac') ? 'macs' : 'params';
      terms.push({ kind: 'amount', of, sign: amount[1] as '>' | '<', than: Number(amount[2]) * FACTORS[amount[3]!]! });
    } else if (/^\d+(×\d+)+$/.test(word)) terms.push({ kind: 'shape', dims: word.split('×').map(Number) });
    else if (PROBLEMS[word]) terms.push({ kind: 'problem', severity: PROBLEMS[word] });
    // "params" after an amount only says what it counts.
    else if (!(/^(params?|parameters?|macs?)$/.test(word) && /^[<>]/.test(words[i - 1] ?? ''))) terms.push({ kind: 'word', word });
  });
  return terms;
}

const texts = new WeakMap<GraphNode, string>();

/** All that is written about a node, in small letters: its layer, its notation, the words among its params, a comment's text. */
function textOf(node: GraphNode): string {
  const known = texts.get(node);
  if (known !== undefined) return known;
  const layer = layerOf(node.type);
  const parts: unknown[] = [node.id, node.type, node['text'], node.block];
  if (layer) {
    const { params } = completeParams(layer.params, node.params ?? {});
    parts.push(layer.label, layerWords(layer.label), categoryLabels[layer.category], layer.notation(params), ...(layer.keywords ?? []), ...Object.values(params));
  }
  const text = parts.filter((part) => typeof part === 'string').join(' ').toLowerCase();
  texts.set(node, text);
  return text;
}

/** Whether these sizes follow each other in the shape: `64×64` in `64×64×32`. */
const holds = (shape: Shape, dims: readonly number[]): boolean => shape.some((_, at) => dims.every((dim, i) => shape[at + i] === dim));

export interface FindIn {
  readonly nodes: readonly GraphNode[];
  readonly reports: Readonly<Record<string, NodeReport>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Nodes that every word of the query fits, those named so first; all of them for an empty query. */
export function findNodes(query: string, { nodes, reports, diagnostics }: FindIn): readonly GraphNode[] {
  const terms = termsOf(query);
  const fits = (node: GraphNode, term: Term): boolean => {
    const report = reports[node.id];
    switch (term.kind) {
      case 'word':
        return textOf(node).includes(term.word);
      case 'shape':
        return holds(report?.outputShape ?? [], term.dims) || textOf(node).includes(term.dims.join('×'));
      case 'amount': {
        const amount = report?.[term.of] ?? 0;
        return term.sign === '>' ? amount > term.than : amount < term.than;
      }
      case 'problem':
        return diagnostics.some((d) => d.node === node.id && d.severity !== 'info' && (term.severity === 'any' || d.severity === term.severity));
      default:
        return term satisfies never;
    }
  };
  const found = nodes.filter((node) => terms.every((term) => fits(node, term)));
  const named = terms.find((term) => term.kind === 'word')?.word;
  const rank = (node: GraphNode): number => (named === undefined ? 0 : node.id.toLowerCase().startsWith(named) ? 0 : node.id.toLowerCase().includes(named) ? 1 : 2);
  return found.toSorted((a, b) => rank(a) - rank(b));
}
