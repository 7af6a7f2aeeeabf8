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

const STEPS = 24;

beforeAll(async () => {
  const wasmFiles = `${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`;
  expect(await selectEngine({ preferred: 'wasm', wasmFiles })).toMatchObject({ backend: 'wasm' });
});
afterAll(async () => {
  await tf.setBackend('cpu');
});

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

it.each(tinyTemplates().map(({ id, document }) => [id, document] as const))('%s learns', async (_, document) => {
  const { type, params } = document.training.data!;
  const definition = datasetOf(type)!;
  const few = 'count' in definition.params ? { count: 160 } : {};
  const dataset = definition.generate(completeParams(definition.params, { ...params, ...few } as Record<string, ParamValue>).params, 1);
  const { program, diagnostics } = compile(document, { data: definition.signature(completeParams(definition.params, params as Record<string, ParamValue>).params) });
  expect(diagnostics).toEqual([]);
  const losses: number[] = [];
  const run = new TrainingRun(program!, { ...document.training, batchSize: Math.min(32, document.training.batchSize) }, dataset, {
    steps: STEPS,
    onEvent(event) {
      if (event.kind === 'error') throw new Error(event.error.message);
      if (event.kind === 'step') losses.push(...event.reports.map(({ metrics }) => metrics['loss']!));
    },
  });
  await run.run();
  run.dispose();
  expect(losses).toHaveLength(STEPS);
  expect(mean(losses.slice(-6)), losses.map((l) => l.toFixed(3)).join(' ')).toBeLessThan(mean(losses.slice(0, 3)));
});
