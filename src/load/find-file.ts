// Files that a user names: found, or refused with the names that may have been meant. Nothing is
// opened here.

import {
  existsSync,
  lstatSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/near-name.ts';

/** The absolute path of a file that exists; a name alone is that of a file in the folder, where there is one. */
export function existingFile(file: string, folder: 'models' | 'specs' = 'models'): string {
  if (file === '') throw new UsageError('the name of a file is empty; name a model or a spec');
  const path = resolve(file);
  const found = statsOf(path);
  if (found === undefined) throw new UsageError(`${file} ${missing(file, folder)}`);
  if (found.isDirectory()) throw new UsageError(isFolder(file));
  if (found.isFile()) return path;
  throw new UsageError(`${file} is no regular file; name a model or a spec`);
}

function isFolder(folder: string): string {
  const files = sourceFiles(folder).map((name) => join(folder, basename(name)));
  return files.length === 0
    ? `${folder} is a directory, and there is no model and no spec in ${folder}`
    : `${folder} is a directory; name a file; it has ${someOf(files)}`;
}

/** Of what is there; undefined where nothing is, or where nobody may look. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Which file a path leads to, whatever it is called; the path itself where it leads nowhere. */
export function identity(path: string): string {
  if (path === '') return path;
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** The TypeScript and JavaScript files in a folder, sorted; none if there is no such folder. */
export function sourceFiles(folder: string): string[] {
  if (!statsOf(folder)?.isDirectory()) return [];
  return namesIn(folder)
    .filter((name) => /\.[mc]?[jt]s$/.test(name) && !/\.d\.[mc]?ts$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new UsageError(`cannot read the folder ${folder}: ${(error as Error).message}`);
  }
}

export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

/** Why there is no such file, and which may be meant: the folder or the name in it may be mistyped. */
function missing(file: string, wanted: 'models' | 'specs'): string {
  const folder = dirname(file);
  if (!existsSync(resolve(folder))) return `does not exist: there is no folder ${folder}`;
  const known = namesIn(resolve(folder));
  const name = basename(file);
  if (known.includes(name)) return unreachable(file);
  const shown = (entry: string) => (folder === '.' ? entry : join(folder, entry));
  const found = known.find((entry) => entry.replace(/\.\w+$/, '') === name);
  if (found !== undefined) return `does not exist; did you mean '${shown(found)}'?`;
  const [ofProject, model] = [wanted, 'models'].map((one) => join(one, `${file}.ts`));
  if (existsSync(ofProject)) return `does not exist; did you mean '${ofProject}'?`;
  if (existsSync(model)) {
    return `does not exist, and ${model} has no spec ${ofProject}; \`mmcheck check ${model}\` checks it`;
  }
  return `does not exist${didYouMean(file, known.map(shown))}`;
}

function unreachable(file: string): string {
  return lstatSync(file).isSymbolicLink()
    ? `is a link to ${readlinkSync(file)}, which does not exist`
    : 'cannot be looked at: the folder that it is in is locked';
}
