// Which specs belong to what a user names: the one of a model, those of a folder, all of a project.

import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelDefinition } from '../model/define-model.ts';
import { UsageError } from '../model/errors.ts';
import { existingFile, shownPath, sourceFiles } from './find-file.ts';
import { type LoadedSpec, loadSpec } from './load-model.ts';

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
): Promise<LoadedSpec | undefined> {
  const file = named ?? specBeside(modelPath);
  if (file === undefined) return undefined;
  const loaded = await loadSpec(named ?? shownPath(file));
  if (loaded.spec.model.name === model.name) return loaded;
  throw new UsageError(
    `${shownPath(loaded.path)} is a spec of model '${loaded.spec.model.name}', ` +
      `not of '${model.name}'; name the right one with --spec FILE`,
  );
}

function specBeside(modelPath: string): string | undefined {
  const folder = dirname(modelPath);
  const name = basename(modelPath, extname(modelPath));
  return [join(folder, 'specs'), join(folder, '..', 'specs')]
    .flatMap((specs) => sourceFiles(specs))
    .find((file) => basename(file, extname(file)) === name && resolve(file) !== modelPath);
}

/**
 * The spec files that a run is asked for: files, folders of them, or by default all of the project.
 */
export function specFiles(named: readonly string[]): string[] {
  if (named.length === 0) return projectFiles('specs');
  return named.flatMap((file) => {
    if (!existsSync(file) || !statSync(file).isDirectory()) return [existingFile(file)];
    const files = sourceFiles(file);
    if (files.length === 0) throw new UsageError(`there is no spec in ${file}`);
    return files.map((name) => resolve(name));
  });
}

/**
 * All of `specs` or `models`: of the working directory, or of the package itself where that has
 * none.
 */
export function projectFiles(folder: 'specs' | 'models'): string[] {
  const own = sourceFiles(resolve(folder));
  const files = own.length > 0 ? own : sourceFiles(join(PACKAGE, folder));
  if (files.length > 0) return files;
  throw new UsageError(
    `there is no file in ${folder}/; name the files, or run mmcheck where ${folder}/ is`,
  );
}
