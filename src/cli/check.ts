// `netloom check`: shapes, parameters, cost and problems of a network, for people and for scripts.

import type { Compilation, NodeReport } from '../compiler/compilation.ts';
import { compile } from '../compiler/compile.ts';
import { legalSizes, sharedRule, type InputSizes } from '../compiler/legalSizes/legalSizes.ts';
import { sameSizes, sizeSetText } from '../compiler/legalSizes/sizeSet.ts';
import { isAnnotation, type NetloomDocument } from '../graph/document.ts';
import { formatShape } from '../layers/layer.ts';
import { refuse, type Command } from './command.ts';
import { countsText, diagnosticsText, printable } from './diagnosticsText.ts';
import { readDocument } from './files.ts';

export const check: Command = {
  name: 'check',
  summary: 'Checks a network: the shape, parameters and cost of every layer, and every problem with what would mend it.',
  positionals: ['FILE'],
  options: {
    json: { type: 'boolean', doc: 'Prints one JSON object: { ok, diagnostics, nodes, totals }; shapes without the batch.' },
    sizes: { type: 'boolean', doc: 'Also finds which sizes of its inputs the network takes, by trying them.' },
  },
  details: 'Exit code: 0 the network is fine, 1 it has errors, 2 the file cannot be read.',
  async run(args, io) {
    const read = readDocument(args.positionals[0]!, io);
    if (!read.ok) return refuse(io, read.problem);
    const compilation = compile(read.value);
    const sizes = args.flag('sizes') ? legalSizes(read.value) : null;
    io.out(
      args.flag('json')
        ? `${JSON.stringify({ ...checkJson(compilation), ...(sizes === null ? {} : { sizes }) }, null, 2)}\n`
        : `${checkText(read.value, compilation)}${sizes === null ? '' : sizesText(sizes)}`,
    );
    return compilation.ok ? 0 : 1;
  },
};

/** What `--json` prints. An endless receptive field (every output sees every input) is null. */
export function checkJson({ ok, diagnostics, report }: Compilation): object {
  return {
    ok,
    diagnostics: diagnostics.map(({ severity, code, node, port, param, message, steps, related, fixes }) => ({
      severity,
      code,
      node: node ?? null,
      port: port ?? null,
      param: param ?? null,
      message,
      ...(steps === undefined ? {} : { steps }),
      ...(related === undefined ? {} : { related }),
      fixes: fixes.map(({ label, edits }) => ({ label, edits })),
    })),
    nodes: Object.fromEntries(
      Object.entries(report.nodes).map(([id, { inputShapes, outputShape, params, trainableParams, macs, activationBytes, receptiveField }]) => [
        id,
        { inputShapes, outputShape, params, trainableParams, macs, activationBytes, receptiveField },
      ]),
    ),
    totals: report.totals,
  };
}

const whole = (value: number | null): string => (value === null ? '?' : value.toLocaleString('en-US'));

/** `1.2 MiB`. */
export function bytesText(bytes: number | null): string {
  if (bytes === null) return '?';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${power === 0 ? bytes : (bytes / 2 ** (10 * power)).toFixed(1)} ${units[power]}`;
}

function fieldText({ receptiveField }: NodeReport): string {
  if (!receptiveField) return '';
  return receptiveField.size.every((size) => size === Infinity) ? 'all' : receptiveField.size.map((size) => (size === Infinity ? 'all' : size)).join('×');
}

function checkText(document: NetloomDocument, { diagnostics, report }: Compilation): string {
  const rows = document.nodes.filter((node) => !isAnnotation(node)).map((node): readonly string[] => {
    const known = report.nodes[node.id];
    return known
      ? [printable(node.id), printable(node.type), known.outputShape === null ? '?' : formatShape(known.outputShape), whole(known.params), whole(known.macs), fieldText(known)]
      : [printable(node.id), printable(node.type), '?', '', '', ''];
  });
  const { params, trainableParams, macs, activationBytes } = report.totals;
  const lines = [
    printable(document.name),
    '',
    table(['Node', 'Type', 'Output shape', 'Params', 'MACs', 'Sees'], rows, [3, 4]),
    '',
    `Parameters: ${whole(params)} (${whole(trainableParams)} trainable)`,
    `Multiply-accumulates per sample: ${whole(macs)}`,
    `Activations per sample: ${bytesText(activationBytes)}`,
    '',
  ];
  if (diagnostics.length > 0) lines.push(diagnosticsText(diagnostics));
  return `${lines.join('\n')}${countsText(diagnostics)}\n`;
}

/** What `--sizes` adds: a rule per axis, or one for all where they agree, and the nearest shapes that fit. */
function sizesText(sizes: readonly InputSizes[]): string {
  if (sizes.length === 0) return '\nSizes that fit: the network has no input with a height, width or length.\n';
  const lines = sizes.flatMap((found): string[] => {
    const { inputs, shape, fitsNow, axes, together, wholeTogether, nearest, most, independent, at } = found;
    const shared = sharedRule(found);
    const whole = wholeTogether.kind === 'none' || sameSizes(wholeTogether, together) ? [] : [`  without rows or columns that a stride leaves unseen: ${sizeSetText(wholeTogether)}`];
    return [
      `  ${inputs.map(printable).join(', ')} ${formatShape(shape)}: ${fitsNow ? 'fits' : 'does not fit'}`,
      ...(shared ? [`  ${axes.map(({ axis }) => axis).join(' and ')}: ${sizeSetText(shared)}`] : axes.map(({ axis, sizes: set }) => `  ${axis}: ${sizeSetText(set)}`)),
      ...(shared || independent || !at ? [] : [`  each beside ${formatShape(at.slice(0, -1))}: what one side may be depends on the other`]),
      ...whole,
      ...(nearest.length > 0 ? [`  nearest: ${nearest.map(formatShape).join(', ')}`] : []),
      `  tried: 1 to ${most}`,
    ];
  });
  return `\nSizes that fit\n${lines.join('\n')}\n`;
}

/** Columns of equal width under their titles; `right` are those of numbers. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = titles.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (right.includes(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ').trimEnd();
  return [line(titles), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
