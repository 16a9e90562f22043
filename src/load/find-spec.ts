// Which specs belong to what a user names: the one of a model, those of a folder, all of a project.

import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { shownPath } from '../base/shown-path.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import { type Load, type LoadedSpec, loadSpec } from './load-model.ts';
import {
  filesBelow,
  filesNamed,
  filesNamedBelow,
  groupOf,
  someFiles,
  stemOf,
} from './project-files.ts';
import { identity, statsOf } from './source-files.ts';

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

/** The one that is taken where none is named: a model may stand in a group, and its spec in another. */
export function specBeside(modelPath: string): string | undefined {
  const above = [dirname(modelPath), dirname(dirname(modelPath))];
  // From a group up to the folder that has models/, and not beyond: what lies there is not of this project.
  const group = groupOf(modelPath);
  const groups = group === '' ? [] : group.split('/');
  for (const _ of groups) above.push(dirname(above[above.length - 1]));
  return above
    .flatMap((folder) => filesBelow(join(folder, 'specs')))
    .find((file) => stemOf(file) === stemOf(modelPath) && resolve(file) !== modelPath);
}

/**
 * The spec files that a run is asked for: files, folders of them, names, groups, or by default all of the project. What is
 * no spec stays among them, to be told when its turn comes; what is named twice is run once.
 */
export function specFiles(named: readonly string[]): string[] {
  if (named.length === 0) return someFiles('specs');
  const files = named.flatMap((file) => {
    if (file === '') return [file];
    const found = statsOf(file) ? filesBelow(file) : filesNamed(file, 'specs');
    return found.length === 0 ? [file] : found;
  });
  return [...new Map(files.map((file) => [identity(file), file])).values()];
}

/**
 * The spec files of the project in a folder: those that a word stands for there, or all of its `specs/`. Never one of those
 * that come with mmcheck.
 */
export function specFilesIn(project: string, word?: string): string[] {
  const specs = join(project, 'specs');
  if (word === undefined) return filesBelow(specs);
  const path = resolve(project, word);
  const stats = statsOf(path);
  if (stats?.isDirectory()) return filesBelow(path);
  return stats ? [path] : filesNamedBelow(word, specs);
}
