// Verdicts of rows that were checked before, and what a spec was when it was opened, by this very engine, from the same texts
// and with the same options.
//
// Sound only if a row's outcome, and what is in a spec, is a function of its key: of all code of mmcheck, of every file that the spec is made of,
// and of the options; and only if those texts are the ones that were loaded, so that they are read before, and again after
// the search. Where a file may get something from elsewhere (load/sources.ts) nothing is kept; nor is what a limit
// cut short, for the next run may have more room.

import { relative, resolve } from 'node:path';
import { DiskCache, keyOf } from '../cache/disk-cache.ts';
import { engineKey } from '../cache/engine.ts';
import { readText, type Sources, sourcesOf } from '../load/sources.ts';
import type { RowRun } from '../spec/run-outcome.ts';

export interface AskedRow {
  readonly file: string;
  /** Which of the spec's rows, from 0. */
  readonly row: number;
  /** Whatever else the answer may depend on. */
  readonly options: object;
}

const cache = new DiskCache('verdicts');
const specs = new DiskCache('specs');
/** What each file said before it was loaded. A file is loaded once a thread, whatever is saved meanwhile. */
const texts = new Map<string, string>();
const sources = new Map<string, Sources | undefined>();

/** Reads what a file is made of; to be called before it is loaded. */
export function readSources(file: string): void {
  if (!sources.has(file)) sources.set(file, sourcesOnce(resolve(file)));
}

/** Undefined where one cannot be read: loading it says why. */
function sourcesOnce(file: string): Sources | undefined {
  try {
    return sourcesOf(file, (path) => {
      const text = texts.get(path) ?? readText(path);
      texts.set(path, text);
      return text;
    });
  } catch {
    return undefined;
  }
}

/** The files that a file is made of; undefined where it may depend on more than can be named. */
export function knownSources(file: string): ReadonlySet<string> | undefined {
  const found = sources.get(file);
  return found === undefined || found.open !== undefined ? undefined : new Set(found.files.keys());
}

/** Undefined where the row's verdict may depend on more than can be named. */
export function verdictKey({ file, row, options }: AskedRow): string | undefined {
  return keyOfSources(file, [String(row), JSON.stringify(options)]);
}

/** The same of what a spec is, with only some of its properties. */
export function specKey(file: string, only: readonly string[] = []): string | undefined {
  return keyOfSources(file, ['opened', JSON.stringify(only)]);
}

/** Undefined where it is not there, or not whole. */
export function keptSpec(key: string): object | undefined {
  const found = specs.get(key);
  return typeof found === 'object' ? JSON.parse(found.text) : undefined;
}

export function keepSpec(key: string, file: string, spec: object): void {
  if (!hasChanged(file)) specs.put(key, JSON.stringify(spec));
}

function keyOfSources(file: string, more: readonly string[]): string | undefined {
  const found = sources.get(file);
  if (found === undefined || found.open !== undefined) return undefined;
  // Paths count as they are shown, from the working directory: they stand in messages and runs.
  const parts = [...found.files].flatMap(([path, text]) => [relative('', path), text]);
  return keyOf([engineKey(), file, ...parts, ...more]);
}

export function keptVerdict(key: string): RowRun | 'absent' | 'damaged' {
  const found = cache.get(key);
  return typeof found === 'object' ? { ...JSON.parse(found.text), cached: true } : found;
}

/**
 * Keeps nothing of a row whose files have been saved meanwhile: nobody knows which text was loaded. Says why nothing can be
 * kept, if that is so.
 */
export function keepVerdict(key: string, { file }: AskedRow, run: RowRun): string | undefined {
  if (run.limit !== undefined || run.error !== undefined || hasChanged(file)) return undefined;
  cache.put(key, JSON.stringify(run));
  return cache.trouble;
}

function hasChanged(file: string): boolean {
  const now = (path: string): string | undefined => {
    try {
      return readText(path);
    } catch {
      return undefined;
    }
  };
  const { files } = sources.get(file) ?? { files: new Map<string, string>() };
  return [...files].some(([path, text]) => now(path) !== text);
}
