// The rules of barriers, and of how atomics order memory: Documentation/memory-barriers.txt, tools/memory-model. That each costs
// nothing in sequentially consistent memory is test/memory/published.test.ts.

import { expect } from 'vitest';
import type { MemoryModel } from '../../../src/language/memory-model.ts';
import { endsOf, litmus } from '../../memory/litmus.ts';
import { rule } from './rule.ts';

function isReached(memory: MemoryModel, lines: readonly string[], asks: string): boolean {
  const ends = endsOf(litmus(lines), { 'memory-model': memory });
  return ends.some((end) => asks.split(' ').every((value) => end.split(' ').includes(value)));
}

rule('smp_mb() orders stores with the loads after it', {
  broken: () => {
    expect(isReached('tso', ['x = 1; r0 = y', 'y = 1; r1 = x'], 'r0=0 r1=0')).toBe(true);
    expect(isReached('tso', ['x = 1; mb; r0 = y', 'y = 1; mb; r1 = x'], 'r0=0 r1=0')).toBe(false);
  },
  kept: () =>
    expect(isReached('tso', ['x = 1; mb; r0 = y', 'y = 1; r1 = x'], 'r0=0 r1=0')).toBe(true),
});

rule('smp_wmb() orders stores with the stores after it', {
  broken: () => {
    expect(isReached('pso', ['x = 1; y = 1', 'r0 = y; r1 = x'], 'r0=1 r1=0')).toBe(true);
    expect(isReached('pso', ['x = 1; wmb; y = 1', 'r0 = y; r1 = x'], 'r0=1 r1=0')).toBe(false);
  },
  kept: () =>
    expect(isReached('pso', ['x = 1; wmb; r0 = y', 'y = 1; wmb; r1 = x'], 'r0=0 r1=0')).toBe(true),
});

rule('smp_rmb() orders loads with the loads after it', {
  broken: () => {
    expect(isReached('lkmm', ['x = 1; wmb; y = 1', 'r0 = y; r1 = x'], 'r0=1 r1=0')).toBe(true);
    expect(isReached('lkmm', ['x = 1; wmb; y = 1', 'r0 = y; rmb; r1 = x'], 'r0=1 r1=0')).toBe(
      false,
    );
  },
  kept: () =>
    expect(isReached('lkmm', ['x = 2; wmb; y = 1', 'r0 = y; rmb; x = 1'], 'r0=1 x=2')).toBe(true),
});

rule('smp_store_release() orders what comes before it with the store', {
  broken: () => {
    expect(isReached('lkmm', ['x = 1; y = 1', 'r0 =acq y; r1 = x'], 'r0=1 r1=0')).toBe(true);
    expect(isReached('lkmm', ['x = 1; y =rel 1', 'r0 =acq y; r1 = x'], 'r0=1 r1=0')).toBe(false);
  },
  kept: () =>
    expect(isReached('lkmm', ['x =rel 1; r0 = y', 'y =rel 1; r1 = x'], 'r0=0 r1=0')).toBe(true),
});

rule('smp_load_acquire() orders the load with what comes after it', {
  broken: () => {
    expect(isReached('lkmm', ['x = 1; y =rel 1', 'r0 = y; r1 = x'], 'r0=1 r1=0')).toBe(true);
    expect(isReached('lkmm', ['x = 1; y =rel 1', 'r0 =acq y; r1 = x'], 'r0=1 r1=0')).toBe(false);
  },
  kept: () =>
    expect(isReached('lkmm', ['x = 1; r0 =acq y', 'y = 1; r1 =acq x'], 'r0=0 r1=0')).toBe(true),
});

rule('xchg() is a full barrier', {
  broken: () => {
    const plain = ['x = 1; r2 = z; r0 = y', 'y = 1; r3 = z; r1 = x'];
    expect(isReached('lkmm', plain, 'r0=0 r1=0')).toBe(true);
    expect(isReached('lkmm', ['r2 = xchg x 1; r0 = y', 'r3 = xchg y 1; r1 = x'], 'r0=0 r1=0')).toBe(
      false,
    );
  },
  kept: () =>
    expect(isReached('lkmm', ['r2 = xchg x 1; r0 = y', 'y = 1; r1 = x'], 'r0=0 r1=0')).toBe(true),
});
