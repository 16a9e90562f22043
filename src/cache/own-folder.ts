// Whether a folder is a cache of mmcheck's. Its name may come from a variable that names a project by mistake, where the
// folder `specs` has somebody's specs. What must stay true: nothing is written into, or removed from, a folder that was
// neither made here nor empty.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from './kinds.ts';
import { makeFolder } from './make-folder.ts';

/** Backups leave out a folder with a file of this name (https://bford.info/cachedir/); here it also says whose it is. */
const TAG = 'CACHEDIR.TAG';
const TAG_TEXT =
  'Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of mmcheck; all of it may be removed.\n';

/** A key, and behind it what makes the name of a file that is half written its own. */
const ENTRY = /^[0-9a-f]{64}(?:\.[0-9a-f-]{36})?$/;

export function isEntryName(name: string): boolean {
  return ENTRY.test(name);
}

/** Whether it holds nothing but what mmcheck keeps; so does one that is empty, or not there. */
export function isOwnFolder(folder: string): boolean {
  const tag = textOf(join(folder, TAG));
  if (tag === TAG_TEXT) return true;
  const names = namesIn(folder);
  const isOther = (name: string) => name !== TAG && !(KINDS as readonly string[]).includes(name);
  if (names.some(isOther) || (tag !== undefined && !TAG_TEXT.startsWith(tag))) return false;
  return KINDS.every((kind) => namesIn(join(folder, kind)).every(isEntryName));
}

/** Makes it, with its tag, where it is not there. Throws where it cannot, and where it is somebody else's. */
export function makeOwnFolder(folder: string, kind: string): void {
  if (!isOwnFolder(folder)) throw new Error(foreignText(folder));
  makeFolder(join(folder, kind));
  if (textOf(join(folder, TAG)) !== TAG_TEXT) writeFileSync(join(folder, TAG), TAG_TEXT);
}

export function foreignText(folder: string): string {
  return `${folder} is no cache of mmcheck: there is something else in it`;
}

/** None where there is no folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
