// docs/layers.md: what is checked of every layer, told by the very lists that the checks go through. `npm run docs` writes it.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { layerSweep } from '../src/codegen/typescript/layerSweep.ts';
import { layerRows } from '../src/layers/conformance/rows.ts';
import { sweeps } from '../src/layers/conformance/sweeps.ts';
import { layers } from '../src/layers/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const TABLE = path.join(root, 'docs/layers.md');
/** What e2e/webgpuConformance.spec.ts has written: the adapter, and per layer how many rows it compared and which. */
export const WEBGPU_RECORD = path.join(root, 'docs/conformance/webgpu.json');

export interface WebGpuRecord {
  /** As the browser names it: `google swiftshader`. */
  readonly adapter: string;
  readonly layers: Readonly<Record<string, { readonly rows: number; readonly which: string }>>;
}

/** Per layer the number of rows and a digest of their names, so that a record of other rows is told from one of these. */
export function recordOf(names: readonly { readonly type: string; readonly name: string }[]): WebGpuRecord['layers'] {
  const byType = new Map<string, string[]>();
  for (const { type, name } of names) byType.set(type, [...(byType.get(type) ?? []), name]);
  return Object.fromEntries([...byType].map(([type, rows]) => [type, { rows: rows.length, which: createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 12) }]));
}

export const readWebGpuRecord = (): WebGpuRecord => JSON.parse(readFileSync(WEBGPU_RECORD, 'utf8')) as WebGpuRecord;

export function layersTable(webGpu: WebGpuRecord): string {
  const rows = recordOf(layerRows());
  const exported = new Map<string, number>(layerSweep().map(({ type, cases }) => [type, cases]));
  const lines = layers.map(({ type, label }) => {
    const built = sweeps[type].reduce((sum, { params, inputs }) => sum + params.length * inputs.length, 0);
    const own = rows[type];
    const onGpu = webGpu.layers[type];
    const gpu = own === undefined ? '' : onGpu?.which === own.which ? String(onGpu.rows) : onGpu === undefined ? 'not yet run' : 'changed since';
    return `| ${label} | \`${type}\` | ${built} | ${own?.rows ?? ''} | ${own?.rows ?? ''} | ${gpu} | ${exported.get(type) ?? ''} |`;
  });
  return `# What is checked of every layer

Written by \`npm run docs\` from the lists that the checks go through; a unit test fails when it is stale, and a layer that is in none of the lists does not compile. The numbers are sets of params and input shapes.

- **Shape, weights**: the layer is built as it is lowered, and the predicted output shape and weights are those of the real tensors (\`src/layers/conformance.test.ts\`).
- **cpu, wasm**: its output, and the gradient by every input and every trainable weight, are those of its definition, written in plain double-precision loops (\`src/layers/conformance/definitions.ts\`); the gradient is compared with a difference quotient along a random direction. Outputs agree to 3·10⁻⁶ of the largest value, slopes to 2·10⁻⁵ (\`src/layers/definitions.test.ts\`).
- **WebGPU**: for the same sets of params, output and gradients are those of the cpu backend, to 2·10⁻⁴ (5·10⁻³ where a sine is in it, which WGSL bounds no better). This is an end-to-end test, not a unit test (\`e2e/webgpuConformance.spec.ts\`); what stands here was last recorded on **${webGpu.adapter}**. Of other adapters nothing is claimed.
- **Code**: the generated TypeScript, executed, makes the same weights from the same seed as the app and predicts the same to the last bit (\`src/codegen/typescript/generatedCode.test.ts\`).

All layers together, in random networks with merges, blocks and shared weights: what compiles has the predicted shapes and parameters, trains one step with finite numbers, and is the same network as code and after it was saved and opened (\`src/codegen/randomNetworks.test.ts\`).

Input and output compute nothing. A dropout, a noise and a stochastic depth are compared with the numbers that the seed draws.

| layer | type | shape, weights | cpu | wasm | WebGPU | code |
|---|---|---:|---:|---:|---:|---:|
${lines.join('\n')}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(TABLE, layersTable(readWebGpuRecord()));
  console.log(`Wrote ${path.relative(root, TABLE)}`);
}
