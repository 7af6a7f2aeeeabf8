// Templates really train: tiny variants, on the data they come with, for a few steps on wasm.

import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compile } from '../src/compiler/compile.ts';
import { datasetOf } from '../src/datasets/index.ts';
import { completeParams, type ParamValue } from '../src/layers/params.ts';
import { selectEngine } from '../src/training/engines/selectEngine.ts';
import { TrainingRun } from '../src/training/loop.ts';
import { tinyTemplates } from './tiny.ts';

const STEPS = 12;
/** All samples in each step, so that no noise from batch to batch hides the fall. */
const BATCH = 8;

/** One of each kind; those that are left out differ from these by depth and width only. */
const chosen = ['points-mlp', 'lenet-5', 'cifar-resnet', 'cifar-densenet', 'unet', 'original-unet', 'segnet', 'vision-transformer', 'randomly-wired', 'unet-3d', 'conv-autoencoder', 'vanishing-gradient', 'self-normalizing', 'siren', 'signal-cnn'];

beforeAll(async () => {
  const wasmFiles = `${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`;
  expect(await selectEngine({ preferred: 'wasm', wasmFiles })).toMatchObject({ backend: 'wasm' });
});
afterAll(async () => {
  await tf.setBackend('cpu');
});

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

it.each(tinyTemplates().filter(({ id }) => chosen.includes(id)).map(({ id, document }) => [id, document] as const))('%s learns', async (_, document) => {
  const { type, params } = document.training.data!;
  const definition = datasetOf(type)!;
  const few = 'count' in definition.params ? { count: BATCH } : {};
  const dataset = definition.generate(completeParams(definition.params, { ...params, ...few } as Record<string, ParamValue>).params, 1);
  const { program, diagnostics } = compile(document, { data: dataset });
  expect(diagnostics).toEqual([]);
  const losses: number[] = [];
  const run = new TrainingRun(program!, { ...document.training, batchSize: BATCH, validationSplit: 0 }, dataset, {
    steps: STEPS,
    onEvent(event) {
      if (event.kind === 'error') throw new Error(event.error.message);
      if (event.kind === 'step') losses.push(...event.reports.map(({ metrics }) => metrics['loss']!));
    },
  });
  await run.run();
  run.dispose();
  expect(losses).toHaveLength(STEPS);
  expect(mean(losses.slice(-3)), losses.map((l) => l.toFixed(3)).join(' ')).toBeLessThan(mean(losses.slice(0, 3)));
});
