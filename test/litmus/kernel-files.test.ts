// The kernel's own litmus tests: each is read, the kernel's memory model as axioms says of it what its `Result:` says, the
// engine shows no more than that under sc, and no less under lkmm, but for load buffering.

import { describe, expect, test } from 'vitest';
import { programOf } from '../../src/litmus/program/program.ts';
import { readTest } from '../../src/litmus/read-test.ts';
import { verdictOf } from '../../src/litmus/verdict.ts';
import { lkmm, withoutLoadBuffering } from '../../src/reference/axiomatic/lkmm.ts';
import { outcomesOf } from '../../src/reference/axiomatic/outcomes.ts';
import { axiomaticProgram } from './axiomatic-program.ts';
import { byAxioms, byEngine, without } from './both-ways.ts';
import { kernelFiles } from './kernel-files.ts';

const files = kernelFiles();

describe.skipIf(files === undefined)('litmus tests of linux-source-6.1', () => {
  test('there are 38', () => {
    expect(files?.length).toBe(38);
  });

  test.each((files ?? []).map(({ name, text }) => [name, text]))('%s', async (name, text) => {
    const { test: read } = readTest(text, name);
    const found = outcomesOf(axiomaticProgram(programOf(read)), lkmm);
    const finals = [...found.values()].map((state) => ({ state, count: 1 }));
    expect(verdictOf(read, { finals, waiting: [] }, name, 'lkmm').agreement).toBe('agrees');
    const shown = await byEngine(text);
    expect(without(shown, byAxioms(text, lkmm))).toEqual([]);
    expect(shown.length).toBeGreaterThan(0);
    expect(without(byAxioms(text, withoutLoadBuffering), await byEngine(text, 'lkmm'))).toEqual([]);
  });
});
