// What memory models say of executions: relations that all of them are made of, in the words of cat.

import type { Execution } from './execution.ts';
import type { Tag } from './program.ts';
import { type Events, Relation } from './relation.ts';

export type Allows = (execution: Execution) => boolean;

/** `from-reads`: the write comes after the one that is read. */
export function fr({ rf, co }: Execution): Relation {
  return rf.inverse().sequence(co);
}

export function external({ events }: Execution, relation: Relation): Relation {
  const ext = Relation.of(events.length, (a, b) => events[a].thread !== events[b].thread);
  return relation.and(ext);
}

/** `po-loc` */
export function sameLocation({ events }: Execution, relation: Relation): Relation {
  const loc = Relation.of(
    events.length,
    (a, b) => events[a].location !== undefined && events[a].location === events[b].location,
  );
  return relation.and(loc);
}

/** No write comes between the read and the write of a read-modify-write. */
export function isAtomic(execution: Execution): boolean {
  const { rmw, co } = execution;
  const between = external(execution, fr(execution)).sequence(external(execution, co));
  return rmw.and(between).isEmpty;
}

/** Sequential consistency of each location by itself. */
export function isCoherent(execution: Execution): boolean {
  const { po, rf, co } = execution;
  return sameLocation(execution, po).or(rf, co, fr(execution)).isAcyclic;
}

export function eventsWith({ events }: Execution, ...tags: readonly Tag[]): Events {
  return eventsWhere(events, (event) => tags.some((tag) => event.tags.includes(tag)));
}

export function eventsOf({ events }: Execution, type: 'read' | 'write' | 'fence'): Events {
  return eventsWhere(events, (event) => event.type === type);
}

function eventsWhere<E>(events: readonly E[], is: (event: E) => boolean): Events {
  return events.reduce((all, event, k) => (is(event) ? all | (1 << k) : all), 0);
}

/** `po ; [fence] ; po` */
export function across({ po }: Execution, fences: Events): Relation {
  return po.between(-1, fences).sequence(po);
}
