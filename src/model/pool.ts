// Pools: processes that others start and wait for (kthread_run and kthread_stop, a work item of one's own).
//
// A pool is a cell with a slot for each process. Spawning writes a free slot; the process waits at 'idle' until its
// slot is spawned, takes the arguments into its locals, and ends at 'exit', which marks the slot. Being a cell, the pool
// brings what can start a process into the access sets of whoever spawns: nothing is started behind their back.

import { array, type Cell, type Cells, primitive, record } from './cell.ts';
import { oneOf, type ValueDomain, type ValueOf } from './domain.ts';
import { ModelError } from './errors.ts';
import type { AnyStep, ProcessDefinition } from './process.ts';

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
  const slot = record({ state: oneOf('free', 'spawned', 'running', 'done'), ...args });
  return primitive<{ slots: Cell<unknown> }, PoolView<A>>(
    { slots: array(size, slot) },
    {
      spawn: {
        pure: false,
        run(this: Slots, given: Record<string, unknown>) {
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
}

/**
 * A process of a pool: its own steps between 'idle', where it waits to be spawned, and 'exit', where it marks its slot.
 * 'done' leads to 'exit' in it. Any other process is left as it is.
 */
export function pooledProcess(cells: Cells, definition: ProcessDefinition): ProcessDefinition {
  const { pool: name, start, steps, locals, end } = definition;
  if (name === undefined) return definition;
  const { size, args } = slotsOf(cells, name);
  const missing = args.find((arg) => !Object.hasOwn(locals, arg));
  if (missing !== undefined) {
    throw new ModelError(
      `pool '${name}' hands on '${missing}': give the process a local of that name`,
    );
  }
  const routes = Object.keys(steps).map((label) => [
    label,
    { ...definition.routes?.[label], done: 'exit' },
  ]);
  return {
    ...definition,
    count: size,
    start: 'idle',
    end: [...end, 'idle'],
    steps: { idle: idleStep(name, args, start), ...withExits(steps), exit: exitStep(name) },
    routes: Object.fromEntries(routes),
  };
}

function slotsOf(cells: Cells, name: string): { size: number; args: readonly string[] } {
  const shape = cells[name]?.shape;
  const slots = shape?.type === 'record' ? shape.fields.slots : undefined;
  if (slots?.type !== 'array' || slots.element.type !== 'record') {
    throw new ModelError(`'${name}' is no pool; declare it among the cells: ${name}: pool(2)`);
  }
  const args = Object.keys(slots.element.fields).filter((field) => field !== 'state');
  return { size: slots.length, args };
}

/** A call that returns to 'done' returns to 'exit'. */
function withExits(steps: ProcessDefinition['steps']): ProcessDefinition['steps'] {
  const mapped = Object.entries(steps).map(([label, step]) => {
    if (typeof step === 'function') return [label, step] as const;
    const returns = Object.entries(step.returns).map(([from, to]) => [
      from,
      to === 'done' ? 'exit' : to,
    ]);
    return [label, { ...step, returns: Object.fromEntries(returns) }] as const;
  });
  return Object.fromEntries(mapped);
}

// Generated as source text, because the access analysis reads source text and the cell's name varies.

function idleStep(name: string, args: readonly string[], start: string): AnyStep {
  const take = args.map((arg) => `me.${arg} = slot.${arg};`).join(' ');
  return stepFrom(`({ ${name}: pool, me }) => {
    const slot = pool.slots[me.id];
    if (slot.state !== 'spawned') return 'blocked';
    ${take}
    slot.state = 'running';
    return ${JSON.stringify(start)};
  }`);
}

function exitStep(name: string): AnyStep {
  return stepFrom(`({ ${name}: pool, me }) => {
    pool.slots[me.id].state = 'done';
    return 'idle';
  }`);
}

function stepFrom(source: string): AnyStep {
  return new Function(`'use strict'; return ${source};`)() as AnyStep;
}
