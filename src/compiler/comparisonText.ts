// A comparison in words, as rows that the panel lists and the command line and "Copy as Markdown" print. Pure; knows no terminal and no DOM.

import type { BlockDiff, DocumentDiff, FieldChange, GraphDiff } from '../graph/diff.ts';
import { movedCount } from '../graph/diff.ts';
import { targetsText } from '../graph/blockParams.ts';
import type { BlockParam, GraphEdge, GraphNode, Json, NetloomDocument } from '../graph/document.ts';
import { layerOf } from '../layers/index.ts';
import { formatShape } from '../layers/layer.ts';
import { completeParams } from '../layers/params.ts';
import type { Comparison } from './comparison.ts';

export type ChangeKind = 'added' | 'removed' | 'changed';

/** One line of the list. */
export interface ChangeRow {
  readonly kind: ChangeKind;
  readonly what: 'node' | 'edge' | 'block' | 'training' | 'file';
  /** `enc1a`, `enc1a → join`, `epochs`. */
  readonly name: string;
  /** The name it had, where that is another. */
  readonly was?: string;
  /** The node's layer and notation, where it came or went. */
  readonly about?: string;
  readonly fields: readonly FieldChange[];
  /** The node to show, in the new document. */
  readonly node?: string;
}

export interface ChangeGroup {
  /** `Network`, `Block residual`, `Training`. */
  readonly title: string;
  readonly rows: readonly ChangeRow[];
}

