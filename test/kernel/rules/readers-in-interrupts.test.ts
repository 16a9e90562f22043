// Readers in interrupts: kernel/locking/qrwlock.c, queued_read_lock_slowpath().

import { kind, system } from 'mmcheck';
import { contexts, irq, rwlock, task } from 'mmcheck/kernel';
import { expect } from 'vitest';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { never, refusalOf, verdictsOf } from '../verdicts.ts';
import { gets } from './readers-writers-setup.ts';
import { rule } from './rule.ts';

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
        read_lock:
          read === 'acquireRead'
            ? ({ lock, me }) => (lock.acquireRead(me) ? 'next' : 'blocked')
            : ({ lock, me }) => (lock.acquireReadInInterrupt(me) ? 'next' : 'blocked'),
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
    expect(gets(rwlock('lock'), 'read', 'acquireRead', 'held')).toBe('does not');
  },
  kept: () => {
    const rt = rwlock('lock', { writerPreference: false });
    expect(gets(rt, 'read', 'acquireRead', 'held')).toBe('gets it');
  },
});

rule('read_lock() of a handler is not kept out by a writer that waits', {
  broken: () => {
    expect(refusalOf(interrupted('acquireRead'))).toContain('irq() runs in an interrupt');
    expect(refusalOf(byTask(false))).toContain('this task() is never either');
  },
  kept: () => {
    expect(refusalOf(interrupted('acquireReadInInterrupt'))).toBe('');
    expect(refusalOf(byTask(true))).toBe('');
  },
});

/** A task reads as if it were in an interrupt, with softirqs off or not. */
function byTask(switchesOff: boolean): SystemDefinition {
  return system({ cpus: contexts(cpu), lock: rwlock('lock') }, ({ process }) => ({
    reader: process({
      ...task(0),
      locals: { cpu },
      start: 'off',
      steps: {
        off: switchesOff
          ? ({ cpus, me }) => {
              cpus[me.cpu].bhDisable(me);
              return 'read_lock';
            }
          : () => 'read_lock',
        read_lock: ({ lock, me }) => (lock.acquireReadInInterrupt(me) ? 'read_unlock' : 'blocked'),
        read_unlock: ({ lock, me }) => {
          lock.releaseRead(me);
          return 'on';
        },
        on: switchesOff
          ? ({ cpus, me }) => {
              cpus[me.cpu].bhEnable(me);
              return 'done';
            }
          : () => 'done',
      },
    }),
  }));
}
