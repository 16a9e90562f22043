// The memory that a search is given: what was asked for, and no more than the process may have. Where it takes more the
// system ends it, and what was learnt is lost.

import { DEFAULT_MEMORY } from '../base/limits.ts';
import { type AddressSpace, addressSpace, THREAD_BYTES } from '../supervise/address-space.ts';
import type { SearchOptions } from '../supervise/tasks/check.ts';

/** What bounds this process; absent where nothing does. */
export interface Bounds {
  /** Bytes that a container allows it. */
  readonly container?: number;
  readonly addresses?: AddressSpace;
}

const MEBIBYTE = 2 ** 20;
/** What Node takes without a state; and each thread with a model. */
const NODE_BYTES = 128 * MEBIBYTE;
const WORKER_BYTES = 128 * MEBIBYTE;
/** Less finds nothing out. */
const LEAST_BYTES = 16 * MEBIBYTE;

export function memoryOptions(
  asked: number | undefined,
  workers: number,
  bounds: Bounds = boundsOfProcess(),
): Pick<SearchOptions, 'memoryBytes' | 'memoryBound'> {
  const wanted = asked ?? DEFAULT_MEMORY;
  const { container, addresses } = bounds;
  const bound = [
    ...(container === undefined
      ? []
      : [
          {
            room: (container - NODE_BYTES) / workers - WORKER_BYTES,
            words: `a container allows this process ${mebibytes(container)} MiB: allow it more`,
          },
        ]),
    ...(addresses === undefined
      ? []
      : [
          {
            // The first thread has begun; of what is left the heap of each takes some, too.
            room: (left(addresses) - (workers - 1) * THREAD_BYTES) / workers / 2,
            words: `\`ulimit -v\` allows this process ${mebibytes(addresses.limit)} MiB: raise it`,
          },
        ]),
  ].sort((a, b) => a.room - b.room)[0];
  if (bound === undefined || bound.room >= wanted) {
    return asked === undefined ? {} : { memoryBytes: asked };
  }
  const memoryBytes = Math.min(wanted, Math.max(LEAST_BYTES, Math.floor(bound.room)));
  return { memoryBytes, memoryBound: bound.words };
}

function left({ limit, used }: AddressSpace): number {
  return limit - used;
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / MEBIBYTE);
}

function boundsOfProcess(): Bounds {
  // Where nothing bounds it this is more than any machine has, or nothing.
  const container = process.constrainedMemory?.() ?? 0;
  const addresses = addressSpace();
  return {
    ...(container > 0 && container < Number.MAX_SAFE_INTEGER && { container }),
    ...(addresses && { addresses }),
  };
}
