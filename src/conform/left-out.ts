// What a map leaves out: an accepted trace says nothing of it. Locks that the kernel takes and no rule names may be locks
// that the model lacks.

import type { Layout } from '../compile/layout/layout.ts';
import { eventText, type KernelEvent } from '../ftrace/event.ts';
import type { LeftOut, LeftOutEvents } from '../outcome/conformance.ts';
import { type Assigned, type Stray, taskOf } from './assign.ts';
import type { BoundProcess } from './bind.ts';
import { kernelFunctions } from './kernel-functions.ts';
import { fits } from './map/pattern.ts';

/** Functions of the kernel that take a lock; a probe on one says which. */
const TAKES =
  /^_*(raw_)?((mutex|rt_mutex|ww_mutex)_(try)?lock|(down|percpu_down)(_(read|write))|(spin|read|write)_(try)?lock|cpus_(read|write)_(try)?lock|get_online_(mems|cpus)|(cpu|mem)_hotplug_begin|lock_device_hotplug)/;

export function leftOut(
  { instances }: Layout,
  bound: readonly BoundProcess[],
  { events, unnamed, tooMany, notMeant, beyond, seen, tasks }: Assigned,
): Omit<LeftOut, 'untraced'> {
  const probed = new Set(events.flatMap(({ probe, edge }) => (edge === 'entry' && probe) || []));
  const locks = unnamed.filter(({ event }) => takesLock(event, probed));
  const told = new Set(
    bound.flatMap(({ rules }) => rules.flatMap((rule) => rule.events.map(({ name }) => name))),
  );
  const named = new Set(
    bound.flatMap((process) =>
      process.instances.flatMap((one) => [...kernelFunctions(one.process)]),
    ),
  );
  const inTrace = new Set(events.filter(({ isFunction }) => isFunction).map(({ name }) => name));
  const speaksOf = ({ event }: Stray): boolean =>
    event.isFunction && named.has(event.name) && !told.has(event.name);
  return {
    locks: grouped(locks),
    notSeen: [...named].filter((name) => !inTrace.has(name)).sort(),
    notNamed: grouped(unnamed.filter(speaksOf)),
    unseen: instances.filter((one) => !seen.has(one)).map(({ name }) => name),
    tooMany: grouped(tooMany),
    notMeant: grouped(notMeant),
    ...(beyond && { beyond: { line: beyond.line, task: taskOf(beyond), text: eventText(beyond) } }),
    others: grouped(ofOthers(bound, events, tasks)),
    tasks: [...new Set(events.map(taskOf))].filter((task) => !tasks.has(task)),
  };
}

/** Events of rules, of tasks that are no process: what they do there is asked of nobody. */
function ofOthers(
  bound: readonly BoundProcess[],
  events: readonly KernelEvent[],
  tasks: ReadonlySet<string>,
): Stray[] {
  return events
    .filter((event) => !tasks.has(taskOf(event)))
    .flatMap((event) => {
      const names = ({ rules }: BoundProcess) =>
        rules.some((rule) => rule.events.some((one) => fits(one, event)));
      const process = bound.find(names);
      return process ? [{ event, process }] : [];
    });
}

/** Once: as a probe, where one sits on the function, for that tells the lock. */
function takesLock(
  { name, isFunction, probe, edge }: KernelEvent,
  probed: ReadonlySet<string>,
): boolean {
  if (!isFunction) return probe !== undefined && edge === 'entry' && TAKES.test(probe);
  return TAKES.test(name) && !probed.has(name);
}

function grouped(strays: readonly Stray[]): LeftOutEvents[] {
  const groups = new Map<string, { first: Stray; count: number }>();
  for (const stray of strays) {
    const key = `${stray.process.map.process} ${eventText(stray.event)}`;
    const known = groups.get(key);
    if (known) known.count++;
    else groups.set(key, { first: stray, count: 1 });
  }
  return [...groups.values()].map(({ first: { event, process }, count }) => {
    const why = process.map.beside.find((one) => fits(one.event, event))?.why;
    return {
      text: eventText(event),
      process: process.map.process,
      count,
      line: event.line,
      ...(why === undefined ? {} : { why }),
    };
  });
}
