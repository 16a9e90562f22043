// The rules of locks for readers and writers: kernel/locking/rwsem.c, kernel/locking/percpu-rwsem.c,
// kernel/locking/qrwlock.c.

import { bool, cell, kind, system } from 'mmcheck';
import { contexts, irq, rwlock, rwsem, task } from 'mmcheck/kernel';
import { expect } from 'vitest';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { never, somewhere, verdictsOf } from '../verdicts.ts';
import { gets } from './readers-writers-setup.ts';
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

const cpu = kind('cpu', 2);

/** A task reads, a writer on the other cpu waits for it, and an interrupt of the task's cpu reads. */
const interrupted = (read: 'acquireRead' | 'acquireReadInInterrupt'): SystemDefinition =>
  system({ cpus: contexts(cpu), lock: rwlock('tasklist_lock') }, ({ process }) => ({
    reader: process({
      ...task(0),
      locals: { cpu },
      start: 'read_lock',
      steps: {
        read_lock: ({ lock, me }) => (lock.acquireRead(me) ? 'next' : 'blocked'),
        read_unlock: ({ lock, me }) => {
          lock.releaseRead(me);
          return 'done';
        },
      },
    }),
    writer: process({
      ...task(1),
      locals: { cpu },
      start: 'write_lock',
      steps: {
        write_lock: ({ lock, me }) => {
          lock.announceWrite(me);
          return 'next';
        },
        wait: ({ lock, me }) => (lock.acquireWrite(me) ? 'next' : 'blocked'),
        write_unlock: ({ lock, me }) => {
          lock.releaseWrite(me);
          return 'done';
        },
      },
    }),
    handler: process({
      ...irq(0),
      locals: { cpu },
      start: 'enter',
      steps: {
        enter: ({ cpus, me }) => {
          cpus[me.cpu].irqEnter(me);
          return 'next';
        },
        read_lock: ({ lock, me }) =>
          (read === 'acquireRead' ? lock.acquireRead(me) : lock.acquireReadInInterrupt(me))
            ? 'next'
            : 'blocked',
        read_unlock: ({ lock, me }) => {
          lock.releaseRead(me);
          return 'next';
        },
        exit: ({ cpus, me }) => {
          cpus[me.cpu].irqExit(me);
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

rule('a reader in an interrupt waits for the writer that is inside alone', {
  broken: () => {
    expect(verdictsOf(interrupted('acquireReadInInterrupt'))).toMatchObject({ deadlock: 'holds' });
  },
  kept: () => {
    const both = never(
      ({ writer, handler }) => writer[0].at === 'write_unlock' && handler[0].at === 'read_unlock',
    );
    const verdicts = verdictsOf(interrupted('acquireReadInInterrupt'), { both });
    expect(verdicts).toMatchObject({ both: 'holds' });
  },
});

rule("a task's read_lock() waits behind a writer that waits for readers", {
  broken: () => {
    expect(verdictsOf(interrupted('acquireRead'))).toMatchObject({ deadlock: 'violated' });
    expect(gets(rwlock('lock'), 'read', 'acquireRead', 'held')).toBe('does not');
  },
  kept: () => {
    const rt = rwlock('lock', { writerPreference: false });
    expect(gets(rt, 'read', 'acquireRead', 'held')).toBe('gets it');
  },
});
