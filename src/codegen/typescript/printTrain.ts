// Prints train.ts of an exported project: the same data, batches, steps and optimizer as the app, as a program of its own.

import type { Program } from '../../compiler/program.ts';
import { datasetOf } from '../../datasets/index.ts';
import type { AdamConfig, OptimizerConfig, SgdConfig, TrainingConfig } from '../../graph/document.ts';
import type { ConfigObject, ConfigValue, Shape } from '../../layers/layer.ts';
import { completeParams } from '../../layers/params.ts';
import { fill, printComment, printObject, printProperties, printString, printValue } from './literals.ts';

export interface PrintedTrain {
  readonly text: string;
  /** What it trains on, for the README: one or more lines of Markdown. */
  readonly data: string;
  /** Names it imports from the runtime. */
  readonly runtime: readonly string[];
}

interface DataCode {
  readonly imports: readonly string[];
  /** Names it needs of node.ts. */
  readonly node: readonly string[];
  readonly lines: readonly string[];
  readonly about: string;
}

/** The runtime's layers that `adaptLayers` lets measure the training samples. */
const MEASURING: ReadonlySet<string> = new Set(['normalization', 'whitening']);

/** @throws if the program has no input, which no compiled program lacks */
export function printTrain(program: Program, training: TrainingConfig): PrintedTrain {
  const input = program.calls.find((call) => call.id === program.inputs[0]);
  if (input === undefined) throw new Error('The program has no input');
  const data = builtinData(training) ?? ownData(input.shape);
  const optimizer = training.optimizer.type === 'adam' ? 'Adam' : 'Sgd';
  const adapts = program.calls.some(({ callee }) => callee.from === 'runtime' && MEASURING.has(callee.name));
  const runtime = [optimizer, ...(adapts ? ['adaptLayers'] : []), 'correctKernels', 'epochOrder', 'evaluate', 'inputBatch', 'metricNames', 'splitOf', 'stepsPerEpoch', 'targetBatch', 'trainables', 'trainStep', 'usedBatchSize', 'type OutputSpec', 'type Samples'];
  const node = [...new Set(['loadWeights', 'numberOption', 'saveWeights', 'startBackend', 'textOption', ...data.node])].sort();
  const text = [
    '// Trains the network of model.ts, one line per epoch, and saves its weights. `npm start`, or `npm start -- --epochs 20`.',
    '',
    `import * as tf from '@tensorflow/tfjs';`,
    ...data.imports,
    `import { createModel } from './model.ts';`,
    `import { ${node.join(', ')} } from './node.ts';`,
    'import {',
    ...fill(runtime, '  ', 100),
    `} from './runtime/index.ts';`,
    '',
    `const seed = numberOption('seed', ${printValue(training.seed)});`,
    `const epochs = numberOption('epochs', ${printValue(training.epochs)});`,
    `const batchSize = ${printValue(training.batchSize)};`,
    '/** Fraction of the samples kept for validation: the last ones. */',
    `const validationSplit = ${printValue(training.validationSplit)};`,
    '',
    ...data.lines,
    '',
    '/** How each output of the model is judged. */',
    'const outputs: readonly OutputSpec[] = [',
    ...program.outputs.map((output) => `  ${printObject({ name: output.node, loss: output.loss, weight: output.weight, shape: output.shape })},`),
    '];',
    '',
    '/** Inputs and targets of these samples. */',
    'const batchOf = (indices: ArrayLike<number>): { inputs: tf.Tensor[]; targets: tf.Tensor[] } => ({',
    ...batchInputs(program),
    '  targets: outputs.map(({ loss, shape }) => targetBatch(data, indices, loss, shape)),',
    '});',
    '',
    `const backend = await startBackend(textOption('backend'));`,
    '// What this backend lacks or gets wrong in training.',
    'correctKernels(backend);',
    `console.log(\`Training on \${backend}\`);`,
    'const model = createModel(seed);',
    ...(adapts ? [`const continued = loadWeights(model, 'weights');`] : []),
    `if (${adapts ? 'continued' : `loadWeights(model, 'weights')`}) console.log('Continuing from the weights in weights/');`,
    `const optimizer = new ${optimizer}(${printObject(optimizerOptions(training.optimizer))});`,
    'const { variables, names } = trainables(model);',
    'optimizer.prepare(variables, names);',
    '',
    SIZES,
    ...(adapts ? [ADAPT] : []),
    LOOP,
    '',
    `await saveWeights(model, 'weights');`,
    `console.log('Saved weights/model.json and weights/weights.bin');`,
    '',
  ].join('\n');
  return { text, data: data.about, runtime: runtime.map((name) => name.replace(/^type /, '')) };
}

/** One tensor per input of the model. The app trains networks with one input; for more, the person says which data goes where. */
function batchInputs(program: Program): readonly string[] {
  if (program.inputs.length === 1) return ['  inputs: [inputBatch(data, indices)],'];
  return [
    `  // ${program.inputs.length} inputs, but one kind of data: put here what each of them takes.`,
    '  inputs: [',
    ...program.inputs.map((id) => `    inputBatch(data, indices), // ${printComment(id)}`),
    '  ],',
  ];
}

