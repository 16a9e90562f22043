// Which specs belong to what a user names: the one of a model, those of a folder, all of a project.

import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../base/errors.ts';
import { shownPath } from '../base/shown-path.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import { identity, sourceFiles } from './find-file.ts';
import { type Load, type LoadedSpec, loadSpec } from './load-model.ts';

/** The package's own folder: this file stands two levels below it, as source and compiled. */
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The spec of a model: the one named, or the file of the same name in `specs/` beside or above the
 * model's.
 */
export async function specOf(
  modelPath: string,
  model: ModelDefinition,
  named?: string,
  load?: Load,
): Promise<LoadedSpec | undefined> {
  const file = named ?? specBeside(modelPath);
  if (file === undefined) return undefined;
  const loaded = await loadSpec(named ?? shownPath(file), load);
  if (loaded.spec.model.name === model.name) return loaded;
  throw new UsageError(
    `${shownPath(loaded.path)} is a spec of model '${loaded.spec.model.name}', ` +
      `not of '${model.name}'; name the right one with --spec FILE`,
  );
}

/** The one that is taken where none is named. */
export function specBeside(modelPath: string): string | undefined {
  const folder = dirname(modelPath);
  const name = basename(modelPath, extname(modelPath));
  return [join(folder, 'specs'), join(folder, '..', 'specs')]
    .flatMap((specs) => sourceFiles(specs))
    .find((file) => basename(file, extname(file)) === name && resolve(file) !== modelPath);
}

/**
 * The spec files that a run is asked for: files, folders of them, or by default all of the project. What is no spec
 * stays among them, to be told when its turn comes; what is named twice is run once.
 */
export function specFiles(named: readonly string[]): string[] {
  if (named.length === 0) return someFiles('specs');
  const files = named.flatMap((file) => {
    const found = file === '' ? [] : sourceFiles(file);
    return found.length === 0 ? [file] : found;
  });
  return [...new Map(files.map((file) => [identity(file), file])).values()];
}

/** Whether the working directory has models or specs of its own. */
export function hasOwnProject(): boolean {
  return existsSync('models') || existsSync('specs');
}

/** All of `specs` or `models`: of the working directory where it has either, else of the package itself. */
export function projectFiles(folder: 'specs' | 'models'): string[] {
  return sourceFiles(hasOwnProject() ? resolve(folder) : shippedFile(folder));
}

/** The same, where there have to be some. */
export function someFiles(folder: 'specs' | 'models'): string[] {
  const files = projectFiles(folder);
  if (files.length > 0) return files;
  throw new UsageError(
    `there is no file in ${folder}/; name the files, or run mmcheck where ${folder}/ is`,
  );
}

/** The path of a file that comes with the package. */
export function shippedFile(name: string): string {
  return join(PACKAGE, name);
}
