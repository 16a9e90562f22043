// Who keeps others out, where it is easily said of too many: each model has a process that gets past a guard, or fails
// before it, although another one seems to keep it. A search that believes in the exclusion loses that run.

import { bool, type Cell, cell, kind, type None, none, type ProcessId, system } from 'mmcheck';
import { contexts, rwsem, spinlock } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import type { Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { reachable } from '../support/reachable.ts';
import { Searches, SOUND } from './reduced-search.ts';
import { early, RACE_CELLS, readX, writeX } from './rule-models/rule-model.ts';

/** The search without reductions finds the run; so does the reduced one. */
function losesNothing(definition: SystemDefinition, properties: Properties, found: object): void {
  expect(reachable(definition, properties).verdicts).toMatchObject(found);
  expect(new Searches(definition, properties).compare(SOUND).difference).toBeUndefined();
}

const REACHED = { early: { verdict: 'holds' } };
const FAILED = { assertions: { verdict: 'violated' } };

test('a writer that may read does so although another writer waits', () => {
  const definition = system(
    {
      ...RACE_CELLS,
      sem: rwsem('sem', { readWithinWrite: true }),
      within: cell(bool),
      waits: cell(bool),
    },
    ({ process }) => ({
      owner: process({
        start: 'lock',
        steps: {
          lock: ({ sem, me }) => (sem.acquireWrite(me) ? 'next' : 'blocked'),
          lockAgain: ({ sem, within, me }) => {
            if (!sem.acquireRead(me)) return 'blocked';
            within.value = true;
            return 'next';
          },
          read: ({ x, seen, waits }) => {
            seen.value = waits.value && !x.value;
            return 'done';
          },
        },
      }),
      waiter: process({
        start: 'announce',
        steps: {
          announce: ({ sem, within, waits, me }) => {
            if (!sem.isHeld() || within.value) return 'blocked';
            sem.announceWrite(me);
            waits.value = true;
            return 'next';
          },
          write: writeX,
        },
      }),
    }),
  );
  losesNothing(definition, early, REACHED);
});

test.each([
  ['in a declaration', true],
  ['in a condition', false],
])('what is asserted before a guard, %s, fails while the guard is kept', (_where, declares) => {
  const definition = system({ x: cell(bool), lock: spinlock('lock') }, ({ process }) => ({
    holder: process({
      start: 'lock',
      steps: {
        lock: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
        set: ({ x }) => {
          x.value = true;
          return 'next';
        },
        clear: ({ x }) => {
          x.value = false;
          return 'next';
        },
        unlock: ({ lock, me }) => {
          lock.release(me);
          return 'done';
        },
      },
    }),
    other: process({
      start: 'lock',
      steps: {
        lock: declares
          ? ({ lock, x, me, assert }) => {
              const said: unknown = assert(!x.value, 'x is never set');
              if (!lock.acquire(me)) return 'blocked';
              return said === undefined ? 'done' : 'lock';
            }
          : ({ lock, x, me, assert }) =>
              String(assert(!x.value, 'x is never set')) && lock.acquire(me) ? 'done' : 'blocked',
      },
    }),
  }));
  losesNothing(definition, {}, FAILED);
});

interface Owned {
  owner: ProcessId | None;
}

/** What no step can see. */
const rob = (lock: Owned): void => {
  lock.owner = none;
};

test('a lock that is handed to a function may be taken from its holder', () => {
  const lock: Cell<Owned & { acquire(me: object): boolean }> = spinlock('lock') as Cell<never>;
  const definition = system({ ...RACE_CELLS, lock }, ({ process }) => ({
    holder: process({
      start: 'lock',
      steps: { lock: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'), write: writeX },
    }),
    robber: process({
      start: 'rob',
      steps: {
        rob: ({ lock }) => {
          rob(lock);
          return 'done';
        },
      },
    }),
    reader: process({
      start: 'lock',
      steps: { lock: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'), read: readX },
    }),
  }));
  losesNothing(definition, early, REACHED);
});

/** Of a semaphore whose reader announces itself, so that somebody else may let it go, as up_read_non_owner() does. */
// biome-ignore lint/suspicious/noExplicitAny: of each system other views
const givenBack = (up: (context: any) => 'done', helpers = {}): SystemDefinition =>
  system({ ...RACE_CELLS, sem: rwsem('sem'), started: cell(bool) }, helpers, ({ process }) => ({
    holder: process({
      start: 'lock',
      steps: {
        lock: ({ sem, me }) => (sem.acquireRead(me) ? 'next' : 'blocked'),
        announce: ({ started }) => {
          started.value = true;
          return 'next';
        },
        write: writeX,
      },
    }),
    completion: process({
      start: 'wait',
      steps: { wait: ({ started }) => (started.value ? 'next' : 'blocked'), up },
    }),
    writer: process({
      start: 'wait',
      steps: {
        wait: ({ started }) => (started.value ? 'next' : 'blocked'),
        lock: ({ sem, me }) => (sem.acquireWrite(me) ? 'next' : 'blocked'),
        read: readX,
      },
    }),
  }));

// biome-ignore lint/suspicious/noExplicitAny: of each system other views
type Up = [what: string, up: (context: any) => 'done', helpers?: object];

test.each([
  [
    'with an object',
    ({ sem }) => {
      sem.releaseRead({ self: sem.readers.findIndex((times: number) => times > 0) });
      return 'done';
    },
  ],
  [
    'with an object that was made before',
    ({ sem }) => {
      const reader = { self: sem.readers.findIndex((times: number) => times > 0) };
      sem.releaseRead(reader);
      return 'done';
    },
  ],
  [
    'by a helper',
    ({ letGo }) => {
      letGo();
      return 'done';
    },
    {
      letGo: ({ sem }: { sem: { readers: number[]; releaseRead(who: object): void } }) =>
        sem.releaseRead({ self: sem.readers.findIndex((times: number) => times > 0) }),
    },
  ],
] as Up[])("a lock may be given back in its holder's name: %s", (_what, up, helpers) => {
  losesNothing(givenBack(up, helpers), early, REACHED);
});

/** On one cpu, by processes without a guard, which would keep them from it. */
const unguarded = (above: 'a task with irqs off' | 'a softirq with irqs off'): SystemDefinition =>
  system({ cpus: contexts(kind('cpu', 1)) }, ({ process }) => ({
    task: process({
      start: 'off',
      steps: {
        off: ({ cpus, me }) => {
          if (above === 'a task with irqs off') cpus[0].irqSave(me);
          else cpus[0].preemptDisable(me);
          return 'next';
        },
        on: ({ cpus, me }) => {
          if (above === 'a task with irqs off' || cpus[0].irqOff === 0) return 'blocked';
          cpus[0].irqRestore(me);
          return 'done';
        },
      },
    }),
    soft: process({
      start: 'enter',
      steps: {
        enter: ({ cpus, me }) => {
          if (cpus[0].task === none) return 'blocked';
          cpus[0].softirqEnter(me);
          return 'next';
        },
        off: ({ cpus, me }) => {
          cpus[0].irqSave(me);
          return 'next';
        },
        stay: () => 'blocked',
      },
    }),
  }));

test('nobody else switches on what is off: without a guard, that is refused', () => {
  const refused = (definition: SystemDefinition) => () => reachable(definition, {});
  expect(refused(unguarded('a task with irqs off'))).toThrow('a softirq enters where it cannot');
  expect(refused(unguarded('a softirq with irqs off'))).toThrow("is not the process's to lower");
});
