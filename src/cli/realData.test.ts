// What the command line reaches on real data: MNIST's test set and the membrane images of the U-Net paper. Needs ../shared/data; skipped without it.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeImage } from '../datasets/decode.ts';
import { loadFiles } from '../datasets/loadFiles.ts';
import { main } from './main.ts';

const data = resolve(import.meta.dirname, '../../../shared/data');
const mnist = join(data, 'mnist');
const membrane = join(data, 'membrane');
/** These take a minute: `npm test` runs them, the quick loop does not. */
const wanted = process.env['REAL_DATA'] === '1';
const why = (folder: string): string => (!wanted ? ' (run by npm test)' : existsSync(folder) ? '' : ' (skipped: ../shared/data is not there)');

const folder = mkdtempSync(join(tmpdir(), 'netloom-real-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Report = Readonly<Record<string, number>>;

async function run(...argv: string[]): Promise<string> {
  let out = '';
  let err = '';
  const code = await main(argv, { out: (text) => (out += text), err: (text) => (err += text), cwd: folder });
  expect(code, err).toBe(0);
  return out;
}

/** The last report of a training that judged the held-out samples. */
async function train(document: string, ...argv: string[]): Promise<Report> {
  const out = await run('train', document, '--json', ...argv);
  return out.trim().split('\n').map((line) => JSON.parse(line) as Report).findLast((report) => 'val_loss' in report)!;
}

describe.skipIf(!wanted || !existsSync(mnist))(`MNIST${why(mnist)}`, () => {
  it('the digits CNN reads 95 % of 1,000 held-out digits after 9,000', async () => {
    await run('template', 'digits-cnn', '--out', 'digits.json');
    const report = await train('digits.json', '--data', mnist, '--epochs', '3');
    console.warn(`MNIST, 9,000 / 1,000, 3 epochs: ${JSON.stringify(report)}`);
    expect(report['val_accuracy']).toBeGreaterThanOrEqual(0.95);
  }, 180_000);
});

describe.skipIf(!wanted || !existsSync(membrane))(`membrane${why(membrane)}`, () => {
  it('the U-Net beats the two constant answers in pixel accuracy and Dice', async () => {
    // 30 images as downscaled to 64×64; the last 6 are held out.
    await run('template', 'unet', '--set', 'depth=2', '--set', 'width=8', '--set', 'size=64', '--set', 'channels=1', '--out', 'unet.json');
    const document = JSON.parse(readFileSync(join(folder, 'unet.json'), 'utf8')) as { training: Record<string, unknown> };
    document.training = { ...document.training, optimizer: { type: 'adam', learningRate: 0.003 }, batchSize: 4, validationSplit: 0.2 };
    const file = join(folder, 'membrane.json');
    writeFileSync(file, JSON.stringify(document));
    const report = await train(file, '--data', membrane, '--steps', '120');

    const { everyCell, noCell } = await constantAnswers();
    console.warn(`membrane, 24 / 6 at 64×64, 120 steps: ${JSON.stringify({ report, everyCell, noCell })}`);
    for (const constant of [everyCell, noCell]) {
      expect(report['val_accuracy']).toBeGreaterThan(constant.accuracy + 0.02);
      expect(report['val_dice']).toBeGreaterThan(constant.dice + 0.01);
    }
  }, 300_000);
});

/** What predicting "cell" everywhere, and "membrane" everywhere, gets on the held-out masks; Dice of the cells. */
async function constantAnswers(): Promise<Record<'everyCell' | 'noCell', { readonly accuracy: number; readonly dice: number }>> {
  const files = ['images', 'masks'].flatMap((kind) =>
    readdirSync(join(membrane, kind)).map((name) => ({ path: `${kind}/${name}`, read: () => Promise.resolve(new Uint8Array(readFileSync(join(membrane, kind, name)))) })),
  );
  const loaded = await loadFiles(files, { decode: decodeImage, size: [64, 64], mode: 'downscale', channels: 1 });
  if (!loaded.ok) throw new Error(loaded.problem);
  const { targets, count } = loaded.dataset;
  const heldOut = targets.subarray(targets.length * (1 - 6 / count));
  const masks = Array.from({ length: 6 }, (_, i) => heldOut.subarray((i * heldOut.length) / 6, ((i + 1) * heldOut.length) / 6));
  const cells = masks.map((mask) => mask.reduce((a, b) => a + b, 0) / mask.length);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  return {
    everyCell: { accuracy: mean(cells), dice: mean(cells.map((c) => (2 * c) / (c + 1))) },
    noCell: { accuracy: 1 - mean(cells), dice: 0 },
  };
}
