// Files that a result is written to besides stdout. They are found unwritable before the search,
// not after an hour of it; what goes wrong with one after it keeps none of the others from being written.

import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { Undrawn } from './svg.ts';
import type { Terminal } from './terminal.ts';

/** A file, and what makes its text. */
export interface Output {
  readonly file: string;
  text(): string | Promise<string>;
}

/** Why a file was not written: `undrawn` where there is no picture, though nothing is wrong with what it was to show. */
export type Unwritten = 'failed' | 'undrawn' | 'interrupted';

/** Throws a UsageError for the first that cannot be written. Creates nothing. */
export function checkWritable(files: readonly (string | undefined)[]): void {
  const named = files.filter((file) => file !== undefined);
  const paths = named.map((file) => resolve(file));
  for (const [k, file] of named.entries()) {
    const trouble = paths.indexOf(paths[k]) < k ? 'it is given twice' : troubleWith(file);
    if (trouble !== undefined) throw new UsageError(`cannot write ${file}: ${trouble}`);
  }
}

/** Writes all that can be written, and tells of each file that cannot. */
export async function writeOutputs(
  outputs: readonly Output[],
  terminal: Terminal,
): Promise<readonly Unwritten[]> {
  const unwritten: Unwritten[] = [];
  for (const { file, text } of outputs) {
    try {
      write(file, await text());
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof Undrawn)) throw error;
      terminal.message(`mmcheck: cannot write ${file}: ${error.message}`);
      unwritten.push(error instanceof Undrawn ? error.because : 'failed');
    }
  }
  return unwritten;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function troubleWith(file: string): string | undefined {
  if (file === '') return 'the name of a file is empty';
  if (existsSync(file)) {
    if (statSync(file).isDirectory()) return 'it is a directory';
    return mayWrite(file) ? undefined : 'it is write-protected';
  }
  const folder = dirname(file);
  if (!existsSync(folder)) return `there is no folder ${folder}`;
  if (!statSync(folder).isDirectory()) return `${folder} is no folder`;
  return mayWrite(folder) ? undefined : `the folder ${folder} is write-protected`;
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
