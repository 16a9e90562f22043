// The memory that the states of a search are given: what was asked for, less what Node takes, and no more than the process
// may have. Where it takes more the system ends it, and what was learnt is lost.

import { UsageError } from '../base/errors.ts';
import { DEFAULT_MEMORY } from '../base/limits.ts';
import { type AddressSpace, addressSpace, THREAD_BYTES } from '../supervise/address-space.ts';
import type { SearchOptions } from '../supervise/tasks/check.ts';
import { type MachineMemory, machineMemory } from './machine-memory.ts';

/** What bounds this process; absent where nothing does. */
export interface Bounds {
  readonly machine?: MachineMemory;
  readonly addresses?: AddressSpace;
}

const MEBIBYTE = 2 ** 20;
/** What Node takes without a state, with one thread that searches a model; and each further thread with a model. */
const NODE_BYTES = 96 * MEBIBYTE;
const WORKER_BYTES = 128 * MEBIBYTE;
/** Where Node would take most of what was asked for, that is for the states: no process is so small. */
const STATES_ALONE = 128 * MEBIBYTE;
/** Less finds nothing out. */
const LEAST_BYTES = 16 * MEBIBYTE;

export function memoryOptions(
  asked: number | undefined,
  workers: number,
  bounds: Bounds = boundsOfProcess(),
): Pick<SearchOptions, 'memoryBytes' | 'memoryBound'> {
  const { machine, addresses } = bounds;
  if (asked !== undefined && machine && asked > machine.limit) {
    throw new UsageError(
      `--memory ${mebibytes(asked)}M is more than there is: ${machine.words} ${mebibytes(machine.limit)} MiB; ask for less`,
    );
  }
  const wanted = forStates(asked ?? DEFAULT_MEMORY);
  const bound = [
    ...(machine === undefined
      ? []
      : [
          {
            room: (machine.limit - NODE_BYTES - (workers - 1) * WORKER_BYTES) / workers,
            words: `${machine.words} ${mebibytes(machine.limit)} MiB: allow it more`,
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
  if (bound === undefined || bound.room >= wanted) return { memoryBytes: wanted };
  const memoryBytes = Math.min(wanted, Math.max(LEAST_BYTES, Math.floor(bound.room)));
  return { memoryBytes, memoryBound: bound.words };
}

/** What is left for states, so that all of the process takes what was asked for. */
function forStates(asked: number): number {
  return Math.max(Math.min(asked, STATES_ALONE), asked - NODE_BYTES);
}

function left({ limit, used }: AddressSpace): number {
  return limit - used;
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / MEBIBYTE);
}

function boundsOfProcess(): Bounds {
  const addresses = addressSpace();
  return { machine: machineMemory(), ...(addresses && { addresses }) };
}
