// The machine of lkmm beside the axioms of the kernel's model: it has every end of an execution whose reads and program order
// make no circle. What it has beyond them makes it weaker than the kernel, never stronger.
//
// RANDOM_MODELS=2000 SEED=7 npx vitest run test/memory/lkmm.test.ts looks further.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endsByAxioms } from './axioms.ts';
import { endsOf, litmus } from './litmus.ts';
import { programs } from './programs.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 8);
const SEED = Number(process.env.SEED ?? 23);
const LKMM = { 'memory-model': 'lkmm', 'store-buffer': 6 } as const;

it('has all ends that the axioms allow, load buffering aside', () => {
  let more = 0;
  const isWeaker = fc.property(programs, (lines) => {
    const { inOrder, all } = endsByAxioms(lines);
    const ends = new Set(endsOf(litmus(lines), LKMM));
    expect([...inOrder].filter((end) => !ends.has(end))).toEqual([]);
    if ([...ends].some((end) => !all.has(end))) more++;
  });
  fc.assert(isWeaker, { numRuns: RUNS, seed: SEED, endOnFailure: true });
  if (process.env.RANDOM_MODELS)
    console.log(`${more} of ${RUNS} programs have ends that the axioms forbid`);
}, 3_600_000);
