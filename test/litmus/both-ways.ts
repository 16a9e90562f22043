// A litmus test run twice: as a model by the engine, and by the axiomatic enumerator. They share the reader of litmus tests and
// nothing else.

import { outcomesOf } from '../../src/check/outcomes.ts';
import type { MemoryModel } from '../../src/language/memory-model.ts';
import { programOf } from '../../src/litmus/program/program.ts';
import { readTest } from '../../src/litmus/read-test.ts';
import type { LitmusTest } from '../../src/litmus/syntax/litmus-test.ts';
import { type FinalState, observedIn, variableText } from '../../src/litmus/verdict.ts';
import { loadModelText } from '../../src/load/load-text.ts';
import { withoutLoadBuffering } from '../../src/reference/axiomatic/lkmm.ts';
import { outcomesOf as axiomaticOutcomes } from '../../src/reference/axiomatic/outcomes.ts';
import type { Allows } from '../../src/reference/axiomatic/relations.ts';
import { pso, sc, tso } from '../../src/reference/axiomatic/store-order-models.ts';
import { parametersFromText } from '../../src/supervise/tasks/subject.ts';
import { axiomaticProgram } from './axiomatic-program.ts';

/** The final states of what the test observes, each as a text, sorted. */
export async function byEngine(text: string, memoryModel: MemoryModel = 'sc'): Promise<string[]> {
  const { test, model: made, show, finals, memory } = readTest(text, 'a test');
  const model = await loadModelText(made);
  const found = outcomesOf(model, parametersFromText(model, memory(memoryModel)), {
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

const AXIOMS = { sc, tso, pso } as const;

/**
 * What is wrong with what the engine finds, in words; nothing where all is well. Under lkmm it may find more, since it orders
 * less, and of what the axioms allow it misses load buffering.
 */
export async function differences(text: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const [name, allows] of Object.entries(AXIOMS)) {
    const found = await byEngine(text, name as MemoryModel);
    const allowed = byAxioms(text, allows);
    wrong.push(
      ...without(found, allowed).map((state) => `${name} shows ${state}`),
      ...without(allowed, found).map((state) => `${name} misses ${state}`),
    );
  }
  const missed = without(byAxioms(text, withoutLoadBuffering), await byEngine(text, 'lkmm'));
  return [...wrong, ...missed.map((state) => `lkmm misses ${state}`)];
}

/** Those of the first that the second does not have. */
export function without(all: readonly string[], others: readonly string[]): string[] {
  return all.filter((one) => !others.includes(one));
}
