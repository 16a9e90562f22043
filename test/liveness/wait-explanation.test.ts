// A deadlock says who waits for what, who holds it since when, and in which circle.

import { expect, test } from 'vitest';
import {
  anyProcess,
  array,
  bool,
  cell,
  kind,
  orNone,
  record,
  system,
  table,
  upTo,
} from '../../src/index.ts';
import { mutex, rwsem, spinlock } from '../../src/kernel/index.ts';
import type { PropertyDefinition } from '../../src/language/claims/property.ts';
import { judge } from './support.ts';

/** drain_all_pages() against cpu_down(), and a daemon that ticks for ever. */
const abba = (ticks: boolean) =>
  system(
    {
      cpu_hotplug: mutex('cpu_hotplug_lock'),
      drain_mutex: mutex('pcpu_drain_mutex'),
      time: cell(bool),
    },
    ({ process }) => ({
      drain_all: process({
        start: 'lock_drain',
        steps: {
          lock_drain: ({ drain_mutex, me }) => (drain_mutex.acquire(me) ? 'next' : 'blocked'),
          lock_hotplug: ({ cpu_hotplug, me }) => (cpu_hotplug.acquire(me) ? 'next' : 'blocked'),
          unlock: ({ cpu_hotplug, drain_mutex, me }) => {
            cpu_hotplug.release(me);
            drain_mutex.release(me);
            return 'done';
          },
        },
      }),
      cpu_down: process({
        start: 'lock_hotplug',
        steps: {
          lock_hotplug: ({ cpu_hotplug, me }) => (cpu_hotplug.acquire(me) ? 'next' : 'blocked'),
          drain: ({ drain_mutex, me }) => (drain_mutex.acquire(me) ? 'next' : 'blocked'),
          unlock: ({ cpu_hotplug, drain_mutex, me }) => {
            drain_mutex.release(me);
            cpu_hotplug.release(me);
            return 'done';
          },
        },
      }),
      timer: process({
        count: ticks ? 1 : 0,
        environment: true,
        start: 'tick',
        steps: {
          tick: ({ time }) => {
            time.value = !time.value;
            return 'tick';
          },
        },
      }),
    }),
  );

test.each([false, true])('ABBA, with a bystander: %s', (ticks) => {
  const { verdict, message } = judge(abba(ticks), (make) => make.deadlock());
  expect(verdict).toBe('violated');
  expect(message?.split('\n')).toEqual([
    'drain_all waits at lock_hotplug for cpu_hotplug, held by cpu_down since step 2.',
    'cpu_down waits at drain for drain_mutex, held by drain_all since step 1.',
    'They wait in a circle: drain_all -> cpu_down -> drain_all.',
    `Nothing that ${ticks ? 'timer can still do' : 'can still happen'} changes that.`,
  ]);
});

test('a recursive lock, an element that a local names, a holder from the start', () => {
  const recursive = system(
    { locks: array(2, record({ owner: orNone(anyProcess), taken: bool })) },
    ({ process }) => ({
      p: process({
        locals: { which: upTo(1) },
        start: 'pick',
        steps: {
          pick: ({ me }) => {
            me.which = 1;
            return 'lock';
          },
          lock: ({ locks, me }) => {
            if (locks[me.which].taken) return 'blocked';
            locks[me.which].taken = true;
            locks[me.which].owner = me.self;
            return 'lock';
          },
        },
      }),
    }),
  );
  expect(judge(recursive, (make) => make.deadlock()).message).toContain(
    'p waits at lock for locks[1], held by p since step 2.\nThey wait in a circle: p -> p.',
  );
});

/** A reader that holds the lock waits for another; a writer waits for the reader, and whoever reads later for the writer. */
const behindWriter = () =>
  system({ sem: rwsem('mmap_lock', { steals: false }), lock: mutex('mutex') }, ({ process }) => ({
    first: process({
      start: 'read',
      steps: {
        read: ({ sem, me }) => (sem.acquireRead(me) ? 'next' : 'blocked'),
        lock: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
        both: ({ sem, lock, me }) => {
          lock.release(me);
          sem.releaseRead(me);
          return 'done';
        },
      },
      coarse: { both: 'nobody looks' },
    }),
    writer: process({
      start: 'announce',
      steps: {
        announce: ({ sem, me }) => {
          sem.announceWrite(me);
          return 'next';
        },
        write: ({ sem, me }) => (sem.acquireWrite(me) ? 'next' : 'blocked'),
        release: ({ sem, me }) => {
          sem.releaseWrite(me);
          return 'done';
        },
      },
    }),
    second: process({
      start: 'lock',
      steps: {
        lock: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
        read: ({ sem, me }) => (sem.acquireRead(me) ? 'next' : 'blocked'),
        both: ({ sem, lock, me }) => {
          sem.releaseRead(me);
          lock.release(me);
          return 'done';
        },
      },
      coarse: { both: 'nobody looks' },
    }),
  }));

