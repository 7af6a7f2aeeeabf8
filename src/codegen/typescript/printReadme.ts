// Prints the README of an exported project. What comes from the document is made safe for Markdown.

import type { Report } from '../../compiler/compilation.ts';
import type { Program } from '../../compiler/program.ts';
import { formatShape } from '../../layers/layer.ts';
import { runtimeNames } from './printModel.ts';

export interface ReadmeInput {
  readonly program: Program;
  readonly report?: Report;
  /** Path of the document in the project. */
  readonly documentPath: string;
  /** What it trains on, as a sentence. */
  readonly data: string;
  readonly trained: boolean;
  /** Paths of the files, for the list of what is what. */
  readonly paths: readonly string[];
}

/** What each file or folder at the top of the project is. */
const PURPOSES: Readonly<Record<string, string>> = {
  'model.ts': 'the network: `createModel(seed)` returns a `tf.LayersModel`',
  'train.ts': 'trains it, one line per epoch, and saves the weights',
  'files.ts': 'reads and writes files; the only part that needs Node',
  runtime: 'what TensorFlow.js lacks or gets wrong in training, corrected',
  datasets: 'the data: made from a seed, or read from your files',
  layers: 'parts of the above',
  weights: 'the trained weights: `model.json` and `weights.bin`',
};

/** Text of one line in which nothing is markup. */
export function markdownText(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[\\`*_{}[\]()#+!|<>~&]/g, (c) => `\\${c}`)
    .trim();
}

export function printReadme({ program, report, documentPath, data, trained, paths }: ReadmeInput): string {
  const tops = [...new Set(paths.map((path) => path.split('/')[0] ?? path))].sort();
  const purposes = tops.filter((top) => top in PURPOSES).map((top) => `- \`${top}\`: ${PURPOSES[top] ?? ''}`);
  return [
    `# ${markdownText(program.name) || 'Model'}`,
    '',
    'A neural network for TensorFlow.js, drawn in Netloom. This project needs nothing of Netloom to run.',
    '',
    '## Run',
    '```sh',
    'npm install',
    trained ? 'npm start          # trains on from weights/; without that folder, anew' : 'npm start          # trains, and saves to weights/',
    'npm run check      # the type checker',
    '```',
    data,
    '',
    'From the beginning, the same seed, data and backend give the same curve as in Netloom. In Node it trains on the CPU by WebAssembly, where `navigator.gpu` exists on WebGPU; `npm start -- --backend cpu` chooses another.',
    '',
    '## Layers',
    '',
    ...layerTable(program, report),
    '',
    '## Use the trained network in a web page',
    'After training, bundle this and serve `weights/` beside the page:',
    '```ts',
    `import * as tf from '@tensorflow/tfjs';`,
    ...(runtimeNames(program).length > 0 ? [`import './model.ts'; // tells tfjs of the layers in runtime/`] : []),
    '',
    `const model = await tf.loadLayersModel('weights/model.json');`,
    `const prediction = model.predict(tf.zeros([1${inputShape(program)}]));`,
    '```',
    '',
    '## Files',
    ...purposes,
    `- \`${documentPath}\`: the network as Netloom opens it`,
    '',
  ].join('\n');
}

/** The first input's axes after the batch, as they stand in a call; unknown ones as 64. */
function inputShape(program: Program): string {
  const input = program.calls.find((call) => call.id === program.inputs[0]);
  return (input?.shape ?? []).map((dim) => `, ${dim ?? 64}`).join('');
}

function layerTable(program: Program, report: Report | undefined): readonly string[] {
  const last = new Map(program.calls.map((call) => [call.node, call]));
  const rows = [...last.values()].map((call) => {
    const params = report?.nodes[call.node]?.params;
    const cells = [call.node, call.callee.name, formatShape(call.shape), params === undefined ? '' : params.toLocaleString('en-US')];
    return `| ${cells.map(markdownText).join(' | ')} |`;
  });
  const total = report === undefined ? [] : ['', `${report.totals.params.toLocaleString('en-US')} parameters, ${report.totals.trainableParams.toLocaleString('en-US')} of them trained.`];
  return ['| node | layer | output | parameters |', '| --- | --- | --- | ---: |', ...rows, ...total];
}
