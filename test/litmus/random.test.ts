// Random litmus tests with branches, pointers, read-modify-writes and locks: the engine and the axiomatic enumerator find the
// same final states.

import fc from 'fast-check';
import { test } from 'vitest';
import { differences } from './both-ways.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 10);
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

/** The axiomatic enumerator looks at every order of the stores of a location: with more updates a test may take minutes. */
const MOST_UPDATES = 3;
const UPDATE = /xchg|atomic|spin_lock/g;

function isSmall(text: string): boolean {
  return (text.match(UPDATE)?.length ?? 0) <= MOST_UPDATES;
}

/** Processes of one or two of these statements. */
function litmus(statements: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const body = fc
    .array(statements, { minLength: 1, maxLength: 2 })
    .map((lines) => `int r0 = 0, r1 = 0; int *q = y; ${lines.join(' ')}`);
  const pair = fc.array(body, { minLength: 2, maxLength: 2 });
  return pair
    .filter((bodies) => isSmall(bodies.join()))
    .map((bodies) => {
      const processes = bodies.map(
        (text, k) => `P${k}(int *x, int *y, int **p, spinlock_t *s)\n{ ${text} }\n`,
      );
      const observed = bodies.map((_, k) => `${k}:r0; ${k}:r1; ${k}:q`).join('; ');
      return `C random\n{ p=&x; }\n${processes.join('')}locations [${observed}; x; y; p]\nexists (true)\n`;
    });
}

/** The enumerator has a bound on the values that there are; what is beyond it is no test. */
async function expectAgreement(text: string): Promise<void> {
  let wrong: string[] = [];
  try {
    wrong = await differences(text);
  } catch (error) {
    fc.pre(!(error as Error).message.includes('too many values'));
    throw error;
  }
  if (wrong.length > 0) throw new Error(`${text}\n${wrong.join('\n')}`);
}

test('the engine and the axioms agree on random tests', { timeout: 3_600_000 }, async () => {
  await fc.assert(fc.asyncProperty(litmus(statement), expectAgreement), {
    numRuns: RUNS,
    endOnFailure: true,
    ...SEED,
  });
});

const ofRcu = fc.oneof(
  fc
    .tuple(access, access)
    .map(([one, other]) => `rcu_read_lock(); ${one} ${other} rcu_read_unlock();`),
  fc.tuple(access, access).map(([one, other]) => `${one} synchronize_rcu(); ${other}`),
  statement,
);

test('and on tests with RCU', { timeout: 3_600_000 }, async () => {
  await fc.assert(fc.asyncProperty(litmus(ofRcu), expectAgreement), {
    numRuns: RUNS,
    endOnFailure: true,
    ...SEED,
  });
});
