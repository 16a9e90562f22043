// Where what was worked out once is kept: what TypeScript compiles to, and verdicts. One folder that may be thrown away at
// any time; where there can be none, the work is done without.

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Set to a folder, or to `off`; so do other words for it. */
export const CACHE_VARIABLE = 'MMCHECK_CACHE';

/** Nobody means a folder by these. */
const OFF: readonly string[] = ['off', 'false', 'no', '0'];

/**
 * `node_modules/.cache/mmcheck` of the project that the working directory is in, where tools keep such things and CI
 * services look for them; the user's own folder where there is none. Undefined where it is turned off.
 */
export function cacheFolder(): string | undefined {
  const chosen = process.env[CACHE_VARIABLE];
  if (chosen !== undefined && OFF.includes(chosen)) return undefined;
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const modules = nearestModules(process.cwd());
  if (modules !== undefined) return join(modules, '.cache', 'mmcheck');
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mmcheck');
}

function nearestModules(folder: string): string | undefined {
  const here = join(folder, 'node_modules');
  if (existsSync(here)) return here;
  const above = dirname(folder);
  return above === folder ? undefined : nearestModules(above);
}
