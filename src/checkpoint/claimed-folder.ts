// A folder that belongs to one check: what the check is stands in it, and another is refused.
//
// What must stay true: what is in it is gone on with only by the same check, by the same code of mmcheck and of the model. Nothing
// is touched in a folder that holds anything else.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { thrownWords } from '../base/thrown.ts';
import { replaceFile, UNFINISHED } from './whole-files.ts';

/** All that a search depends on, as texts; the names are those of a message about what differs. */
export interface CheckIdentity {
  readonly version: string;
  readonly model: string;
  readonly parameters: string;
  readonly options: string;
}

const WHAT: Readonly<Record<keyof CheckIdentity, string>> = {
  version: 'another version of mmcheck or Node',
  model: 'another model, or its files have changed',
  parameters: 'other parameters',
  options: 'other options',
};
export const IDENTITY = 'check.json';

/** What stands in a folder: whose it is. */
type KnownFolder = CheckIdentity & Pick<FolderUse, 'option'>;

/** The option that names a folder, and what the folder holds. */
export interface FolderUse {
  readonly option: string;
  readonly holds: string;
}

/** Makes the folder this check's, if it is not; throws a UsageError where it cannot be. */
export function claimFolder(folder: string, identity: CheckIdentity, use: FolderUse): void {
  const { option } = use;
  if (folder === '') throw new UsageError(`${option}: the name of the folder is empty`);
  const above = dirname(resolve(folder));
  // To make a row of folders at once never ends below /proc.
  if (!isFolder(above)) throw new UsageError(`${option} ${folder}: there is no folder ${above}`);
  if (existsSync(folder) && !isFolder(folder)) {
    throw new UsageError(`${option} ${folder}: it is no folder; name another`);
  }
  try {
    if (!existsSync(folder)) mkdirSync(folder);
    claim(folder, identity, use);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${option} ${folder}: nothing can be written there (${thrownWords(error)}), and nothing was changed; make room, or name another folder`,
    );
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

export function folderRefusal(folder: string, { option }: FolderUse, why: string): UsageError {
  return new UsageError(`${option} ${folder}: ${why}; name a new folder, or remove it`);
}

function claim(folder: string, identity: CheckIdentity, use: FolderUse): void {
  const file = join(folder, IDENTITY);
  if (existsSync(file)) {
    const known = readIdentity(file);
    if (!known) throw folderRefusal(folder, use, `its ${IDENTITY} is damaged`);
    if (known.option !== use.option) {
      throw folderRefusal(folder, use, `it is a folder of ${known.option}`);
    }
    const names = Object.keys(WHAT) as (keyof CheckIdentity)[];
    const different = names.find((name) => known[name] !== identity[name]);
    if (different) throw folderRefusal(folder, use, `it is ${use.holds} of ${WHAT[different]}`);
  } else if (readdirSync(folder).some((name) => name !== `${IDENTITY}${UNFINISHED}`)) {
    throw folderRefusal(folder, use, 'it holds other files');
  }
  // Also where it stands there: whether anything can be written is known now, not after hours.
  const known: KnownFolder = { option: use.option, ...identity };
  replaceFile(file, [Buffer.from(JSON.stringify(known))]);
}

function readIdentity(file: string): KnownFolder | undefined {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The name in the folder of what is one search's, by whatever tells it from the check's others. */
export function nameOfSearch(search: string): string {
  return createHash('sha256').update(search).digest('hex').slice(0, 16);
}
