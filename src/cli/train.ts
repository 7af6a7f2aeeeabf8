// `netloom train`: trains a network without a window and prints one line per report.

import { join } from 'node:path';
import { obstacles } from '../compiler/compilation.ts';
import { compile } from '../compiler/compile.ts';
import type { Program } from '../compiler/program.ts';
import type { TrainingConfig } from '../graph/document.ts';
import { backends, type Backend, type Checkpoint, type Metrics, type TrainingEvent } from '../training/messages.ts';
import { bad, good, refuse, unknownWord, wholeNumber, type Arguments, type Command, type ExitCode, type Io, type Outcome } from './command.ts';
import { countsText, diagnosticsText, printable } from './diagnosticsText.ts';
import { openEngine } from './engine.ts';
import { prepareFolder, readDocument, writeFile } from './files.ts';
import { findData, type DataChoice } from './trainingData.ts';

/** A step is reported when its number is a multiple of this, … */
const EVERY_STEPS = 10;
/** … or when so long nothing was. */
const EVERY_MS = 1000;

export const train: Command = {
  name: 'train',
  summary: 'Trains a network and prints one line per report, with the names that Keras gives.',
  positionals: ['FILE'],
  options: {
    data: { type: 'string', value: 'DIR|NAME', doc: "A folder (MNIST-like files, images with masks, a folder per class), or a built-in set: shapes, glyphs, spiral, points:kind=moons,noise=0.1. Default: the document's." },
    steps: { type: 'string', value: 'N', doc: 'Steps in all, whatever the epochs say.' },
    epochs: { type: 'string', value: 'N', doc: "Times through the training samples. Default: the document's." },
    seed: { type: 'string', value: 'N', doc: "Of weights, order and drawn data: the same seed gives the same curve. Default: the document's." },
    backend: { type: 'string', value: 'NAME', doc: 'wasm (default: the CPU, fast), cpu (plain JavaScript), webgpu (needs the npm package "webgpu").' },
    size: { type: 'string', value: 'HxW', doc: "Size of the samples for a folder of images. Default: the input node's." },
    crop: { type: 'boolean', doc: 'Random crops at full resolution instead of whole images made smaller.' },
    'crops-per-image': { type: 'string', value: 'N', doc: 'Crops of each image with --crop. Default: 4.' },
    weights: { type: 'string', value: 'DIR', doc: 'Writes the trained model there: model.json and weights.bin, as TensorFlow.js reads them.' },
    force: { type: 'boolean', doc: 'Lets --weights replace files in a folder that is not empty.' },
    json: { type: 'boolean', doc: 'One JSON object per line: step, epoch, loss, accuracy, …; at the end of an epoch and of the run also val_loss, val_accuracy, ….' },
  },
  details:
    "Batch size, split and optimizer are those of the document's `training`; the last samples are kept for validation.\n" +
    'A line with val_… holds means over the epoch; the others hold the values of one step.\n' +
    'Exit code: 0 trained, 1 the network has errors or training failed, 2 bad usage or file.',
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const options = readOptions(args);
  if (!options.ok) return refuse(io, options.problem);
  const { steps, epochs, seed, backend, size, cropsPerImage } = options.value;
  const read = readDocument(args.positionals[0]!, io);
  if (!read.ok) return refuse(io, read.problem);
  const document = read.value;
  const first = compile(document);
  if (!first.ok) {
    io.err(`${diagnosticsText(first.diagnostics)}netloom: The network has ${countsText(first.diagnostics)}; it cannot be trained.\n`);
    return 1;
  }
  const weights = args.text('weights');
  const folder = weights === undefined ? good(undefined) : prepareFolder(weights, io.cwd, args.flag('force'));
  if (!folder.ok) return refuse(io, folder.problem);

  const training: TrainingConfig = { ...document.training, seed: seed ?? document.training.seed, epochs: epochs ?? document.training.epochs };
  const choice: DataChoice = { data: args.text('data'), seed: training.seed, size, crop: args.flag('crop'), cropsPerImage };
  const dataset = await findData(document, choice, io);
  if (!dataset.ok) return refuse(io, dataset.problem);
  const { program, diagnostics } = compile(document, { data: dataset.value });
  if (!program) {
    io.err(`${diagnosticsText(obstacles(diagnostics))}\nnetloom: The network cannot be trained on this data.\n`);
    return 1;
  }
  const engine = await openEngine(backend, io.cwd);
  if (!engine.ok) return refuse(io, engine.problem);
  const { adapter, fallback } = engine.value;
  io.err(`Engine: ${engine.value.backend} (${adapter})${fallback === undefined ? '' : `. ${fallback}`}\n`);
  io.err(`Data: ${printable(dataset.value.name)}, ${dataset.value.count} samples (${printable(dataset.value.origin)})\n`);

  const { TrainingRun } = await import('../training/loop.ts');
  const report = new Reporter(io, args.flag('json'));
  const trainingRun = new TrainingRun(program, training, dataset.value, {
    onEvent: (event) => report.take(event),
    validateAtEnd: true,
    ...(steps === undefined ? {} : { steps }),
  });
  const unlisten = io.onInterrupt?.(() => trainingRun.stop());
  await trainingRun.run();
  trainingRun.dispose();
  unlisten?.();
  // A run that failed still gives the weights of its last checkpoint.
  if (folder.value !== undefined && report.checkpoint !== null) {
    const saved = await saveWeights(program, report.checkpoint, folder.value, io);
    if (!saved.ok) return refuse(io, saved.problem);
    io.err(`Wrote the weights of step ${report.checkpoint.step} to ${weights}.\n`);
  }
  return report.failed ? 1 : 0;
}

