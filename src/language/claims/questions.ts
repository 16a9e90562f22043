// What a property asks of single states: all of its functions that look at one. Analyses that must know every such function
// ask here, so that a new kind is known to all of them or to none: which labels a claim compares, which locals are looked at.

import type { Handler, LivenessClaim, ObserverDefinition, PropertyDefinition } from './property.ts';

// biome-ignore lint/suspicious/noExplicitAny: a function of the cells of any system
export type Question = (views: any) => unknown;

/** The handlers of observers are none: they are told of transitions, and remember. */
export function questionsOf(property: PropertyDefinition): readonly Question[] {
  switch (property.kind) {
    case 'invariant':
    case 'at-end':
      return [property.holds];
    case 'reachable':
    case 'unreachable':
      return [property.when];
    case 'conservation':
      return [property.count];
    case 'always-possible':
      return [property.goal];
    case 'liveness':
      return 'claim' in property ? questionsOfClaim(property.claim) : [];
    case 'assertion':
    case 'observer':
    case 'deadlock':
    case 'lock-order':
    case 'memory-model':
      return [];
  }
}

function questionsOfClaim(claim: LivenessClaim): readonly Question[] {
  switch (claim.type) {
    case 'eventually':
      return [claim.goal];
    case 'eventually-always':
      return [claim.stays];
    case 'leads-to':
      return [claim.from, claim.to];
    case 'terminates':
    case 'progresses':
      return [];
  }
}

/** The functions of an observer, each with the process that it watches; one that watches all has none. */
export function handlersOf({
  always,
  on,
}: ObserverDefinition): { handler: Handler; process?: string }[] {
  const told = Object.entries(on).flatMap(([process, entry]) =>
    (typeof entry === 'function' ? [entry] : Object.values(entry)).map((handler) => ({
      handler,
      process,
    })),
  );
  return always ? [{ handler: always }, ...told] : told;
}
