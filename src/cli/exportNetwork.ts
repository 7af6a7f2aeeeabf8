// `netloom export`: writes a network as a project of another framework or language into a folder.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exporterOf, exporters } from '../codegen/index.ts';
import { readSources } from '../codegen/sources.node.ts';
import type { TrainedWeights } from '../codegen/typescript/exportProject.ts';
import { obstacles } from '../compiler/compilation.ts';
import { compile } from '../compiler/compile.ts';
import { bad, good, refuse, unknownWord, type Command, type Outcome } from './command.ts';
import { diagnosticsText } from './diagnosticsText.ts';
import { prepareFolder, readDocument, reasonOf, writeFile } from './files.ts';

export const exportNetwork: Command = {
  name: 'export',
  summary: 'Writes a network as a project that trains and runs without Netloom.',
  positionals: ['FILE'],
  options: {
    to: { type: 'string', value: 'TARGET', doc: `What to write: ${exporters.map((exporter) => exporter.id).join(', ')}.` },
    out: { type: 'string', value: 'DIR', doc: 'The folder to write into; made if it is not there.' },
    weights: { type: 'string', value: 'DIR', doc: 'Trained weights to put in: the folder that train --weights wrote.' },
    force: { type: 'boolean', doc: 'Writes into a folder that is not empty; files of the same names are replaced.' },
  },
  details: exporters.map((exporter) => `${exporter.id}: ${exporter.summary}`).join('\n'),
  async run(args, io) {
    const to = args.text('to');
    const known = exporters.map((exporter) => exporter.id);
    if (to === undefined) return refuse(io, `export needs --to TARGET; known are ${known.join(', ')}.`);
    const exporter = exporterOf(to);
    if (!exporter) return refuse(io, unknownWord('target', to, known));
    const out = args.text('out');
    if (out === undefined || out === '') return refuse(io, 'export needs --out DIR, the folder to write into.');
    const read = readDocument(args.positionals[0]!, io);
    if (!read.ok) return refuse(io, read.problem);
    const { program, diagnostics, report } = compile(read.value);
    if (!program) {
      io.err(`${diagnosticsText(obstacles(diagnostics))}\nnetloom: The network cannot be built; nothing was written.\n`);
      return 1;
    }
    const weights = args.text('weights');
    const trained = weights === undefined ? good(undefined) : readWeights(weights, io.cwd);
    if (!trained.ok) return refuse(io, trained.problem);
    const files = exporter.export({ document: read.value, program, report, trained: trained.value, sources: readSources() });
    const folder = prepareFolder(out, io.cwd, args.flag('force'));
    if (!folder.ok) return refuse(io, folder.problem);
    for (const file of files) {
      const written = writeFile(join(folder.value, file.path), file.bytes, io.cwd);
      if (!written.ok) return refuse(io, written.problem);
    }
    for (const file of files) io.out(`${join(out, file.path)}\n`);
    io.err(`Wrote ${files.length} files. To train: cd ${out} && npm install && npm start\n`);
    return 0;
  },
};

function readWeights(path: string, cwd: string): Outcome<TrainedWeights> {
  let file = '';
  try {
    file = join(path, 'model.json');
    const modelJson = readFileSync(resolve(cwd, file), 'utf8');
    const parsed: unknown = JSON.parse(modelJson);
    if (typeof parsed !== 'object' || parsed === null || !('weightsManifest' in parsed)) return bad(`${file} is no model of tfjs.`);
    file = join(path, 'weights.bin');
    return good({ modelJson, weights: new Uint8Array(readFileSync(resolve(cwd, file))) });
  } catch (error) {
    return bad(error instanceof SyntaxError ? `${file} is no JSON file.` : `${file} ${reasonOf(error)}`);
  }
}
