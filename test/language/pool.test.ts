// Pools: what is spawned runs with its arguments, ends, and can be joined; too many are a model error.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import {
  array,
  bool,
  defineModel,
  defineProperties,
  pool,
  range,
  system,
  upTo,
} from '../../src/index.ts';

const workers = (size: number) =>
  defineModel('workers', {
    parameters: { jobs: range(1, 3) },
    system: ({ jobs }) =>
      system({ done: array(3, bool), workers: pool(size, { job: upTo(2) }) }, ({ process }) => ({
        boss: process({
          locals: { k: upTo(3) },
          start: 'start',
          steps: {
            start: ({ workers, me }) => {
              workers.spawn({ job: me.k });
              me.k++;
              return me.k === jobs ? 'wait' : 'start';
            },
            wait: ({ workers }) => (workers.join(0) ? 'finished' : 'blocked'),
            finished: ({ done, assert }) => {
              assert(done[0], 'the joined worker has done its job');
              return 'done';
            },
          },
        }),
        worker: process({
          pool: 'workers',
          locals: { job: upTo(2) },
          start: 'work',
          steps: {
            work: ({ done, me }) => {
              done[me.job] = true;
              return 'done';
            },
          },
        }),
      })),
  });

const check = (size: number, jobs: number) => {
  const model = workers(size);
  const { properties } = defineProperties(model, ({ deadlock, reachable }) => ({
    deadlock: deadlock(),
    all: reachable('all jobs are done', ({ done }) => done.every((one) => one)),
  }));
  return checkModel(model, { jobs }, properties({ jobs }));
};

describe('pools', () => {
  test('what is spawned runs and can be joined', () => {
    const verdicts = check(3, 3).properties.map(({ name, verdict }) => [name, verdict]);
    expect(verdicts).toEqual([
      ['deadlock', 'holds'],
      ['all', 'holds'],
      ['assertions', 'holds'],
    ]);
  });

  test('one too many is a model error', () => {
    expect(() => check(1, 2)).toThrow(/all 1 processes of the pool are in use/);
  });
});

test('claims know where a process of a pool can be, and that it is never done', () => {
  const model = workers(1);
  defineProperties(model, ({ invariant }) => ({
    right: invariant('', ({ worker }) => worker.every(({ at }) => at === 'idle' || at === 'exit')),
    // @ts-expect-error: it ends at 'exit' and waits at 'idle'
    wrong: invariant('', ({ worker }) => worker.every(({ at }) => at === 'done')),
    // @ts-expect-error: 'idle' is for processes of pools
    other: invariant('', ({ boss }) => boss.every(({ at }) => at === 'idle')),
    done: invariant('', ({ boss }) => boss.every(({ at }) => at === 'done')),
  }));
});
