// The engine and the axiomatic enumerator find the same final states of litmus tests that are made of cycles, under each memory
// model: some hundred by night (CYCLES=300), and fewer by day. And each memory model allows what a stronger one does.

import { describe, expect, test } from 'vitest';
import { programOf } from '../../src/litmus/program/program.ts';
import { readLitmus } from '../../src/litmus/syntax/read-litmus.ts';
import { isTrue } from '../../src/litmus/verdict.ts';
import { lkmm } from '../../src/reference/axiomatic/lkmm.ts';
import { outcomesOf } from '../../src/reference/axiomatic/outcomes.ts';
import { pso, sc, tso } from '../../src/reference/axiomatic/store-order-models.ts';
import { axiomaticProgram } from './axiomatic-program.ts';
import { byAxioms, differences, without } from './both-ways.ts';
import { cycleName, cyclesOf, cycleTest, isTold, type Segment } from './cycles.ts';

/** So many of each number of processes, evenly from all of them. */
const MANY = Number(process.env.CYCLES ?? 12) / 3;

describe.each([2, 3, 4])('cycles of %i processes', (processes) => {
  const all = [...cyclesOf(processes)];
  const some = all.filter((_, k) => k % Math.ceil(all.length / MANY) === 0);

  test('there are some', () => {
    expect(some.length).toBeGreaterThan(MANY / 2);
  });

  test.each(some.map((cycle) => [cycleName(cycle), cycle] as const))('%s', async (_, cycle) => {
    const text = cycleTest(cycle);
    expect(await differences(text)).toEqual([]);
    const models = [sc, tso, pso, lkmm].map((allows) => byAxioms(text, allows));
    for (const [k, weak] of models.slice(1).entries()) expect(without(models[k], weak)).toEqual([]);
    if (isTold(cycle)) expect(isGoneThrough(cycle)).toBe(false);
  });
});

/** Whether sequential consistency lets a run go through the cycle, which it must not. */
function isGoneThrough(cycle: readonly Segment[]): boolean {
  const test = readLitmus(cycleTest(cycle));
  const found = outcomesOf(axiomaticProgram(programOf(test)), sc);
  return [...found.values()].some((state) => isTrue(test.condition.claim, state));
}
