// Actors: what makes a process a task, a softirq or an irq handler of a cpu. Spread one into a process's options:
//
//   process({ ...task(0), locals: { cpu }, start: 'read', steps: { ... } })
//
// gives the process its guard, its cpu (the local `cpu`, which no step assigns) and its lane in traces. The contexts
// must stand in a cell called `cpus`: the guard names it.
//
// A handler enters and leaves its context in steps of its own (`cpus[me.cpu].irqEnter(me)`, `.irqExit(me)`); until it
// has entered, its guard says that it could.

import type { Id, ProcessId } from '../language/domain.ts';
import type { ActorNote } from '../language/process.ts';
import type { CpuContext } from './contexts.ts';

/** The cpu of an actor, or of each instance. */
export type On = number | ((id: number) => number);

interface Names {
  readonly cpus: CpuContext[];
  readonly me: { readonly cpu: number; readonly self: ProcessId };
}
export interface Actor {
  readonly guard: (context: Names) => boolean;
  readonly begin: (id: number) => { cpu: Id<'cpu'> };
  readonly lane: (id: number) => string;
  readonly actor: ActorNote;
}

function actor(on: On, sort: string, guard: Actor['guard'], maker = sort): Actor {
  const cpuOf = typeof on === 'number' ? (): number => on : on;
  return {
    guard,
    actor: { maker, guard, cells: { cpus: 'contexts(cpu)' }, local: 'cpu', where: cpuOf },
    begin: (id) => ({ cpu: cpuOf(id) as Id<'cpu'> }),
    lane: (id) => `CPU${cpuOf(id)}/${sort}`,
  };
}

/** A task that stays on its cpu. One that migrates: see placement.ts. */
export function task(on: On): Actor {
  return actor(on, 'task', ({ cpus, me }) => cpus[me.cpu].runsTask(me));
}

/** A softirq. */
export function softirq(on: On): Actor {
  return actor(on, 'softirq', ({ cpus, me }) => cpus[me.cpu].runsSoftirq(me));
}

/** An irq handler. How often it fires is how its last step ends: 'done', or back to its first label. */
export function irq(on: On): Actor {
  return actor(on, 'irq', ({ cpus, me }) => cpus[me.cpu].runsIrq(me));
}

/**
 * The interrupt that makes other cpus' calls (call-function.ts). As its cpu dies it runs once more, in the stopper's place
 * and with irqs off: smpcfd_dying_cpu().
 */
export function ipi(on: On): Actor {
  return actor(on, 'irq', ({ cpus, me }) => cpus[me.cpu].runsCalls(me), 'ipi');
}
