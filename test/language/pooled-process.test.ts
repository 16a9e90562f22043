// Whoever spawns gets a new process, and every way to its end leads through the exit of the pool.

import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import {
  array,
  bool,
  cell,
  kind,
  list,
  none,
  orNone,
  pool,
  record,
  set,
  system,
  upTo,
} from '../../src/index.ts';
import { contexts, regions, spinlock, task, withLock } from '../../src/kernel/index.ts';
import { never, somewhere, verdictsOf } from '../kernel/verdicts.ts';

/** Starts a worker, waits for it, and starts it again. */
const boss = {
  locals: { runs: upTo(2) },
  start: 'spawn',
  steps: {
    // biome-ignore lint/suspicious/noExplicitAny: of several systems
    spawn: ({ workers, me }: any): 'join' => {
      workers.spawn({});
      me.runs++;
      return 'join';
    },
    // biome-ignore lint/suspicious/noExplicitAny: of several systems
    join: ({ workers, me }: any) => {
      if (!workers.join(0)) return 'blocked';
      return me.runs < 2 ? 'spawn' : 'done';
    },
  },
} as const;

describe('whoever spawns gets a new process', () => {
  test('its locals are as at first, not as the last one left them', () => {
    const once = system({ workers: pool(1), freed: cell(upTo(2)) }, ({ process }) => ({
      boss: process(boss),
      worker: process({
        pool: 'workers',
        locals: { isFreed: bool },
        start: 'test',
        steps: {
          test: ({ me }) => (me.isFreed ? 'done' : 'free'),
          free: ({ freed, me }) => {
            freed.value++;
            me.isFreed = true;
            return 'test';
          },
        },
      }),
    }));
    expect(verdictsOf(once, { both: never(({ freed }) => freed.value === 2) })).toMatchObject({
      both: 'violated',
      deadlock: 'holds',
    });
  });

  test('locals of every shape, and what begin gives to one instance', () => {
    const locals = {
      cpu: upTo(3),
      owner: orNone(upTo(1)),
      slots: array(2, upTo(3), [2, 1]),
      box: record({ a: upTo(1), b: bool }, { b: true }),
      members: set(3),
      queue: list(2, upTo(2), [2]),
    };
    const dirty = system(
      { workers: pool(2), same: cell(upTo(4)), other: cell(bool) },
      ({ process }) => ({
        boss: process({
          start: 'both',
          steps: {
            both: ({ workers }) => {
              workers.spawn({});
              workers.spawn({});
              return 'join';
            },
            join: ({ workers }) => (workers.join(0) ? 'again' : 'blocked'),
            again: ({ workers }) => {
              workers.spawn({});
              return 'done';
            },
          },
        }),
        worker: process({
          pool: 'workers',
          locals,
          begin: (id) => ({ cpu: id + 1, members: (id === 0 ? [1] : []) as never }),
          start: 'look',
          steps: {
            look: ({ same, other, me }) => {
              const isSame =
                me.cpu === me.id + 1 &&
                me.owner === none &&
                me.slots[0] === 2 &&
                me.slots[1] === 1 &&
                me.box.a === 0 &&
                me.box.b &&
                me.members.size === (me.id === 0 ? 1 : 0) &&
                me.queue.length === 1 &&
                me.queue.first === 2;
              if (isSame) same.value++;
              else other.value = true;
              return 'spoil';
            },
            spoil: ({ me }) => {
              me.cpu = 0;
              me.owner = 1;
              me.slots[1] = 3;
              me.box.b = false;
              me.members.add(2);
              me.queue.push(0);
              return 'done';
            },
          },
        }),
      }),
    );
    const claims = {
      all: somewhere(({ same }) => same.value === 3),
      none: never(({ other }) => other.value),
    };
    expect(verdictsOf(dirty, claims)).toMatchObject({ all: 'holds', none: 'holds' });
  });

  test('a process that has ended with regions around its steps can be joined', () => {
    const locked = system(
      { workers: pool(1), lock: spinlock('zone->lock'), freed: cell(upTo(2)) },
      ({ process }) => ({
        boss: process(boss),
        worker: regions(
          process({
            pool: 'workers',
            start: 'free',
            steps: {
              free: ({ freed }) => {
                freed.value++;
                return 'done';
              },
            },
          }),
          [withLock('lock', ['free'])],
        ),
      }),
    );
    const claims = {
      both: never(({ freed, boss }) => freed.value === 2 && boss[0].at === 'done'),
      kept: never(({ lock, worker }) => worker[0].at === 'exit' && lock.owner !== none),
    };
    expect(verdictsOf(locked, claims)).toMatchObject({
      both: 'violated',
      kept: 'holds',
      deadlock: 'holds',
    });
  });

  test('a task of a pool waits for its cpu', () => {
    const cpu = kind('cpu', 1);
    const tasks = system(
      { cpus: contexts(cpu), workers: pool(1), ran: cell(upTo(2)) },
      ({ process }) => ({
        boss: process({
          ...task(0),
          locals: { cpu },
          start: 'spawn',
          steps: {
            spawn: ({ cpus, workers, me }) => {
              cpus[me.cpu].preemptDisable(me);
              workers.spawn({});
              return 'on';
            },
            on: ({ cpus, me }) => {
              cpus[me.cpu].preemptEnable(me);
              return 'join';
            },
            join: ({ workers }) => (workers.join(0) ? 'done' : 'blocked'),
          },
        }),
        worker: process({
          ...task(0),
          pool: 'workers',
          locals: { cpu },
          start: 'run',
          steps: {
            run: ({ ran }) => {
              ran.value++;
              return 'done';
            },
          },
        }),
      }),
    );
    const claims = {
      early: never(({ ran, boss }) => ran.value > 0 && boss[0].at === 'on'),
      joined: somewhere(({ ran, boss }) => ran.value === 1 && boss[0].at === 'done'),
    };
    expect(verdictsOf(tasks, claims)).toMatchObject({
      early: 'holds',
      joined: 'holds',
      deadlock: 'holds',
    });
  });
});

