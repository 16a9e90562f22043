// Files that a user names: found, or refused with the names that he may have meant. Nothing is
// opened here.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { didYouMean } from '../model/near-name.ts';

/** The absolute path of a file that exists. */
export function existingFile(file: string): string {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`${file} does not exist${guess(file)}`);
  if (statSync(path).isDirectory()) {
    const files = sourceFiles(path).map((name) => join(file, basename(name)));
    const choice = files.length === 0 ? '' : `; it has ${someOf(files)}`;
    throw new UsageError(`${file} is a directory; name a file${choice}`);
  }
  return path;
}

/** The TypeScript and JavaScript files in a folder, sorted; none if there is no such folder. */
export function sourceFiles(folder: string): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder)
    .filter((name) => /\.[mc]?[jt]s$/.test(name) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => join(folder, name));
}

/** A path as messages show it: from the working directory where it lies below it. */
export function shownPath(path: string): string {
  const short = relative('', path);
  return short.startsWith('..') ? path : short;
}

export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

/** The folder or the name in it may be what was mistyped. */
function guess(file: string): string {
  const folder = dirname(file);
  if (!existsSync(resolve(folder))) return `: there is no folder ${folder}`;
  const name = basename(file);
  const known = readdirSync(resolve(folder));
  const found = known.find((entry) => entry.replace(/\.\w+$/, '') === name);
  const shown = (entry: string) => (folder === '.' ? entry : join(folder, entry));
  const ofProject = join('models', `${file}.ts`);
  if (found === undefined && existsSync(ofProject)) return `; did you mean '${ofProject}'?`;
  return found === undefined
    ? didYouMean(file, known.map(shown))
    : `; did you mean '${shown(found)}'?`;
}
