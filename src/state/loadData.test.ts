import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { DEFAULT_IMAGE_OPTIONS, type LoadReply, type LoadRequest } from './dataLoading.ts';
import { loadData } from './loadData.ts';
import type { NamedBytes } from './platform.ts';

const png = (path: string, side: number): NamedBytes => ({
  path,
  bytes: new Uint8Array(encode({ width: side, height: side, channels: 1, depth: 8, data: new Uint8Array(side * side).map((_, i) => (i % 2) * 255) })),
});
const masks = (side: number): NamedBytes[] => ['1', '2'].flatMap((name) => [png(`images/${name}.png`, side), png(`masks/${name}.png`, side)]);
const own = (files: NamedBytes[], options = {}): LoadRequest => ({ kind: 'own', name: 'cells', files, options: { ...DEFAULT_IMAGE_OPTIONS, ...options }, seed: 1 });

async function load(request: LoadRequest): Promise<{ reply: LoadReply; progress: LoadReply[] }> {
  const progress: LoadReply[] = [];
  return { reply: await loadData(request, (reply) => progress.push(reply)), progress };
}

describe('loading own files', () => {
  it('takes images as they are, under the name of the folder, and reports progress', async () => {
    const { reply, progress } = await load(own(masks(16)));
    expect(reply).toMatchObject({ kind: 'done', dataset: { name: 'cells', inputShape: [16, 16, 1], count: 2 }, source: { label: 'Images with masks', images: true } });
    expect(progress.at(-1)).toEqual({ kind: 'progress', text: 'Reading files', fraction: 1 });
  });

  it('makes large images smaller unless a size is asked for', async () => {
    expect((await load(own(masks(200)))).reply).toMatchObject({ dataset: { inputShape: [128, 128, 1] } });
    expect((await load(own(masks(200), { size: 32 }))).reply).toMatchObject({ dataset: { inputShape: [32, 32, 1] } });
  });

  it('cuts crops at full resolution', async () => {
    expect((await load(own(masks(200), { mode: 'crop', size: 64, cropsPerImage: 3, channels: 3 }))).reply).toMatchObject({
      dataset: { inputShape: [64, 64, 3], count: 6 },
    });
  });

  it('says what is wrong with a damaged file, by its name', async () => {
    const [image, mask, ...rest] = masks(16);
    const damaged = { path: image!.path, bytes: image!.bytes.slice(0, 40) };
    const { reply } = await load(own([damaged, mask!, ...rest]));
    expect(reply.kind).toBe('failed');
    expect((reply as { message: string }).message).toContain('images/1.png');
  });

  it('says what was expected of a folder that holds something else', async () => {
    const { reply } = await load(own([{ path: 'notes.txt', bytes: new Uint8Array(3) }]));
    expect(reply.kind).toBe('failed');
    expect((reply as { message: string }).message).toMatch(/Expected one of/);
  });
});

describe('built-in data', () => {
  it('is the same for the same params and seed, and another one for another seed', async () => {
    const request: LoadRequest = { kind: 'builtin', type: 'shapes', params: { count: 4, size: 16 }, seed: 3 };
    const [a, b, c] = await Promise.all([load(request), load(request), load({ ...request, seed: 4 })]);
    expect(a.reply).toEqual(b.reply);
    expect(a.reply).not.toEqual(c.reply);
    expect(a.reply).toMatchObject({ kind: 'done', dataset: { inputShape: [16, 16, 3], count: 4 } });
  });

  it('that does not exist is refused', async () => {
    expect((await load({ kind: 'builtin', type: 'imagenet', params: {}, seed: 1 })).reply.kind).toBe('failed');
  });
});
