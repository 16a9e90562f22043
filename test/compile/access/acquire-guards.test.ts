// What a step asks first is its acquire guard; what stands behind anything that could fail is none, because the step may fail
// there although the guard is kept.

import { expect, it } from 'vitest';
import { analyse, SCOPE } from './support.ts';

const GUARD = [{ cell: 'lock', path: [], method: 'acquire' }];

it.for([
  "({ lock, me }) => (lock.acquire(me) ? 'a' : 'blocked')",
  "({ lock, me }) => { if (!lock.acquire(me)) return 'blocked'; return 'a' }",
  "({ lock, me }) => { if (!lock.acquire(me)) { return 'blocked' } return 'a' }",
  "({ lock, me }) => { return lock.acquire(me) ? 'a' : 'blocked' }",
  "({ lock, free, me }) => (lock.acquire(me) && free[0] ? 'a' : 'blocked')",
  "({ lock, me }) => (lock.acquire(me, 'irqsave') ? 'a' : 'blocked')",
])('%s', (step) => {
  expect(analyse(step).acquireGuards).toEqual(GUARD);
});

it.for([
  "({ lock, me }) => (lock.acquire(me) ? 'a' : 'b')",
  "({ lock, me }) => { if (lock.acquire(me)) return 'blocked'; return 'a' }",
  "({ lock, free, me }) => { const one = free[me.i]; if (!lock.acquire(me)) return 'blocked'; return 'a' }",
  "({ lock, free, me }) => (free[me.i] && lock.acquire(me) ? 'a' : 'blocked')",
  "({ lock, me, assert }) => { assert(false, ''); return lock.acquire(me) ? 'a' : 'blocked' }",
  "({ lock, free, me }) => (lock.acquire(me, free[me.i]) ? 'a' : 'blocked')",
  "({ lock }) => (lock.acquire({ self: 0 }) ? 'a' : 'blocked')",
])('no guard: %s', (step) => {
  expect(analyse(step).acquireGuards).toEqual([]);
});

it('a guard answers what its first question does', () => {
  const scope = { ...SCOPE, isGuard: true };
  expect(analyse('({ lock, me }) => lock.acquire(me)', scope).acquireGuards).toEqual(GUARD);
  expect(analyse('({ lock, me }) => !lock.acquire(me)', scope).acquireGuards).toEqual([]);
  expect(
    analyse('({ lock, free, me }) => free[0] > 0 && lock.acquire(me)', scope).acquireGuards,
  ).toEqual([]);
});
