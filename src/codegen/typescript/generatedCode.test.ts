// The generated model, type-checked and run: for every layer and every template the same network as training builds.

import * as tf from '@tensorflow/tfjs';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyTemplates } from '../../../templates/tiny.ts';
import { compile } from '../../compiler/compile.ts';
import type { Program } from '../../compiler/program.ts';
import { block, network } from '../../graph/builder.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { layers } from '../../layers/index.ts';
import { randomStream } from '../../runtime/random.ts';
import { buildModel } from '../../training/buildModel.ts';
import { selectEngine } from '../../training/engines/selectEngine.ts';
import { layerSweep } from './layerSweep.ts';
import { printModel } from './printModel.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;
const SEED = 7;

/** Two towers of one repeated block with the same weights, on an image and on its negative. */
function siameseDocument(): NetloomDocument {
  const tower = block('tower', (b) => b.output('y', b.input('x').conv2d({ kernelSize: 3, padding: 1, filters: 2 }, { id: 'conv' }).batchNormalization({}, { id: 'norm' })));
  const net = network('siamese');
  const image = net.input([6, 6, 2], { id: 'image' });
  const left = image.block(tower, { repeat: 2 }, { id: 'left' });
  const right = image.rescaling({ scale: -1 }).block(tower, {}, { id: 'right', sharedWith: left });
  left.subtract({}, { with: [right] }).flatten().dense({ units: 3 }).output();
  return net.document();
}

function programOf(document: NetloomDocument): Program {
  const { program, diagnostics } = compile(document);
  if (program === null) throw new Error(`${document.name}: ${diagnostics.map((d) => d.message).join('\n')}`);
  return program;
}

const swept = layerSweep();
const networks: readonly { readonly name: string; readonly program: Program }[] = [
  ...swept.map(({ type, document }) => ({ name: `layer-${type}`, program: programOf(document) })),
  ...tinyTemplates().map(({ id, document }) => ({ name: `template-${id}`, program: programOf(document) })),
  { name: 'hostile-names', program: programOf(hostileDocument()) },
  { name: 'shared-weights', program: programOf(siameseDocument()) },
];

/** What a hostile file would try: names that end strings and comments, are keywords, or collide with what the code uses. */
function hostileDocument(): NetloomDocument {
  const net = network(`*/ process.exit(1); /* ' " \` \${1} \u2028 \n // @ts-nocheck`);
  let x = net.input([8, 8, 2], { id: `'); process.exit(1); ('` });
  for (const id of ['class', 'tf', 'seed', 'createModel', '__proto__', 'constructor', 'conv2d', 'a b', 'a_b', '*/', '\u2028', 'ünïcode', '1']) {
    x = x.conv2d({ filters: 2, kernelSize: 3, padding: 2, dilationRate: 2 }, { id });
  }
  x.output({}, { id: "out'" });
  return net.document();
}

interface Generated {
  createModel(seed?: number): tf.LayersModel;
}

const compilerOptions = {
  target: 'ES2022', module: 'ESNext', moduleResolution: 'bundler', lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: ['node', '@webgpu/types'],
  strict: true, noUncheckedIndexedAccess: true, noUnusedLocals: true, noUnusedParameters: true,
  verbatimModuleSyntax: true, isolatedModules: true, allowImportingTsExtensions: true, skipLibCheck: true, noEmit: true,
};

let folder = '';
/** What the type checker says of all this code; it works while the code is run. */
let typeErrors: Promise<string>;
beforeAll(async () => {
  // Faster than plain JavaScript, and what is compared is the same on every backend.
  const wasmFiles = new URL('../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).pathname;
  expect(await selectEngine({ preferred: 'wasm', wasmFiles })).toMatchObject({ backend: 'wasm' });
  folder = mkdtempSync(join(tmpdir(), 'netloom-code-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  // The very files that the app uses, so that a layer's class is the same on both sides.
  symlinkSync(join(ROOT, 'src/runtime'), join(folder, 'runtime'));
  for (const { name, program } of networks) writeFileSync(join(folder, `${name}.ts`), printModel(program).text);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  typeErrors = promisify(execFile)(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder]).then(({ stdout }) => stdout, (error: { stdout: string }) => error.stdout);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await tf.setBackend('cpu');
});

/** Values from −2 to 2 that depend on size and place alone; weights that must be positive get `low`. */
const values = (shape: readonly number[], low = -2): tf.Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  const next = randomStream(size);
  const numbers = new Float32Array(size);
  for (let i = 0; i < size; i++) numbers[i] = low + (2 - low) * next() ** 2;
  return tf.tensor(numbers, [...shape]);
};

function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  if (a.shape.join() !== b.shape.join()) return Infinity;
  const [x, y] = [a.dataSync(), b.dataSync()];
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Object.is(x[i], y[i]) ? 0 : Math.abs(x[i]! - y[i]!));
  return largest;
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

it('is generated for every layer of the list, with its defaults at least', () => {
  expect(swept.map(({ type }) => type)).toEqual(layers.map((layer) => layer.type).filter((type) => type !== 'input' && type !== 'output'));
  expect(swept.filter(({ cases }) => cases === 0)).toEqual([]);
});

describe.each(networks)('the code of $name', ({ name, program }) => {
  it('makes the same weights from the same seed, and the same outputs from the same weights, to the last bit', async () => {
    const { createModel } = (await import(/* @vite-ignore */ join(folder, `${name}.ts`))) as Generated;
    tf.engine().startScope();
    try {
      const generated = createModel(SEED);
      const built = buildModel(program, { seed: SEED });
      const [mine, theirs] = [generated.getWeights(), built.getWeights()];
      expect(generated.weights.map((w) => w.name.replace(/_\d+$/, ''))).toEqual(built.weights.map((w) => w.name.replace(/_\d+$/, '')));
      expect(mine.map((weight, i) => largestDifference(weight, theirs[i]!))).toEqual(mine.map(() => 0));

      // Biases and means start at 0, which would hide a swap.
      const weights = built.weights.map((w) => values(w.shape as number[], w.name.includes('variance') ? 0.5 : -2));
      generated.setWeights(weights);
      built.setWeights(weights);
      const x = built.inputs.map((input) => values([2, ...input.shape.slice(1).map((dim) => dim ?? 8)]));
      const [y, expected] = [list(generated.predict(x) as tf.Tensor | tf.Tensor[]), list(built.predict(x) as tf.Tensor | tf.Tensor[])];
      expect(y.map((output, i) => largestDifference(output, expected[i]!))).toEqual(program.outputs.map(() => 0));
      // And with the shapes that the program says.
      expect(y.map((output) => output.shape.slice(1))).toEqual(program.outputs.map((output) => output.shape.map((dim) => dim ?? 8)));
    } finally {
      tf.engine().endScope();
    }
  });
});

it('type-checks strictly against the types of tfjs', async () => {
  expect(await typeErrors).toBe('');
});
