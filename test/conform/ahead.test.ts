// Counts behind a state: each instance has its own, however many there are, and the state stays as it is.

import { expect, test } from 'vitest';
import { Progress } from '../../src/base/progress.ts';
import { Ahead } from '../../src/conform/ahead.ts';
import { conform } from '../../src/conform/conform.ts';
import { defineModel, defineTraceMap, system } from '../../src/index.ts';
import { trace } from './two-locks.ts';

test('counts of 40 instances do not touch each other, nor the state', () => {
  const ahead = new Ahead(2, 40);
  const state = new Int32Array(ahead.words);
  state.set([-1, 7]);
  for (let k = 0; k < 40; k++) ahead.put(state, k, k % 4);
  for (let k = 0; k < 40; k++) expect(ahead.of(state, k)).toBe(k % 4);
  expect([...state.subarray(0, 2)]).toEqual([-1, 7]);
});

test('what is due is taken from each; one that has less loses the state', () => {
  const ahead = new Ahead(1, 17);
  const state = new Int32Array(ahead.words);
  ahead.put(state, 16, 2);
  const due = Array.from({ length: 17 }, (_, k) => (k === 16 ? 1 : 0));
  expect(ahead.less(state, due)).toBe(true);
  expect(ahead.of(state, 16)).toBe(1);
  due[0] = 1;
  expect(ahead.less(state, due)).toBe(false);
});

test('a trace of the 36th of 36 tasks is followed', () => {
  const model = defineModel('many', {
    system: () =>
      system({}, ({ process }) => ({
        task: process({ count: 36, start: 'one', steps: { one: () => 'next', two: () => 'done' } }),
      })),
  });
  const map = defineTraceMap(model, {
    processes: {
      task: [
        {
          instance: 35,
          tasks: 't1',
          rules: [
            { event: 'drop', labels: 'one' },
            { event: 'pause', labels: 'two' },
          ],
        },
        { tasks: 'none', rules: [{ event: 'drop', labels: ['one', 'two'] }] },
      ],
    },
  });
  const options = { progress: new Progress(), memoryBytes: 2 ** 24 };
  const follow = (...said: string[]) => conform(model, {}, map, trace(...said), options);
  expect(follow('t1 drop', 't1 pause')).toMatchObject({ verdict: 'accepted', explained: 2 });
  expect(follow('t1 drop', 't1 drop', 't1 pause').refusal?.event.line).toBe(2);
});
