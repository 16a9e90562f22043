// Chunks: what is read is what was written, whatever its bits, and bytes that are alike compress.

import { expect, test } from 'vitest';
import { type ChunkAt, Columns, readChunk } from '../../src/partitions/chunk.ts';
import type { StoredObject } from '../../src/partitions/place.ts';
import { MemoryPlace } from './memory-place.ts';

const WIDTH = 3;

function written(rows: readonly (readonly number[])[]): { object: StoredObject; at: ChunkAt } {
  const place = new MemoryPlace();
  const writer = place.create('one');
  const columns = new Columns(WIDTH, rows.length);
  for (const row of rows) columns.append(Int32Array.from(row), 0, WIDTH);
  const at = columns.flush(writer);
  writer.commit({});
  return { object: place.open('one') as StoredObject, at };
}

test.each([
  ['short', 5],
  ['compressed', 2048],
])('%s: every bit comes back', (_, count) => {
  const rows = Array.from({ length: count }, (_, k) => [
    Math.imul(k, 0x9e3779b1),
    -1 - k,
    k % 2 === 0 ? -(2 ** 31) : 2 ** 31 - 1,
  ]);
  const { object, at } = written(rows);
  const columns = readChunk(object, at, WIDTH);
  const back = rows.map((_, k) => [0, 1, 2].map((w) => columns[w * count + k]));
  expect(back).toEqual(rows);
});

test('bytes of one place are compressed together', () => {
  // The upper half of each word is the same; the lower half is not to be compressed.
  const upper = 0x5a5a0000;
  const rows = Array.from({ length: 2048 }, (_, k) =>
    [1, 2, 3].map((w) => upper | (Math.imul(k * w + 1, 0x9e3779b1) >>> 16)),
  );
  const { at } = written(rows);
  expect(at.length).toBeLessThan(1.03 * 2 * WIDTH * rows.length);
});
