// Which instance an event of the trace speaks of, and by which rule: the trace as a list of demands, each that an instance
// takes a step while a part of the trace passes.
//
// What must stay true: the part reaches as far as the trace leaves it open, and no farther. A function's entry says that
// what it does comes later, a return that it came before; the task's next event of a rule is where the one ends and the
// one before it is where the other begins. So no order is taken from the trace that the kernel did not have.

import { UsageError } from '../base/errors.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import type { Edge, KernelEvent } from '../ftrace/event.ts';
import type { BoundProcess, BoundRule } from './bind.ts';
import { type EventPattern, fits, taskTest } from './map/pattern.ts';
import type { VariantMap, When } from './map/trace-map.ts';

/** Events of one rule in a row, by one instance: of a rule that folds several, else one. */
export interface Demand {
  readonly instance: InstancePlan;
  readonly rule: BoundRule;
  readonly events: readonly KernelEvent[];
  /** The place of the first of them in the trace. */
  readonly at: number;
  /** From one place in the trace to another, both included; END where the trace does not show it. */
  readonly from: number;
  readonly to: number;
}
/** An event of a process's task which no rule names, or that begins one instance too many. */
export interface Stray {
  readonly event: KernelEvent;
  readonly process: BoundProcess;
}
export interface Assigned {
  readonly events: readonly KernelEvent[];
  /** In the order of their first events. */
  readonly demands: readonly Demand[];
  readonly unnamed: readonly Stray[];
  readonly tooMany: readonly Stray[];
  /** Beginnings of what is no instance, since it ends without what makes it one. */
  readonly notMeant: readonly Stray[];
  /** From which on the trace is not looked at. */
  readonly beyond?: KernelEvent;
  /** Instances that the trace speaks of. */
  readonly seen: ReadonlySet<InstancePlan>;
  /** Tasks that are part of some process. */
  readonly tasks: ReadonlySet<string>;
}

export function taskOf({ task, pid }: KernelEvent): string {
  return `${task}-${pid}`;
}

/** Throws a UsageError where the window is empty. */
export function assign(
  all: readonly KernelEvent[],
  { window }: VariantMap,
  processes: readonly BoundProcess[],
): Assigned {
  const events = within(all, window);
  const { before } = window;
  const whole = assignAll(events, processes);
  const first = whole.demands.at(0)?.at;
  if (!before || first === undefined) return whole;
  const end = events.findIndex((event, k) => k > first && fits(before, event));
  if (end < 0) return whole;
  return { ...assignAll(events.slice(0, end), processes), beyond: events[end] };
}

function assignAll(events: readonly KernelEvent[], processes: readonly BoundProcess[]): Assigned {
  const binders = processes.map((process) => new Binder(process, events));
  const rows = new Map<InstancePlan, Row[]>();
  const unnamed: Stray[] = [];
  const tasks = new Set<string>();
  events.forEach((event, at) => {
    for (const binder of binders) {
      const instance = binder.instanceOf(event, at);
      if (!instance) continue;
      tasks.add(taskOf(event));
      const rule = binder.process.rules.find((one) => one.events.some((two) => fits(two, event)));
      if (rule) addTo(rows, instance, rule, event, at);
      else unnamed.push({ event, process: binder.process });
    }
  });
  const demands = [...rows].flatMap(([instance, row]) => demandsOf(instance, row));
  return {
    events,
    demands: demands.sort((one, other) => one.at - other.at),
    unnamed,
    tooMany: binders.flatMap(({ tooMany }) => tooMany),
    notMeant: binders.flatMap(({ notMeant }) => notMeant),
    seen: new Set(rows.keys()),
    tasks,
  };
}

function within(events: readonly KernelEvent[], { from, to }: VariantMap['window']): KernelEvent[] {
  const first = from ? events.findIndex((event) => fits(from, event)) : 0;
  if (first < 0) throw new UsageError(emptyWindow(from, 'begins'));
  const last = to ? events.findIndex((event, k) => k >= first && fits(to, event)) : Infinity;
  if (last < 0) throw new UsageError(emptyWindow(to, 'ends'));
  return events.slice(first, last + 1);
}

function emptyWindow(pattern: EventPattern | undefined, what: string): string {
  return `the window of the trace map ${what} with '${pattern?.text}', and the trace has no such event`;
}

