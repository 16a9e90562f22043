// SC, TSO and PSO as axioms, in the form of Alglave, Maranget and Tautschnig, "Herding cats" (2014): what is kept of program
// order, and what communicates, must not go in a circle. A read-modify-write acts on memory at one moment, as on the processors that
// have them: under TSO it is fully ordered, under PSO what is stored before it may come after it, but for the same location.

import type { Execution } from './execution.ts';
import { mbOf } from './lkmm.ts';
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
  sameLocation,
} from './relations.ts';

export const sc: Allows = (execution) => {
  const { po, rf, co } = execution;
  return isAtomic(execution) && isConsistent(execution, po.or(rf, co, fr(execution)));
};

/** A read may come before a write to another location that is before it in program order. */
export const tso: Allows = (execution) => {
  const { po } = execution;
  return isOrdered(
    execution,
    (writes, reads) => [[writes, reads]],
    po.between(-1, updatesOf(execution)),
  );
};

/** So may a write. */
export const pso: Allows = (execution) => {
  const { po } = execution;
  const ofOne = sameLocation(execution, po.between(-1, updatesOf(execution)));
  return isOrdered(
    execution,
    (writes, reads) => [
      [writes, reads],
      [writes, writes],
    ],
    ofOne.or(mbOf(execution)),
  );
};

type Relaxed = (writes: Events, reads: Events) => (readonly [Events, Events])[];

/** `updates`: what is kept before read-modify-writes. */
function isOrdered(execution: Execution, relaxed: Relaxed, updates: Relation): boolean {
  const { po, co, rf } = execution;
  const reads = eventsOf(execution, 'read');
  const writes = eventsOf(execution, 'write');
  const accesses = po.between(reads | writes, reads | writes);
  const kept = relaxed(writes, reads).reduce(
    (left, [from, to]) => left.without(accesses.between(from, to)),
    accesses,
  );
  const order = kept.or(
    updates,
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
  const { po } = execution;
  const all = reads | writes;
  return [
    across(execution, eventsWith(execution, 'smp_mb', 'synchronize')).between(all, all),
    across(execution, eventsWith(execution, 'smp_wmb')).between(writes, writes),
    po.between(all, eventsWith(execution, 'release')),
    po.between(updatesOf(execution), all),
  ];
}

function updatesOf({ rmw }: Execution): Events {
  return eventsWithPartner(rmw) | eventsWithPartner(rmw.inverse());
}

function eventsWithPartner({ rows }: Relation): Events {
  return rows.reduce((all, row, k) => (row === 0 ? all : all | (1 << k)), 0);
}
