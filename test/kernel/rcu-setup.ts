// What the tests of rcu share.

import { bool, cell, defineModel, upTo } from 'mmcheck';
import { type RcuOptions, rcu } from 'mmcheck/kernel';
import { checkModel } from '../../src/check/check.ts';
import type { Cells } from '../../src/language/cell.ts';
import { code, until } from './code.ts';
import { verdictsOf } from './verdicts.ts';

export const cellsOf = (options: RcuOptions, more: Cells = {}): Cells => ({
  rcu: rcu(options),
  freed: cell(bool),
  gone: cell(bool),
  seen: cell(bool),
  n: cell(upTo(3)),
  ...more,
});

export const verdict = (processes: Parameters<typeof code>[1], options: RcuOptions = {}) =>
  verdictsOf(code(cellsOf(options), processes));

/** Takes the pointer, and uses what it points to. */
export const looks = [
  'if (!gone.value) me.said = 1',
  'assert(me.said === 0 || !freed.value, "freed")',
];

export const reads = ['rcu.readLock(me)', ...looks, 'rcu.readUnlock(me)'];

export const waits = (...before: string[]): string[] => [
  'gone.value = true',
  ...before,
  'rcu.start(0)',
  until('rcu.isOver(0)'),
  'freed.value = true',
];

/** With and without symmetry. */
export function statesOf(make: () => unknown): number[] {
  const model = defineModel('alike', { system: make as never });
  const deadlock = { kind: 'deadlock', about: '' } as const;
  return [['symmetry'] as const, false as const].map((reduction) => {
    return checkModel(model, {}, { deadlock }, { reduction }).statistics.states;
  });
}
