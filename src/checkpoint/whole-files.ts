// Files that are read and written in full: the system may take or give less at once than it is asked to.
//
// What must stay true: what is put under a name is there in full, or what was there before stays, whenever the process is killed
// and however full the disk is. It is written under another name, brought to the disk, and then renamed.

import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The system writes and reads at most 2 GiB at once. */
const AT_ONCE = 2 ** 26;

export function withFile<T>(file: string, mode: 'r' | 'w', use: (fd: number) => T): T {
  const fd = openSync(file, mode);
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

/** What a file is called until it is whole. */
export const UNFINISHED = '.new';

export function replaceFile(file: string, parts: Iterable<Uint8Array>): void {
  const unfinished = `${file}${UNFINISHED}`;
  try {
    withFile(unfinished, 'w', (fd) => {
      for (const part of parts) writeAll(fd, part);
      fsyncSync(fd);
    });
    renameSync(unfinished, file);
    withFile(dirname(file), 'r', fsyncSync);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    at += writeSync(fd, bytes, at, Math.min(AT_ONCE, bytes.length - at));
  }
}

/** From a place of the file on, or from where it was read last; false where the file ends before. */
export function readAll(fd: number, into: Uint8Array, offset?: number): boolean {
  for (let at = 0; at < into.length; ) {
    const from = offset === undefined ? null : offset + at;
    const read = readSync(fd, into, at, Math.min(AT_ONCE, into.length - at), from);
    if (read === 0) return false;
    at += read;
  }
  return true;
}
