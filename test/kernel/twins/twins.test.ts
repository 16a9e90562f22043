// Primitives against twins of plain cells, on random programs: the same verdicts, and the same places are reached.
//
// RANDOM_MODELS=20000 SEED=7 npx vitest run test/kernel/twins/twins.test.ts looks further.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MUTEX, SEQLOCK, SPINLOCK } from './exclusive.ts';
import { pairs, type Twins } from './programs.ts';
import { RWLOCK } from './rwlock.ts';
import { RWSEM } from './rwsem.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 80);
const SEED = Number(process.env.SEED ?? 1);
const MINUTE = 60_000;

const all: [name: string, twins: Twins][] = [
  ['spinlock', SPINLOCK],
  ['mutex', MUTEX],
  ['seqlock', SEQLOCK],
  ['rwsem', RWSEM],
  ['rwlock', RWLOCK],
];

test.each(all)(
  '%s',
  (_name, twins) => {
    const seen = new Set<string>();
    const agree = fc.property(pairs(twins), (pair) => {
      fc.pre(pair !== undefined);
      expect(pair.primitive).toEqual(pair.twin);
      seen.add(pair.twin.deadlock);
    });
    fc.assert(agree, { numRuns: Math.ceil(RUNS / all.length), seed: SEED });
    // The programs must show something, or they prove nothing.
    expect([...seen].sort()).toEqual(['holds', 'violated']);
  },
  5 * MINUTE + RUNS * 1000,
);
