// The shape of a spec's rows, expectations and history, which the types forbid to be otherwise: a user's file is run
// without being checked against them, and a misspelt `depth` would expect nothing.

import { ModelError } from '../model/errors.ts';
import { checkOptions, inWords, isRecord } from '../model/given.ts';
import type { SpecDefinition, SpecRow } from './spec.ts';

/** Rows without parameters or expectations, in words. */
export function malformedRows({ rows }: SpecDefinition): string[] {
  if (!Array.isArray(rows) || rows.length === 0) return ['it has no rows'];
  return rows.flatMap((row: Partial<SpecRow> | undefined, k) => [
    ...(isRecord(row?.set)
      ? []
      : [`row ${k + 1} has no 'set': its parameters, {} for the defaults`]),
    ...(isRecord(row?.expect) ? [] : [`row ${k + 1} has no 'expect': a verdict for each property`]),
  ]);
}

/** Throws where a row or a commit of the history says what would be ignored, or not enough. */
export function checkShape({ model, rows, history }: SpecDefinition): void {
  const what = `the spec of '${model.name}'`;
  for (const [k, row] of rows.entries()) {
    checkOptions(`${what}: row ${k + 1}`, row, ['set', 'expect', 'note', 'stress']);
    for (const [property, given] of Object.entries(row.expect)) {
      if (isRecord(given)) checkExpectation(`${what}: row ${k + 1}: '${property}'`, given);
    }
  }
  checkHistory(what, history);
}

function checkExpectation(what: string, given: Readonly<Record<string, unknown>>): void {
  checkOptions(what, given, ['verdict', 'story', 'depth']);
  if (given.story !== undefined) checkStory(what, given.story);
}

/** A story is a list of events. */
export function checkStory(what: string, story: unknown): void {
  if (Array.isArray(story) && story.every(isEvent)) return;
  throw new ModelError(
    `${what}: a story is a list of events, as in [['alloc_pages', 'read']]; it is ${JSON.stringify(story)}`,
  );
}

function isEvent(event: unknown): boolean {
  return (
    Array.isArray(event) && event.length === 2 && event.every((name) => typeof name === 'string')
  );
}

function checkHistory(what: string, history: unknown): void {
  if (!Array.isArray(history)) {
    throw new ModelError(`${what}: the history is a list of commits, not ${inWords(history)}`);
  }
  for (const [k, entry] of history.entries()) {
    const place = `${what}: commit ${k + 1} of the history`;
    checkOptions(place, entry, ['commit', 'subject', 'year', 'property', 'before', 'after']);
    for (const name of ['before', 'after']) {
      if (isRecord(entry[name])) continue;
      throw new ModelError(
        `${place}: '${name}' must be the parameters of a row; it is ${inWords(entry[name])}`,
      );
    }
  }
}