/** All values, defaults included, so that the code says what it does. */
function optimizerOptions(optimizer: OptimizerConfig): ConfigObject {
  if (optimizer.type === 'sgd') {
    const { learningRate, momentum = 0 }: SgdConfig = optimizer;
    return { learningRate, momentum };
  }
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: AdamConfig = optimizer;
  return { learningRate, beta1, beta2, epsilon };
}

/** The built-in set that the document names; null where it names none that this build knows. */
function builtinData(training: TrainingConfig): DataCode | null {
  const dataset = training.data === undefined ? undefined : datasetOf(training.data.type);
  if (dataset === undefined) return null;
  const { params } = completeParams(dataset.params, training.data?.params ?? {});
  const { inputShape, targetShape } = dataset.signature(params);
  const { file, name } = dataset.generator;
  const made = printProperties(params as Readonly<Record<string, ConfigValue>>);
  return {
    imports: [`import { ${name} } from ${printString(`./datasets/${file}`)};`],
    node: [],
    lines: [
      'const data: Samples = {',
      `  count: ${printValue(dataset.countOf(params))},`,
      `  inputShape: ${printValue(inputShape)},`,
      `  targetShape: ${printValue(targetShape)},`,
      `  ...${name}({ ${made.join(', ')} }, seed),`,
      '};',
    ],
    about: `It trains on ${dataset.label.toLowerCase()}, made by \`datasets/${file}\` from the seed.`,
  };
}

/** The user's own data, which a document never points to: a folder given when it is run. */
function ownData(shape: Shape): DataCode {
  const [height, width, channels] = shape;
  const isImage = shape.length === 3 && typeof height === 'number' && typeof width === 'number';
  const options = [
    'decode: decodeImage',
    'seed',
    ...(isImage ? [`size: [${height}, ${width}]`] : []),
    ...(isImage && (channels === 1 || channels === 3) ? [`channels: ${channels}`] : []),
  ];
  return {
    imports: [
      `import { decodeImage } from './datasets/decode.ts';`,
      `import { loadFiles } from './datasets/loadFiles.ts';`,
    ],
    node: ['filesIn'],
    lines: [
      '/**',
      ' * Your data: a folder with IDX files as MNIST has them (images and labels, gzipped or not), with folders of images and',
      ' * of masks that have the same names, or with one folder of images per class.',
      ' */',
      'async function loadData(folder: string): Promise<Samples> {',
      `  const loaded = await loadFiles(filesIn(folder), { ${options.join(', ')} });`,
      '  if (!loaded.ok) throw new Error(loaded.problem);',
      '  return loaded.dataset;',
      '}',
      `const data = await loadData(textOption('data') ?? 'data');`,
    ],
    about: 'It trains on your own data: put it into the folder `data/`, or say where it is: `npm start -- --data DIR`. `loadData` in `train.ts` says what the folder may hold.',
  };
}

const SIZES = `const { train, validation } = splitOf(data.count, validationSplit);
const size = usedBatchSize(train, batchSize);
const steps = stepsPerEpoch(train, size);
const totalSteps = numberOption('steps', steps * epochs);
const metrics = metricNames(outputs);
`;

const ADAPT = `// Layers that normalize or whiten the data measure the training samples, and those alone.
const inputsOf = (indices: readonly number[]): tf.Tensor[] => {
  const { inputs, targets } = batchOf(indices);
  tf.dispose(targets);
  return inputs;
};
if (!continued) await adaptLayers(model, inputsOf, train, size);
`;

const LOOP = `for (let epoch = 1; optimizer.step < totalSteps; epoch++) {
  const order = epochOrder(train, seed, epoch);
  const sums = metrics.map(() => 0);
  const reads: Promise<void>[] = [];
  let done = 0;
  while (done < steps && optimizer.step < totalSteps) {
    const { inputs, targets } = batchOf(order.subarray(done * size, ++done * size));
    const values = trainStep(model, optimizer, inputs, targets, outputs);
    tf.dispose([inputs, targets]);
    reads.push(addTo(sums, values));
    // A GPU may be three steps behind, so that it never waits for us.
    if (reads.length > 3) await reads.shift();
  }
  await Promise.all(reads);
  const line = metrics.map((name, i) => \`\${name}: \${(sums[i]! / done).toPrecision(7)}\`);
  if (validation > 0) line.push(...(await validate()));
  console.log([\`Epoch \${epoch}/\${Math.ceil(totalSteps / steps)}\`, ...line].join(' - '));
}

/** Adds what a batch has given, as soon as the device has it. */
async function addTo(sums: number[], values: tf.Tensor, factor = 1): Promise<void> {
  for (const [i, value] of (await values.data()).entries()) sums[i]! += factor * value;
  values.dispose();
}

/** Means over the validation samples, as \`val_loss: 0.1\`. */
async function validate(): Promise<string[]> {
  const sums = metrics.map(() => 0);
  for (let start = 0; start < validation; start += size) {
    const count = Math.min(size, validation - start);
    // Filled up with the last sample, so that all batches have one shape; only \`count\` samples are judged.
    const { inputs, targets } = batchOf(Array.from({ length: size }, (_, i) => train + start + Math.min(i, count - 1)));
    const values = evaluate(model, inputs, targets, outputs, count);
    tf.dispose([inputs, targets]);
    await addTo(sums, values, count);
  }
  return metrics.map((name, i) => \`val_\${name}: \${(sums[i]! / validation).toPrecision(7)}\`);
}`;
