// What primitives say where a model uses them as the kernel does not allow: which cell, and what to do.

import { array, defineModel, kind, system } from 'mmcheck';
import * as kernel from 'mmcheck/kernel';
import {
  callFunctions,
  contexts,
  migrates,
  mutex,
  refcount,
  rwsem,
  task,
  work,
} from 'mmcheck/kernel';
import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';

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
      ({ refs }) => (refs[1].decAndTest() ? 'done' : 'blocked'),
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
      'calls[1]: finish() of a call, and none is taken',
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

describe('a process on a cpu', () => {
  const cpus = contexts(cpu);
  const go: Step = () => 'done';
  const make = (cells: Wrong, options: Wrong) => () => {
    const made = () =>
      system(cells, ({ process }) => ({
        p: (process as Wrong)({
          ...task(1),
          locals: { cpu },
          start: 'go',
          steps: { go },
          ...options,
        }),
      }));
    checkModel(defineModel('wrong', { system: made }), {}, {});
  };
  const assigns: Step = ({ me }) => {
    me.cpu = 0;
    return 'done';
  };
  const inner = (builder: Wrong) =>
    builder.procedure('inner', {
      results: { where: cpu },
      returns: ['out'],
      start: 'in',
      steps: { in: () => 'out' },
    });
  const calls = (builder: Wrong) => ({
    p: builder.process({
      ...task(1),
      locals: { cpu },
      start: 'go',
      steps: { go: builder.call(inner(builder), () => ({}), { out: 'done' }, { where: 'cpu' }) },
    }),
  });
  test.each<[string, () => void, string]>([
    [
      'a guard of its own',
      make({ cpus }, { guard: () => true }),
      "the process that starts at 'go': its guard takes the place of that of task()",
    ],
    ['no contexts', make({ ctx: cpus }, {}), 'task() needs a cell `cpus: contexts(cpu)`'],
    ['no places', make({ cpus }, migrates(0)), 'needs a cell `places: placements(cpu, [...])`'],
    ['no cpu', make({ cpus }, { locals: {} }), "task() needs a local 'cpu'"],
    ['another cpu', make({ cpus }, { steps: { go: assigns } }), 'assigns me.cpu, by which task()'],
    [
      'a cpu that a call returns',
      () => checkModel(defineModel('m', { system: () => system({ cpus }, calls) }), {}, {}),
      'assigns me.cpu, by which task()',
    ],
    ['begin without a cpu', make({ cpus }, { begin: () => ({}) }), 'it must say cpu: 1, too'],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow(ModelError);
  });

  test('may begin with more than its cpu', () => {
    const begin = () => ({ cpu: cpu.ids[1] });
    expect(make({ cpus }, { begin })).not.toThrow();
  });
});

describe('what a primitive is made of', () => {
  const page = kind('page', 2);

  test.each<[string, () => unknown, string]>([
    ['a mutex without a name', () => wrong.mutex(), 'a mutex needs the name of its class first'],
    [
      'an rwsem with options alone',
      () => wrong.rwsem({ steals: false }),
      'a rwsem needs the name of its class first',
    ],
    ['a heap of a number', () => wrong.heap(2), 'begin with the kind of its objects'],
    [
      'a kind in place of its ids',
      () => wrong.heap(page, { allocated: page }),
      "'allocated' must be a list of ids of page, as in { allocated: page.ids }",
    ],
    [
      'an id that there is not',
      () => wrong.heap(page, { allocated: [2] }),
      "'allocated' must be a list of ids of page",
    ],
    ['a list in place of options', () => wrong.heap(page, page.ids), 'needs options { ... }'],
    ['heapProperties without the maker', () => wrong.heapProperties(), 'needs the maker'],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow(ModelError);
  });

  test('a pointer in place of the list of them', () => {
    const go: Step = ({ pages, me }) => (pages.leaks(me.self) ? 'done' : 'blocked');
    expect(() => check({ pages: kernel.heap(page) }, go)).toThrow(
      'pages: leaks() takes the pointers in a list, as in leaks([list.value])',
    );
  });
});