/** Which of a process's instances an event speaks of, as the trace goes on. */
class Binder {
  readonly process: BoundProcess;
  readonly tooMany: Stray[] = [];
  readonly notMeant: Stray[] = [];
  readonly #events: readonly KernelEvent[];
  readonly #isOwn: (task: string) => boolean;
  readonly #helps: (task: string) => boolean;
  /** By task; undefined where it began one too many, or something else. */
  readonly #current = new Map<string, InstancePlan | undefined>();
  #begun = 0;

  constructor(process: BoundProcess, events: readonly KernelEvent[]) {
    this.process = process;
    this.#events = events;
    this.#isOwn = taskTest(process.map.tasks);
    this.#helps = taskTest(process.map.helpers);
  }

  instanceOf(event: KernelEvent, at: number): InstancePlan | undefined {
    if (this.#helps(event.task)) return this.#helped();
    if (!this.#isOwn(event.task)) return undefined;
    const { each, until } = this.process.map;
    const task = taskOf(event);
    const isAny = (some: readonly EventPattern[]) => some.some((one) => fits(one, event));
    if (each.length === 0) return this.#onlyOr(task, event);
    // A system call that is done again goes on with the same instance.
    const goesOn = until.length > 0 && this.#current.has(task);
    if (isAny(each) && !goesOn) this.#current.set(task, this.#begin(event, at));
    const instance = this.#current.get(task);
    if (isAny(until)) this.#current.delete(task);
    return instance;
  }

  /** All tasks are the only instance; of several, each task is one. */
  #onlyOr(task: string, event: KernelEvent): InstancePlan | undefined {
    const { instances, rules } = this.process;
    if (instances.length === 1) return instances[0];
    const isNamed = rules.some(({ events }) => events.some((one) => fits(one, event)));
    if (!this.#current.has(task) && isNamed) this.#current.set(task, this.#next(event));
    return this.#current.get(task);
  }

  #begin(event: KernelEvent, at: number): InstancePlan | undefined {
    if (this.#isMeant(at)) return this.#next(event);
    this.notMeant.push({ event, process: this.process });
    return undefined;
  }

  /** Whether what begins there has in it, before its end, what makes it an instance. */
  #isMeant(at: number): boolean {
    const { each, until, with: between } = this.process.map;
    if (between.length === 0) return true;
    const task = taskOf(this.#events[at]);
    const ends = until.length > 0 ? until : each;
    for (let k = at + 1; k < this.#events.length; k++) {
      const event = this.#events[k];
      if (taskOf(event) !== task) continue;
      if (between.some((one) => fits(one, event))) return true;
      if (ends.some((one) => fits(one, event))) return false;
    }
    return false;
  }

  #next(event: KernelEvent): InstancePlan | undefined {
    const instance = this.process.instances[this.#begun++];
    if (!instance) this.tooMany.push({ event, process: this.process });
    return instance;
  }

  /** Who helps, helps the one that began last. */
  #helped(): InstancePlan | undefined {
    const { instances, map } = this.process;
    return map.each.length === 0 ? instances[0] : [...this.#current.values()].at(-1);
  }
}

/** Events in a row that are one. */
interface Row {
  readonly rule: BoundRule;
  readonly events: KernelEvent[];
  readonly first: number;
  last: number;
}

function addTo(
  rows: Map<InstancePlan, Row[]>,
  instance: InstancePlan,
  rule: BoundRule,
  event: KernelEvent,
  at: number,
): void {
  const row = rows.get(instance) ?? [];
  rows.set(instance, row);
  const before = row.at(-1);
  if (before?.rule === rule && rule.fold) {
    before.events.push(event);
    before.last = at;
  } else {
    row.push({ rule, events: [event], first: at, last: at });
  }
}

/** Somewhere beyond the end of the trace. */
export const END = Number.POSITIVE_INFINITY;

const BY_EDGE: Readonly<Record<Edge, When>> = { entry: 'after', return: 'before', point: 'at' };

function demandsOf(instance: InstancePlan, rows: readonly Row[]): Demand[] {
  return rows.flatMap(({ rule, events, first, last }, k) => {
    if (rule.labels.length === 0) return [];
    const when = rule.when ?? BY_EDGE[events[0].edge];
    const from = when === 'before' ? (rows[k - 1]?.last ?? 0) : first;
    const to = when === 'after' ? (rows[k + 1]?.first ?? END) : last;
    return [{ instance, rule, events, at: first, from, to }];
  });
}
