// Memory that the system refuses: a limit of the process (`ulimit -v`, a container), or no more of it. That is no
// mistake, and no reason to lose what is known.

/** Whether an error says that an array could not be had. */
export function isRefusal(error: unknown): boolean {
  return error instanceof RangeError && /allocation failed/i.test(error.message);
}

/** Makes an array of zeros. */
export type Allocate = (length: number) => Int32Array;

/** For one thread. */
export const allocateOwn: Allocate = (length) => new Int32Array(length);

/** For several. */
export const allocateShared: Allocate = (length) =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));

/**
 * For what a search may need at most, and that becomes resident page by page. V8 takes an ordinary array for memory in use
 * from its beginning, and collects the whole heap whenever some of these have been made, which costs a small search
 * more than all else; what is shared it does not count. Whoever reserves has to say in the end what was used of it (weightOf).
 */
export const reserve: Allocate = (length) => {
  const bytes = length * Int32Array.BYTES_PER_ELEMENT;
  try {
    return new Int32Array(new SharedArrayBuffer(Math.max(bytes, LEAST_MAPPED)), 0, length);
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

/**
 * For V8 to count, with whatever holds it, so that it collects when much has become garbage: as many bytes as that uses of what
 * it has reserved. They are never touched, so that they take no memory; undefined where the system refuses them even so.
 */
export function weightOf(bytes: number): ArrayBuffer | undefined {
  try {
    return new ArrayBuffer(bytes);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}
