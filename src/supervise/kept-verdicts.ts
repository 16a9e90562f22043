// Verdicts of rows that were checked before, by this very engine, from the same texts and with the same options.
//
// Sound only if a row's outcome is a function of its key: of all code of mmcheck, of every file that the spec is made of,
// and of the options. Where a file may get something from elsewhere (load/sources.ts) nothing is kept; nor is what a limit
// cut short, for the next run may have more room.

import { relative, resolve } from 'node:path';
import { DiskCache, keyOf } from '../cache/disk-cache.ts';
import { engineKey } from '../cache/engine.ts';
import { sourcesOf } from '../load/sources.ts';
import type { RowRun } from '../spec/run-outcome.ts';

export interface AskedRow {
  readonly file: string;
  /** Which of the spec's rows, from 0. */
  readonly row: number;
  /** Whatever else the answer may depend on. */
  readonly options: object;
}

const cache = new DiskCache('verdicts');
/** By file: read once a thread, as the spec itself is loaded once. */
const texts = new Map<string, string | undefined>();

/** Undefined where the row's verdict may depend on more than can be named. */
export function verdictKey({ file, row, options }: AskedRow): string | undefined {
  if (!texts.has(file)) texts.set(file, textKey(file));
  const key = texts.get(file);
  return key && keyOf([engineKey(), key, String(row), JSON.stringify(options)]);
}

/** Paths count as they are shown, from the working directory: they stand in messages and runs. */
function textKey(file: string): string | undefined {
  const { files, open } = sourcesOf(resolve(file));
  if (open !== undefined) return undefined;
  return keyOf([file, ...[...files].flatMap(([path, text]) => [relative('', path), text])]);
}

export function keptVerdict(key: string): RowRun | undefined {
  const found = cache.get(key);
  return typeof found === 'object' ? { ...JSON.parse(found.text), cached: true } : undefined;
}

export function keepVerdict(key: string, run: RowRun): void {
  if (run.limit !== undefined || run.error !== undefined) return;
  cache.put(key, JSON.stringify(run));
}
