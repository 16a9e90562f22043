// What primitives say where a model uses them as the kernel does not allow: which cell, and what to do.

import { array, defineModel, kind, system } from 'mmcheck';
import { callFunctions, refcount, rwsem } from 'mmcheck/kernel';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check.ts';

const cpu = kind('cpu', 2);

// biome-ignore lint/suspicious/noExplicitAny: wrong models are written here on purpose
type Wrong = any;
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
