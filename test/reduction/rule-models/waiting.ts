// For each rule about what a blocked step waits for, a model that shows why.

import { bool, cell, system } from 'mmcheck';
import { rwsem, spinlock } from 'mmcheck/kernel';
import { early, RACE_CELLS, type RuleModel, readX, writeX } from './rule-model.ts';

/** The reader has to be let on before it is in anybody's way. */
const blockedStep: RuleModel = {
  system: system({ ...RACE_CELLS, go: cell(bool) }, ({ process }) => ({
    writer: process({ start: 'write', steps: { write: writeX } }),
    reader: process({
      start: 'read',
      steps: {
        read: ({ go, x, seen }) => {
          if (!go.value) return 'blocked';
          seen.value = !x.value;
          return 'done';
        },
      },
    }),
    opener: process({
      start: 'open',
      steps: {
        open: ({ go }) => {
          go.value = true;
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

const blockingGuard: RuleModel = {
  system: system({ ...RACE_CELLS, go: cell(bool) }, ({ process }) => ({
    writer: process({ start: 'write', steps: { write: writeX } }),
    reader: process({ guard: ({ go }) => go.value, start: 'read', steps: { read: readX } }),
    opener: process({
      start: 'open',
      steps: {
        open: ({ go }) => {
          go.value = true;
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

/** Who closes the guard goes first, unless it is known that the other has to go through it. */
const guard: RuleModel = {
  system: system({ closed: cell(bool), seen: cell(bool) }, ({ process }) => ({
    closer: process({
      start: 'close',
      steps: {
        close: ({ closed }) => {
          closed.value = true;
          return 'done';
        },
      },
    }),
    reader: process({
      guard: ({ closed }) => !closed.value,
      start: 'go',
      steps: {
        go: ({ seen }) => {
          seen.value = true;
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

/** Who fails to get the lock goes on while it is held, and finds x not yet written. */
const trylock: RuleModel = {
  system: system({ ...RACE_CELLS, lock: spinlock('lock') }, ({ process }) => ({
    writer: process({
      start: 'lock',
      steps: {
        lock: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
        write: ({ x }) => {
          x.value = true;
          return 'next';
        },
        unlock: ({ lock, me }) => {
          lock.release(me);
          return 'done';
        },
      },
    }),
    reader: process({
      start: 'try',
      steps: {
        try: ({ lock, me }) => (lock.tryAcquire(me) ? 'unlock' : 'read'),
        read: readX,
        unlock: ({ lock, me }) => {
          lock.release(me);
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

/** The second reader comes in while the first one reads, and before it has written x. */
const twoReaders: RuleModel = {
  system: system({ ...RACE_CELLS, sem: rwsem('sem'), within: cell(bool) }, ({ process }) => ({
    writer: process({
      start: 'lock',
      steps: {
        lock: ({ sem, within, me }) => {
          if (!sem.acquireRead(me)) return 'blocked';
          within.value = true;
          return 'next';
        },
        write: ({ x }) => {
          x.value = true;
          return 'next';
        },
        unlock: ({ sem, me }) => {
          sem.releaseRead(me);
          return 'done';
        },
      },
    }),
    reader: process({
      guard: ({ within }) => within.value,
      start: 'lock',
      steps: {
        lock: ({ sem, me }) => (sem.acquireRead(me) ? 'next' : 'blocked'),
        read: readX,
        unlock: ({ sem, me }) => {
          sem.releaseRead(me);
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

/**
 * The reader waits for the lock, and only for it: then the writer may not go first. The holder cannot be taken alone,
 * which would hide that, as the clock looks at what it writes.
 */
const keptOut: RuleModel = {
  system: system(
    { ...RACE_CELLS, lock: spinlock('lock'), held: cell(bool), freed: cell(bool) },
    ({ process }) => ({
      writer: process({ start: 'write', steps: { write: writeX } }),
      reader: process({
        start: 'lock',
        steps: {
          lock: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
          read: ({ x, seen, held }) => {
            seen.value = !x.value && held.value;
            return 'next';
          },
          unlock: ({ lock, me }) => {
            lock.release(me);
            return 'done';
          },
        },
      }),
      holder: process({
        start: 'lock',
        steps: {
          lock: ({ lock, held, me }) => {
            if (!lock.acquire(me)) return 'blocked';
            held.value = true;
            return 'next';
          },
          unlock: ({ lock, freed, me }) => {
            lock.release(me);
            freed.value = true;
            return 'done';
          },
        },
      }),
      clock: process({
        locals: { last: bool },
        start: 'look',
        end: ['look'],
        steps: {
          look: ({ freed, me }) => {
            me.last = freed.value;
            return 'look';
          },
        },
      }),
    }),
  ),
  properties: early,
};

export const WAITING_MODELS: Readonly<Record<string, readonly RuleModel[]>> = {
  'what a blocked step reads': [blockedStep],
  'what a blocking guard reads': [blockingGuard],
  'what a guard reads': [guard],
  'who keeps a blocked step': [keptOut],
  'that a trylock does not wait': [trylock],
  'that readers let readers in': [twoReaders],
};
