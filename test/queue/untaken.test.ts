// Rows that no worker takes are told of once, after a while.

import { expect, test } from 'vitest';
import { UntakenRows } from '../../src/cli/queue/untaken.ts';

test('where nobody takes one', () => {
  const rows = new UntakenRows('redis://host:6379', 3, 0);
  expect(rows.word(0, 3, 29_000)).toBeUndefined();
  expect(rows.word(0, 3, 30_000)).toBe(
    'mmcheck: no worker has taken any work in 30 s; start one with `mmcheck worker --queue redis://host:6379`',
  );
  expect(rows.word(0, 3, 60_000)).toBeUndefined();
});

test.each([
  ['one is being checked', 1, 3],
  ['one has its answer', 0, 2],
])('not where %s', (_, active, left) => {
  const rows = new UntakenRows('redis://host:6379', 3, 0);
  expect(rows.word(active, left, 1000)).toBeUndefined();
  expect(rows.word(0, 2, 60_000)).toBeUndefined();
});
