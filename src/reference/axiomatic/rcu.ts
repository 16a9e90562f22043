// The axiom of RCU: of a grace period and a read section, either the section is over before the grace period is, or the grace
// period has begun before the section. linux-kernel.cat says it as a cycle in which there are as many grace periods as read
// sections, or more (Alglave and others, "Frightening small children and disconcerting grown-ups", 2018), for its own order of
// accesses; what that order is differs from one memory model to the other, and is given.

import type { Execution } from './execution.ts';
import { Relation } from './relation.ts';
import { eventsWith, sameLocation } from './relations.ts';

/** `through`: from which access to which the memory model has an order. That of linux-kernel.cat is `hb* ; pb* ; prop`. */
export function isRcuOrdered(execution: Execution, through: Relation): boolean {
  const { po } = execution;
  const syncs = eventsWith(execution, 'synchronize');
  if (syncs === 0) return true;
  const link = po.optional().sequence(through).sequence(po);
  const gp = Relation.identity(po.rows.length).between(syncs, syncs);
  const fence = po.sequence(rcuOrder(execution, gp, link)).sequence(po.optional());
  return fence.sequence(through).isIrreflexive;
}

/** As many grace periods as read sections, or more: the least fixed point of `rcu-order`. */
function rcuOrder(execution: Execution, gp: Relation, link: Relation): Relation {
  const sections = sectionsOf(execution).inverse();
  /** Those of SRCU only where both are of one domain, those of RCU where both have none. */
  const matched = (relation: Relation): Relation => sameDomain(execution, relation);
  for (let order = gp; ; ) {
    const through = link.or(link.sequence(order).sequence(link));
    const next = order.or(
      matched(gp.sequence(through).sequence(sections)),
      matched(sections.sequence(through).sequence(gp)),
      order.sequence(link).sequence(order),
    );
    if (next.equals(order)) return order;
    order = next;
  }
}

/** From each outermost read-lock to its read-unlock: in between stand as many of one as of the other. */
function sectionsOf(execution: Execution): Relation {
  const { events, po } = execution;
  const isSection = (k: number, tag: string, domain: string | undefined) =>
    events[k].tags.includes(tag) && events[k].location === domain;
  return po.and(
    Relation.of(events.length, (lock, unlock) => {
      const of = events[lock].location;
      if (!isSection(lock, 'read-lock', of) || !isSection(unlock, 'read-unlock', of)) return false;
      let depth = 0;
      for (let k = lock; k <= unlock; k++) {
        if (isSection(k, 'read-lock', of)) depth++;
        if (isSection(k, 'read-unlock', of)) depth--;
        if (depth === 0) return k === unlock;
      }
      return false;
    }),
  );
}

function sameDomain(execution: Execution, relation: Relation): Relation {
  const { events } = execution;
  const none = Relation.of(
    events.length,
    (a, b) => events[a].location === undefined && events[b].location === undefined,
  );
  return sameLocation(execution, relation).or(relation.and(none));
}
