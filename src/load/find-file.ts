// Files that a user names: found, or refused with the names that may have been meant. Nothing is
// opened here.

import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/near-name.ts';
import { shownPath } from '../base/shown-path.ts';
import { fileNamed, filesBelow, type Kind, knownNames } from './project-files.ts';
import { namesIn, statsOf } from './source-files.ts';

/** What is asked for where nothing else is said. */
const SOURCE = 'a model or a spec';

/** The absolute path of a file that exists; of others, where a file of the kind is wanted, is told which may be meant. */
export function existingFile(file: string, wanted?: Kind, what = SOURCE): string {
  if (file === '') throw new UsageError(`the name of a file is empty; name ${what}`);
  const path = resolve(file);
  const found = statsOf(path);
  if (found === undefined) throw new UsageError(`${file} ${missing(file, wanted)}`);
  if (found.isDirectory()) throw new UsageError(isFolder(file, what));
  if (found.isFile()) return path;
  throw new UsageError(`${file} is no regular file; name ${what}`);
}

function isFolder(folder: string, what: string): string {
  if (what !== SOURCE) return `${folder} is a directory; name ${what}`;
  const files = filesBelow(folder).map(shownPath);
  return files.length === 0
    ? `${folder} is a directory, and there is no model and no spec in ${folder}`
    : `${folder} is a directory; name a file; it has ${someOf(files)}`;
}

export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

/** Why there is no such file, and which may be meant: the folder or the name in it may be mistyped. */
function missing(file: string, wanted?: Kind): string {
  const folder = dirname(file);
  if (!existsSync(resolve(folder))) return `does not exist: there is no folder ${folder}`;
  const known = namesIn(resolve(folder));
  const name = basename(file);
  if (known.includes(name)) return unreachable(file);
  const shown = (entry: string) => (folder === '.' ? entry : join(folder, entry));
  const found = known.find((entry) => entry.replace(/\.\w+$/, '') === name);
  if (found !== undefined) return `does not exist; did you mean '${shown(found)}'?`;
  const model = wanted === 'specs' ? fileNamed(file, 'models') : undefined;
  if (model !== undefined) {
    const path = shownPath(model);
    return `is no spec; the model ${path} has none, and \`mmcheck check ${path}\` checks it`;
  }
  const isName = wanted !== undefined && /^[\w-]+$/.test(file);
  const names = wanted === undefined || folder !== '.' ? [] : knownNames(wanted);
  const near = didYouMean(file, [...known.map(shown), ...names]);
  return `does not exist${near || (isName ? '; `mmcheck list` names the models' : '')}`;
}

function unreachable(file: string): string {
  return lstatSync(file).isSymbolicLink()
    ? `is a link to ${readlinkSync(file)}, which does not exist`
    : 'cannot be looked at: the folder that it is in is locked';
}
