// SC, TSO and PSO as axioms, in the form of Alglave, Maranget and Tautschnig, "Herding cats" (2014): what is kept of program
// order, and what communicates, must not go in a circle. A read-modify-write is fully ordered under TSO and PSO, as on the
// processors that have them.

import type { Execution } from './execution.ts';
import { isRcuOrdered } from './rcu.ts';
import type { Events, Relation } from './relation.ts';
import {
  type Allows,
  across,
  eventsOf,
  eventsWith,
  external,
  fr,
  isAtomic,
  isCoherent,
} from './relations.ts';

export const sc: Allows = (execution) => {
  const { po, rf, co } = execution;
  return isAtomic(execution) && isConsistent(execution, po.or(rf, co, fr(execution)));
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
  return isAtomic(execution) && isCoherent(execution) && isConsistent(execution, order);
}

/** Who has one order of all accesses has grace periods and read sections in it. */
function isConsistent(execution: Execution, order: Relation): boolean {
  return order.isAcyclic && isRcuOrdered(execution, order.star());
}

/** What barriers, releases and read-modify-writes keep in order. */
function fencesOf(execution: Execution, reads: Events, writes: Events): Relation[] {
  const { po, rmw } = execution;
  const all = reads | writes;
  const updates = eventsWithPartner(rmw) | eventsWithPartner(rmw.inverse());
  return [
    across(execution, eventsWith(execution, 'smp_mb', 'synchronize')).between(all, all),
    across(execution, eventsWith(execution, 'smp_wmb')).between(writes, writes),
    po.between(all, eventsWith(execution, 'release')),
    po.between(all, updates),
    po.between(updates, all),
  ];
}

function eventsWithPartner({ rows }: Relation): Events {
  return rows.reduce((all, row, k) => (row === 0 ? all : all | (1 << k)), 0);
}
