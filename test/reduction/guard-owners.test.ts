// Which owners are looked at: all of a lock's elements, or none.

import { array, system } from 'mmcheck';
import { spinlock } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { GuardOwners } from '../../src/reduction/partial-order/guard-owners.ts';

/** Of a system with two arrays of locks, each lock's owners, as bits. */
function ownersOf(first: number, second: number): { first: number[]; second: number[] } {
  const compiled = new CompiledSystem(
    system(
      { first: array(first, spinlock('first')), second: array(second, spinlock('second')) },
      ({ process }) => ({ p: process({ start: 's', steps: { s: () => 'done' } }) }),
    ),
  );
  const owners = new GuardOwners(compiled, compiled.accesses());
  const bitsOf = (cell: string, size: number): number[] =>
    Array.from({ length: size }, (_, value) => {
      const guard = { cell, path: [{ type: 'constant', value }] as const, method: 'acquire' };
      return owners.of(guard, (index) => (index.type === 'constant' ? index.value : undefined));
    });
  return { first: bitsOf('first', first), second: bitsOf('second', second) };
}

test('each lock has an owner of its own', () => {
  const { first, second } = ownersOf(3, 2);
  expect(new Set([...first, ...second])).toEqual(new Set([1, 2, 4, 8, 16]));
});

test('of locks that are too many, none is looked at, and the others are', () => {
  const { first, second } = ownersOf(40, 2);
  expect(new Set(first)).toEqual(new Set([0]));
  expect(second).toEqual([1, 2]);
  expect(new Set(ownersOf(20, 12).second)).toEqual(new Set([0]));
});
