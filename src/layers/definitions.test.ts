// Every layer of the list computes its definition, forward and backward, as it is lowered: on cpu and on wasm. (WebGPU: e2e.)

import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { correctKernels } from '../runtime/index.ts';
import { differenceFromDefinition } from './conformance/againstDefinition.ts';
import { computingTypes, layerRows } from './conformance/rows.ts';

const rows = layerRows();

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
    correctKernels(backend);
  });

  it.each(computingTypes)('%s computes its definition, forward and backward', async (type) => {
    const own = rows.filter((row) => row.type === type);
    expect(own.length).toBeGreaterThan(0);
    for (const row of own) {
      const { forward, gradients } = await differenceFromDefinition(row);
      expect(forward, row.name).toBeLessThan(3e-6);
      for (const [name, difference] of Object.entries(gradients)) expect(difference, `${row.name}, slope by ${name}`).toBeLessThan(2e-5);
    }
  });
});

// Once per thread: tfjs refuses another path after its start.
try {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
} catch {
  // Another test file of this thread has given it.
}
