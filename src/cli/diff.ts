// `netloom diff`: what changed between two networks and what it costs. Exit codes like diff: 0 the same, 1 different, 2 trouble.

import { compareDocuments, type Comparison } from '../compiler/comparison.ts';
import { changeGroups, comparisonMarkdown, comparisonText } from '../compiler/comparisonText.ts';
import { compile } from '../compiler/compile.ts';
import { movedCount } from '../graph/diff.ts';
import { refuse, type Command } from './command.ts';
import { printable } from './diagnosticsText.ts';
import { readDocument } from './files.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'Compares two networks: layers, params, connections, training, and the change in shapes, parameters and cost.',
  positionals: ['BEFORE', 'AFTER'],
  options: {
    json: { type: 'boolean', doc: 'Prints one JSON object: { same, groups, moved, totals, costs }.' },
    md: { type: 'boolean', doc: 'Prints Markdown, for a pull request.' },
  },
  details: 'Exit code: 0 the networks are the same, places on the canvas aside; 1 they differ; 2 a file cannot be read.',
  async run(args, io) {
    const [from, to] = args.positionals.map((path) => readDocument(path, io));
    if (!from!.ok) return refuse(io, from!.problem);
    if (!to!.ok) return refuse(io, to!.problem);
    const [before, after] = [from!.value, to!.value];
    const comparison = compareDocuments({ document: before, compilation: compile(before) }, { document: after, compilation: compile(after) });
    if (args.flag('json')) io.out(`${JSON.stringify(diffJson(comparison), null, 2)}\n`);
    else io.out((args.flag('md') ? comparisonMarkdown(comparison, before, after) : comparisonText(comparison)).split('\n').map(printable).join('\n'));
    return comparison.same ? 0 : 1;
  },
};

function diffJson(comparison: Comparison): object {
  const { diff: found, same, totals, costs } = comparison;
  return {
    same,
    groups: changeGroups(found).map(({ title, rows }) => ({
      title,
      rows: rows.map(({ kind, what, name, was, fields }) => ({
        kind,
        what,
        name,
        ...(was === undefined ? {} : { was }),
        fields: fields.map((field) => ({ name: field.name, before: field.before ?? null, after: field.after ?? null })),
      })),
    })),
    moved: movedCount(found),
    totals,
    costs,
  };
}
