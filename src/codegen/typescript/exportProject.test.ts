// The exported project as a person gets it: complete, type-checked, run outside the app, its weights loaded back.

import * as tf from '@tensorflow/tfjs';
import { build } from 'esbuild';
import { unzipSync } from 'fflate';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import { decodeImage } from '../../datasets/decode.ts';
import { datasetOf } from '../../datasets/index.ts';
import { loadFiles } from '../../datasets/loadFiles.ts';
import { network } from '../../graph/builder.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { parseDocument, serializeDocument } from '../../graph/parse.ts';
import { completeParams } from '../../layers/params.ts';
import { buildModel } from '../../training/buildModel.ts';
import { saveModel } from '../../training/exportModel.ts';
import { TrainingRun } from '../../training/loop.ts';
import { selectEngine } from '../../training/engines/selectEngine.ts';
import type { Checkpoint, Metrics, TrainingEvent } from '../../training/messages.ts';
import { exporterOf, exporters } from '../index.ts';
import { filesIn } from '../shipped/node.ts';
import { readSources } from '../sources.node.ts';
import { zipProject, type ProjectFile } from '../zipProject.ts';
import { exportProject, fileName } from './exportProject.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;
const sources = readSources(join(ROOT, 'src'));

/** A small U-Net on shapes: padding, transposed convolution, a skip, dropout and batch normalization. */
const segmentation = (() => {
  const net = network('Seg: "shapes"');
  const image = net.input([16, 16, 1], { id: 'image' });
  const level = image.conv2d({ filters: 4, kernelSize: 3, padding: 1, activation: 'relu' }, { id: 'level' });
  const deep = level.conv2d({ filters: 8, kernelSize: 4, strides: 2, padding: 1 }, { id: 'deep' }).batchNormalization({}, { id: 'norm' }).dropout({ rate: 0.25 }, { id: 'drop' });
  const up = deep.conv2dTranspose({ filters: 4, kernelSize: 2, strides: 2 }, { id: 'up' });
  net.merge('concatenate', [level, up], {}, { id: 'join' }).conv2d({ filters: 1, kernelSize: 1, activation: 'sigmoid' }, { id: 'mask' }).output({ loss: 'diceBinaryCrossentropy' }, { id: 'out' });
  return net
    .training({ optimizer: { type: 'adam', learningRate: 0.01 }, batchSize: 4, epochs: 2, seed: 3, validationSplit: 0.25, data: { type: 'shapes', params: { count: 14, size: 16, channels: 1 } } })
    .document();
})();

const classification = network('points');
classification.input([2]).dense({ units: 8, activation: 'tanh' }).dense({ units: 2, activation: 'softmax' }).output({ loss: 'sparseCategoricalCrossentropy' });
const points = classification
  .training({ optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9 }, batchSize: 8, epochs: 3, seed: 5, validationSplit: 0.2, data: { type: 'points', params: { count: 50 } } })
  .document();

/** What acts on training beside the loss: measured statistics, noise, penalties, constraints, initializers of the runtime. */
const measured = (() => {
  const net = network('measured');
  net
    .input([2])
    .normalization({ per: 'element' })
    .whitening({ kind: 'pca' })
    .dense({ units: 8, activation: 'mish', kernelInitializer: 'simpleXavier', kernelL1: 0.001, kernelL2: 0.01, kernelConstraint: 'maxNorm', kernelMaxNorm: 0.7 })
    .gaussianNoise({ stddev: 0.2 })
    .layerNormalization()
    .dense({ units: 2, activation: 'softmax', kernelInitializer: 'orthogonal' })
    .output({ loss: 'sparseCategoricalCrossentropy' });
  return net
    .training({ optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9 }, batchSize: 8, epochs: 2, seed: 5, validationSplit: 0.2, data: { type: 'points', params: { count: 50 } } })
    .document();
})();

