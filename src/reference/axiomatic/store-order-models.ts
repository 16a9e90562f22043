// SC, TSO and PSO as axioms, in the form of Alglave, Maranget and Tautschnig, "Herding cats" (2014): what is kept of program
// order, and what communicates, must not go in a circle. A read-modify-write is fully ordered under TSO and PSO, as on the
// processors that have them.

import type { Execution } from './execution.ts';
import type { Tag } from './program.ts';
import { type Events, Relation } from './relation.ts';

export type Allows = (execution: Execution) => boolean;

export const sc: Allows = (execution) => {
  const { po, rf, co } = execution;
  return isAtomic(execution) && po.or(rf, co, fr(execution)).isAcyclic;
};

/** A read may come before a write to another location that is before it in program order. */
export const tso: Allows = (execution) =>
  isOrdered(execution, (writes, reads) => [[writes, reads]]);

/** So may a write. */
export const pso: Allows = (execution) =>
  isOrdered(execution, (writes, reads) => [
    [writes, reads],
    [writes, writes],
  ]);

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

type Relaxed = (writes: Events, reads: Events) => (readonly [Events, Events])[];

function isOrdered(execution: Execution, relaxed: Relaxed): boolean {
  const { po, co, rf } = execution;
  const reads = eventsOf(execution, 'read');
  const writes = eventsOf(execution, 'write');
  const accesses = po.between(reads | writes, reads | writes);
  const kept = relaxed(writes, reads).reduce(
    (left, [from, to]) => left.without(accesses.between(from, to)),
    accesses,
  );
  const order = kept.or(
    ...fencesOf(execution, reads, writes),
    external(execution, rf),
    co,
    fr(execution),
  );
  return isAtomic(execution) && isCoherent(execution) && order.isAcyclic;
}

/** What barriers, releases and read-modify-writes keep in order. */
function fencesOf(execution: Execution, reads: Events, writes: Events): Relation[] {
  const { po, rmw } = execution;
  const all = reads | writes;
  const updates = eventsWithPartner(rmw) | eventsWithPartner(rmw.inverse());
  return [
    across(execution, eventsWith(execution, 'smp_mb')).between(all, all),
    across(execution, eventsWith(execution, 'smp_wmb')).between(writes, writes),
    po.between(all, eventsWith(execution, 'release')),
    po.between(all, updates),
    po.between(updates, all),
  ];
}

function eventsWithPartner({ rows }: Relation): Events {
  return rows.reduce((all, row, k) => (row === 0 ? all : all | (1 << k)), 0);
}
