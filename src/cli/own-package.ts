// Where this mmcheck was installed from, as npm notes it: a new project depends on the same. mmcheck is on no registry, and a
// name that is free there could be anybody's.

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The packed file that the package in this folder was installed from; undefined where that is not known, or gone. */
export function packedFileOf(folder: string): string | undefined {
  const modules = dirname(resolve(folder));
  if (basename(modules) !== 'node_modules') return undefined;
  const resolved = resolvedIn(join(modules, '.package-lock.json'), basename(folder));
  if (!resolved?.startsWith('file:')) return undefined;
  const file = resolve(dirname(modules), resolved.slice('file:'.length));
  return /\.(?:tgz|tar\.gz)$/.test(file) && existsSync(file) ? file : undefined;
}

function resolvedIn(lockfile: string, name: string): string | undefined {
  try {
    const { packages } = JSON.parse(readFileSync(lockfile, 'utf8'));
    const resolved: unknown = packages[`node_modules/${name}`].resolved;
    return typeof resolved === 'string' ? resolved : undefined;
  } catch {
    return undefined;
  }
}
