// Which operations are seen to commute with others of their kind: only by what they do, and only where nobody looks at
// what they leave.

import { expect, it } from 'vitest';
import { cell, oneOf } from '../../../src/index.ts';
import { analyse, SCOPE } from './support.ts';

/** The operations of the writes to cells; a dash for a plain write. */
const writesOf = (step: string): string[] =>
  analyse(step)
    .accesses.filter(({ write }) => write)
    .map(({ commutes }) => commutes ?? '-');

it.for([
  ["({ free }) => { free[0]++; return 'a' }", 'adds'],
  ["({ free }) => { free[0] += 2; return 'a' }", 'adds'],
  ["({ free }) => { free[0]--; return 'a' }", 'takes away'],
  ["({ free }) => { free[0] -= 1; return 'a' }", 'takes away'],
  ["({ free }) => { free[0] = 1; return 'a' }", 'stores 1'],
  ["({ free, me }) => { if (me.i === 0) free[0]++; return 'a' }", 'adds'],
  ["({ free }) => { for (let k = 0; k < 2; k++) free[k]++; return 'a' }", 'adds'],
])('%s', ([step, operation]) => {
  expect(writesOf(step)).toEqual([operation]);
});

it.for([
  "({ free, me }) => { me.i = free[0]++; return 'a' }",
  "({ free }) => (free[0]++ === 1 ? 'a' : 'b')",
  "({ free, me }) => { free[0] += me.i; return 'a' }",
  "({ free }) => { free[0] += -1; return 'a' }",
  "({ free }) => { free[0] += 0; return 'a' }",
  "({ free }) => { free[0] += 0.5; return 'a' }",
  "({ free }) => { free[0] *= 2; return 'a' }",
  "({ free, me }) => { free[0] = me.i; return 'a' }",
  "({ free }) => { free[0] = free[0] + 1; return 'a' }",
])('no operation that commutes: %s', (step) => {
  expect(writesOf(step)).toEqual(['-']);
});

it('adding to what is no number is no counting', () => {
  const [access] = analyse("({ name }) => { name.value += 1; return 'a' }", {
    ...SCOPE,
    cells: { name: cell(oneOf('a', 'a1')).shape },
  }).accesses.filter(({ write }) => write);
  expect(access.commutes).toBeUndefined();
});

it('a look at the cell is an access of its own', () => {
  const reads = analyse("({ free }) => { free[0]++; return free[0] > 1 ? 'a' : 'b' }")
    .accesses.filter(({ write }) => !write)
    .map(({ commutes }) => commutes ?? '-');
  expect(reads.sort()).toEqual(['-', 'adds']);
});
