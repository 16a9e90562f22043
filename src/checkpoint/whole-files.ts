// Files that are read and written in full: the system may take or give less at once than it is asked to.

import { closeSync, openSync, readSync, writeSync } from 'node:fs';

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
