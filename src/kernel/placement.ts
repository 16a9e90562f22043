// Where a task runs that can lose its cpu: kernel/sched/core.c, set_task_cpu(), migrate_disable(), and for workers of
// per-cpu workqueues unbind_workers() and rebind_workers() in kernel/workqueue.c. A preemptible task may change its cpu
// between any two of its steps. A bound worker may not: it is unbound while its cpu is still online (or loses it with its
// binding, if nobody did so), runs anywhere, on with what it had begun, and is bound again once the cpu is back.
//
//   { cpus: contexts(cpu), places: placements(cpu, [0, 1]) }          two tasks, on cpus 0 and 1 at first
//
//   process({ ...migrates(0), locals: { place: upTo(1) }, ...
//     start: ({ places, me }) => { places[me.place].start(me); return 'next'; },
//     off:   ({ cpus, places, me }) => { cpus[places[me.place].cpu].preemptDisable(me); return 'next'; },
//
//   scheduler: process({ ...migrator(cpu, 2) })                       may move them
//   push:      process({ ...balancePush(cpu, 2) })                    has to, off a cpu that goes
//
// and cpu hotplug, before the cpu goes, waits until nobody is on it (balance_hotplug_wait(): nr_running is 1, and nobody is
// in migrate_disable()),
//
//   empty:  ({ places }) => (places.some((one) => one.isOn(1)) ? 'blocked' : 'next')
//
// in the step that sets it offline, or in one before it from which on no task comes (`cpus[1].setActive(false)`).
//
// The cells must be called `cpus` and `places`. The first step says who the task is: from then on it stays where it is
// while it has preemption or irqs off. What must stay true: a place depends on no order of the tasks or the cpus.
//
// not kept: affinity masks of more than one cpu and fewer than all
// not kept: where a task that sleeps is woken

import { checkOptions } from '../base/given.ts';
import { array, type Cell } from '../language/cell.ts';
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
} from '../language/domain.ts';
import type { CpuContext } from './contexts.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

/** Where one task is. */
export interface Placement<N extends string = string> {
  readonly cpu: Id<N>;
  readonly task: ProcessId | None;
  /** It stays on its cpu while that is online: a worker of a per-cpu workqueue. */
  readonly bound: boolean;
  /** migrate_disable() calls that are open: they nest. */
  readonly pinned: number;
  start(me: Who): void;
  migrateDisable(): void;
  migrateEnable(): void;
  /** Whether it is on this cpu, which then cannot go: whether or not it may be pushed away. */
  isOn(cpu: number): boolean;
  /** Whether it is in migrate_disable() on this cpu. */
  isPinnedTo(cpu: number): boolean;
  /** Whether it may leave a cpu that is (not) online, and that `holder` has to itself. */
  mayLeave(online: boolean, holder: ProcessId | None): boolean;
  moveTo(cpu: Id<N>): void;
  /** unbind_workers(), of this worker: from now on it runs anywhere. */
  unbind(): void;
  /**
   * rebind_workers(), of this worker: false while it cannot leave where it is, which `holder` has to itself. From then on
   * it is on this cpu, and stays there.
   */
  bind(cpu: Id<N>, holder: ProcessId | None): boolean;
}

interface State {
  cpu: number;
  task: ProcessId | None;
  bound: boolean;
  pinned: number;
}
/** Where a task starts: its cpu, or that and whether it is bound to it. */
export type Start = number | { readonly cpu: number; readonly bound: boolean };

export interface PlacementOptions {
  /** How deep migrate_disable() calls may nest (2). */
  readonly depth?: number;
}

// rule: a task that has migration or preemption off stays where it is
function isHeld({ pinned, task }: State, holder: ProcessId | None): boolean {
  return pinned > 0 || (holder !== none && holder === task);
}

const methods = {
  start: action(function (this: State, { self }: Who) {
    this.task = self;
  }),
  // rule: migrate_disable() nests
  migrateDisable: action(function (this: State) {
    this.pinned++;
  }),
  migrateEnable: action(function (this: State) {
    if (this.pinned === 0) refuse(this, 'migrate_enable() without migrate_disable()');
    this.pinned--;
  }),
  // rule: a cpu goes only when nobody is on it
  isOn: query(function (this: State, cpu: number) {
    return this.cpu === cpu;
  }),
  isPinnedTo: query(function (this: State, cpu: number) {
    return this.pinned > 0 && this.cpu === cpu;
  }),
  // rule: a cpu does not go while a task on it has migration off
  // rule: a bound worker stays on its cpu while that is online
  mayLeave: query(function (this: State, online: boolean, holder: ProcessId | None) {
    if (this.pinned > 0 && !online) {
      refuse(
        this,
        'its cpu went offline within migrate_disable(), which balance_hotplug_wait() waits for: ' +
          'set a cpu offline only where places.some((one) => one.isOn(c)) is false',
      );
    }
    return !isHeld(this, holder) && (!this.bound || !online);
  }),
  moveTo: action(function (this: State, to: number) {
    if (this.pinned > 0) refuse(this, 'moveTo() of a task that is in migrate_disable()');
    if (this.cpu !== to) this.bound = false;
    this.cpu = to;
  }),
  // rule: a worker that is unbound runs anywhere, also while its cpu is online
  unbind: action(function (this: State) {
    this.bound = false;
  }),
  // rule: a worker that is bound again is on its cpu, and stays there
  bind: action(function (this: State, cpu: number, holder: ProcessId | None) {
    if (this.cpu !== cpu && isHeld(this, holder)) return false;
    this.cpu = cpu;
    this.bound = true;
    return true;
  }),
};

/** The places of tasks that can lose their cpus. */
export function placements<N extends string>(
  cpu: Kind<N>,
  starts: readonly Start[],
  options: PlacementOptions = {},
): Cell<Placement<N>[]> {
  checkOptions('placements', options, ['depth']);
  const { depth = 2 } = options;
  const one = kernelCell<Placement<N>>(
    { cpu, task: orNone(anyProcess), bound: bool, pinned: upTo(depth) },
    methods,
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
