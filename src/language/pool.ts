// Pools: processes that others start and wait for (kthread_run and kthread_stop, a work item of one's own).
//
// A pool is a cell with a slot for each process. Spawning writes a free slot; the process waits at 'idle' until its
// slot is spawned, takes the arguments into its locals, and ends at 'exit', which marks the slot. Being a cell, the pool
// brings what can start a process into the access sets of whoever spawns: nothing is started behind their back. What is
// added to a process of a pool: see pooled-process.ts.

import { ModelError } from '../base/errors.ts';
import { suggest } from '../base/near-name.ts';
import { array, type Cell, primitive, type RecordShape, record } from './cell.ts';
import { oneOf, type ValueDomain, type ValueOf } from './domain.ts';

/** What a pool looks like in a step. */
export interface PoolView<A> {
  /** Starts a free process with the arguments and returns its number; a model error where none is free. */
  spawn(args: { readonly [K in keyof A]: ValueOf<A[K]> }): number;
  /** Whether a process has ended and nobody has joined it yet. */
  isDone(id: number): boolean;
  /** Frees a process that has ended; false, and nothing changed, while it has not. */
  join(id: number): boolean;
}

type Slot = Record<string, unknown> & { state: 'free' | 'spawned' | 'running' | 'done' };
interface Slots {
  readonly slots: Slot[];
}

/** A pool of `size` processes whose arguments are scalars. The process names it: `process({ pool: 'workers' })`. */
export function pool<A extends Readonly<Record<string, ValueDomain>> = Record<never, never>>(
  size: number,
  args: A = {} as A,
): Cell<PoolView<A>> {
  const names = Object.keys(args);
  if (names.includes('state')) {
    throw new ModelError("pool: no argument can be called 'state', as the slot has one; rename it");
  }
  const slot = record({ state: oneOf('free', 'spawned', 'running', 'done'), ...args });
  const made = primitive<{ slots: Cell<unknown> }, PoolView<A>>(
    { slots: array(size, slot) },
    {
      spawn: {
        pure: false,
        run(this: Slots, given: Record<string, unknown> = {}) {
          checkArguments(given, names);
          const id = this.slots.findIndex(({ state }) => state === 'free');
          if (id < 0) {
            throw new ModelError(
              `spawn: all ${size} processes of the pool are in use; make it larger, or join those that are done`,
            );
          }
          Object.assign(this.slots[id], given, { state: 'spawned' });
          return id;
        },
      },
      isDone: {
        pure: true,
        run(this: Slots, id: number) {
          return this.slots[id].state === 'done';
        },
      },
      join: {
        pure: false,
        run(this: Slots, id: number) {
          if (this.slots[id].state !== 'done') return false;
          this.slots[id].state = 'free';
          return true;
        },
      },
    },
  );
  // The process of a slot says itself that it runs, and that it is done.
  return { shape: { ...(made.shape as RecordShape), assignable: true } };
}

/** An argument that is left out would be that of whoever had the slot before. */
function checkArguments(given: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const missing = names.find((name) => given[name] === undefined);
  if (missing !== undefined) {
    throw new ModelError(
      `spawn: the argument '${missing}' is missing; give all: ${names.join(', ')}`,
    );
  }
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ModelError(
      `spawn: the pool has no argument '${unknown}'; ${suggest(unknown, names)}`,
    );
  }
}
