// The generated code as people read it: a change of its form shows in review.

import { expect, it } from 'vitest';
import { cifarResnet } from '../../../templates/cifarResnet.ts';
import { unet } from '../../../templates/unet.ts';
import { compile } from '../../compiler/compile.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { parseDocument } from '../../graph/parse.ts';
import { printModel } from './printModel.ts';
import { printReadme } from './printReadme.ts';
import { printTrain } from './printTrain.ts';

const TINY = `{
  "format": "netloom", "version": 1, "name": "tiny",
  "nodes": [
    { "id": "image", "type": "input",  "position": [0, 0],   "params": { "shape": [64, 64, 3] } },
    { "id": "down",  "type": "conv2d", "position": [0, 120], "params": { "filters": 8, "kernelSize": 4, "strides": 2, "padding": 1 } },
    { "id": "join",  "type": "concatenate", "position": [0, 240] },
    { "id": "mask",  "type": "output", "position": [0, 360], "params": { "loss": "binaryCrossentropy" } }
  ],
  "edges": [
    { "source": "image", "target": "down" },
    { "source": "down", "target": "join", "targetPort": "0" },
    { "source": "down", "target": "join", "targetPort": "1" },
    { "source": "join", "target": "mask" }
  ],
  "blocks": {},
  "training": { "optimizer": { "type": "adam", "learningRate": 0.001 }, "batchSize": 16, "epochs": 5, "seed": 1 }
}`;

function tiny(): NetloomDocument {
  const parsed = parseDocument(TINY);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.document;
}

function modelOf(document: NetloomDocument): string {
  const { program, report } = compile(document);
  if (program === null) throw new Error(`${document.name} does not compile`);
  return printModel(program, { report }).text;
}

it.each([
  ['tiny', tiny()],
  ['unet', unet.build({ size: 32, depth: 2, width: 4, channels: 1, normalize: false, up: 'deconvolution', blocks: false })],
  ['resnet-8', cifarResnet.build({ n: 1, width: 16, size: 32, channels: 3, classes: 10 })],
])('the model of %s', async (name, document) => {
  await expect(modelOf(document)).toMatchFileSnapshot(`snapshots/${name}.model.ts.txt`);
});

it('train.ts on a built-in data set', async () => {
  const document = unet.build({ size: 32, depth: 2, width: 4, channels: 1, normalize: false, up: 'deconvolution', blocks: false });
  await expect(printTrain(compile(document).program!, document.training).text).toMatchFileSnapshot('snapshots/unet.train.ts.txt');
});

it('train.ts and README on the own data of a person', async () => {
  const document = tiny();
  const { program, report } = compile(document);
  const { text, data } = printTrain(program!, document.training);
  await expect(text).toMatchFileSnapshot('snapshots/tiny.train.ts.txt');
  const readme = printReadme({ program: program!, report, documentPath: 'tiny.netloom.json', data, trained: true, paths: ['model.ts', 'train.ts', 'node.ts', 'runtime/x.ts', 'weights'] });
  await expect(readme).toMatchFileSnapshot('snapshots/tiny.README.md.txt');
});

it('maps the lines of tiny to its nodes', () => {
  const { program, report } = compile(tiny());
  const { text, lines } = printModel(program!, { report });
  const all = text.split('\n');
  expect(lines.map(({ from, to, node }) => `${node}: ${all.slice(from - 1, to).map((line) => line.trim()).join(' ')}`.slice(0, 100))).toMatchInlineSnapshot(`
    [
      "image: const image = tf.input({ shape: [64, 64, 3], name: 'image' });",
      "down: // 64×64×3 → 32×32×8   ⌊(64 + 2·1 − 4) / 2⌋ + 1 = 32 const down = tf.layers.conv2d({ filters: ",
      "join: // 32×32×8 → 32×32×16 const join = tf.layers.concatenate({ name: 'join' }).apply([down, down])",
      "mask: return tf.model({ inputs: image, outputs: join, name: 'tiny' });",
    ]
  `);
});
