// A folder that belongs to one check: what the check is stands in it, and another is refused.
//
// What must stay true: what is in it is gone on with only by the same check, by the same code of mmcheck and of the model. Nothing
// is touched in a folder that holds anything else.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { thrownWords } from '../base/thrown.ts';
import { isRunningElsewhere, type ProcessMark, thisProcess } from './process-mark.ts';
import { replaceFile, UNFINISHED } from './whole-files.ts';

/** All that a search depends on. */
export interface CheckIdentity {
  readonly version: string;
  readonly model: string;
  /** As the command line has them, each by its name: those that are not given are left out. */
  readonly options: Readonly<Record<string, string>>;
}

/** What stands in the folder: whose it is, and who is at it. */
interface Claim extends CheckIdentity {
  readonly option: string;
  readonly by?: ProcessMark;
}
export const IDENTITY = 'check.json';

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
  if (existsSync(file)) refuseOthers(folder, readClaim(file), identity, use);
  else if (readdirSync(folder).some((name) => name !== `${IDENTITY}${UNFINISHED}`)) {
    throw new UsageError(`${use.option} ${folder}: it holds other files; name a new folder`);
  }
  // Also where it stands there: whether anything can be written is known now, not after hours.
  const by = thisProcess();
  const claimed: Claim = { option: use.option, ...identity, ...(by && { by }) };
  replaceFile(file, [Buffer.from(JSON.stringify(claimed))]);
}

function readClaim(file: string): Claim | undefined {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

function refuseOthers(
  folder: string,
  known: Claim | undefined,
  identity: CheckIdentity,
  use: FolderUse,
): void {
  if (!known) throw folderRefusal(folder, use, `its ${IDENTITY} is damaged`);
  if (known.by && isRunningElsewhere(known.by)) {
    throw new UsageError(
      `${use.option} ${folder}: another process (${known.by.pid}) is searching there; wait until it has ended, or name another folder`,
    );
  }
  if (known.option !== use.option) {
    throw folderRefusal(folder, use, `it is a folder of ${known.option}`);
  }
  const different = differenceOf(known, identity);
  if (different) throw folderRefusal(folder, use, `it is ${use.holds} of ${different}`);
}

function differenceOf(known: CheckIdentity, identity: CheckIdentity): string | undefined {
  if (known.version !== identity.version) return 'another version of mmcheck or Node';
  if (known.model !== identity.model) return 'another model, or its files have changed';
  const names = [...new Set([...Object.keys(known.options), ...Object.keys(identity.options)])];
  const name = names.find((one) => known.options[one] !== identity.options[one]);
  if (name === undefined) return undefined;
  const [was, is] = [known.options[name], identity.options[name]];
  if (was === undefined) return `another check: ${is} was not given`;
  return `another check: ${was} was given${is === undefined ? '' : `, not ${is}`}`;
}

/** The name in the folder of what is one search's, by whatever tells it from the check's others. */
export function nameOfSearch(search: string): string {
  return createHash('sha256').update(search).digest('hex').slice(0, 16);
}
