// Properties as data: what an author claims about a system. They are made by the makers of makers.ts.

import type { Kind } from '../domain.ts';
import type { Fairness, Locals } from '../process.ts';

export const PROPERTY_KINDS = [
  'invariant',
  'assertion',
  'observer',
  'deadlock',
  'lock-order',
  'reachable',
  'unreachable',
  'conservation',
  'at-end',
  'always-possible',
  'liveness',
  'memory-model',
] as const;
export type PropertyKind = (typeof PROPERTY_KINDS)[number];

// biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
export type Predicate = (views: any) => boolean;

/** A claim about every reachable state, initial states included. */
export interface InvariantDefinition {
  readonly kind: 'invariant';
  readonly about: string;
  readonly holds: Predicate;
}
/** A condition that some (or no) reachable state satisfies. */
export interface ReachabilityDefinition {
  readonly kind: 'reachable' | 'unreachable';
  readonly about: string;
  readonly when: Predicate;
}
/** No process that is neither at a valid end nor environment waits for something that can never come. */
export interface DeadlockDefinition {
  readonly kind: 'deadlock';
  readonly about: string;
}
/** Locks are taken in one order, and where they may be: what the kernel's lockdep asks, over all runs. */
export interface LockOrderDefinition {
  readonly kind: 'lock-order';
  readonly about: string;
}
/** Each thing of a kind is in exactly one place, or an amount is the same in every state. */
export interface ConservationDefinition {
  readonly kind: 'conservation';
  readonly about: string;
  /** With `of` a kind: the places, each an id, `none`, a set, a list or an array of ids. */
  readonly of: Kind | number;
  // biome-ignore lint/suspicious/noExplicitAny: counts over the cells of any system
  readonly count: (views: any) => readonly unknown[] | number;
}
// biome-ignore lint/suspicious/noExplicitAny: a handler over the cells of any system
export type Handler = (context: any) => void;
/**
 * A small machine that watches transitions and keeps history. After each transition, whatever it wrote, `always` runs;
 * then the handler in `on` for the stepping process, and for the label that it left where `on` tells labels apart. A
 * handler sees the state after the transition.
 */
export interface ObserverDefinition {
  readonly kind: 'observer';
  readonly about: string;
  readonly state: Locals;
  readonly always?: Handler;
  readonly on: Readonly<Record<string, Handler | Readonly<Record<string, Handler>>>>;
}
/** What those assertions of steps claim that name it: `assert(condition, message, 'name')`. */
export interface AssertionDefinition {
  readonly kind: 'assertion';
  readonly about: string;
}
/** What holds wherever a run ends: in every reachable state in which no step changes anything. */
export interface AtEndDefinition {
  readonly kind: 'at-end';
  readonly about: string;
  readonly holds: Predicate;
}
/** From every reachable state some run leads to a state that satisfies the goal (AG EF goal). */
export interface AlwaysPossibleDefinition {
  readonly kind: 'always-possible';
  readonly about: string;
  readonly goal: Predicate;
}
/** What every fair run does: see decide/fairness.ts for which runs are fair. */
export type LivenessClaim =
  /** It reaches a state that satisfies the goal. */
  | { readonly type: 'eventually'; readonly goal: Predicate }
  /** Whenever `from` holds, then `to` holds in the same or a later state. */
  | { readonly type: 'leads-to'; readonly from: Predicate; readonly to: Predicate }
  /** From some time on it holds forever (FG). */
  | { readonly type: 'eventually-always'; readonly stays: Predicate }
  /** Every instance of the processes ends. */
  | { readonly type: 'terminates'; readonly processes: readonly string[] }
  /** No instance of the processes waits forever, unless it is where it may. */
  | { readonly type: 'progresses'; readonly processes: readonly string[] };
/** Fairness of some processes, in place of what they say themselves. */
export type FairnessOverrides = Readonly<Record<string, Fairness>>;
export interface LivenessDefinition {
  readonly kind: 'liveness';
  readonly about: string;
  readonly claim: LivenessClaim;
  readonly fairness: FairnessOverrides;
}
/** A claim whose machinery is not built yet; counted in every report. */
export interface PendingDefinition {
  readonly kind: 'liveness' | 'memory-model';
  readonly about: string;
}
export type PropertyDefinition =
  | InvariantDefinition
  | ReachabilityDefinition
  | DeadlockDefinition
  | LockOrderDefinition
  | ConservationDefinition
  | ObserverDefinition
  | AssertionDefinition
  | AtEndDefinition
  | AlwaysPossibleDefinition
  | LivenessDefinition
  | PendingDefinition;
export type Properties = Readonly<Record<string, PropertyDefinition>>;

/** The property that every system has: what its steps assert under no name of a property. */
export const ASSERTIONS = 'assertions';
export const STEP_ASSERTIONS: AssertionDefinition = {
  kind: 'assertion',
  about: 'every assertion in a step is true',
};

/** The properties that assertions of steps may name. */
export function assertedProperties(properties: Properties): ReadonlySet<string> {
  return new Set(Object.keys(properties).filter((name) => properties[name].kind === 'assertion'));
}

/** A property that nothing can decide yet. */
export function isPending(property: { readonly kind: PropertyKind }): boolean {
  return (
    property.kind === 'memory-model' || (property.kind === 'liveness' && !('claim' in property))
  );
}
