// `netloom summary`: the network as the table that Keras prints, as text, Markdown or CSV.

import { compile } from '../compiler/compile.ts';
import { summarize } from '../compiler/summary.ts';
import { summaryFormats } from '../compiler/summaryText.ts';
import { refuse, type Command } from './command.ts';
import { printable } from './diagnosticsText.ts';
import { readDocument } from './files.ts';

export const summary: Command = {
  name: 'summary',
  summary: 'Prints the table of layers as Keras does: type, output shape, parameters, connections, totals.',
  positionals: ['FILE'],
  options: {
    md: { type: 'boolean', doc: 'Prints Markdown.' },
    csv: { type: 'boolean', doc: 'Prints CSV: one row per layer, numbers without separators.' },
  },
  details: 'Exit code: 0 the network is fine, 1 it has errors (what is known is printed all the same), 2 the file cannot be read.',
  async run(args, io) {
    if (args.flag('md') && args.flag('csv')) return refuse(io, 'summary prints either --md or --csv.');
    const read = readDocument(args.positionals[0]!, io);
    if (!read.ok) return refuse(io, read.problem);
    const compilation = compile(read.value);
    const text = summaryFormats[args.flag('md') ? 'markdown' : args.flag('csv') ? 'csv' : 'text'].print(summarize(read.value, compilation));
    io.out(args.flag('csv') ? text : text.split('\n').map(printable).join('\n'));
    return compilation.ok ? 0 : 1;
  },
};
