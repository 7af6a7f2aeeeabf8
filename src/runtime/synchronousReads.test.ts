import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const src = fileURLToPath(new URL('..', import.meta.url));

test('nothing but tests reads tensors synchronously: on WebGPU it gave zeros and crashed the process of the GPU', () => {
  const shipped = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|conformance|testPrograms/.test(name));
  expect(shipped.length).toBeGreaterThan(200);
  const guilty = shipped.filter((name) => /\.(dataSync|arraySync|bufferSync|readSync)\b/.test(readFileSync(src + name, 'utf8')));
  expect(guilty).toEqual([]);
});