/** All that changed, the network first. Groups without rows are left out. */
export function changeGroups(diff: DocumentDiff): readonly ChangeGroup[] {
  const fields = (what: 'training' | 'file', changes: readonly FieldChange[]): readonly ChangeRow[] =>
    changes.map((change) => ({ kind: kindOf(change), what, name: change.name, fields: [change] }));
  const groups: ChangeGroup[] = [
    { title: 'Network', rows: graphRows(diff.graph, true) },
    ...diff.blocksChanged.map((block) => ({ title: `Block ${block.name}`, rows: blockRows(block) })),
    {
      title: 'Blocks',
      rows: [
        ...diff.blocksAdded.map((name): ChangeRow => ({ kind: 'added', what: 'block', name, fields: [] })),
        ...diff.blocksRemoved.map((name): ChangeRow => ({ kind: 'removed', what: 'block', name, fields: [] })),
      ],
    },
    { title: 'Training', rows: fields('training', diff.training) },
    { title: 'File', rows: fields('file', diff.other) },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}

const kindOf = ({ before, after }: FieldChange): ChangeKind => (before === undefined ? 'added' : after === undefined ? 'removed' : 'changed');

function blockRows({ name, graph, fields }: BlockDiff): readonly ChangeRow[] {
  return [...(fields.length > 0 ? [{ kind: 'changed', what: 'block', name, fields } satisfies ChangeRow] : []), ...graphRows(graph, false)];
}

function graphRows(graph: GraphDiff, reachable: boolean): readonly ChangeRow[] {
  const node = ({ id }: GraphNode): { readonly node?: string } => (reachable ? { node: id } : {});
  return [
    ...graph.added.map((n): ChangeRow => ({ kind: 'added', what: 'node', name: n.id, about: aboutNode(n), fields: [], ...node(n) })),
    ...graph.removed.map((n): ChangeRow => ({ kind: 'removed', what: 'node', name: n.id, about: aboutNode(n), fields: [] })),
    ...graph.changed.map(
      ({ before, after, fields }): ChangeRow => ({ kind: 'changed', what: 'node', name: after.id, ...(before.id === after.id ? {} : { was: before.id }), fields, ...node(after) }),
    ),
    // Edges of a node that came or went came or went with it.
    ...besides(graph.edgesAdded, graph.added).map((e): ChangeRow => ({ kind: 'added', what: 'edge', name: edgeName(e), fields: [], ...(reachable ? { node: e.target } : {}) })),
    ...besides(graph.edgesRemoved, graph.removed).map((e): ChangeRow => ({ kind: 'removed', what: 'edge', name: edgeName(e), fields: [] })),
  ];
}

function besides(edges: readonly GraphEdge[], nodes: readonly GraphNode[]): readonly GraphEdge[] {
  const ids = new Set(nodes.map((n) => n.id));
  return edges.filter((e) => !ids.has(e.source) && !ids.has(e.target));
}

const edgeName = ({ source, sourcePort, target, targetPort }: GraphEdge): string =>
  `${source}${sourcePort === undefined ? '' : `.${sourcePort}`} → ${target}${targetPort === undefined || targetPort === '0' ? '' : `:${targetPort}`}`;

/** `Conv2D 3×3 · 64`. */
function aboutNode(node: GraphNode): string {
  const layer = layerOf(node.type);
  if (!layer) return typeof node['block'] === 'string' ? `block ${node['block']}` : node.type;
  return `${layer.label} ${layer.notation(completeParams(layer.params, node.params ?? {}).params)}`.trim();
}

const isObject = (value: unknown): value is { readonly [key: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value);
/** What an exposed param of a block sets. */
const isTargets = (value: Json | undefined): value is Json & BlockParam['targets'] => Array.isArray(value) && value.length > 0 && value.every((item: unknown) => isObject(item) && typeof item['node'] === 'string' && typeof item['param'] === 'string');

/** A value on one line, long ones cut. */
export function valueText(value: Json | undefined): string {
  const text = isTargets(value) ? targetsText(value) : value === undefined ? 'none' : typeof value === 'string' ? value : Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null) ? value.map((item) => item ?? '?').join('×') : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

export interface TotalRow {
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly unit: 'count' | 'bytes';
}

export function totalRows({ totals: { before, after } }: Comparison): readonly TotalRow[] {
  return [
    { name: 'Parameters', before: before.params, after: after.params, unit: 'count' },
    { name: 'Trainable', before: before.trainableParams, after: after.trainableParams, unit: 'count' },
    { name: 'Multiply-adds', before: before.macs, after: after.macs, unit: 'count' },
    { name: 'Activations', before: before.activationBytes, after: after.activationBytes, unit: 'bytes' },
  ];
}

const whole = (value: number | null): string => (value === null ? '?' : value.toLocaleString('en-US'));

/** `+1,024`, `−12`, `0`; `?` where one side is not known. */
export function deltaText(before: number | null, after: number | null): string {
  if (before === null || after === null) return '?';
  const delta = after - before;
  return delta === 0 ? '0' : `${delta > 0 ? '+' : '−'}${whole(Math.abs(delta))}`;
}

const SIGNS: { readonly [K in ChangeKind]: string } = { added: '+', removed: '−', changed: '~' };
export const signOf = (kind: ChangeKind): string => SIGNS[kind];

/** `filters 16 → 32, padding valid → same`. */
export const fieldsText = (fields: readonly FieldChange[], named = true): string =>
  fields.map(({ name, before, after }) => `${named ? `${name} ` : ''}${valueText(before)} → ${valueText(after)}`).join(', ');

function rowText({ kind, what, name, was, about, fields }: ChangeRow): string {
  const values = fieldsText(fields, what === 'node' || what === 'block');
  const parts = [name, was === undefined ? '' : `was ${was}`, about ?? '', values];
  // A name from a file must not begin a line of its own.
  return `${SIGNS[kind]} ${parts.filter((part) => part !== '').join('  ')}`.replaceAll('\n', ' ');
}

const movedText = (diff: DocumentDiff): string | null => {
  const moved = movedCount(diff);
  return moved === 0 ? null : `${moved} ${moved === 1 ? 'node was' : 'nodes were'} moved on the canvas, which changes nothing.`;
};

/** For a terminal. */
export function comparisonText(comparison: Comparison): string {
  const { diff, same, costs } = comparison;
  const moved = movedText(diff);
  if (same) return `No difference.${moved === null ? '' : ` ${moved}`}\n`;
  const groups = changeGroups(diff).map(({ title, rows }) => `${title}\n${rows.map((row) => `  ${rowText(row)}`).join('\n')}`);
  const totals = totalRows(comparison).map(({ name, before, after }) => `  ${name.padEnd(13)}  ${whole(before)} → ${whole(after)}  (${deltaText(before, after)})`);
  const shapes = costs.filter((c) => c.before && c.after && shapeOf(c.before) !== shapeOf(c.after)).map((c) => `  ${c.id}  ${shapeOf(c.before!)} → ${shapeOf(c.after!)}`);
  return `${[...groups, ...(shapes.length > 0 ? [`Shapes\n${shapes.join('\n')}`] : []), `Cost of one sample\n${totals.join('\n')}`, ...(moved === null ? [] : [moved])].join('\n\n')}\n`;
}

const shapeOf = ({ shape }: { readonly shape: readonly (number | null)[] | null }): string => (shape === null ? '?' : formatShape(shape));

/** A name in Markdown: in backticks, longer ones where it has some itself. */
function inCode(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const line = text.replaceAll('\n', ' ');
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

const plain = (text: string): string => text.replaceAll(/([\\`*_{}[\]<>#|~])/g, '\\$1').replaceAll('\n', ' ');

/** For a pull request or a lab book. */
export function comparisonMarkdown(comparison: Comparison, before: Pick<NetloomDocument, 'name'>, after: Pick<NetloomDocument, 'name'>): string {
  const { diff, same } = comparison;
  const lines = [`## ${plain(before.name)} → ${plain(after.name)}`, ''];
  if (same) lines.push('No difference.', '');
  for (const { title, rows } of changeGroups(diff)) {
    lines.push(`**${plain(title)}**`, '');
    for (const { kind, what, name, was, about, fields } of rows) {
      const parts = [inCode(name), was === undefined ? '' : `was ${inCode(was)}`, about === undefined ? '' : plain(about), plain(fieldsText(fields, what === 'node' || what === 'block'))];
      lines.push(`- ${kind}: ${parts.filter((part) => part !== '').join(' ')}`);
    }
    lines.push('');
  }
  if (!same) {
    lines.push('| per sample | before | after | change |', '| --- | ---: | ---: | ---: |');
    for (const { name, before: was, after: is } of totalRows(comparison)) lines.push(`| ${name} | ${whole(was)} | ${whole(is)} | ${deltaText(was, is)} |`);
    lines.push('');
  }
  const moved = movedText(diff);
  if (moved !== null) lines.push(moved, '');
  return lines.join('\n');
}
