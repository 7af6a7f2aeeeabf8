// One run in Node, in a process of its own, printed as JSON: Netloom's wasm engine or stock tfjs on its cpu backend.

import * as tf from '@tensorflow/tfjs';
import { openEngine } from '../../src/cli/engine.ts';
import { TrainingRun } from '../../src/training/loop.ts';
import { stockFit } from './stockFit.ts';
import { taskNames, taskOf, type Measured } from './tasks.ts';

const [contestant, name, count] = process.argv.slice(2);
const steps = Number(count);
const task = taskOf(taskNames.find((known) => known === name) ?? 'unet', steps);

const startAt = performance.now();
let firstAt = NaN;
const losses: number[] = [];
if (contestant === 'netloom wasm') {
  const engine = await openEngine('wasm', process.cwd());
  if (!engine.ok) throw new Error(engine.problem);
  let lastAt = NaN;
  const run = new TrainingRun(task.program, task.training, task.dataset, {
    onEvent(event) {
      if (event.kind === 'error') throw new Error(event.error.message);
      if (event.kind === 'phase' && event.phase === 'training' && Number.isNaN(firstAt)) firstAt = performance.now();
      if (event.kind === 'step') for (const { metrics } of event.reports) losses.push(metrics['loss']!);
      if (losses.length === steps && Number.isNaN(lastAt)) lastAt = performance.now();
    },
  });
  await run.run();
  print(lastAt);
} else {
  await tf.setBackend('cpu');
  losses.push(...(await stockFit(task, () => (firstAt = performance.now()))));
  print(performance.now());
}

function print(lastAt: number): void {
  const measured: Measured = { losses, backend: tf.getBackend(), firstStepMs: firstAt - startAt, stepMs: (lastAt - firstAt) / (steps - 1) };
  console.log(`result ${JSON.stringify(measured)}`);
}
