// Who is in the way of a process that waits, in words: whoever keeps it out, and nobody who does not.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { bool, cell, defineModel, perProcess, system } from '../../src/index.ts';
import { rwlock, spinlock, waitQueue } from '../../src/kernel/index.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { deadlock } from '../kernel/verdicts.ts';

function wordsOf(definition: SystemDefinition): string[] {
  const model = defineModel('waits', { system: () => definition as never });
  const [{ counterexample }] = checkModel(model, {}, { deadlock }).properties;
  return counterexample?.property.message.split('\n') ?? [];
}

test('a reader waits for no reader, but for the writer that waits before it', () => {
  const words = wordsOf(
    system({ l: rwlock('l'), s: spinlock('s') }, ({ process }) => ({
      a: process({
        start: 'read',
        steps: {
          read: ({ l, me }) => (l.acquireRead(me) ? 'next' : 'blocked'),
          lock: ({ s, me }) => (s.acquire(me) ? 'next' : 'blocked'),
          unlock: ({ s, me }) => {
            s.release(me);
            return 'next';
          },
          unread: ({ l, me }) => {
            l.releaseRead(me);
            return 'done';
          },
        },
      }),
      b: process({
        start: 'lock',
        steps: {
          lock: ({ s, me }) => (s.acquire(me) ? 'next' : 'blocked'),
          read: ({ l, me }) => (l.acquireRead(me) ? 'next' : 'blocked'),
          unread: ({ l, me }) => {
            l.releaseRead(me);
            return 'next';
          },
          unlock: ({ s, me }) => {
            s.release(me);
            return 'done';
          },
        },
      }),
      w: process({
        start: 'announce',
        steps: {
          announce: ({ l, me }) => {
            l.announceWrite(me);
            return 'next';
          },
          write: ({ l, me }) => (l.acquireWrite(me) ? 'next' : 'blocked'),
          unwrite: ({ l, me }) => {
            l.releaseWrite(me);
            return 'done';
          },
        },
      }),
    })),
  );
  expect(words).toContain('b waits at read for l, behind w, which waits since step 3.');
  expect(words).toContain('They wait in a circle: a -> b -> w -> a.');
});

test('what a cell has for each process says nothing of who holds it', () => {
  const words = wordsOf(
    system({ woken: perProcess(bool), killed: perProcess(bool) }, ({ process }) => ({
      a: process({
        start: 'wake',
        steps: {
          wake: ({ woken, me }) => {
            woken[me.self] = true;
            return 'next';
          },
          wait: ({ woken }) => (woken.every((one) => one) ? 'done' : 'blocked'),
        },
      }),
      b: process({
        start: 'sleep',
        steps: {
          sleep: ({ woken, killed, me }) =>
            woken[me.self] || killed[me.self] ? 'done' : 'blocked',
        },
      }),
    })),
  );
  expect(words).toContain('b waits at sleep for woken[b]; for killed[b].');
  expect(words.join()).not.toContain('circle');
  expect(words.join()).not.toContain('held by');
});

test('nor do the states and signals of waiters on a queue', () => {
  const words = wordsOf(
    system({ wq: waitQueue(), never: cell(bool) }, ({ process }) => ({
      sleeper: process({
        count: 2,
        start: 'prepare',
        steps: {
          prepare: ({ wq, me }) => {
            wq.prepare(me);
            return 'next';
          },
          schedule: ({ wq, me }) => {
            wq.schedule(me);
            return 'next';
          },
          asleep: ({ wq, me }) => (wq.isAwake(me) ? 'finish' : 'blocked'),
          finish: ({ wq, me }) => {
            wq.finish(me);
            return 'done';
          },
        },
      }),
    })),
  );
  expect(words).toContain('sleeper0 waits at asleep for wq.');
});
