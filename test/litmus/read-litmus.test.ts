// What is read of a litmus file, and what is said of one that is not understood: the line, and what it is.

import { expect, test } from 'vitest';
import { LitmusMistake } from '../../src/litmus/mistake.ts';
import { readTest } from '../../src/litmus/read-test.ts';
import { readLitmus } from '../../src/litmus/syntax/read-litmus.ts';
import { propositionText } from '../../src/litmus/verdict.ts';

test('a test with all of its parts', () => {
  const read = readLitmus(`C parts
"What it is about"
Cycle=Rfe PodRR Fre PodWW
(* A comment (* within one *)
 * Result: Sometimes
 *)
{
  int x = 1; /* of C */
  int *p = &x;
  y=-2; 0:r3=7; atomic_t v = ATOMIC_INIT(3);
  spinlock_t lock;
}
P0(int *x, int **p) // Producer
{
  int r0, *r1;
  r0 = READ_ONCE(*x); // not (* a comment
  if (r0 == 1 && !r3) WRITE_ONCE(*x, 2); else { rcu_assign_pointer(*p, x); }
}
P1(void) { }
locations [0:r0; x]
filter (0:r0=1)
~exists (0:r0=1 /\\ (x=2 \\/ p=&x) => ~y=1)
`);
  expect(read).toMatchObject({
    name: 'parts',
    result: 'Sometimes',
    initial: [
      { variable: { type: 'location', name: 'x' }, value: 1 },
      { variable: { type: 'location', name: 'p' }, value: { address: 'x' } },
      { variable: { type: 'location', name: 'y' }, value: -2 },
      { variable: { type: 'register', process: 0, name: 'r3' }, value: 7 },
      { variable: { type: 'location', name: 'v' }, value: 3 },
    ],
    processes: [
      { number: 0, parameters: ['x', 'p'] },
      { number: 1, parameters: [], body: [] },
    ],
    locations: [
      { type: 'register', process: 0, name: 'r0' },
      { type: 'location', name: 'x' },
    ],
    filter: { type: 'equal', value: 1 },
    condition: { quantifier: '~exists' },
  });
  expect(propositionText(read.condition.claim)).toBe('(0:r0=1 /\\ (x=2 \\/ p=x)) => (~(y=1))');
  expect(read.processes[0].body.map(({ text, line }) => `${line}: ${text}`)).toEqual([
    '16: r0 = READ_ONCE(*x)',
    '17: if (r0 == 1 && !r3)',
  ]);
});

/** The body of P0 stands in line 4. */
function body(text: string, claim = 'x=1'): string {
  return `C one\n{}\nP0(int *x, int *y, spinlock_t *s)\n{ ${text} }\nexists (${claim})\n`;
}

function mistakeOf(text: string, memoryModel = 'sc'): string {
  try {
    readTest(text, 'one.litmus').memory(memoryModel);
  } catch (error) {
    if (error instanceof LitmusMistake) return `${error.kind} ${error.line}: ${error.message}`;
    throw error;
  }
  return 'none';
}

test.each([
  ['X86 test\n{}', 'unsupported 1: not supported: a test in X86, not in C'],
  ['C \n{}', "malformed 1: expected the name of the test after 'C'"],
  ['C one\nP0() {}', "malformed 2: expected '{' before the initial values, not 'P0'"],
  ['C one\n{ x=1 y=2 }', "malformed 2: expected ';' after an initial value, not 'y'"],
  ['C one\n{ int x[2]; }', 'unsupported 2: not supported: an array, x[]'],
  [
    'C one\n(* slip\n * Result: never\n *)\n{}\nP0() {}\nexists (x=1)',
    "malformed 3: a result is Never, Sometimes, Always, and not 'never'; did you mean 'Never'?",
  ],
  ['C one\n{}\nP1() {}', 'malformed 3: expected P0, not P1'],
  ['C one\n{}\nexists (x=1)', "malformed 3: expected a process, 'P0(...)', not 'exists'"],
  [
    'C one\n{}\nP0() {}\n',
    "malformed 4: expected a condition, 'exists', '~exists' or 'forall', not the end of the file",
  ],
  ['C one\n(* never\n{}', "malformed 2: the comment that begins here has no '*)'"],
  ['C one\n{}\nP0() {}\nexists (0:r1=1)', 'malformed 4: P0 gives no value to r1'],
  ['C one\n{}\nP0() {}\nexists (7:r1=1)', 'malformed 4: there is no process P7'],
  ['C one\n{ 3:r1=1; }\nP0() {}\nexists (x=1)', 'malformed 2: there is no process P3'],
  ['C one\n{}\nP0() {}\nexists (x=1) x', "malformed 4: expected the end of the file, not 'x'"],
])('a broken test: %j', (text, said) => {
  expect(mistakeOf(text)).toBe(said);
});

