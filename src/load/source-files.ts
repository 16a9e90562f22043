// What lies on the disk: which files of a folder may be models or specs, and which file a path leads to. Nothing is opened.

import { readdirSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';

/** Of what is there; undefined where nothing is, or where looking is not allowed. */
export function statsOf(path: string): Stats | undefined {
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

/** Where a link leads, as it says; undefined where there is no link. */
export function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** The files that a path leads through, itself first: links lead to others, which need not be there. */
export function throughLinks(path: string): string[] {
  const hops = [path];
  for (let target = linkTarget(path); target !== undefined && hops.length < MOST_LINKS; ) {
    const next = resolve(dirname(hops[hops.length - 1]), target);
    hops.push(next);
    target = linkTarget(next);
  }
  return hops;
}

/** Links that lead in a circle end somewhere in it. */
const MOST_LINKS = 40;

/** Whether a file is one of TypeScript or JavaScript, by the end of its name. */
export function isSource(name: string): boolean {
  return /\.[mc]?[jt]s$/.test(name);
}

/**
 * The TypeScript and JavaScript files in a folder, sorted; none if there is no such folder. The trace map of a model stands
 * beside it, and is no model.
 */
export function sourceFiles(folder: string): string[] {
  if (!statsOf(folder)?.isDirectory()) return [];
  return namesIn(folder)
    .filter((name) => isSource(name) && !/\.(d|trace)\.[mc]?[jt]s$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** The folders in a folder, sorted, as names; none of packages, and none that is hidden. */
export function foldersIn(folder: string): string[] {
  if (!statsOf(folder)?.isDirectory()) return [];
  return namesIn(folder)
    .filter((name) => !/^(\.|node_modules$)/.test(name))
    .filter((name) => statsOf(join(folder, name))?.isDirectory())
    .sort();
}

export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new UsageError(`cannot read the folder ${folder}: ${(error as Error).message}`);
  }
}
