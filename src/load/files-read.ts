// Which files have been read for models and specs in this thread, those that they import included: a result that is written
// over one of them would take away what it speaks of.

import { statSync } from 'node:fs';

const read = new Set<string>();

export function noteRead(path: string): void {
  read.add(path);
}

/** The first of these files that has been read, under this name or another. */
export function firstRead(files: readonly string[]): string | undefined {
  const known = new Set([...read].map(identityOf));
  return files.find((file) => known.has(identityOf(file)));
}

/** A file may have several names: links of both sorts. */
function identityOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.dev}:${stats.ino}` : path;
}
