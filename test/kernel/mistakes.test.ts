// What primitives say where a model uses them as the kernel does not allow: which cell, and what to do.

import { array, defineModel, kind, system } from 'mmcheck';
import * as kernel from 'mmcheck/kernel';
import { callFunctions, mutex, refcount, rwsem, work } from 'mmcheck/kernel';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check.ts';

const cpu = kind('cpu', 2);

// biome-ignore lint/suspicious/noExplicitAny: wrong models are written here on purpose
type Wrong = any;
const wrong: Wrong = kernel;
type Step = (context: Wrong) => 'done' | 'blocked';

/** Checks a model of one process that takes one step. */
function check(cells: Wrong, go: Step): void {
  const made = () =>
    system(cells, ({ process }) => ({ p: process({ start: 'go', steps: { go } }) }));
  checkModel(defineModel('wrong', { system: made }), {}, {});
}

describe('the cell is named', () => {
  test.each<[string, Wrong, Step, string]>([
    [
      'a count',
      { refs: array(2, refcount(1, 0)) },
      ({ refs }) => {
        refs[1].decAndTest();
        return 'done';
      },
      'refs[1]: a reference count of 0 is decremented',
    ],
    [
      'readers',
      { sem: rwsem('mmap_lock') },
      ({ sem, me }) => {
        sem.releaseRead(me);
        return 'done';
      },
      'sem.readers: mmap_lock is released by a process that does not hold it',
    ],
    [
      'a call that nobody made',
      { calls: callFunctions(cpu) },
      ({ calls }) => {
        calls[1].finish();
        return 'done';
      },
      'calls[1]: unlock() or finish() of a call, and none is queued',
    ],
  ])('%s', (_what, cells, go, message) => {
    expect(() => check(cells, go)).toThrow(message);
  });
});

describe('who calls is told', () => {
  const cells = { lock: mutex('m'), refs: refcount(2), item: work() };
  test.each<[string, Step, string]>([
    ['nobody', ({ lock }) => (lock.acquire() ? 'done' : 'blocked'), 'acquire(me) needs the step'],
    ['me.id', ({ lock, me }) => (lock.acquire(me.id) ? 'done' : 'blocked'), 'acquire(me) needs'],
    ['a number', ({ lock }) => (lock.isHeldBy(0) ? 'done' : 'blocked'), 'isHeldBy(me) needs'],
    ['a worker', ({ item }) => (item.take() ? 'done' : 'blocked'), 'take(me) needs the step'],
  ])('%s', (_what, go, message) => {
    expect(() => check(cells, go)).toThrow(message);
  });

  test('but where nobody asks', () => {
    expect(() => check(cells, ({ refs }) => (refs.inc() ? 'done' : 'blocked'))).not.toThrow();
  });
});

test.each<[string, () => unknown, string]>([
  ['spinlock', () => wrong.spinlock('a', { spm: false }), "option 'spm'; did you mean 'smp'?"],
  [
    'rwsem',
    () => wrong.rwsem('a', { reader: 2 }),
    "rwsem 'a' has no option 'reader'; did you mean",
  ],
  ['percpuRwsem', () => wrong.percpuRwsem('a', 3), "percpu-rwsem 'a' needs options { ... }"],
  ['rcu', () => wrong.rcu({ grace: 2 }), "rcu has no option 'grace'; did you mean 'graces'?"],
  ['contexts', () => wrong.contexts(cpu, { deep: 1 }), "contexts has no option 'deep'"],
  ['preemption', () => wrong.contexts(cpu, { preemption: 'ful' }), "'rt', not the text 'ful'"],
  ['callFunctions', () => wrong.callFunctions(cpu, { record: 3 }), "did you mean 'records'?"],
])('a misspelt option of %s', (_what, make, message) => {
  expect(make).toThrow(message);
});
