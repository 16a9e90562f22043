// The rules of locks for readers and writers: kernel/locking/rwsem.c, kernel/locking/percpu-rwsem.c,
// kernel/locking/qrwlock.c.

import { bool, cell, system } from 'mmcheck';
import { rwsem } from 'mmcheck/kernel';
import { expect } from 'vitest';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { never, somewhere, verdictsOf } from '../verdicts.ts';
import { rule } from './rule.ts';

/** A writer that is told to give up while somebody reads; then another one wants to read. */
const givesUp = (): SystemDefinition =>
  system({ sem: rwsem('sem'), left: cell(bool) }, ({ process }) => ({
    holder: process({
      start: 'take',
      steps: {
        take: ({ sem, me }) => (sem.acquireRead(me) ? 'next' : 'blocked'),
        // Until the other reader has been in.
        give: ({ sem, left, me }) => {
          if (!left.value) return 'blocked';
          sem.releaseRead(me);
          return 'done';
        },
      },
    }),
    writer: process({
      start: 'announce',
      steps: {
        announce: ({ sem, me }) => {
          sem.announceWrite(me);
          return 'next';
        },
        wait: ({ sem, me }) => {
          if (sem.acquireWrite(me)) return 'up_write';
          return sem.withdrawWrite(me) ? 'done' : 'blocked';
        },
        up_write: ({ sem, me }) => {
          sem.releaseWrite(me);
          return 'done';
        },
      },
    }),
    reader: process({
      start: 'take',
      steps: {
        take: ({ sem, me }) => (sem.acquireRead(me) ? 'next' : 'blocked'),
        give: ({ sem, left, me }) => {
          sem.releaseRead(me);
          left.value = true;
          return 'done';
        },
      },
      coarse: { give: 'nobody looks before' },
    }),
  }));

/** A writer that is granted the lock as it announces itself ends its section in some way, and takes it twice. */
const twice = (ends: 'up_write' | 'downgrade_write', again: boolean): SystemDefinition =>
  system({ sem: rwsem('sem') }, ({ process }) => ({
    p: process({
      start: 'announce',
      steps: {
        announce: ({ sem, me }) => {
          sem.announceWrite(me);
          return 'next';
        },
        end: ({ sem, me }) => {
          if (ends === 'up_write') {
            sem.releaseWrite(me);
            return 'take';
          }
          sem.downgrade(me);
          return 'next';
        },
        up_read: ({ sem, me }) => {
          sem.releaseRead(me);
          return 'next';
        },
        take: ({ sem, me }) => (sem.acquireWrite(me) ? 'next' : 'blocked'),
        again: ({ sem, me }) => (!again || sem.acquireWrite(me) ? 'next' : 'blocked'),
        up_write: ({ sem, me }) => {
          sem.releaseWrite(me);
          return 'done';
        },
      },
    }),
  }));

/** A writer that downgrades, a reader that comes then, and another writer. */
const downgrades = (): SystemDefinition =>
  system({ sem: rwsem('sem') }, ({ process }) => ({
    p: process({
      start: 'down_write',
      steps: {
        down_write: ({ sem, me }) => (sem.acquireWrite(me) ? 'next' : 'blocked'),
        downgrade_write: ({ sem, me }) => {
          sem.downgrade(me);
          return 'next';
        },
        reads: ({ sem, me }) => {
          sem.releaseRead(me);
          return 'done';
        },
      },
    }),
    writer: process({
      start: 'down_write',
      steps: {
        down_write: ({ sem, me }) => (sem.acquireWrite(me) ? 'next' : 'blocked'),
        inside: ({ sem, me }) => {
          sem.releaseWrite(me);
          return 'done';
        },
      },
    }),
    reader: process({
      start: 'down_read',
      steps: {
        down_read: ({ sem, me }) => (sem.acquireRead(me) ? 'next' : 'blocked'),
        inside: ({ sem, me }) => {
          sem.releaseRead(me);
          return 'done';
        },
      },
    }),
  }));

rule('a writer that gives up lets readers in again', {
  broken: () => expect(verdictsOf(givesUp())).toMatchObject({ deadlock: 'holds' }),
  kept: () => {
    // Who has the lock already goes on with it, signal or not.
    const owns = system({ sem: rwsem('sem'), left: cell(bool) }, ({ process }) => ({
      p: process({
        start: 'announce',
        steps: {
          announce: ({ sem, me }) => {
            sem.announceWrite(me);
            return 'next';
          },
          signal: ({ sem, left, me }) => {
            left.value = sem.withdrawWrite(me);
            return 'next';
          },
          up_write: ({ sem, me }) => {
            sem.releaseWrite(me);
            return 'done';
          },
        },
        coarse: { signal: 'nobody looks' },
      }),
    }));
    expect(verdictsOf(owns, { left: never(({ left }) => left.value) }).left).toBe('holds');
  },
});

rule('a grant ends with its section', {
  broken: () => {
    for (const ends of ['up_write', 'downgrade_write'] as const) {
      expect(verdictsOf(twice(ends, true))).toMatchObject({ deadlock: 'violated' });
    }
  },
  kept: () => {
    for (const ends of ['up_write', 'downgrade_write'] as const) {
      expect(verdictsOf(twice(ends, false))).toMatchObject({ deadlock: 'holds' });
    }
  },
});

rule('who downgrades reads, and no writer comes in between', {
  broken: () => {
    const writes = never(({ p, writer }) => p[0].at === 'reads' && writer[0].at === 'inside');
    expect(verdictsOf(downgrades(), { writes })).toMatchObject({ writes: 'holds' });
  },
  kept: () => {
    const reads = somewhere(({ p, reader }) => p[0].at === 'reads' && reader[0].at === 'inside');
    expect(verdictsOf(downgrades(), { reads })).toMatchObject({ reads: 'holds' });
  },
});