async function saveWeights(program: Program, checkpoint: Checkpoint, folder: string, io: Io): Promise<Outcome<string>> {
  const { saveModel, WEIGHTS_FILE } = await import('../training/exportModel.ts');
  const saved = await saveModel(program, checkpoint);
  const model = writeFile(join(folder, 'model.json'), saved.modelJson, io.cwd);
  return model.ok ? writeFile(join(folder, WEIGHTS_FILE), saved.weights, io.cwd) : model;
}

/** Turns the run's events into lines. */
class Reporter {
  checkpoint: Checkpoint | null = null;
  failed = false;
  private readonly io: Io;
  private readonly json: boolean;
  private totalSteps = 0;
  private lastAt = -Infinity;
  private readonly startedAt = performance.now();

  constructor(io: Io, json: boolean) {
    this.io = io;
    this.json = json;
  }

  take(event: TrainingEvent): void {
    switch (event.kind) {
      case 'started': {
        this.totalSteps = event.totalSteps;
        this.io.err(`${event.trainCount} samples to train on, ${event.validationCount} to validate; ${event.stepsPerEpoch} steps per epoch, ${event.totalSteps} in all\n`);
        break;
      }
      case 'step':
        for (const { step, epoch, metrics, stepsPerSecond } of event.reports) {
          const now = performance.now();
          if (step !== 1 && step !== this.totalSteps && step % EVERY_STEPS !== 0 && now - this.lastAt < EVERY_MS) continue;
          this.lastAt = now;
          this.line(step, epoch, metrics, stepsPerSecond > 0 ? `  ${stepsPerSecond.toFixed(1)} steps/s` : '');
        }
        break;
      case 'epoch':
        this.line(event.step, event.epoch, event.metrics);
        break;
      case 'checkpoint':
        this.checkpoint = event.checkpoint;
        break;
      case 'error': {
        this.failed = true;
        const { message, advice, node } = event.error;
        this.io.err(`netloom: ${message}${node === undefined || message.includes(node) ? '' : ` (at ${node})`} ${advice}\n`);
        break;
      }
      case 'finished':
        this.io.err(`${event.reason === 'completed' ? 'Finished' : 'Stopped'} after ${((performance.now() - this.startedAt) / 1000).toFixed(1)} s\n`);
        break;
      case 'engine':
      case 'phase':
      case 'predictions':
        break;
      default:
        event satisfies never;
    }
  }

  private line(step: number, epoch: number, metrics: Metrics, more = ''): void {
    if (this.json) {
      this.io.out(`${JSON.stringify({ step, epoch, ...metrics })}\n`);
      return;
    }
    const values = Object.entries(metrics).map(([name, value]) => `${name} ${value.toPrecision(4)}`);
    this.io.out(`step ${String(step).padStart(String(this.totalSteps).length)}/${this.totalSteps}  epoch ${epoch}  ${values.join('  ')}${more}\n`);
  }
}

interface Options {
  readonly steps: number | undefined;
  readonly epochs: number | undefined;
  readonly seed: number | undefined;
  readonly backend: Backend | undefined;
  readonly size: readonly [number, number] | undefined;
  readonly cropsPerImage: number | undefined;
}

function readOptions(args: Arguments): Outcome<Options> {
  const steps = wholeNumber(args, 'steps', 1, 1e9);
  if (!steps.ok) return steps;
  const epochs = wholeNumber(args, 'epochs', 1, 1e6);
  if (!epochs.ok) return epochs;
  const seed = wholeNumber(args, 'seed', 0, 2 ** 31 - 1);
  if (!seed.ok) return seed;
  const cropsPerImage = wholeNumber(args, 'crops-per-image', 1, 10_000);
  if (!cropsPerImage.ok) return cropsPerImage;
  const name = args.text('backend');
  const backend = backends.find((known) => known === name);
  if (name !== undefined && !backend) return bad(unknownWord('backend', name, backends));
  const size = readSize(args.text('size'));
  if (!size.ok) return size;
  return good({ steps: steps.value, epochs: epochs.value, seed: seed.value, backend, size: size.value, cropsPerImage: cropsPerImage.value });
}

/** `64x96` is 64 high and 96 wide; `64` is square. */
function readSize(text: string | undefined): Outcome<readonly [number, number] | undefined> {
  if (text === undefined) return good(undefined);
  const match = /^(\d{1,5})(?:[x×](\d{1,5}))?$/i.exec(text.trim());
  const [height, width] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (!match || height < 1 || width < 1) return bad(`--size must be HEIGHTxWIDTH in pixels, e.g. 128x128, but is "${text}".`);
  return good([height, width]);
}
