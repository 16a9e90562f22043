// Random litmus tests with branches, pointers, read-modify-writes and locks: the engine and the axiomatic enumerator find the
// same final states.

import fc from 'fast-check';
import { test } from 'vitest';
import { sc } from '../../src/reference/axiomatic/store-order-models.ts';
import { byAxioms, byEngine } from './both-ways.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 40);
const SEED = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };

const register = fc.constantFrom('r0', 'r1');
const location = fc.constantFrom('x', 'y');
const value = fc.constantFrom('1', '2', 'r0', 'r1');

const ACCESSES = [
  ['r = READ_ONCE(*l);'],
  ['r = smp_load_acquire(l);'],
  ['WRITE_ONCE(*l, v);'],
  ['smp_store_release(l, v);'],
  ['r = xchg(l, v);'],
  ['r = cmpxchg_relaxed(l, v, 2);'],
  ['r = atomic_add_unless(l, 1, 1);'],
  ['r = atomic_fetch_or_acquire(1, l);'],
  ['rcu_assign_pointer(*p, l);'],
  ['q = rcu_dereference(*p);', 'r = READ_ONCE(*q);'],
  ['q = rcu_dereference(*p);', 'if (q != l)', 'WRITE_ONCE(*q, v);'],
  ['r = r & 1;'],
  ['smp_mb();'],
];

const access = fc
  .tuple(fc.constantFrom(...ACCESSES), register, location, value)
  .map(([lines, r, l, v]) =>
    lines
      .map((line) => line.replace(/\b[rlv]\b/g, (name) => ({ r, l, v })[name] ?? name))
      .join(' '),
  );

const statement = fc.oneof(
  { weight: 5, arbitrary: access },
  {
    weight: 1,
    arbitrary: fc
      .tuple(register, access, access)
      .map(([r, one, other]) => `if (${r} == 1) { ${one} } else { ${other} }`),
  },
  { weight: 1, arbitrary: access.map((one) => `spin_lock(s); ${one} spin_unlock(s);`) },
);

const body = fc
  .array(statement, { minLength: 1, maxLength: 2 })
  .map((lines) => `int r0 = 0, r1 = 0; int *q = y; ${lines.join(' ')}`);

const litmus = fc.array(body, { minLength: 2, maxLength: 2 }).map((bodies) => {
  const processes = bodies.map(
    (text, k) => `P${k}(int *x, int *y, int **p, spinlock_t *s)\n{ ${text} }\n`,
  );
  const observed = bodies.map((_, k) => `${k}:r0; ${k}:r1; ${k}:q`).join('; ');
  return `C random\n{ p=&x; }\n${processes.join('')}locations [${observed}; x; y; p]\nexists (true)\n`;
});

test('the engine and the axioms agree on random tests', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(litmus, async (text) => {
      const [found, expected] = [await byEngine(text), byAxioms(text, sc)];
      if (found.join('\n') === expected.join('\n')) return;
      throw new Error(
        `${text}\nthe engine: ${found.join('; ')}\nthe axioms: ${expected.join('; ')}`,
      );
    }),
    { numRuns: RUNS, endOnFailure: true, ...SEED },
  );
});
