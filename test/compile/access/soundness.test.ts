// The promise on which everything else stands: whatever a step really does is among what the analysis says.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ModelError } from '../../../src/base/errors.ts';
import type { StepAccess } from '../../../src/compile/access/access.ts';
import { randomStep } from './random-steps.ts';
import { recordedState, uncovered } from './recorded-state.ts';
import { type AnyStep, analyse } from './support.ts';

/** Stands for a function from elsewhere: changes whatever view it is handed, and hands it back. */
function poke(view: unknown): unknown {
  for (const key of ['0', '1', 'ref', 'value']) {
    if (typeof view === 'object' && view !== null && typeof Reflect.get(view, key) === 'number') {
      Reflect.set(view, key, 1);
    }
  }
  return view;
}

/** What a random step may name without declaring it. */
const UNDECLARED = ['f', 'g', 'c', 'd', 'p', 'q'];

function compile(text: string): AnyStep {
  return new Function('poke', ...UNDECLARED, `'use strict'; return (${text})`)(poke);
}

function tryToAnalyse(step: AnyStep): StepAccess | undefined {
  try {
    return analyse(step);
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}

it('declares every access that a random step makes', () => {
  let accepted = 0;
  let made = 0;
  const numbers = fc.record({ i: fc.nat(2), zone: fc.nat(2), id: fc.nat(1) });
  fc.assert(
    fc.property(randomStep, numbers, (text, before) => {
      const step = compile(text);
      const declared = tryToAnalyse(step);
      if (!declared) return;
      accepted++;
      const { context, accesses } = recordedState(before);
      try {
        step(context);
      } catch {
        // What it did before an index outside its array, or a name without a value, counts all the same.
      }
      made += accesses.length;
      expect(uncovered(accesses, declared, before)).toEqual([]);
    }),
    { numRuns: Number(process.env.SOUNDNESS_RUNS ?? 2000) },
  );
  // The test is worth something only if most steps are accepted and do something.
  expect(accepted).toBeGreaterThan(200);
  expect(made).toBeGreaterThan(3 * accepted);
  if (process.env.SOUNDNESS_RUNS) console.log({ accepted, made });
});
