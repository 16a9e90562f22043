// The shape of a spec's rows, expectations and history, which the types forbid to be otherwise: a user's file is run
// without being checked against them, and a misspelt `depth` would expect nothing.

import { ModelError } from '../base/errors.ts';
import {
  checkNeeded,
  checkNumbers,
  checkOptions,
  checkTexts,
  inWords,
  isRecord,
} from '../base/given.ts';
import { isLeftOut } from './examine-row.ts';
import type { LeftOut, SpecDefinition, SpecRow } from './spec.ts';
import { checkStory } from './story-shape.ts';

/** Rows without parameters or expectations, in words. */
export function malformedRows({ rows }: SpecDefinition): string[] {
  if (!Array.isArray(rows) || rows.length === 0) return ['it has no rows'];
  return rows.flatMap((row: Partial<SpecRow> | undefined, k) => [
    ...(isPlain(row?.set)
      ? []
      : [`row ${k + 1} has no 'set': its parameters, {} for the defaults`]),
    ...(isPlain(row?.expect) || (row?.goesWrong && row.expect === undefined)
      ? []
      : [`row ${k + 1} has no 'expect': a verdict for each property`]),
  ]);
}

/** An object as `{ ... }` makes it: a Map would be taken for an empty one. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

/** Throws where a part of the spec says what would be ignored, or not enough. */
export function checkShape(spec: SpecDefinition): void {
  const what = `the spec of '${spec.model.name}'`;
  checkTexts(what, { seed: spec.seed, answer: spec.answer }, ['seed', 'answer']);
  for (const [k, row] of spec.rows.entries()) checkRow(`${what}: row ${k + 1}`, row);
  checkSteps(what, spec.steps);
  checkTeeth(what, spec.teeth);
  checkHistory(what, spec.history);
  checkNever(what, spec.never);
}

function checkNever(what: string, never: unknown = []): void {
  const wrong = Array.isArray(never) ? never.find((words) => typeof words !== 'string') : never;
  if (wrong === undefined) return;
  throw new ModelError(
    `${what}: 'never' is a list of what \`run\` says that no row sees, as texts; it is ${inWords(wrong)}`,
  );
}

function checkRow(what: string, row: SpecRow): void {
  checkOptions(what, row, ['set', 'expect', 'goesWrong', 'note', 'stress', 'sameAs']);
  const { note, stress = false } = row;
  checkTexts(what, { note }, ['note']);
  checkNoNull(what, row.set);
  if (row.sameAs !== undefined) checkParameters(what, { ...row }, ['sameAs']);
  if (typeof stress !== 'boolean') {
    throw new ModelError(`${what}: 'stress' must be true or false; it is ${inWords(stress)}`);
  }
  if (row.goesWrong !== undefined) checkGoesWrong(`${what}: 'goesWrong'`, row.goesWrong);
  const expect: Readonly<Record<string, unknown>> = row.expect ?? {};
  for (const [property, given] of Object.entries(expect)) {
    if (typeof given === 'function') {
      throw new ModelError(`${what}: '${property}': violated is to be called: violated([...])`);
    }
    if (isLeftOut(given)) checkLeftOut(`${what}: '${property}'`, given);
    else if (isRecord(given)) checkExpectation(`${what}: '${property}'`, given);
  }
}

/** Without a reason nobody knows whether it may be. */
function checkLeftOut(what: string, given: LeftOut): void {
  checkOptions(what, given, ['leftOut']);
  checkTexts(what, { ...given }, ['leftOut']);
  if (typeof given.leftOut === 'string' && given.leftOut.trim() !== '') return;
  throw new ModelError(`${what} is left out for no reason; say why, as in { leftOut: '...' }`);
}

function checkGoesWrong(what: string, given: unknown): void {
  checkOptions(what, given, ['at', 'says']);
  const { at, says } = given as Readonly<Record<string, unknown>>;
  checkStory(what, [at]);
  if (typeof says === 'string' && says.trim() !== '') return;
  throw new ModelError(`${what}: 'says' must be words of the message; it is ${inWords(says)}`);
}

function checkExpectation(what: string, given: Readonly<Record<string, unknown>>): void {
  checkOptions(what, given, ['verdict', 'story', 'depth']);
  if (given.story !== undefined) checkStory(what, given.story);
  checkNumbers(what, given, ['depth']);
}

function checkSteps(what: string, steps: unknown): void {
  if (!isRecord(steps)) {
    throw new ModelError(
      `${what}: 'steps' must be { step: 'process/label' }, not ${inWords(steps)}`,
    );
  }
  for (const [step, labels] of Object.entries(steps)) {
    const wrong = [labels].flat().find((label) => typeof label !== 'string');
    if (wrong === undefined) continue;
    throw new ModelError(
      `${what}: step '${step}' must be mapped to 'process/label' or a list of such; it is ${inWords(wrong)}`,
    );
  }
}

function checkTeeth(what: string, teeth: unknown): void {
  if (!isRecord(teeth)) {
    throw new ModelError(
      `${what}: 'teeth' must be { property: { replace, at } }, not ${inWords(teeth)}`,
    );
  }
  for (const [property, tooth] of Object.entries(teeth)) {
    const place = `${what}: the tooth of '${property}'`;
    checkOptions(place, tooth, ['replace', 'by', 'file', 'at']);
    const given = tooth as Readonly<Record<string, unknown>>;
    checkTexts(place, given, ['replace', 'by', 'file']);
    checkNeeded(place, given, ['replace', 'at']);
    checkParameters(place, given, ['at']);
    if (given.by === given.replace) {
      throw new ModelError(`${place} changes nothing: 'by' is what it replaces`);
    }
  }
}

function checkHistory(what: string, history: unknown): void {
  if (!Array.isArray(history)) {
    throw new ModelError(`${what}: the history is a list of commits, not ${inWords(history)}`);
  }
  const texts = ['commit', 'subject', 'property'];
  for (const [k, entry] of history.entries()) {
    const place = `${what}: commit ${k + 1} of the history`;
    checkOptions(place, entry, [...texts, 'year', 'before', 'after']);
    checkTexts(place, entry, texts);
    checkNumbers(place, entry, ['year']);
    checkParameters(place, entry, ['before', 'after']);
    checkNeeded(place, entry, [...texts, 'year']);
  }
}

/** What names a row by the parameters that it sets. */
function checkParameters(
  what: string,
  given: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void {
  for (const name of names) {
    const set = given[name];
    if (!isPlain(set)) {
      throw new ModelError(
        `${what}: '${name}' must be the parameters of a row; it is ${inWords(set)}`,
      );
    }
    checkNoNull(what, set);
  }
}

/** Null is no value of any parameter, and not a way to say the default. */
function checkNoNull(what: string, set: Readonly<Record<string, unknown>>): void {
  const name = Object.keys(set).find((one) => set[one] === null);
  if (name === undefined) return;
  throw new ModelError(`${what}: parameter ${name} is null; leave it out to have the default`);
}
