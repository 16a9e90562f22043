// The models and specs of a project, in folders: found by folder, by group or by bare name. A group is a folder below models/
// or specs/; parts of one model stand in a folder called as its file, and what models share in one called `shared`: in
// neither is a model looked for.

import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../base/errors.ts';
import { shownPath } from '../base/shown-path.ts';
import { foldersIn, sourceFiles, statsOf } from './source-files.ts';

/** The package's own folder: this file stands two levels below it, as source and compiled. */
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

export type Kind = 'models' | 'specs';

/** The path of a file that comes with the package. */
export function shippedFile(name: string): string {
  return join(PACKAGE, name);
}

/** Whether the working directory has models or specs of its own. */
export function hasOwnProject(): boolean {
  return existsSync('models') || existsSync('specs');
}

/** All of `specs` or `models`: of the working directory where it has either, else of the package itself. */
export function projectFiles(kind: Kind): string[] {
  return filesBelow(projectFolder(kind));
}

/** The same, where there have to be some. */
export function someFiles(kind: Kind): string[] {
  const files = projectFiles(kind);
  if (files.length > 0) return files;
  throw new UsageError(
    `there is no file in ${kind}/; name the files, or run mmcheck where ${kind}/ is`,
  );
}

function projectFolder(kind: Kind): string {
  return hasOwnProject() ? resolve(kind) : shippedFile(kind);
}

/** Those of a folder, and then those of each group below it, by name. */
export function filesBelow(folder: string): string[] {
  const files = sourceFiles(folder);
  const stems = new Set(files.map(stemOf));
  const groups = foldersIn(folder).filter((name) => name !== 'shared' && !stems.has(name));
  return [...files, ...groups.flatMap((name) => filesBelow(join(folder, name)))];
}

export function stemOf(file: string): string {
  return basename(file, extname(file));
}

/** The group that a file of the project stands in, such as `slub`; empty directly below `models/`. */
export function groupOf(file: string): string {
  const folders = dirname(resolve(file)).split(sep);
  const top = folders.findLastIndex((name) => name === 'models' || name === 'specs');
  return top < 0 ? '' : folders.slice(top + 1).join('/');
}

/**
 * What a bare name such as `zonelist-rebuild` or `slub` stands for, of the project's own files or else of those that come
 * with mmcheck: the files of that name, else those of the group. None where it is no such name.
 */
export function filesNamed(name: string, kind: Kind): string[] {
  const [own, shipped] = [projectFolder(kind), shippedFile(kind)];
  const found = filesNamedBelow(name, own);
  return found.length > 0 || own === shipped ? found : filesNamedBelow(name, shipped);
}

/** The same in one folder of models, or of specs. */
export function filesNamedBelow(name: string, folder: string): string[] {
  if (!/^[\w-]+(\/[\w-]+)*$/.test(name)) return [];
  const files = filesBelow(folder);
  const named = files.filter((file) => withoutExtension(relative(folder, file)) === name);
  const alike = files.filter((file) => stemOf(file) === name);
  const group = files.filter((file) => relative(folder, file).startsWith(`${name}${sep}`));
  return [named, alike, group].find((some) => some.length > 0) ?? [];
}

/** The file that is asked for by path or by bare name, as it can be opened from here. */
export function fileAsked(kind: Kind): (file: string) => string {
  return (file) => {
    const named = statsOf(file) === undefined ? fileNamed(file, kind) : undefined;
    return named === undefined ? file : shownPath(named);
  };
}

/** The one file that a bare name stands for; none where there is none. */
export function fileNamed(name: string, kind: Kind): string | undefined {
  const files = filesNamed(name, kind);
  if (files.length < 2) return files[0];
  throw new UsageError(
    `'${name}' stands for ${files.length} files; name one: ${files.slice(0, 5).map(shownPath).join(', ')}`,
  );
}

/** Names that may be meant where one is misspelt: the project's own, and those that come with mmcheck. */
export function knownNames(kind: Kind): string[] {
  const folders = new Set([projectFolder(kind), shippedFile(kind)]);
  return [...folders].flatMap(filesBelow).map(stemOf);
}

function withoutExtension(file: string): string {
  return file.slice(0, file.length - extname(file).length).replaceAll(sep, '/');
}
