// Files that a result is written to besides stdout. They are found unwritable before the search,
// not after an hour of it; what goes wrong with one after it keeps none of the others from being written, and leaves what was
// there before.

import {
  accessSync,
  appendFileSync,
  chmodSync,
  constants,
  existsSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { PACKAGE_FILES } from '../load/package-files.ts';
import { isSource, linkTarget, throughLinks } from '../load/source-files.ts';
import { Undrawn } from './svg.ts';
import type { Terminal } from './terminal.ts';

/** A file, and what makes its text. */
export interface Output {
  readonly file: string;
  /** What is there stays, and the text comes behind it. */
  readonly isAppended?: boolean;
  text(): string | Promise<string>;
}

/** A file that the command reads, and what it is. */
export interface Input {
  readonly file: string;
  readonly is: string;
}

/** Why a file was not written: `undrawn` where there is no picture, though nothing is wrong with what it was to show. */
export type Unwritten = 'failed' | 'undrawn' | 'interrupted';

/** Throws a UsageError for the first that cannot be written, or must not be. Leaves nothing behind. */
export function checkWritable(files: readonly string[], inputs: readonly Input[] = []): void {
  const paths = files.map(leadsTo);
  const read = new Map(inputs.map(({ file, is }) => [leadsTo(file), is]));
  for (const [k, file] of files.entries()) {
    const input = read.get(paths[k]);
    const trouble =
      paths.indexOf(paths[k]) < k
        ? 'it is given twice'
        : input === undefined
          ? troubleWith(file, paths[k])
          : `it is ${input}; name another file`;
    if (trouble !== undefined) throw new UsageError(`cannot write ${file}: ${trouble}`);
  }
}

/** Two names may lead to one file, also before it is there. */
export function leadsTo(file: string): string {
  const [path = file] = throughLinks(resolve(file)).slice(-1);
  if (existsSync(path)) return realpathSync(path);
  const folder = dirname(path);
  return existsSync(folder) ? join(realpathSync(folder), basename(path)) : path;
}

/** Writes all that can be written, and tells of each file that cannot. */
export async function writeOutputs(
  outputs: readonly Output[],
  terminal: Terminal,
): Promise<readonly Unwritten[]> {
  const unwritten: Unwritten[] = [];
  for (const { file, isAppended = false, text } of outputs) {
    try {
      const words = await text();
      if (isAppended) append(file, words);
      else write(file, words);
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
    if (isRegular(file)) replace(leadsTo(file), text);
    else writeFileSync(file, text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** A blank line between what is there and the text. */
function append(file: string, text: string): void {
  try {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    appendFileSync(file, size > 0 ? `\n${text}` : text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** A file that is there, or will be; not a device. */
function isRegular(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
}

/** Whole or not at all: what is there stays until the other is complete. Where a folder takes no other file, in place. */
function replace(file: string, text: string): void {
  if (!mayWrite(dirname(file))) {
    writeFileSync(file, text);
    return;
  }
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  const beside = join(dirname(file), `.mmcheck-${process.pid}.part`);
  try {
    writeFileSync(beside, text, { flag: 'wx' });
    if (mode !== undefined) chmodSync(beside, mode);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** `path` is where it leads. */
function troubleWith(file: string, path: string): string | undefined {
  if (file === '') return 'the name of a file is empty';
  if (PACKAGE_FILES.includes(basename(path)))
    return 'packages are described there; name another file';
  if (existsSync(file)) {
    if (isSource(path)) return 'it is a source file; name another file';
    const stats = statSync(file);
    if (stats.isDirectory()) return 'it is a directory';
    if (!stats.isFile() && !stats.isCharacterDevice() && !isOpen(file)) {
      return 'it is a pipe, or something else that may take no text; name a file';
    }
    return mayWrite(file) ? undefined : 'it is write-protected';
  }
  const folder = linkTarget(file) === undefined ? dirname(file) : dirname(path);
  if (!existsSync(folder)) return `there is no folder ${folder}`;
  if (!statSync(folder).isDirectory()) return `${folder} is no folder`;
  return troubleWithFolder(folder);
}

/** Why no file can be made in a folder. */
export function troubleWithFolder(folder: string): string | undefined {
  if (!mayWrite(folder)) return `the folder ${folder} is write-protected`;
  return takesFiles(folder) ? undefined : `the folder ${folder} takes no files`;
}

/** Rights do not tell of all: root may write to /proc, where no file can be made. */
function takesFiles(folder: string): boolean {
  const probe = join(folder, `.mmcheck-${process.pid}.part`);
  try {
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
    return true;
  } catch {
    return false;
  }
}

/** `/dev/stdout`, `/dev/fd/63`: whatever it is, somebody has opened it. */
function isOpen(file: string): boolean {
  return /^\/(?:dev|proc)\//.test(resolve(file));
}

export function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
