// Memory that the system refuses: a limit of the process (`ulimit -v`, a container), or no more of it. That is no
// mistake, and no reason to lose what is known.

import { totalmem } from 'node:os';

/** Whether an error says that an array could not be had. */
export function isRefusal(error: unknown): boolean {
  return error instanceof RangeError && /allocation failed/i.test(error.message);
}

/** V8 makes no longer array of words; it says that the length is invalid, not that memory is refused. */
export const MOST_WORDS = 2 ** 32 - 1;

/** Makes an array of zeros. */
export type Allocate = (length: number) => Int32Array;

/** For one thread. */
export const allocateOwn: Allocate = (length) => new Int32Array(length);

/** For several. */
export const allocateShared: Allocate = (length) =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));

/**
 * For what a search may need at most, and that becomes resident page by page. V8 takes an ordinary array for memory in use
 * from its beginning, and collects the whole heap for each of them, which costs a small search more than all else; what is
 * shared it does not count. So it is made to collect here, as often as so much has been reserved that the system might mind: what
 * is used of it, and how much it maps, are both less than that.
 */
export const reserve: Allocate = (length) => {
  const bytes = Math.max(length * Int32Array.BYTES_PER_ELEMENT, LEAST_MAPPED);
  reserved += bytes;
  if (reserved > MOST_RESERVED) {
    reserved = bytes;
    makeCollect();
  }
  try {
    return new Int32Array(new SharedArrayBuffer(bytes), 0, length);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return allocateShared(length);
  }
};

/**
 * What is smaller, glibc may take from its heap and then has to clear, which makes all of it resident: its threshold for mapping
 * pages of their own grows up to 32 MiB (mallopt(3), M_MMAP_THRESHOLD).
 */
const LEAST_MAPPED = 2 ** 26;
/** Neighbours become one mapping, and a process with one that is larger than memory can start no other (fork(2), ENOMEM). */
const MOST_RESERVED = totalmem() / 4;
/** Since V8 was made to collect. */
let reserved = 0;

/** V8 collects when ordinary arrays of some 64 MiB have been made; these are never touched, so they take no memory. */
function makeCollect(): void {
  try {
    for (let k = 0; k < 2; k++) allocateOwn(LEAST_MAPPED / Int32Array.BYTES_PER_ELEMENT);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}
