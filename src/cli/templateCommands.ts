// `netloom templates` and `netloom template`: lists architectures and writes one as a network file.

import { templateOf, templates } from '../../templates/index.ts';
import type { AnyTemplate } from '../../templates/template.ts';
import { serializeDocument } from '../graph/parse.ts';
import { completeParams, type ParamSpec } from '../layers/params.ts';
import { table } from './check.ts';
import { refuse, unknownWord, type Command } from './command.ts';
import { writeFile } from './files.ts';
import { parseSettings } from './settings.ts';

const all: readonly AnyTemplate[] = templates;

const boundsText = (spec: ParamSpec): string => {
  if (spec.kind === 'choice') return spec.options.map((option) => option.value).join(' | ');
  if (spec.kind === 'integer' || spec.kind === 'number') return `${spec.min} to ${spec.max}`;
  return spec.kind === 'boolean' ? 'true | false' : spec.kind;
};

export const listTemplates: Command = {
  name: 'templates',
  summary: 'Lists the templates and their params.',
  positionals: [],
  options: { json: { type: 'boolean', doc: 'Prints one JSON array.' } },
  async run(args, io) {
    if (args.flag('json')) {
      const list = all.map(({ id, label, summary, reference, params }) => ({
        id,
        label,
        summary,
        ...(reference === undefined ? {} : { reference }),
        params: Object.fromEntries(
          Object.entries(params).map(([name, spec]) => [
            name,
            {
              kind: spec.kind,
              default: spec.default,
              doc: spec.doc,
              ...('min' in spec ? { min: spec.min, max: spec.max } : {}),
              ...(spec.kind === 'choice' ? { options: spec.options.map((option) => option.value) } : {}),
            },
          ]),
        ),
      }));
      io.out(`${JSON.stringify(list, null, 2)}\n`);
      return 0;
    }
    for (const { id, label, summary, params } of all) {
      const rows = Object.entries(params).map(([name, spec]) => [`  ${name}`, JSON.stringify(spec.default), boundsText(spec), spec.doc]);
      io.out(`${id}: ${label}\n  ${summary}\n\n${table(['  Param', 'Default', 'Bounds', 'Meaning'], rows)}\n\n`);
    }
    return 0;
  },
};

export const writeTemplate: Command = {
  name: 'template',
  summary: 'Writes a template as a network file; to standard output where no file is given.',
  positionals: ['NAME'],
  options: {
    set: { type: 'string', multiple: true, value: 'KEY=VALUE', doc: 'Sets a param; may be given several times. `netloom templates` lists them.' },
    out: { type: 'string', value: 'FILE', doc: 'The file to write, e.g. unet.netloom.json.' },
  },
  async run(args, io) {
    const id = args.positionals[0]!;
    const template = templateOf(id);
    if (!template) return refuse(io, unknownWord('template', id, all.map((known) => known.id)));
    const settings = parseSettings(template.params, args.texts('set'), `template ${id}`);
    if (!settings.ok) return refuse(io, settings.problem);
    const text = serializeDocument(template.build(completeParams(template.params, settings.value).params));
    const out = args.text('out');
    if (out === undefined) {
      io.out(text);
      return 0;
    }
    const written = writeFile(out, text, io.cwd);
    if (!written.ok) return refuse(io, written.problem);
    io.err(`Wrote ${out}.\n`);
    return 0;
  },
};