test.each([
  ['while (1) WRITE_ONCE(*x, 1);', "unsupported 4: not supported: 'while'"],
  [
    'r0 = READ_ONCE(*x) + READ_ONCE(*y);',
    'unsupported 4: not supported: two accesses in one expression, whose order C leaves open',
  ],
  [
    'r0 = cmpxchg(x, *x, *y);',
    'unsupported 4: not supported: two accesses in one expression, whose order C leaves open',
  ],
  [
    'r1 = 1; r0 = r1 && READ_ONCE(*x);',
    "unsupported 4: not supported: an access on the right of '&&'; use 'if'",
  ],
  [
    'WRITE_ONCE(*x, r1);',
    'malformed 4: P0 uses r1, which is no location of its own and has no value yet',
  ],
  [
    'WRITE_ONCE(*z, 1);',
    'malformed 4: P0 uses z, which is no location of its own and has no value yet',
  ],
  ['WRITE_ONC(*x, 1);', "unsupported 4: not supported: WRITE_ONC(); did you mean 'WRITE_ONCE'?"],
  ['call_rcu(x, y);', 'unsupported 4: not supported: call_rcu()'],
  ['WRITE_ONCE(*x);', 'malformed 4: WRITE_ONCE() takes 2 arguments, not 1'],
  ['r0 = smp_mb();', 'malformed 4: smp_mb() has no value'],
  ['x = 1;', 'unsupported 4: not supported: an assignment to anything but a register or *location'],
  ['r0 = READ_ONCE(*x) r1 = 1;', "malformed 4: expected ';' after a statement, not 'r1'"],
  ['*x += 1;', "unsupported 4: not supported: the operator '+='"],
  ['r0 = 1; r0++;', "unsupported 4: not supported: the operator '++'"],
  ['r0 = 6 / 2;', "unsupported 4: not supported: the operator '/'"],
  [
    'WRITE_ONCE(*(x + 1), 1);',
    'unsupported 4: not supported: an address that is worked out; give it to a register first',
  ],
  [
    'r0 = 1; WRITE_ONCE(*r0, 1);',
    'unsupported 4: not supported: an access through r0, which holds no address',
  ],
  ['r0 = x + 1;', "unsupported 4: not supported: '+' of an address, x"],
  [
    'r0 = 2147483647 + 1;',
    'unsupported 4: not supported: 2147483648, which does not fit in an int',
  ],
  [
    'spin_lock(s); WRITE_ONCE(*s, 1);',
    'unsupported 4: not supported: s, which is a lock, used as memory',
  ],
  ['WRITE_ONCE(*x, "a");', "malformed 4: '\"' is no part of a litmus test"],
  [
    'WRITE_ONCE(*x, 1); WRITE_ONCE(*x, y);',
    'unsupported 0: not supported: numbers and addresses in one place, x',
  ],
])('P0 { %s }', (text, said) => {
  expect(mistakeOf(body(text))).toBe(said);
});

test('a lock in a condition', () => {
  expect(mistakeOf(body('spin_lock(s); spin_unlock(s);', 's=0'))).toBe(
    'unsupported 5: not supported: a condition on s, which is a lock',
  );
});

test('a value without an end', () => {
  const add = 'r0 = READ_ONCE(*x); WRITE_ONCE(*x, r0 * 3 + 1);';
  const many = Array.from({ length: 40 }, () => add).join(' ');
  expect(mistakeOf(body(many))).toMatch(/^unsupported 4: not supported: (a value|\d+)/);
});

test('what a memory model does not take', () => {
  const plain = body('*x = 1;');
  const barrier = body('atomic_inc(x); smp_rmb(); r0 = READ_ONCE(*y);');
  const many = body('WRITE_ONCE(*x, 1); '.repeat(9));
  expect([plain, barrier, many].map((text) => mistakeOf(text, 'lkmm'))).toEqual([
    'unsupported 4: not supported: under lkmm, a plain access, with which a compiler may do more',
    'unsupported 4: not supported: under lkmm, smp_rmb() behind an atomic operation without a value, which it does not order',
    'unsupported 0: not supported: 9 stores that may wait at once; lkmm has room for 8',
  ]);
  expect([plain, barrier, many].map((text) => mistakeOf(text, 'tso'))).toEqual([
    'none',
    'none',
    'unsupported 0: not supported: 9 stores that may wait at once; tso has room for 8',
  ]);
});