/** The user's own data, two inputs and two outputs. */
const own = (() => {
  const net = network('own data');
  const [a, b] = [net.input([8, 8, 3], { id: 'a' }), net.input([8, 8, 3], { id: 'b' })];
  const sum = net.merge('add', [a, b]);
  sum.flatten().dense({ units: 3, activation: 'softmax' }).output({ loss: 'categoricalCrossentropy' }, { id: 'kind' });
  sum.conv2d({ filters: 1, kernelSize: 1 }).output({ weight: 0.5 }, { id: 'map' });
  return net.document();
})();

function exported(document: NetloomDocument, trained?: { modelJson: string; weights: Uint8Array<ArrayBuffer> }): readonly ProjectFile[] {
  const { program, report, diagnostics } = compile(document);
  if (program === null) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  return exportProject({ document, program, report, sources, ...(trained === undefined ? {} : { trained }) });
}

const execute = promisify(execFile);

let folder = '';
/** What the type checker says of all these projects; it works while others are tested. */
let typeErrors: Promise<string>;
beforeAll(async () => {
  await selectEngine({ preferred: 'cpu' });
  folder = mkdtempSync(join(tmpdir(), 'netloom-project-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, document] of Object.entries({ segmentation, points, own, measured })) write(`check-${name}`, exported(document));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...JSON.parse(readFileSync(join(folder, 'check-own/tsconfig.json'), 'utf8')), include: ['check-*/**/*.ts'] }));
  typeErrors = execute(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder]).then(({ stdout }) => stdout, (error: { stdout: string }) => error.stdout);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the files into a folder of this name and returns its path. */
function write(name: string, files: readonly ProjectFile[]): string {
  const project = join(folder, name);
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), bytes);
  }
  return project;
}

const textOf = (files: readonly ProjectFile[], path: string): string => new TextDecoder().decode(files.find((file) => file.path === path)?.bytes);

interface Outside {
  readonly output: string;
  /** The metrics of its epochs. */
  readonly epochs: readonly Metrics[];
}

async function run(program: string, project: string, args: readonly string[]): Promise<Outside> {
  const { stdout: output } = await execute(program, [...args, ...(args.includes('--backend') ? [] : ['--backend', 'cpu'])], { cwd: project });
  const epochs = output.split('\n').filter((line) => line.startsWith('Epoch'));
  return { output, epochs: epochs.map((line) => Object.fromEntries([...line.matchAll(/(\w+): (\S+)/g)].map(([, name, value]) => [name, Number(value)]))) };
}

/** `npm start -- args` of a project. */
const npmStart = (project: string, ...args: readonly string[]): Promise<Outside> => run(join(ROOT, 'node_modules/.bin/tsx'), project, ['train.ts', ...args]);

/** The same without tsx, which takes longer to begin than the training: Node runs a file of the project that esbuild, which tsx is made of, has put together. */
async function runFile(project: string, file: string, ...args: readonly string[]): Promise<Outside> {
  const outfile = `${file}.mjs`;
  await build({ absWorkingDir: project, entryPoints: [file], outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm', logLevel: 'silent' });
  return run(process.execPath, project, [outfile, ...args]);
}
const start = (project: string, ...args: readonly string[]): Promise<Outside> => runFile(project, 'train.ts', ...args);

/** The same run in the app. */
async function train(document: NetloomDocument, { data, steps }: { readonly data?: Dataset; readonly steps?: number } = {}): Promise<{ readonly epochs: readonly Metrics[]; readonly checkpoint: Checkpoint }> {
  const { program } = compile(document);
  const { training } = document;
  const definition = datasetOf(training.data?.type ?? '');
  const dataset = data ?? definition!.generate(completeParams(definition!.params, training.data?.params ?? {}).params, training.seed);
  const events: TrainingEvent[] = [];
  const run = new TrainingRun(program!, training, dataset, { ...(steps === undefined ? {} : { steps, validateAtEnd: true }), onEvent: (event) => events.push(event) });
  await run.run();
  run.dispose();
  expect(events.filter((event) => event.kind === 'error')).toEqual([]);
  return {
    epochs: events.filter((event) => event.kind === 'epoch').map(({ metrics }) => Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Number(value.toPrecision(7))]))),
    checkpoint: events.filter((event) => event.kind === 'checkpoint').at(-1)!.checkpoint,
  };
}

