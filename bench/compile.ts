// Measures compiling: a whole network, one edit of it, and a broken one whose fixes are proven. Run: npx tsx bench/compile.ts

import { compile } from '../src/compiler/compile.ts';
import { applyEdits, type Edit } from '../src/graph/edits.ts';
import { network, type Tensor } from '../src/graph/builder.ts';
import type { NetloomDocument } from '../src/graph/document.ts';

/** A residual network of about `size` nodes. */
function residual(size: number): NetloomDocument {
  const net = network(`residual-${size}`);
  let x: Tensor = net.input([32, 32, 3], { id: 'image', at: [0, 0] }).conv2d({ filters: 16, padding: 1 }, { id: 'stem', at: [0, 1] });
  const blocks = Math.floor((size - 5) / 6);
  for (let i = 0; i < blocks; i++) {
    const at = (row: number) => ({ at: [0, 2 + 6 * i + row] as const });
    const inner = x
      .conv2d({ filters: 16, padding: 1, useBias: false }, { id: `a${i}`, ...at(0) })
      .batchNormalization({}, { id: `n${i}`, ...at(1) })
      .activation({}, { id: `r${i}`, ...at(2) })
      .conv2d({ filters: 16, padding: 1, useBias: false }, { id: `b${i}`, ...at(3) })
      .batchNormalization({}, { id: `m${i}`, ...at(4) });
    x = net.merge('add', [x, inner], {}, { id: `add${i}`, ...at(5) });
  }
  const last = 2 + 6 * blocks;
  x.globalAveragePooling2d({}, { id: 'pool', at: [0, last] })
    .dense({ units: 10, activation: 'softmax' }, { id: 'classes', at: [0, last + 1] })
    .output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'answer', at: [0, last + 2] });
  return net.document();
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

function time(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

const RUNS = 25;
/** Fresh params objects, so that nothing is remembered. */
const afresh = (document: NetloomDocument): NetloomDocument => structuredClone(document);

for (const size of [60, 1000, 4000]) {
  const document = residual(size);
  for (let i = 0; i < 10; i++) compile(afresh(document));
  const full = Array.from({ length: RUNS }, () => {
    const fresh = afresh(document);
    return time(() => compile(fresh));
  });
  let current = document;
  let previous = compile(current);
  const edit = (edits: (i: number) => readonly Edit[]): number =>
    median(
      Array.from({ length: RUNS }, (_, i) => {
        const edited = applyEdits(current, edits(i));
        return time(() => {
          previous = compile(edited, { previous });
          current = edited;
        });
      }),
    );
  const moved = edit((i) => [{ kind: 'moveNode', id: 'a2', position: [i, i] }]);
  const late = edit((i) => [{ kind: 'setParams', id: 'classes', params: { units: 10 + i } }]);
  const early = edit((i) => [{ kind: 'setParams', id: 'image', params: { shape: [32 + i, 32, 3] } }]);
  const broken = edit((i) => [{ kind: 'setParams', id: 'b3', params: { filters: 17 + i } }]);
  const shown = (ms: number): string => `${ms.toFixed(2)} ms`;
  console.log(
    `${String(document.nodes.length).padStart(5)} nodes: full ${shown(median(full))}, move ${shown(moved)}, last layer ${shown(late)}, ` +
      `input shape ${shown(early)}, broken skip with ${previous.diagnostics.reduce((n, d) => n + d.fixes.length, 0)} proven fixes ${shown(broken)}`,
  );
}
