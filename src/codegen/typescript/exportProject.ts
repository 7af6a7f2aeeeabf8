// Puts an exported project together: generated files, shipped files, document, weights. Values only; writes nothing.

import { dependencies, devDependencies } from '../../../package.json';
import type { Report } from '../../compiler/compilation.ts';
import type { Program } from '../../compiler/program.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { serializeDocument } from '../../graph/parse.ts';
import { closure, type SourceFiles, trimIndex } from '../sources.ts';
import type { ProjectFile } from '../zipProject.ts';
import { printModel, runtimeNames } from './printModel.ts';
import { printReadme } from './printReadme.ts';
import { printTrain } from './printTrain.ts';

/** A trained network in tfjs's own format: what `tf.loadLayersModel` reads. */
export interface TrainedWeights {
  /** Text of model.json; its weights manifest names `weights.bin`. */
  readonly modelJson: string;
  readonly weights: Uint8Array<ArrayBuffer>;
}

export interface ProjectInput {
  readonly document: NetloomDocument;
  /** `compile(document).program`. */
  readonly program: Program;
  /** `compile(document).report`: adds counts of parameters to comments and README. */
  readonly report?: Report;
  readonly trained?: TrainedWeights;
  readonly sources: SourceFiles;
}

const INDEX = 'runtime/index.ts';

/** Packages of which no shipped file imports a value, but whose types or commands the project needs. */
const TOOLS = ['@types/node', '@webgpu/types', 'tsx', 'typescript'];

/** @throws if `sources` lacks a file that the project needs */
export function exportProject({ document, program, report, trained, sources }: ProjectInput): readonly ProjectFile[] {
  const name = fileName(document.name);
  const documentPath = `${name}.netloom.json`;
  const { text: trainText, data, runtime } = printTrain(program, document.training);
  const generated: SourceFiles = { 'model.ts': printModel(program, { report }).text, 'train.ts': trainText };
  const available: SourceFiles = { ...sources, [INDEX]: trimIndex(sources[INDEX] ?? '', [...runtimeNames(program), ...runtime]) };
  const { paths, packages } = closure(generated, available);
  const shipped = Object.fromEntries(paths.map((path) => [path, available[path] ?? '']));
  const texts: Record<string, string> = {
    ...generated,
    ...shipped,
    'package.json': packageJson(name, packages),
    'tsconfig.json': TSCONFIG,
    '.gitignore': 'node_modules\n',
    [documentPath]: serializeDocument(document),
  };
  texts['README.md'] = printReadme({ program, report, documentPath, data, trained: trained !== undefined, paths: [...Object.keys(texts), 'weights'] });

  const encoder = new TextEncoder();
  const files = Object.entries(texts).map(([path, text]): ProjectFile => ({ path, bytes: encoder.encode(text) }));
  if (trained !== undefined) {
    files.push({ path: 'weights/model.json', bytes: encoder.encode(trained.modelJson) }, { path: 'weights/weights.bin', bytes: trained.weights });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A name that every file system and npm take: lower case, no spaces, no leading dot, none of the names that Windows reserves. */
export function fileName(name: string): string {
  const plain = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[-._]+|[-._]+$/g, '')
    .slice(0, 60)
    .replace(/[-._]+$/g, '');
  if (plain === '') return 'model';
  return /^(con|prn|aux|nul|com\d|lpt\d|node_modules|favicon\.ico)(\.|$)/.test(plain) ? `model-${plain}` : plain;
}

function packageJson(name: string, packages: readonly string[]): string {
  const used = packages.filter((dependency) => !dependency.startsWith('@types/') && !TOOLS.includes(dependency));
  const content = {
    name,
    version: '1.0.0',
    private: true,
    type: 'module',
    scripts: { start: 'tsx train.ts', check: 'tsc -p tsconfig.json' },
    dependencies: pinned(used),
    devDependencies: pinned(TOOLS),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The versions this build of Netloom was tested with, exactly. */
function pinned(names: readonly string[]): Readonly<Record<string, string>> {
  const known: Readonly<Record<string, string | undefined>> = { ...devDependencies, ...dependencies };
  return Object.fromEntries(
    names.map((name) => {
      const version = known[name];
      if (version === undefined) throw new Error(`An exported file imports ${name}, which package.json does not list`);
      return [name, version.replace(/^[\^~]/, '')];
    }),
  );
}

const TSCONFIG = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'ES2022',
      module: 'ESNext',
      moduleResolution: 'bundler',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      types: ['node', '@webgpu/types'],
      strict: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      isolatedModules: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include: ['**/*.ts'],
  },
  null,
  2,
)}\n`;