describe('an exported project', () => {
  it('has all files it needs and none that it does not', () => {
    const paths = exported(points).map((file) => file.path);
    expect(paths).toMatchInlineSnapshot(`
      [
        ".gitignore",
        "README.md",
        "datasets/generatePoints.ts",
        "datasets/random.ts",
        "model.ts",
        "node.ts",
        "package.json",
        "points.netloom.json",
        "runtime/batches.ts",
        "runtime/correctBatchNormalization.ts",
        "runtime/gradients/broadcastGradients.ts",
        "runtime/gradients/convolutionGradients.ts",
        "runtime/gradients/correctGradients.ts",
        "runtime/gradients/placingGradients.ts",
        "runtime/gradients/poolingGradients.ts",
        "runtime/gradients/replaceGradient.ts",
        "runtime/gradients/resizeGradients.ts",
        "runtime/index.ts",
        "runtime/kernels/adamKernel.ts",
        "runtime/kernels/addN.ts",
        "runtime/kernels/correctKernels.ts",
        "runtime/kernels/fusedAdam.ts",
        "runtime/kernels/longSoftmax.ts",
        "runtime/kernels/realCast.ts",
        "runtime/kernels/refusals.ts",
        "runtime/kernels/replaceKernel.ts",
        "runtime/kernels/wasmDepthwiseGradients.ts",
        "runtime/kernels/wasmFilterGradient.ts",
        "runtime/kernels/wasmHeap.ts",
        "runtime/kernels/wasmMaxPoolGradient.ts",
        "runtime/kernels/wasmSegmentSum.ts",
        "runtime/kernels/webgpuBackend.ts",
        "runtime/kernels/webgpuBatchNorm.ts",
        "runtime/kernels/webgpuCumulative.ts",
        "runtime/kernels/webgpuDropout.ts",
        "runtime/kernels/webgpuFilterGradient.ts",
        "runtime/kernels/webgpuHighRank.ts",
        "runtime/kernels/webgpuLongDispatch.ts",
        "runtime/kernels/webgpuMaxPoolGradient.ts",
        "runtime/kernels/webgpuSum.ts",
        "runtime/kernels/windowInfo.ts",
        "runtime/layer.ts",
        "runtime/losses.ts",
        "runtime/metrics.ts",
        "runtime/normalizeBatch.ts",
        "runtime/optimizer.ts",
        "runtime/penalties.ts",
        "runtime/random.ts",
        "runtime/randomLayer.ts",
        "runtime/resize.ts",
        "runtime/sgd.ts",
        "runtime/trainStep.ts",
        "runtime/window.ts",
        "train.ts",
        "tsconfig.json",
      ]
    `);
    // Layers of which it has none; the kernels and gradients that mend tfjs are always there.
    expect(paths.filter((path) => /^runtime\/[^/]*(conv|pooling)|loadFiles|\.test\./i.test(path))).toEqual([]);
    expect(exported(segmentation).map((file) => file.path)).toEqual(expect.arrayContaining(['datasets/generateShapes.ts', 'datasets/random.ts', 'runtime/randomLayer.ts', 'seg-shapes.netloom.json']));
    expect(exported(own).map((file) => file.path)).toEqual(expect.arrayContaining(['datasets/loadFiles.ts', 'datasets/idx.ts', 'datasets/decode.ts']));
  });

  it('depends on exact versions of what its files import, and on nothing else', () => {
    const packageOf = (document: NetloomDocument): Record<string, Record<string, string>> => JSON.parse(textOf(exported(document), 'package.json')) as never;
    expect(Object.keys(packageOf(points)['dependencies']!)).toEqual(['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-backend-webgpu']);
    expect(Object.keys(packageOf(own)['dependencies']!)).toEqual(expect.arrayContaining(['fast-png', 'fflate', 'jpeg-js']));
    for (const version of Object.values({ ...packageOf(own)['dependencies'], ...packageOf(own)['devDependencies'] })) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('carries the document, which opens to the same network', () => {
    const parsed = parseDocument(textOf(exported(segmentation), 'seg-shapes.netloom.json'));
    expect(parsed.ok && serializeDocument(parsed.document)).toBe(serializeDocument(segmentation));
  });

  it('trains outside the app to the very same curve', async () => {
    const project = write('train-segmentation', exported(segmentation));
    const [{ epochs, output }, { epochs: expected }] = await Promise.all([npmStart(project), train(segmentation)]);
    expect(expected).toHaveLength(segmentation.training.epochs);
    expect(epochs).toEqual(expected);
    expect(output).toContain('Training on cpu');
  });

  it('measures, disturbs, penalizes and constrains as the app does, and goes on from what it has saved without measuring anew', async () => {
    const project = write('measured', exported(measured));
    const [outside, { epochs, checkpoint }] = await Promise.all([start(project), train(measured)]);
    expect(outside.epochs).toEqual(epochs);
    const mean = checkpoint.weights.find(({ name }) => name.endsWith('mean'))!;
    expect(mean.data.some((value) => value !== 0)).toBe(true);
    const again = await start(project, '--steps', '2');
    expect(again.output).toContain('Continuing from the weights');
    expect(again.epochs[0]!['loss']).not.toBe(epochs[0]!['loss']);
    expect(textOf(exported(measured), 'train.ts')).toContain('if (!continued) await adaptLayers(');
    expect(textOf(exported(points), 'train.ts')).not.toContain('adaptLayers');
  });

  it('trains by WebAssembly to the very same curve, as it does by default in Node', async () => {
    const project = write('wasm', exported(segmentation));
    const engine = await selectEngine({ preferred: 'wasm', wasmFiles: join(ROOT, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/') });
    try {
      expect(engine.backend).toBe('wasm');
      const [{ output, epochs }, inApp] = await Promise.all([start(project, '--backend', 'wasm'), train(segmentation)]);
      expect(output).toContain('Training on wasm');
      expect(epochs).toEqual(inApp.epochs);
    } finally {
      await selectEngine({ preferred: 'cpu' });
    }
  });

  it('trains on the own data of a person, from a folder of IDX files, to the very same curve', async () => {
    const net = network('digits');
    net.input([4, 4, 1]).flatten().dense({ units: 3, activation: 'softmax' }).output({ loss: 'sparseCategoricalCrossentropy' });
    const document = net.training({ batchSize: 4, epochs: 2, seed: 2, validationSplit: 0.2 }).document();
    const idx = (type: number, shape: readonly number[], value: (i: number) => number): Uint8Array =>
      Uint8Array.from([0, 0, type, shape.length, ...shape.flatMap((n) => [0, 0, 0, n]), ...Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i))]);
    const project = write('own', exported(document));
    mkdirSync(join(project, 'data/mnist'), { recursive: true });
    writeFileSync(join(project, 'data/mnist/train-images-idx3-ubyte'), idx(8, [20, 4, 4], (i) => (i * 37) % 256));
    writeFileSync(join(project, 'data/mnist/train-labels-idx1-ubyte'), idx(8, [20], (i) => i % 3));

    const files = filesIn(join(project, 'data'));
    expect(files.map(({ path }) => path).sort()).toEqual(['mnist/train-images-idx3-ubyte', 'mnist/train-labels-idx1-ubyte']);
    const loaded = await loadFiles(files, { decode: decodeImage, seed: 2 });
    if (!loaded.ok) throw new Error(loaded.problem);
    const [outside, inApp] = await Promise.all([npmStart(project), train(document, { data: loaded.dataset }), expect(start(project, '--data', 'nowhere')).rejects.toThrow(/nowhere/)]);
    expect(outside.epochs).toEqual(inApp.epochs);
  });

  it('stops after as many steps as asked for, from the seed that is asked for', async () => {
    const other = { ...points, training: { ...points.training, seed: 9 } };
    const here = async () => [await train(other, { steps: 2 }), await train(points, { steps: 2 })] as const;
    const [outside, [inApp, ofOwnSeed]] = await Promise.all([start(write('steps', exported(points)), '--steps=2', '--seed', '9'), here()]);
    expect(outside.epochs).toHaveLength(1);
    expect(Object.keys(outside.epochs[0]!)).toEqual(['loss', 'accuracy', 'val_loss', 'val_accuracy']);
    expect(outside.epochs).toEqual(inApp.epochs);
    expect(inApp.epochs).not.toEqual(ofOwnSeed.epochs);
  });

  it('carries trained weights that load back, in tfjs and in its own train.ts, with equal outputs', async () => {
    const { program } = compile(segmentation);
    const { checkpoint } = await train(segmentation);
    const project = write('trained', exported(segmentation, await saveModel(program!, checkpoint)));
    const script = `
      import * as tf from '@tensorflow/tfjs';
      import { createModel } from './model.ts';
      import { loadWeights, saveWeights } from './node.ts';
      const own = createModel(99);
      if (!loadWeights(own, 'weights')) throw new Error('no weights');
      await saveWeights(own, 'saved');
      const values = async (folder: string) => {
        const { readFileSync } = await import('node:fs');
        const json = JSON.parse(readFileSync(folder + '/model.json', 'utf8'));
        const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology: json.modelTopology, weightSpecs: json.weightsManifest[0].weights, weightData: new Uint8Array(readFileSync(folder + '/weights.bin')).buffer }));
        return [...(model.predict(x) as tf.Tensor).dataSync()];
      };
      const x = tf.linspace(0, 1, 2 * 16 * 16).reshape([2, 16, 16, 1]);
      console.log(JSON.stringify([[...(own.predict(x) as tf.Tensor).dataSync()], await values('weights'), await values('saved')]));`;
    writeFileSync(join(project, 'compare.ts'), script);
    const { output } = await runFile(project, 'compare.ts');
    const results = JSON.parse(output.trim().split('\n').at(-1)!) as number[][];

    const model = buildModel(program!, { seed: 99 });
    model.setWeights(checkpoint.weights.map(({ data, shape }) => tf.tensor(data, [...shape])));
    const y = (model.predict(tf.linspace(0, 1, 2 * 16 * 16).reshape([2, 16, 16, 1])) as tf.Tensor).dataSync();
    for (const result of results) expect(result).toEqual([...y]);
  });

  it('type-checks strictly, whatever data it trains on', async () => {
    expect(await typeErrors).toBe('');
  });

  it('packs into a zip that holds the same files', () => {
    const files = exported(points);
    const unpacked = unzipSync(zipProject(files, 'points'));
    expect(Object.keys(unpacked)).toEqual(files.map((file) => `points/${file.path}`));
    expect(unpacked['points/model.ts']).toEqual(files.find((file) => file.path === 'model.ts')!.bytes);
    expect(zipProject(files)).toEqual(zipProject(files));
  });
});

describe('names of files', () => {
  it.each([
    ['U-Net für Zellen', 'u-net-fur-zellen'],
    ['../../etc/passwd', 'etc-passwd'],
    ['', 'model'],
    ['网络', 'model'],
    ['CON', 'model-con'],
    ['.hidden', 'hidden'],
    ['a\0b\nc', 'a-b-c'],
    ['x'.repeat(200), 'x'.repeat(60)],
  ])('%j becomes %s', (name, file) => {
    expect(fileName(name)).toBe(file);
  });
});

it('finds exporters by their id', () => {
  expect(exporterOf('typescript')?.label).toBe('TypeScript project');
  expect(exporterOf('fortran')).toBeUndefined();
  expect(new Set(exporters.map(({ id }) => id)).size).toBe(exporters.length);
});