test('a reader waits behind the writer, not for the other readers', () => {
  expect(judge(behindWriter(), (make) => make.deadlock()).message?.split('\n')).toEqual([
    'first waits at lock for lock, held by second since step 3.',
    'writer waits at write for sem, held by first since step 1.',
    'second waits at read for sem, behind writer, which waits since step 2.',
    'They wait in a circle: first -> second -> writer -> first.',
    'Nothing that can still happen changes that.',
  ]);
});

test('a lock in a record goes by its own name, and only what decides is named', () => {
  const zone = kind('zone', ['Normal', 'Movable']);
  const leaks = system(
    { zones: table(zone, { lock: spinlock('zone_lock'), pages: upTo(2) }), off: cell(bool) },
    ({ process }) => ({
      p: process({
        count: 2,
        locals: { z: zone },
        begin: () => ({ z: zone.ids[1] }),
        start: 'lock',
        guard: ({ off }) => !off.value,
        steps: {
          lock: ({ zones, me }) => (zones[me.z].lock.acquire(me) ? 'next' : 'blocked'),
          forget: () => 'done',
        },
      }),
    }),
  );
  expect(judge(leaks, (make) => make.deadlock()).message?.split('\n')[0]).toBe(
    'p1 waits at lock for zones[Movable].lock, held by p0 since step 1.',
  );
});

test('a trap says how large it is, who moves in it and what the others wait for', () => {
  const judged = judge(abba(true), (make) =>
    make.alwaysPossible('offline can still finish', ({ cpu_down }) => cpu_down[0].at === 'done'),
  );
  expect(judged.message?.split('\n')).toEqual([
    'drain_all waits at lock_hotplug for cpu_hotplug, held by cpu_down since step 2.',
    'cpu_down waits at drain for drain_mutex, held by drain_all since step 1.',
    'They wait in a circle: drain_all -> cpu_down -> drain_all.',
    'From here the goal is out of reach: in the 2 states that can still be reached only timer can move.',
  ]);
});

test('a run that never ends says what those wait for who take no part in it', () => {
  const { message } = judge(abba(true), (make) => make.terminates('', 'cpu_down'));
  expect(message?.split('\n')).toEqual([
    expect.stringMatching(/ for ever, and cpu_down never ends\.$/),
    'drain_all stays at lock_hotplug: it waits for cpu_hotplug, held by cpu_down since step 2.',
    'cpu_down stays at drain: it waits for drain_mutex, held by drain_all since step 1.',
    expect.stringContaining('timer'),
  ]);
});

test('spinning for ever at a valid end, or as the environment, is no deadlock', () => {
  const spinner = (how: object) =>
    system({ x: cell(bool) }, ({ process }) => ({
      p: process({ ...how, start: 'spin', steps: { spin: () => 'spin' } }),
    }));
  const ofSpinner = (how: object) => judge(spinner(how), (make) => make.deadlock()).verdict;
  expect(ofSpinner({})).toBe('violated');
  expect(ofSpinner({ end: ['spin'] })).toBe('holds');
  expect(ofSpinner({ environment: true })).toBe('holds');
});

test('what an observer remembers of a spinning process is no progress', () => {
  const spins = system({ x: cell(bool) }, ({ process }) => ({
    p: process({ start: 'spin', steps: { spin: () => 'spin' } }),
  }));
  const watch: PropertyDefinition = {
    kind: 'observer',
    about: '',
    state: { odd: bool },
    on: {
      p: ({ my }: { my: { odd: boolean } }) => {
        my.odd = !my.odd;
      },
    },
  };
  expect(judge(spins, (make) => make.deadlock(), { watch }).verdict).toBe('violated');
  expect(judge(spins, (make) => make.terminates('', 'p'), { watch }).verdict).toBe('violated');
});