describe('what would be lost without a word is refused', () => {
  // biome-ignore lint/suspicious/noExplicitAny: wrong models are written here on purpose
  type Wrong = any;
  const checkPooled = (options: object, spawned: Wrong = { job: 1 }, size: object = {}): void => {
    const made = system({ workers: pool(1, { job: upTo(2) }) }, ({ process }) => ({
      boss: process({
        start: 'spawn',
        steps: {
          spawn: ({ workers }) => {
            workers.spawn(spawned);
            return 'done';
          },
        },
      }),
      worker: process({
        pool: 'workers',
        locals: { job: upTo(2) },
        start: 'work',
        ...size,
        steps: { work: () => 'done', ...options } as Wrong,
      }),
    }));
    verdictsOf(made);
  };
  test.each<[string, () => void, RegExp]>([
    [
      'an argument',
      () => checkPooled({}, {}),
      /^spawn: the argument 'job' is missing; give all: j/,
    ],
    [
      'no argument',
      () => checkPooled({}, { job: 1, jop: 2 }),
      /no argument 'jop'; did you mean 'j/,
    ],
    ['a count', () => checkPooled({}, {}, { count: 4 }), /is of a pool, .* leave out count$/],
    [
      'an own exit',
      () => checkPooled({ exit: () => 'done' }),
      /^'exit' is a label that every proc/,
    ],
    [
      'an own idle',
      () => checkPooled({ idle: () => 'done' }),
      /^'idle' is a label that every proc/,
    ],
    ['to idle', () => checkPooled({ work: () => 'idle' }), /^leads to 'idle', which only the pool/],
    [
      'to exit',
      () => checkPooled({ work: () => 'exit' }),
      /^leads to 'exit', .*'done' ends a proc/,
    ],
    ['a state', () => pool(1, { state: bool }), /^pool: no argument can be called 'state'/],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow(ModelError);
  });
});
