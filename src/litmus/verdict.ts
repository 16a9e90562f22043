// What the final states of a litmus test say of its condition.
//
// What must stay true: a state in which a process waits for ever is no end of a run, as it is none to herd.

import { didYouMean } from '../base/near-name.ts';
import type { Agreement, LitmusState, LitmusVerdict, Observation } from '../outcome/litmus.ts';
import { type Word, wordOf } from './program/arithmetic.ts';
import { equalitiesIn } from './program/program.ts';
import type { LitmusTest, Proposition, Quantifier, Variable } from './syntax/litmus-test.ts';

/** What is known of a final state: the value of each variable that the test observes or filters by. */
export type FinalState = ReadonlyMap<string, Word>;

/** `1:r0`, `x`. */
export function variableText(variable: Variable): string {
  return variable.type === 'location' ? variable.name : `${variable.process}:${variable.name}`;
}

/** What is shown: registers by process and name, then locations. */
export function observedIn({ condition, locations }: LitmusTest): Variable[] {
  return distinct([...equalitiesIn(condition.claim).map((one) => one.variable), ...locations]);
}

/** What has to be known: besides that, what the filter looks at. */
export function neededBy(test: LitmusTest): Variable[] {
  const filtered = test.filter === undefined ? [] : equalitiesIn(test.filter);
  return distinct([...observedIn(test), ...filtered.map((one) => one.variable)]);
}

function distinct(variables: readonly Variable[]): Variable[] {
  const byName = new Map(variables.map((one) => [variableText(one), one]));
  return [...byName.values()].sort(byPlace);
}

function byPlace(a: Variable, b: Variable): number {
  const process = (one: Variable) =>
    one.type === 'register' ? one.process : Number.POSITIVE_INFINITY;
  if (process(a) !== process(b)) return process(a) - process(b);
  return a.name < b.name ? -1 : 1;
}

export function isTrue(claim: Proposition, state: FinalState): boolean {
  switch (claim.type) {
    case 'equal':
      return state.get(variableText(claim.variable)) === wordOf(claim.value);
    case 'not':
      return !isTrue(claim.of, state);
    case 'and':
      return claim.parts.every((part) => isTrue(part, state));
    case 'or':
      return claim.parts.some((part) => isTrue(part, state));
    case 'implies':
      return !isTrue(claim.parts[0], state) || isTrue(claim.parts[1], state);
    case 'constant':
      return claim.value;
  }
}

export interface Finals {
  readonly state: FinalState;
  /** How many final states of the model look like it. */
  readonly count: number;
}

export interface Waiting {
  readonly process: string;
  /** The statement. */
  readonly at: string;
}

/** What a test was seen to do. */
export interface Seen {
  readonly finals: readonly Finals[];
  readonly waiting: readonly Waiting[];
}

export function verdictOf(
  test: LitmusTest,
  { finals, waiting }: Seen,
  file: string,
  memoryModel: string,
): LitmusVerdict {
  const { condition, filter, result: expected } = test;
  const { quantifier, claim } = condition;
  const kept = finals.filter(({ state }) => filter === undefined || isTrue(filter, state));
  const states = shownStates(test, kept);
  const count = (holds: boolean) =>
    states.filter((one) => one.holds === holds).reduce((sum, one) => sum + one.finals, 0);
  const [positive, negative] = [count(true), count(false)];
  const warnings = [...waitingWords(finals, waiting), ...unknownLocations(test)];
  const isCompared = expected !== undefined && finals.length > 0;
  const observation = positive === 0 ? 'Never' : negative === 0 ? 'Always' : 'Sometimes';
  return {
    type: 'verdict',
    file,
    name: test.name,
    memoryModel,
    quantifier,
    condition: `${quantifier} (${propositionText(claim)})`,
    ok: isValidated(quantifier, positive, negative),
    states,
    positive,
    negative,
    observation,
    ...(expected && { expected }),
    ...(isCompared && { agreement: agreementOf(observation, expected, memoryModel) }),
    ...(finals.length === 0 && { noRunEnds: true }),
    ...(warnings.length > 0 && { warnings }),
  };
}

/** To herd such a run is none, so that a lock which is never released makes everything `Never`. */
function waitingWords(finals: readonly Finals[], waiting: readonly Waiting[]): string[] {
  if (waiting.length === 0) return [];
  const who = [...new Set(waiting.map(({ process, at }) => `${process} at ${at}`))];
  const subject =
    finals.length === 0 ? 'no run ends, so that nothing is observed' : 'some runs never end';
  return [`${subject}: for ever waits ${who.join(', or ')}`];
}

/** To herd they are locations that hold 0, and most often they are misspelt. */
function unknownLocations({ condition, initial, processes }: LitmusTest): string[] {
  const known = new Set([
    ...processes.flatMap(({ parameters }) => parameters),
    ...initial.flatMap(({ variable, value }) => [
      ...(variable.type === 'location' ? [variable.name] : []),
      ...(typeof value === 'object' ? [value.address] : []),
    ]),
  ]);
  const named = equalitiesIn(condition.claim).flatMap(({ variable }) =>
    variable.type === 'location' ? [variable.name] : [],
  );
  return [...new Set(named)]
    .filter((name) => !known.has(name))
    .map((name) => `only the condition names ${name}, which is always 0${didYouMean(name, known)}`);
}

function isValidated(quantifier: Quantifier, positive: number, negative: number): boolean {
  switch (quantifier) {
    case 'exists':
      return positive > 0;
    case '~exists':
      return positive === 0;
    case 'forall':
      return negative === 0;
  }
}

/** Sound only if every memory model but lkmm allows no more than the kernel's: then what they show besides cannot be. */
function agreementOf(
  observation: Observation,
  expected: Observation,
  memoryModel: string,
): Agreement {
  if (observation === expected) return 'agrees';
  if (expected === 'Sometimes') return 'shows-less';
  return memoryModel === 'lkmm' ? 'shows-more' : 'contradicts';
}

/** Those that look alike as one, in the order of their values. */
function shownStates(test: LitmusTest, finals: readonly Finals[]): LitmusState[] {
  const names = observedIn(test).map(variableText);
  const found = new Map<string, LitmusState>();
  for (const { state, count } of finals) {
    const values = Object.fromEntries(names.map((name) => [name, state.get(name) ?? 0]));
    const key = JSON.stringify(values);
    const before = found.get(key)?.finals ?? 0;
    const holds = isTrue(test.condition.claim, state);
    found.set(key, { values, holds, finals: before + count });
  }
  return [...found.values()].sort((a, b) =>
    compared(Object.values(a.values), Object.values(b.values)),
  );
}

function compared(a: readonly Word[], b: readonly Word[]): number {
  const k = a.findIndex((word, at) => word !== b[at]);
  return k >= 0 && a[k] > b[k] ? 1 : -1;
}

/** With no more parentheses than it takes. */
export function propositionText(claim: Proposition): string {
  switch (claim.type) {
    case 'equal':
      return `${variableText(claim.variable)}=${wordOf(claim.value)}`;
    case 'not':
      return `~(${propositionText(claim.of)})`;
    case 'constant':
      return String(claim.value);
    default:
      return claim.parts.map(inParentheses).join(` ${SYMBOLS[claim.type]} `);
  }
}

const SYMBOLS = { and: '/\\', or: '\\/', implies: '=>' } as const;

function inParentheses(claim: Proposition): string {
  const text = propositionText(claim);
  return claim.type === 'equal' || claim.type === 'constant' ? text : `(${text})`;
}
