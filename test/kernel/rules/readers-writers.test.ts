// The rules of locks for readers and writers: kernel/locking/rwsem.c, kernel/locking/percpu-rwsem.c,
// kernel/locking/qrwlock.c.

import { bool, cell, kind, system } from 'mmcheck';
import {
  contexts,
  irq,
  percpuRwsem,
  type Rwlock,
  type Rwsem,
  rwlock,
  rwsem,
  task,
} from 'mmcheck/kernel';
import { expect } from 'vitest';
import type { Cell } from '../../../src/language/cell.ts';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { never, somewhere, verdictsOf } from '../verdicts.ts';
import { rule } from './rule.ts';

type Try = 'acquireRead' | 'tryAcquireRead' | 'acquireWrite' | 'tryAcquireWrite';
type Either = Cell<Rwlock | Rwsem>;

/**
 * A writer waits for one who holds the lock, and then another one asks for it in some way: while it is held, or as soon as
 * nobody holds it. `past` is whether he gets it before the writer.
 */
const asks = (
  lock: Either,
  held: 'read' | 'write',
  by: Try,
  when: 'held' | 'free',
): SystemDefinition =>
  system({ lock, past: cell(bool), asked: cell(bool) }, ({ process }) => ({
    holder: process({
      start: 'take',
      steps: {
        take: ({ lock, me }) =>
          (held === 'read' ? lock.acquireRead(me) : lock.acquireWrite(me)) ? 'next' : 'blocked',
        give: ({ lock, asked, me }) => {
          if (!lock.waiting.some((waits) => waits) || (when === 'held' && !asked.value)) {
            return 'blocked';
          }
          if (held === 'read') lock.releaseRead(me);
          else lock.releaseWrite(me);
          return 'done';
        },
      },
    }),
    writer: process({
      start: 'announce',
      steps: {
        announce: ({ lock, me }) => {
          if (!lock.isHeld()) return 'blocked';
          lock.announceWrite(me);
          return 'next';
        },
        wait: ({ lock, me }) => (lock.acquireWrite(me) ? 'next' : 'blocked'),
        end: ({ lock, me }) => {
          lock.releaseWrite(me);
          return 'done';
        },
      },
      coarse: { announce: 'it looks for the holder alone' },
    }),
    other: process({
      start: 'ask',
      steps: {
        ask: ({ lock, past, asked, me }) => {
          const waits = lock.waiting.some((one) => one);
          if (!waits || (when === 'free' && lock.isHeld())) return 'blocked';
          asked.value = true;
          if (by === 'acquireRead') past.value = lock.acquireRead(me);
          else if (by === 'tryAcquireRead') past.value = lock.tryAcquireRead(me);
          else if (by === 'acquireWrite') past.value = lock.acquireWrite(me);
          else past.value = lock.tryAcquireWrite(me);
          return past.value ? 'next' : 'done';
        },
        end: ({ lock, me }) => {
          if (by.endsWith('Read')) lock.releaseRead(me);
          else lock.releaseWrite(me);
          return 'done';
        },
      },
      end: ['ask'],
      coarse: { ask: 'asked says that it has been' },
    }),
  }));
const gets = (...given: Parameters<typeof asks>): string => {
  const past = somewhere(({ past }) => past.value);
  const { deadlock, past: verdict } = verdictsOf(asks(...given), { past });
  expect(deadlock).toBe('holds');
  return verdict === 'holds' ? 'gets it' : 'does not';
};

rule('a reader waits behind a writer that waits for readers', {
  broken: () => {
    expect(gets(rwsem('sem'), 'read', 'acquireRead', 'held')).toBe('does not');
    expect(gets(percpuRwsem('sem'), 'read', 'acquireRead', 'held')).toBe('does not');
  },
  kept: () => {
    // Nor did the home-made locks keep it out, nor does PREEMPT_RT.
    const homemade = percpuRwsem('sem', { writerPreference: false });
    expect(gets(homemade, 'read', 'acquireRead', 'held')).toBe('gets it');
  },
});

rule('a reader may get a free lock before a writer that waits for it', {
  broken: () => {
    expect(gets(rwsem('sem'), 'write', 'acquireRead', 'free')).toBe('gets it');
    expect(gets(rwlock('lock'), 'write', 'acquireRead', 'free')).toBe('gets it');
    expect(gets(percpuRwsem('sem', { steals: true }), 'write', 'acquireRead', 'free')).toBe(
      'gets it',
    );
  },
  kept: () => {
    expect(gets(rwsem('sem', { steals: false }), 'write', 'acquireRead', 'free')).toBe('does not');
    expect(gets(rwlock('lock', { steals: false }), 'write', 'acquireRead', 'free')).toBe(
      'does not',
    );
    expect(gets(percpuRwsem('sem'), 'read', 'acquireRead', 'free')).toBe('does not');
  },
});

rule('a writer that does not wait yet may get a free lock before those that do', {
  broken: () => expect(gets(rwsem('sem'), 'read', 'acquireWrite', 'free')).toBe('gets it'),
  kept: () => {
    const fair = rwsem('sem', { steals: false });
    expect(gets(fair, 'read', 'acquireWrite', 'free')).toBe('does not');
  },
});

/** A trylock of somebody's, where nobody waits. */
const alone = (lock: Either, by: 'tryAcquireRead' | 'tryAcquireWrite') => {
  const made = system({ lock, got: cell(bool) }, ({ process }) => ({
    p: process({
      start: 'try',
      steps: {
        try: ({ lock, got, me }) => {
          got.value = by === 'tryAcquireRead' ? lock.tryAcquireRead(me) : lock.tryAcquireWrite(me);
          return 'done';
        },
      },
      coarse: { try: 'nobody looks' },
    }),
  }));
  const got = somewhere(({ got }) => got.value);
  return verdictsOf(made, { got }).got;
};
const failsBehind = (make: () => Either, by: 'tryAcquireRead' | 'tryAcquireWrite') => ({
  broken: () => {
    for (const held of ['read', 'write'] as const) {
      expect(gets(make(), held, by, 'free')).toBe('does not');
    }
  },
  kept: () => expect(alone(make(), by)).toBe('holds'),
});
rule(
  'down_read_trylock() fails while a writer waits',
  failsBehind(() => rwsem('sem'), 'tryAcquireRead'),
);
rule(
  'down_write_trylock() fails while a writer waits',
  failsBehind(() => rwsem('sem'), 'tryAcquireWrite'),
);
rule(
  'read_trylock() fails while a writer waits',
  failsBehind(() => rwlock('lock'), 'tryAcquireRead'),
);
rule(
  'write_trylock() fails while a writer waits',
  failsBehind(() => rwlock('lock'), 'tryAcquireWrite'),
);

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
