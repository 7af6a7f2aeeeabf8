import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { TrainingConfig } from '../graph/document.ts';
import { TrainingRun, type RunOptions } from './loop.ts';
import type { Checkpoint, StepReport, TrainingEvent } from './messages.ts';
import { bars, programOf, smallConvNet, trainingOf } from './testPrograms.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

interface Recorded {
  readonly events: TrainingEvent[];
  readonly run: TrainingRun;
  steps(): StepReport[];
  losses(): number[];
  checkpoints(): Checkpoint[];
}

function record(options: Partial<RunOptions> = {}, change: Partial<TrainingConfig> = {}, program = smallConvNet(), data = bars(50)): Recorded {
  const events: TrainingEvent[] = [];
  const run = new TrainingRun(program, trainingOf(change), data, {
    ...options,
    onEvent(event) {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  const steps = () => events.flatMap((event) => (event.kind === 'step' ? event.reports : []));
  return {
    events,
    run,
    steps,
    losses: () => steps().map(({ metrics }) => metrics['loss'] ?? Number.NaN),
    checkpoints: () => events.flatMap((event) => (event.kind === 'checkpoint' ? [event.checkpoint] : [])),
  };
}

async function trained(...args: Parameters<typeof record>): Promise<Recorded> {
  const recorded = record(...args);
  await recorded.run.run();
  recorded.run.dispose();
  return recorded;
}

/** The run without options, which others are compared with: once for all of them. */
let plain: Promise<Recorded> | undefined;
const straightRun = (): Promise<Recorded> => (plain ??= trained());

const kinds = ({ events }: Recorded): string[] => events.map((event) => (event.kind === 'phase' ? event.phase : event.kind));

describe('a run', () => {
  test('reports every step, every epoch with validation, and ends completed', async () => {
    const recorded = await straightRun();
    // 50 samples, a fifth for validation: 40 in batches of 8.
    expect(recorded.events.find((event) => event.kind === 'started')).toEqual({ kind: 'started', totalSteps: 20, stepsPerEpoch: 5, trainCount: 40, validationCount: 10 });
    expect(recorded.steps().map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(recorded.steps().map(({ epoch }) => epoch)).toEqual(Array.from({ length: 20 }, (_, i) => Math.floor(i / 5) + 1));
    const epochs = recorded.events.flatMap((event) => (event.kind === 'epoch' ? [event] : []));
    expect(epochs.map(({ epoch, step }) => [epoch, step])).toEqual([[1, 5], [2, 10], [3, 15], [4, 20]]);
    expect(Object.keys(epochs[0]!.metrics)).toEqual(['loss', 'accuracy', 'val_loss', 'val_accuracy']);
    const mean = recorded.losses().slice(5, 10).reduce((a, b) => a + b) / 5;
    expect(epochs[1]!.metrics['loss']).toBeCloseTo(mean, 6);
    expect(recorded.events.at(-1)).toEqual({ kind: 'finished', reason: 'completed' });
  });

  test('learns: the last losses are well below the first', async () => {
    const losses = (await trained({}, { epochs: 8 })).losses();
    expect(losses.slice(-5).reduce((a, b) => a + b)).toBeLessThan(0.5 * losses.slice(0, 5).reduce((a, b) => a + b));
  });

  test('holds the same number of tensors at every step and leaves none behind', async () => {
    const before = tf.memory().numTensors;
    const counts = (await trained()).steps().map(({ numTensors }) => numTensors);
    expect(new Set(counts).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('gives the same curve for the same seed, and another for another', async () => {
    const [one, two, other] = [await straightRun(), await trained(), await trained({}, { seed: 8 })];
    expect(two.losses()).toEqual(one.losses());
    expect(other.losses()).not.toEqual(one.losses());
  });

  test.each([
    ['Adam', { type: 'adam', learningRate: 0.01 }],
    ['SGD with momentum', { type: 'sgd', learningRate: 0.05, momentum: 0.9 }],
  ] as const)('of 20 steps with %s equals 10 steps, a checkpoint, and 10 more, to the last bit', async (_, optimizer) => {
    const straight = await trained({}, { optimizer });
    // 12 steps end in the middle of an epoch: order, dropout, moments, moving averages and the epoch's mean must all go on.
    const first = await trained({ steps: 12 }, { optimizer });
    const checkpoint = structuredClone(first.checkpoints().at(-1)!);
    const second = await trained({ checkpoint }, { optimizer });
    expect(checkpoint.step).toBe(12);
    expect([...first.losses(), ...second.losses()]).toEqual(straight.losses());
    expect(second.checkpoints().at(-1)).toEqual(straight.checkpoints().at(-1));
    const epochs = (recorded: Recorded) => recorded.events.flatMap((event) => (event.kind === 'epoch' && event.epoch > 2 ? [event] : []));
    expect(epochs(second)).toEqual(epochs(straight));
  });

  test('sends a checkpoint at the end of every epoch, whose numbers later steps do not change', async () => {
    const recorded = await straightRun();
    expect(recorded.checkpoints().map(({ step, epoch }) => [step, epoch])).toEqual([[5, 1], [10, 2], [15, 3], [20, 4]]);
    const kernels = recorded.checkpoints().map(({ weights }) => [...weights.find(({ name }) => name === 'conv/kernel')!.data]);
    expect(kernels[0]).not.toEqual(kernels[3]);
    expect(recorded.checkpoints()[0]!.weights.map(({ name }) => name)).toEqual([
      'conv/kernel', 'conv/bias', 'norm/gamma', 'norm/beta', 'classes/kernel', 'classes/bias', 'norm/moving_mean', 'norm/moving_variance',
    ]);
    expect(recorded.checkpoints()[0]!.optimizer.map(({ name }) => name)).toContain('conv/kernel/m');
  });

  test('goes on as before whatever is done with a checkpoint that it has sent', async () => {
    const spoiled = await trained({
      onEvent(event) {
        if (event.kind === 'checkpoint') for (const { data } of [...event.checkpoint.weights, ...event.checkpoint.optimizer]) data.fill(0);
      },
    });
    expect(spoiled.losses()).toEqual((await straightRun()).losses());
  });

  test('drops other values at each step', async () => {
    const { inputs, targets, ...rest } = bars(50);
    // All samples alike and nothing learned: only the mask can make a difference.
    const alike = { ...rest, inputs: Float32Array.from(inputs, (_, i) => inputs[i % 64]!), targets: targets.map(() => targets[0]!) };
    const losses = (await trained({}, { optimizer: { type: 'sgd', learningRate: 0 } }, smallConvNet(), alike)).losses();
    expect(new Set(losses).size).toBe(losses.length);
  });

  test('takes fewer samples than a batch as one batch', async () => {
    const recorded = await trained({}, { batchSize: 64, epochs: 2 }, smallConvNet(), bars(10));
    expect(recorded.events.find((event) => event.kind === 'started')).toMatchObject({ totalSteps: 2, trainCount: 8 });
    expect(recorded.events.at(-1)?.kind).toBe('finished');
  });
});

describe('a person', () => {
  test('pauses, looks, and resumes without changing the curve', async () => {
    const straight = await straightRun();
    let resumed = false;
    const recorded = record({
      onEvent(event) {
        if (event.kind === 'epoch' && event.epoch === 2) recorded.run.pause();
        if (event.kind === 'phase' && event.phase === 'paused') {
          recorded.run.predict(3);
          setTimeout(() => {
            resumed = true;
            recorded.run.resume();
          }, 20);
        }
      },
    });
    await recorded.run.run();
    recorded.run.dispose();
    expect(resumed).toBe(true);
    const order = kinds(recorded);
    expect(order.indexOf('predictions')).toBeGreaterThan(order.indexOf('paused'));
    expect(order[order.indexOf('paused') - 1]).toBe('checkpoint');
    expect(recorded.losses()).toEqual(straight.losses());
  });

  test('stops a run, also a paused one, and keeps its weights', async () => {
    const recorded = record({
      onEvent(event) {
        if (event.kind === 'epoch') recorded.run.pause();
        if (event.kind === 'phase' && event.phase === 'paused') setTimeout(() => recorded.run.stop(), 5);
      },
    });
    await recorded.run.run();
    expect(recorded.events.at(-1)).toEqual({ kind: 'finished', reason: 'stopped' });
    expect(recorded.checkpoints().at(-1)?.step).toBe(5);
    recorded.run.dispose();
  });

  test('asks for predictions of validation samples, before, while and after it runs', async () => {
    const before = tf.memory().numTensors;
    const recorded = record();
    recorded.run.predict(4);
    await recorded.run.run();
    recorded.run.predict(12);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const sets = recorded.events.flatMap((event) => (event.kind === 'predictions' ? [event.predictions] : []));
    expect(sets.map(({ samples }) => samples.length)).toEqual([4, 10]);
    const { samples, outputShape, inputShape } = sets[1]!;
    expect(samples.map(({ index }) => index)).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48, 49]);
    expect([outputShape, inputShape]).toEqual([[3], [8, 8, 1]]);
    expect(samples[0]!.input).toEqual(bars(50).inputs.slice(40 * 64, 41 * 64));
    expect([...samples[9]!.output].reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    const right = samples.filter(({ output, target }) => output.indexOf(Math.max(...output)) === target[0]);
    expect(right.length).toBeGreaterThan(6);
    recorded.run.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('what goes wrong', () => {
  test('a loss that is not finite ends the run with the node and advice; the last checkpoint is good', async () => {
    const exploding = programOf(
      [8, 8, 1],
      [
        ['flat', 'tf.layers', 'flatten', {}, [64]],
        ['wide', 'tf.layers', 'dense', { units: 8 }, [8]],
        ['out', 'tf.layers', 'dense', { units: 1 }, [1]],
      ],
      'meanSquaredError',
    );
    const before = tf.memory().numTensors;
    const recorded = await trained({}, { optimizer: { type: 'sgd', learningRate: 3 }, epochs: 30 }, exploding);
    const last = recorded.events.at(-1);
    expect(last).toMatchObject({ kind: 'error', error: { kind: 'not-finite', node: 'wide-node' } });
    expect(last?.kind === 'error' && last.error.advice).toContain('learning rate');
    for (const { weights } of recorded.checkpoints()) for (const { data } of weights) expect(data.every(Number.isFinite)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a NaN in the data is told from a diverging network', async () => {
    const data = bars(50);
    data.inputs[70] = Number.NaN;
    expect((await trained({}, {}, smallConvNet(), data)).events.at(-1)).toMatchObject({ kind: 'error', error: { kind: 'data' } });
  });

  test('data of another shape is an error before the first step', async () => {
    const recorded = await trained({}, {}, smallConvNet(), { ...bars(50), inputShape: [4, 16, 1] });
    expect(recorded.events.at(-1)).toMatchObject({ kind: 'error', error: { kind: 'data', node: 'image', message: "The network's input is 8×8×1, but a sample of bars is 4×16×1." } });
  });

  test('a class number beyond the last unit is an error, not a lost sample', async () => {
    const data = bars(50);
    data.targets[3] = 5;
    expect((await trained({}, {}, smallConvNet(), data)).events.at(-1)).toMatchObject({ kind: 'error', error: { kind: 'data', node: 'result' } });
  });

  test("another network's checkpoint is refused by name", async () => {
    const checkpoint = structuredClone((await trained({ steps: 1 })).checkpoints().at(-1)!);
    const wider = smallConvNet();
    const changed = { ...wider, calls: wider.calls.map((call) => (call.id === 'conv' ? { ...call, config: { ...call.config, filters: 5 } } : call)) };
    expect((await trained({ checkpoint }, {}, changed)).events.at(-1)).toMatchObject({ kind: 'error', error: { kind: 'data' } });
  });

  /** Its third node, `gelu-node`, computes with erf, which the others don't. */
  const withErf = programOf(
    [8, 8, 1],
    [
      ['flat', 'tf.layers', 'flatten', {}, [64]],
      ['wide', 'tf.layers', 'dense', { units: 8 }, [8]],
      ['gelu', 'runtime', 'activation', { activation: 'gelu' }, [8]],
      ['out', 'tf.layers', 'dense', { units: 1 }, [1]],
    ],
    'meanSquaredError',
  );
  const failing = (): never => {
    throw new Error('There is no room.');
  };

  test('an exception names the node whose value was being computed', async () => {
    const kernel = tf.getKernel('Erf', 'cpu') as { kernelFunc: unknown };
    const kept = kernel.kernelFunc;
    kernel.kernelFunc = failing;
    const recorded = await trained({}, {}, withErf).finally(() => (kernel.kernelFunc = kept));
    expect(recorded.events.at(-1)).toMatchObject({ kind: 'error', error: { kind: 'internal', node: 'gelu-node', message: 'There is no room. It happens while the value is computed of gelu-node.' } });
  });

  test('an engine that cannot even let go of memory does not throw after it has failed', async () => {
    const kernel = tf.getKernel('Erf', 'cpu') as { kernelFunc: unknown };
    const kept = kernel.kernelFunc;
    kernel.kernelFunc = failing;
    const recorded = record({}, {}, withErf);
    await recorded.run.run().finally(() => (kernel.kernelFunc = kept));
    const letGo = vi.spyOn(tf.engine(), 'disposeVariable').mockImplementation(failing);
    expect(() => recorded.run.dispose()).not.toThrow();
    letGo.mockRestore();
    const whole = record();
    await whole.run.run();
    const letGoAgain = vi.spyOn(tf.engine(), 'disposeVariable').mockImplementation(failing);
    expect(() => whole.run.dispose()).toThrow('There is no room.');
    letGoAgain.mockRestore();
  });

  test('an exception names the node whose gradient was being computed, and the weights are those of the checkpoint', async () => {
    const gradient = tf.getGradient('Erf') as { gradFunc: unknown };
    const kept = gradient.gradFunc;
    const recorded = record({ onEvent: (event) => event.kind === 'epoch' && event.epoch === 1 && (gradient.gradFunc = failing) }, {}, withErf);
    await recorded.run.run().finally(() => (gradient.gradFunc = kept));
    expect(recorded.events.at(-1)).toMatchObject({ kind: 'error', error: { kind: 'internal', node: 'gelu-node', message: 'There is no room. It happens while the gradient is computed of gelu-node.' } });
    expect(recorded.checkpoints().map(({ step }) => step)).toEqual([5]);
    recorded.run.checkpoint();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(recorded.checkpoints().at(-1)!.weights).toEqual(recorded.checkpoints()[0]!.weights);
    recorded.run.dispose();
  });

  test('a lost device ends the run, also while the run is paused', async () => {
    const recorded = record({
      onEvent(event) {
        if (event.kind === 'epoch') recorded.run.pause();
        if (event.kind === 'phase' && event.phase === 'paused') {
          setTimeout(() => recorded.run.abort({ kind: 'device-lost', message: 'gone', advice: 'again' }), 5);
        }
      },
    });
    await recorded.run.run();
    recorded.run.dispose();
    expect(recorded.events.at(-1)).toMatchObject({ kind: 'error', error: { kind: 'device-lost', message: 'gone' } });
    expect(recorded.checkpoints().at(-1)?.step).toBe(5);
  });
});
