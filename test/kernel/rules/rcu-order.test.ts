// The rules of how RCU orders memory: tools/memory-model, Documentation/RCU/Design/Memory-Ordering. test/litmus/rcu.test.ts compares
// with the axioms.

import { expect } from 'vitest';
import type { MemoryModel } from '../../../src/language/memory-model.ts';
import { byEngine } from '../../litmus/both-ways.ts';
import { rcuTest } from '../../litmus/rcu-test.ts';
import { rule } from './rule.ts';

async function isReached(
  memory: MemoryModel,
  processes: readonly string[],
  asks: string,
): Promise<boolean> {
  const ends = await byEngine(rcuTest(processes), memory);
  return ends.some((end) => asks.split(' ').every((value) => end.split(' ').includes(value)));
}

rule('a read section orders no memory by itself', {
  broken: async () => {
    const sections = ['[ x=1 r0=y ]', '[ y=1 r0=x ]'];
    for (const memory of ['tso', 'pso', 'lkmm'] as const) {
      expect(await isReached(memory, sections, '0:r0=0 1:r0=0')).toBe(true);
    }
  },
  kept: async () => {
    const fenced = ['[ x=1 mb r0=y ]', '[ y=1 mb r0=x ]'];
    expect(await isReached('tso', fenced, '0:r0=0 1:r0=0')).toBe(false);
  },
});

rule('a grace period orders what comes before and after it with read sections on other cpus', {
  broken: async () => {
    expect(await isReached('lkmm', ['r0=y r1=x', 'x=1 sync y=1'], '0:r0=1 0:r1=0')).toBe(true);
    expect(await isReached('tso', ['y=1 r0=x', 'x=1 sync r0=y'], '0:r0=0 1:r0=0')).toBe(true);
  },
  kept: async () => {
    for (const memory of ['tso', 'pso', 'lkmm'] as const) {
      const after = ['[ r0=y r1=x ]', 'x=1 sync y=1'];
      expect(await isReached(memory, after, '0:r0=1 0:r1=0')).toBe(false);
      const before = ['y=1 [ r0=x ]', 'x=1 sync r0=y'];
      expect(await isReached(memory, before, '0:r0=0 1:r0=0')).toBe(false);
    }
  },
});
