import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { layersTable, readWebGpuRecord, recordOf, TABLE } from './layersTable.ts';

it('docs/layers.md is what the lists say; if not, `npm run docs` writes it', () => {
  expect(readFileSync(TABLE, 'utf8') === layersTable(readWebGpuRecord()), 'run `npm run docs`').toBe(true);
});

it('a record of other rows is not taken for one of these', () => {
  const record = recordOf([{ type: 'add', name: 'add {} on [[1],[1]]' }]);
  expect(layersTable({ adapter: 'test', layers: record })).toMatch(/\| Add \| `add` \|.*\| changed since \|/);
  expect(layersTable({ adapter: 'test', layers: {} })).toMatch(/\| Add \| `add` \|.*\| not yet run \|/);
});
