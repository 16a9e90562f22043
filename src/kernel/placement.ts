// Where a task runs that can lose its cpu: kernel/sched/core.c, set_task_cpu(), migrate_disable(), and for workers of
// per-cpu workqueues unbind_workers() in kernel/workqueue.c. A preemptible task may change its cpu between any two of its
// steps; a bound worker loses its cpu when that goes offline, and then runs anywhere, on with what it had begun.
//
//   { cpus: contexts(cpu), places: placements(cpu, [0, 1]) }          two tasks, on cpus 0 and 1 at first
//
//   process({ ...migrates(0), locals: { place: upTo(1) }, ...
//     start: ({ places, me }) => { places[me.place].start(me); return 'next'; },
//     off:   ({ cpus, places, me }) => { cpus[places[me.place].cpu].preemptDisable(me); return 'next'; },
//
//   migrator: process({ ...migrator(cpu, 2) })
//
// The cells must be called `cpus` and `places`. The first step says who the task is: from then on it stays where it is
// while it has preemption or irqs off.

import { array, type Cell } from '../model/cell.ts';
import {
  anyProcess,
  bool,
  type Id,
  type Kind,
  type None,
  none,
  orNone,
  type ProcessId,
  upTo,
} from '../model/domain.ts';
import type { Tools } from '../model/process.ts';
import type { CpuContext } from './contexts.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

/** Where one task is. */
export interface Placement<N extends string = string> {
  readonly cpu: Id<N>;
  readonly task: ProcessId | None;
  /** It stays on its cpu while that is online: a worker of a per-cpu workqueue. */
  readonly bound: boolean;
  /** migrate_disable() calls that are open. */
  readonly pinned: number;
  start(me: Who): void;
  migrateDisable(): void;
  migrateEnable(): void;
  /** Whether it may leave a cpu that is (not) online, and that `holder` has to itself. */
  mayLeave(online: boolean, holder: ProcessId | None): boolean;
  moveTo(cpu: Id<N>): void;
}

interface State {
  cpu: number;
  task: ProcessId | None;
  bound: boolean;
  pinned: number;
}
/** Where a task starts: its cpu, or that and whether it is bound to it. */
export type Start = number | { readonly cpu: number; readonly bound: boolean };

/** The places of tasks that can lose their cpus. */
export function placements<N extends string>(
  cpu: Kind<N>,
  starts: readonly Start[],
): Cell<Placement<N>[]> {
  const one = kernelCell<Placement<N>>(
    { cpu, task: orNone(anyProcess), bound: bool, pinned: upTo(1) },
    {
      start: action(function (this: State, { self }: Who) {
        this.task = self;
      }),
      migrateDisable: action(function (this: State) {
        this.pinned++;
      }),
      migrateEnable: action(function (this: State) {
        if (this.pinned === 0) refuse(this, 'migrate_enable() without migrate_disable()');
        this.pinned--;
      }),
      mayLeave: query(function (this: State, online: boolean, holder: ProcessId | None) {
        if (this.pinned > 0 || (holder !== none && holder === this.task)) return false;
        return !this.bound || !online;
      }),
      moveTo: action(function (this: State, to: number) {
        this.cpu = to;
        this.bound = false;
      }),
    },
  );
  const initial = starts.map((start) => (typeof start === 'number' ? { cpu: start } : start));
  return array(starts.length, one, initial) as Cell<Placement<N>[]>;
}

interface Names {
  readonly cpus: CpuContext[];
  readonly places: Placement[];
  readonly me: Who & { readonly place: number };
}

/** A task whose place is `places[me.place]`. */
export function migrates(place: number | ((id: number) => number)) {
  const placeOf = typeof place === 'number' ? (): number => place : place;
  const guard = ({ cpus, places, me }: Names): boolean => cpus[places[me.place].cpu].runsTask(me);
  const cells = { cpus: 'contexts(cpu)', places: 'placements(cpu, [...])' };
  return {
    guard,
    actor: { maker: 'migrates', guard, cells, local: 'place', where: placeOf },
    begin: (id: number) => ({ place: placeOf(id) }),
    lane: (id: number): string => `task ${placeOf(id)}`,
  };
}

export interface Scheduler<N extends string> extends Pick<Tools, 'choose'> {
  readonly cpus: CpuContext[];
  readonly places: Placement<N>[];
}

/** The scheduler: moves any task that may leave its cpu to any other cpu that is online, at any time. */
export function migrator<N extends string>(cpu: Kind<N>, tasks: number) {
  const all = Array.from({ length: tasks }, (_, k) => k);
  const cpuIds = cpu.ids;
  return {
    environment: true,
    start: 'migrate' as const,
    lane: (): string => 'scheduler',
    steps: {
      migrate: ({ cpus, places, choose }: Scheduler<N>) => {
        const t = choose(all);
        const to = choose(cpuIds);
        const from = places[t].cpu;
        if (to === from || !cpus[to].online) return 'blocked';
        if (!places[t].mayLeave(cpus[from].online, cpus[from].task)) return 'blocked';
        places[t].moveTo(to);
        return 'migrate';
      },
    },
  };
}
