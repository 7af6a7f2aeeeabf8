import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { cifarResnet } from '../../templates/cifarResnet.ts';
import { digitsCnn } from '../../templates/digitsCnn.ts';
import { unet } from '../../templates/unet.ts';
import { compile } from '../compiler/compile.ts';
import { summarize } from '../compiler/summary.ts';
import { block, network } from '../graph/builder.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { completeParams } from '../layers/params.ts';
import { buildModel } from './buildModel.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const unit = block('unit', (b) => {
  const x = b.input('x');
  b.output('y', x.conv2d({ kernelSize: 3, padding: 1, filters: 2 }, { id: 'conv' }).batchNormalization({}, { id: 'norm' }).add({}, { id: 'sum', with: [x] }));
});
const blocks = network('blocks');
blocks.input([6, 6, 2], { id: 'image' }).block(unit, { repeat: 2 }, { id: 'stage' }).globalAveragePooling2d({}, { id: 'pool' }).dense({ units: 3 }, { id: 'scores' }).output({}, { id: 'out' });

test.each<[string, NetloomDocument]>([
  ['a CNN', digitsCnn.build(completeParams(digitsCnn.params, {}).params)],
  ['a ResNet', cifarResnet.build({ ...completeParams(cifarResnet.params, {}).params, blocks: 1 } as never)],
  ['a U-Net with normalization', unet.build({ ...completeParams(unet.params, {}).params, depth: 1, width: 2, size: 8, normalize: true })],
  ['repeated blocks', blocks.document()],
])('the summary of %s has the shapes and counts that tfjs prints', (_, document) => {
  const compilation = compile(document);
  const { program } = compilation;
  const lines: string[] = [];
  const model = buildModel(program!, { seed: 1 });
  model.summary(320, [0.3, 0.6, 0.8, 0.9, 1], (line: string) => lines.push(line));
  const printed = new Map(
    lines.flatMap((line): [string, { shape: string; params: number }][] => {
      const [, name, shape, params] = /^(\S+) \(\S+\)\s.*\[([^\][]*)\]\s+(\d+)(?:\s|$)/.exec(line) ?? [];
      return name === undefined ? [] : [[name, { shape: shape!, params: Number(params) }]];
    }),
  );
  expect(printed.size).toBe(program!.calls.length);
  const summary = summarize(document, compilation);
  expect(summary.rows.map((row) => row.name).toSorted()).toEqual([...new Set(program!.calls.map((call) => call.node))].toSorted());
  for (const { name, shape, params } of summary.rows) {
    const calls = program!.calls.filter((call) => call.node === name);
    // A layer that is several calls gives what the last gives, and costs what all cost.
    expect([name, calls.reduce((sum, call) => sum + printed.get(call.id)!.params, 0)]).toEqual([name, params]);
    expect([name, printed.get(calls.at(-1)!.id)!.shape]).toEqual([name, [null, ...shape!].map(String).join(',')]);
  }
  const total = (label: string): number => Number(lines.find((line) => line.startsWith(label))?.slice(label.length));
  const { params, trainableParams } = summary.totals;
  expect([params, trainableParams, params - trainableParams]).toEqual([total('Total params: '), total('Trainable params: '), total('Non-trainable params: ')]);
  model.dispose();
});
