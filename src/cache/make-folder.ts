// A folder with all that it lies in, made one by one. Node's own way was seen not to return on a folder in which nothing can
// be made; here each folder is tried once more at most.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Throws the system's error where it cannot be made; does nothing where it is there. */
export function makeFolder(folder: string): void {
  if (made(folder)) return;
  makeFolder(dirname(folder));
  if (!made(folder)) throw new Error(`ENOENT: nothing can be made in ${dirname(folder)}`);
}

/** False where what it lies in is not there. */
function made(folder: string): boolean {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && dirname(folder) !== folder) return false;
    if (code !== 'EEXIST') throw error;
  }
  return true;
}
