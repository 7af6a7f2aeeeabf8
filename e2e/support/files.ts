// Files for the end-to-end tests: networks opened through the file chooser, and tiny data sets made on the spot.

import { expect, type Page } from '@playwright/test';
import { encode } from 'fast-png';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes the browser one without the File System Access API, as Firefox and Safari are: files come through upload pickers and go
 * through downloads, which a test can answer. To be called before the page opens.
 */
export async function withoutFileHandles(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ['showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker']) Reflect.deleteProperty(window, name);
  });
}

/** Opens a network's text by the Open button or command, whichever the page shows. */
export async function openText(page: Page, name: string, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+o');
  await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

/** Saves by the shortcut and returns the text that was downloaded with its name. */
export async function saveText(page: Page): Promise<{ readonly name: string; readonly text: string }> {
  const download = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  const saved = await download;
  const stream = await saved.createReadStream();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return { name: saved.suggestedFilename(), text: Buffer.concat(parts).toString('utf8') };
}

export interface Net {
  readonly nodes: readonly (readonly [id: string, type: string, params?: object])[];
  readonly edges: readonly (readonly [source: string, target: string])[];
  readonly training?: object;
  readonly version?: number;
}

/** A network file, its nodes one below the other. */
export function netText({ nodes, edges, training = {}, version = 1 }: Net): string {
  return JSON.stringify({
    format: 'netloom',
    version,
    name: 'net',
    nodes: nodes.map(([id, type, params], i) => ({ id, type, position: [300, 40 + 104 * i], ...(params ? { params } : {}) })),
    edges: edges.map(([source, target]) => ({ source, target })),
    training,
  });
}

/** Points in the plane, told apart by a small network; on any engine a step takes milliseconds. */
export const pointsNet = (training: object, units = 8): Net => ({
  nodes: [
    ['point', 'input', { shape: [2] }],
    ['hidden', 'dense', { units, activation: 'relu' }],
    ['classify', 'dense', { units: 2, activation: 'softmax' }],
    ['side', 'output', { loss: 'sparseCategoricalCrossentropy' }],
  ],
  edges: [
    ['point', 'hidden'],
    ['hidden', 'classify'],
    ['classify', 'side'],
  ],
  training: { data: { type: 'points', params: { kind: 'circles', count: 320 } }, ...training },
});

/** IDX bytes: magic number, the size of each axis, then the values, big-endian. */
export function idx(shape: readonly number[], value: (i: number) => number): Buffer {
  const count = shape.reduce((a, b) => a * b, 1);
  const bytes = Buffer.alloc(4 + 4 * shape.length + count);
  bytes.set([0, 0, 8, shape.length]);
  shape.forEach((size, axis) => bytes.writeUInt32BE(size, 4 + 4 * axis));
  for (let i = 0; i < count; i++) bytes[4 + 4 * shape.length + i] = value(i);
  return bytes;
}

/** `images/` and `masks/` with PNG files of one grey channel: a bright square at another place in each. */
export function writeMaskFolder(folder: string, count: number, size: number): void {
  for (const kind of ['images', 'masks']) {
    mkdirSync(path.join(folder, kind), { recursive: true });
    for (let n = 0; n < count; n++) {
      const inside = (i: number): boolean => Math.abs((i % size) - 4 - n) < 3 && Math.abs(Math.floor(i / size) - 5) < 3;
      const data = Uint8Array.from({ length: size * size }, (_, i) => (inside(i) ? (kind === 'masks' ? 255 : 200) : kind === 'masks' ? 0 : 30 + (i % 7)));
      writeFileSync(path.join(folder, kind, `cell_${n}.png`), encode({ width: size, height: size, data, channels: 1, depth: 8 }));
    }
  }
}

export async function everythingFits(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /^Problems/ }).click();
  await expect(page.getByText('Everything fits')).toBeVisible();
}
