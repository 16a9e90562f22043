// What an author hands to the makers of models, properties and specs, looked at when they are called: a user's file is
// run without being checked against the types. What is not looked at here ends in a crash, or is silently ignored.

import { ModelError, type ModelErrorPlace } from './errors.ts';
import { suggest } from './near-name.ts';

/** An object of names, as `{ ... }` makes it. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Promise)
  );
}

/** Plain data is recognised by its `type`, never by instanceof. */
export function isA<T extends { readonly type: string }>(
  type: T['type'],
  value: unknown,
): value is T {
  return isRecord(value) && value.type === type;
}

/** What a value is, for a message that expected another. */
export function inWords(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'string') return `the text '${value}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object')
    return `${typeof value === 'number' ? 'the' : 'a'} ${typeof value} ${String(value)}`;
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Promise) return 'a promise: the function that made it must not be async';
  if ('type' in value && value.type === 'id' && 'name' in value) return `the kind '${value.name}'`;
  return 'type' in value ? `of type '${String(value.type)}'` : 'a plain object';
}

/** Refuses options whose names mean nothing: misspelt, they would be ignored. */
export function checkOptions(
  what: string,
  given: unknown,
  known: readonly string[],
  place: ModelErrorPlace = {},
): void {
  if (!isRecord(given)) {
    throw new ModelError(`${what} needs options { ... }, and got ${inWords(given)}`, place);
  }
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ModelError(`${what} has no option '${unknown}'; ${suggest(unknown, known)}`, place);
  }
}

type Options = Readonly<Record<string, unknown>>;

/** Options that are functions, where they are given at all. */
export function checkFunctions(what: string, given: Options, names: readonly string[]): void {
  checkEach(what, given, names, 'a function', (value) => typeof value === 'function');
}

/** The same of texts. */
export function checkTexts(what: string, given: Options, names: readonly string[]): void {
  checkEach(what, given, names, 'a text', (value) => typeof value === 'string');
}

/** The same of what is either so or not: a text that says no would count as yes. */
export function checkBooleans(what: string, given: Options, names: readonly string[]): void {
  checkEach(what, given, names, 'true or false', (value) => typeof value === 'boolean');
}

/** The same of whole numbers that count something. */
export function checkNumbers(what: string, given: Options, names: readonly string[]): void {
  const isOne = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
  checkEach(what, given, names, 'a whole number of at least 0', isOne);
}

function checkEach(
  what: string,
  given: Options,
  names: readonly string[],
  sort: string,
  isOne: (value: unknown) => boolean,
): void {
  for (const name of names) {
    if (given[name] === undefined || isOne(given[name])) continue;
    throw new ModelError(`${what}: '${name}' must be ${sort}; it is ${inWords(given[name])}`);
  }
}

/** Options that have to be given. */
export function checkNeeded(what: string, given: Options, names: readonly string[]): void {
  const missing = names.find((name) => given[name] === undefined);
  if (missing !== undefined) throw new ModelError(`${what} needs '${missing}'`);
}

/** A word of which there are few: a misspelt one would be as good as another. */
export function checkWord(what: string, given: unknown, known: readonly string[]): void {
  if (known.some((word) => word === given)) return;
  const words = known.map((word) => `'${word}'`).join(', ');
  throw new ModelError(`${what} is one of ${words}, not ${inWords(given)}`);
}
