// A litmus test run twice: as a model by the engine, and by the axiomatic enumerator. They share the reader of litmus tests and
// nothing else.

import { outcomesOf } from '../../src/check/outcomes.ts';
import { programOf } from '../../src/litmus/program/program.ts';
import { readTest } from '../../src/litmus/read-test.ts';
import type { LitmusTest } from '../../src/litmus/syntax/litmus-test.ts';
import { type FinalState, observedIn, variableText } from '../../src/litmus/verdict.ts';
import { loadModelText } from '../../src/load/load-text.ts';
import { outcomesOf as axiomaticOutcomes } from '../../src/reference/axiomatic/outcomes.ts';
import type { Allows } from '../../src/reference/axiomatic/store-order-models.ts';
import { axiomaticProgram } from './axiomatic-program.ts';

/** The final states of what the test observes, each as a text, sorted. */
export async function byEngine(text: string, parameters = {}): Promise<string[]> {
  const { test, model, show, finals } = readTest(text, 'a test');
  const found = outcomesOf(await loadModelText(model), parameters, {
    show,
    maxStates: 1_000_000,
    memoryBytes: 2 ** 26,
  });
  if ('figures' in found) throw new Error('it was stopped');
  return distinct(
    test,
    finals(found.outcomes).map(({ state }) => state),
  );
}

export function byAxioms(text: string, allows: Allows): string[] {
  const { test } = readTest(text, 'a test');
  return distinct(test, [...axiomaticOutcomes(axiomaticProgram(programOf(test)), allows).values()]);
}

function distinct(test: LitmusTest, states: readonly FinalState[]): string[] {
  const names = observedIn(test).map(variableText);
  const texts = states.map((state) => names.map((name) => `${name}=${state.get(name)}`).join(' '));
  return [...new Set(texts)].sort();
}
