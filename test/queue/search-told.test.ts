// What is told of a search in a queue, and what of Redis is taken for it.

import { expect, test } from 'vitest';
import { levelJob, levelJobIn } from '../../src/cli/queue/level-job.ts';
import { StatesRate, searchTold } from '../../src/cli/queue/search-told.ts';

test('the rate is that of the last seconds', () => {
  const rate = new StatesRate();
  expect(rate.of(1000, 0)).toBe(0);
  expect(rate.of(3000, 1000)).toBe(2000);
  for (let k = 2; k < 40; k++) rate.of(3000, 1000 * k);
  expect(rate.of(3000, 40_000)).toBe(0);
});

test('only what has all figures is told', () => {
  const told = { level: 3, states: 5, statesPerSecond: 1 };
  expect(searchTold({ ...told, more: 1 })).toEqual(told);
  for (const other of [null, {}, { ...told, level: 'x' }])
    expect(searchTold(other)).toBe(undefined);
});

test('only what is a job of a search is done, and the same one has the same name', () => {
  const search = { name: 's', attempt: { dropped: [], isSteady: true } };
  const data = { search, job: { level: 2, first: 0, last: 7 } };
  expect(levelJobIn(data)).toBe(data);
  expect(levelJob(data)).toEqual(levelJob(structuredClone(data)));
  expect(levelJob(data).name).toBe('level 2, partitions 0 to 7');
  for (const other of [null, {}, { search, job: {} }, { search: {}, job: data.job }]) {
    expect(levelJobIn(other)).toBe(undefined);
  }
});
