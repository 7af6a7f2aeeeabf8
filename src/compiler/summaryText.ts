// A summary as text: for a terminal as Keras prints it, as Markdown, as CSV. Names come from files, so each form escapes them.

import type { Shape } from '../layers/layer.ts';
import type { Summary, SummaryRow } from './summary.ts';

export type SummaryFormat = 'text' | 'markdown' | 'csv';

export const summaryFormats: { readonly [F in SummaryFormat]: { readonly label: string; readonly extension: string; readonly mime: string; readonly print: (summary: Summary) => string } } = {
  text: { label: 'Text', extension: 'txt', mime: 'text/plain', print: summaryText },
  markdown: { label: 'Markdown', extension: 'md', mime: 'text/markdown', print: summaryMarkdown },
  csv: { label: 'CSV', extension: 'csv', mime: 'text/csv', print: summaryCsv },
};

const whole = (value: number | null): string => (value === null ? '?' : value.toLocaleString('en-US'));

/** With the batch, as Keras writes it: `(None, 64, 64, 16)`; an unknown axis is None too. */
export const batchShapeText = (shape: Shape | null): string => (shape === null ? '?' : `(${['None', ...shape.map((dim) => (dim === null ? 'None' : String(dim)))].join(', ')}${shape.length === 0 ? ',' : ''})`);

const MOST_NAMED = 4;

/** Many inputs are counted: the table is to be read. */
function inputsText({ inputs, sharedWith }: SummaryRow): string {
  const shown = inputs.length > MOST_NAMED ? `${inputs.slice(0, MOST_NAMED - 1).join(', ')}, … (${inputs.length})` : inputs.join(', ');
  return sharedWith === undefined ? shown : `${shown} (weights of ${sharedWith})`;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

function totalLines({ totals: { params, trainableParams, macs } }: Summary): readonly (readonly [string, string])[] {
  return [
    ['Total params', whole(params)],
    ['Trainable params', whole(trainableParams)],
    ['Non-trainable params', whole(params - trainableParams)],
    ['Multiply-adds per sample', whole(macs)],
  ];
}

function cellsOf(row: SummaryRow): readonly [string, string, string, string] {
  return [`${oneLine(row.name)} (${oneLine(row.type)})`, batchShapeText(row.shape), whole(row.params), oneLine(inputsText(row))];
}

export function summaryText(summary: Summary): string {
  const titles = ['Layer (type)', 'Output shape', 'Param #', 'Connected to'] as const;
  const rows = summary.rows.map(cellsOf);
  const widths = titles.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string => cells.map((cell, i) => (i === 2 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ').trimEnd();
  const width = widths.reduce((sum, w) => sum + w + 2, -2);
  const totals = totalLines(summary).map(([name, value]) => `${name}: ${value}`);
  return [`Model: ${oneLine(summary.name)}`, '_'.repeat(width), line(titles), '='.repeat(width), ...rows.map(line), '='.repeat(width), ...totals, ''].join('\n');
}

const escapeMarkdown = (text: string): string => oneLine(text).replaceAll(/([\\`*_[\]<>|])/g, '\\$1');

export function summaryMarkdown(summary: Summary): string {
  const rows = summary.rows.map((row) => `| ${cellsOf(row).map(escapeMarkdown).join(' | ')} |`);
  const totals = totalLines(summary).map(([name, value]) => `- ${name}: ${value}`);
  return [`## ${escapeMarkdown(summary.name)}`, '', '| Layer (type) | Output shape | Param # | Connected to |', '| --- | --- | ---: | --- |', ...rows, '', ...totals, ''].join('\n');
}

/** RFC 4180. A text that a spreadsheet would take for a formula is made a text. */
function csvCell(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Numbers without separators, one row per layer, the shape as `64x64x16`; totals are left to the spreadsheet. */
export function summaryCsv({ rows }: Summary): string {
  const lines = rows.map(({ name, type, shape, params, trainableParams, macs, activationBytes, inputs, sharedWith }) =>
    [name, type, shape === null ? null : shape.map((dim) => dim ?? '?').join('x'), params, trainableParams, params - trainableParams, macs, activationBytes, inputs.join(' '), sharedWith ?? null].map(csvCell).join(','),
  );
  return `${['layer,type,output_shape,params,trainable_params,non_trainable_params,macs,activation_bytes,connected_to,shared_with', ...lines].join('\r\n')}\r\n`;
}
