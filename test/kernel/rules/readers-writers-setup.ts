// What the tests of readers writers share.

import { bool, cell, system } from 'mmcheck';
import type { Rwlock, Rwsem } from 'mmcheck/kernel';
import { expect } from 'vitest';
import type { Cell } from '../../../src/language/cell.ts';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { somewhere, verdictsOf } from '../verdicts.ts';

export type Try = 'acquireRead' | 'tryAcquireRead' | 'acquireWrite' | 'tryAcquireWrite';

export type Either = Cell<Rwlock | Rwsem>;

/**
 * A writer waits for one who holds the lock, and then another one asks for it in some way: while it is held, or as soon as
 * nobody holds it. `past` is whether he gets it before the writer.
 */
export const asks = (
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

export const gets = (...given: Parameters<typeof asks>): string => {
  const past = somewhere(({ past }) => past.value);
  const { deadlock, past: verdict } = verdictsOf(asks(...given), { past });
  expect(deadlock).toBe('holds');
  return verdict === 'holds' ? 'gets it' : 'does not';
};

/** A trylock of somebody's, where nobody waits. */
export const alone = (lock: Either, by: 'tryAcquireRead' | 'tryAcquireWrite') => {
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
