// The Linux kernel's memory model as axioms: tools/memory-model/linux-kernel.cat of Linux 6.1, read into relations, with locks as
// lock.cat has them. The names are those of that file; explanation.txt beside it says what each is for.
//
// not kept: plain accesses and data races, which are refused
//
// What it is told by tags: `once`, `acquire`, `release`; `full` of both accesses of a read-modify-write that has barriers around
// it, `noreturn` of the read of one that answers nothing; `lock` and `unlock`; the names of fences; `read-lock`, `read-unlock`
// and `synchronize` of RCU, and of SRCU with the domain as their location.

import type { Execution } from './execution.ts';
import { isRcuOrdered } from './rcu.ts';
import { type Events, Relation } from './relation.ts';
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

const ALL: Events = -1;

export const lkmm: Allows = (execution) =>
  isAllowed(execution, Relation.none(execution.events.length));

/**
 * The same without load buffering: a read is executed before the writes after it, as in every run that takes the steps of a process
 * in their order.
 */
export const withoutLoadBuffering: Allows = (execution) => {
  const reads = eventsOf(execution, 'read');
  return isAllowed(execution, execution.po.between(reads, eventsOf(execution, 'write')));
};

/** `more`: what is kept of program order besides. */
function isAllowed(execution: Execution, more: Relation): boolean {
  if (eventsWith(execution, 'plain') !== 0) throw new Error('plain accesses are not kept');
  if (!isCoherent(execution) || !isAtomic(execution)) return false;
  const { prop, hb, pb } = ordersOf(execution, more);
  const through = hb.star().sequence(pb.star()).sequence(prop);
  return hb.isAcyclic && pb.isAcyclic && isRcuOrdered(execution, through);
}

interface Orders {
  readonly prop: Relation;
  readonly hb: Relation;
  readonly pb: Relation;
}

function ordersOf(execution: Execution, more: Relation): Orders {
  const { po, rf, co } = execution;
  const overwrite = co.or(fr(execution));
  const rfe = external(execution, rf);
  const poRel = po.between(accessesIn(execution), eventsWith(execution, 'release'));
  const strong = mbOf(execution).or(gpOf(execution));
  const unlockLock = unlockLockOf(execution);
  const cumul = rfe.optional().sequence(strong.or(poRel)).or(wmbOf(execution), unlockLock);
  const prop = external(execution, overwrite)
    .optional()
    .sequence(cumul.star())
    .sequence(rfe.optional());
  const inside = internal(execution, prop).without(Relation.identity(po.rows.length));
  const hb = ppoOf(execution, strong, poRel, unlockLock).or(more, rfe, inside);
  return { prop, hb, pb: prop.sequence(strong).sequence(hb.star()) };
}

function accessesIn(execution: Execution): Events {
  return eventsOf(execution, 'read') | eventsOf(execution, 'write');
}

function internal(execution: Execution, relation: Relation): Relation {
  return relation.without(external(execution, relation));
}

/** What is kept of program order. */
function ppoOf(
  execution: Execution,
  strong: Relation,
  poRel: Relation,
  unlockLock: Relation,
): Relation {
  const { po, rf, co, addr, data, ctrl } = execution;
  const accesses = accessesIn(execution);
  const writes = eventsOf(execution, 'write');
  const dep = addr.or(data);
  const toRead = addr.or(dep.sequence(internal(execution, rf)));
  const toWrite = dep
    .or(ctrl)
    .between(ALL, writes)
    .or(internal(execution, co.or(fr(execution))));
  const acqPo = po.between(eventsWith(execution, 'acquire'), accesses);
  const fence = strong.or(poRel, acqPo, wmbOf(execution), rmbOf(execution));
  return toRead.or(toWrite, fence, internal(execution, unlockLock));
}

function wmbOf(execution: Execution): Relation {
  const writes = eventsOf(execution, 'write');
  return across(execution, eventsWith(execution, 'smp_wmb')).between(writes, writes);
}

function rmbOf(execution: Execution): Relation {
  const reads = eventsOf(execution, 'read') & ~eventsWith(execution, 'noreturn');
  return across(execution, eventsWith(execution, 'smp_rmb')).between(reads, reads);
}

/** `po ; [UL] ; (po | rf) ; [LKR] ; po` */
function unlockLockOf(execution: Execution): Relation {
  const { po, rf } = execution;
  const locking = eventsWith(execution, 'lock') & eventsOf(execution, 'read');
  return po.sequence(po.or(rf).between(eventsWith(execution, 'unlock'), locking)).sequence(po);
}

/** What full barriers order, those beside atomic operations and locks among them. */
export function mbOf(execution: Execution): Relation {
  const { po, co, rmw } = execution;
  const accesses = accessesIn(execution);
  const full = eventsWith(execution, 'full');
  const updates = domain(rmw) | domain(rmw.inverse());
  const locked = eventsWith(execution, 'lock') & eventsOf(execution, 'write');
  const fence = (name: string) => across(execution, eventsWith(execution, name));
  const before = po.optional();
  return fence('smp_mb')
    .or(
      po.between(ALL, full).or(po.between(full, ALL)).without(rmw),
      fence('smp_mb__before_atomic').between(ALL, updates).sequence(before),
      before.sequence(fence('smp_mb__after_atomic').between(updates, ALL)),
      before.sequence(fence('smp_mb__after_spinlock').between(locked, ALL)),
      po
        .sequence(co.or(po).between(eventsWith(execution, 'unlock'), locked))
        .sequence(fence('smp_mb__after_unlock_lock')),
    )
    .between(accesses, accesses);
}

function domain({ rows }: Relation): Events {
  return rows.reduce((all, row, k) => (row === 0 ? all : all | (1 << k)), 0);
}

/** `po ; [Sync-rcu | Sync-srcu] ; po?` */
function gpOf(execution: Execution): Relation {
  const { po } = execution;
  return po.between(ALL, eventsWith(execution, 'synchronize')).sequence(po.optional());
}
