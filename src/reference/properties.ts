// Properties: in which states each of them is decided, and the verdicts that follow.
//
// A state decides an invariant or a conservation by breaking it, an `unreachable` or `reachable`
// condition by satisfying it. Assertions and observers are decided by transitions, deadlocks by the
// whole graph. All the explorer has to remember is the least depth at which each property was
// decided.

import { ModelError } from '../base/errors.ts';
import {
  type ConservationDefinition,
  isPending,
  type Properties,
  type PropertyDefinition,
} from '../language/claims/property.ts';
import type { Verdict } from '../language/claims/verdict.ts';
import { none } from '../language/domain.ts';
import { ListOfValues, SetOfMembers } from './collections.ts';
import { contextOf, openCells } from './context.ts';
import { located } from './failures.ts';
import { processViews } from './property-views.ts';
import type { State, World } from './state.ts';

/** The implicit property that every `assert` in a step belongs to. */
export const ASSERTIONS = 'assertions';

export interface PropertyVerdict {
  readonly verdict: Verdict;
  /** Of the shortest counterexample, or of the nearest witness of a `reachable` that holds. */
  readonly depth?: number;
}

/** The properties that this state decides. */
export function decidedBy(world: World, properties: Properties, state: State): string[] {
  const context = propertyContext(world, state);
  return Object.entries(properties)
    .filter(([property, definition]) => located({ property }, () => decides(definition, context)))
    .map(([property]) => property);
}

/** What a property is handed of a state. */
export function propertyContext(world: World, state: State): object {
  return contextOf(world, openCells(world, state.cells, false), processViews(world, state));
}

function decides(definition: PropertyDefinition, context: unknown): boolean {
  switch (definition.kind) {
    case 'invariant':
      return !definition.holds(context);
    case 'reachable':
    case 'unreachable':
      return definition.when(context);
    case 'conservation':
      return !isConserved(definition, context);
    // By a transition (its step, observers.ts), by the whole graph (explore.ts), or by no state of it.
    case 'assertion':
    case 'observer':
    case 'at-end':
    case 'deadlock':
    case 'always-possible':
    case 'liveness':
    case 'lock-order':
    case 'memory-model':
      return false;
  }
}

function isConserved({ of, count }: ConservationDefinition, context: unknown): boolean {
  const counted = count(context);
  if (typeof of === 'number') return counted === of;
  const found = idsIn(counted);
  return found.length === of.size && of.ids.every((id) => found.includes(id));
}

/** The ids in places: an id, none, a set, a list, or an array of places. */
function idsIn(place: unknown): number[] {
  if (place === none) return [];
  if (typeof place === 'number') return [place];
  if (place instanceof SetOfMembers) return [...place.values()];
  if (place instanceof ListOfValues) return place.contents.toArray().flatMap(idsIn);
  if (Array.isArray(place)) return place.flatMap(idsIn);
  throw new ModelError('a place is an id, none, a set, a list or an array of them');
}

export function verdictsOf(
  properties: Properties,
  decidedAt: ReadonlyMap<string, number>,
  isPartial: boolean,
): Record<string, PropertyVerdict> {
  const verdicts: Record<string, PropertyVerdict> = {
    [ASSERTIONS]: verdictOf('violated', 'holds', decidedAt.get(ASSERTIONS)),
  };
  for (const [name, property] of Object.entries(properties)) {
    const { kind } = property;
    const depth = decidedAt.get(name);
    // Lock order is no question about states: lock-order.ts answers it.
    const undecided = isPending(property) || kind === 'lock-order';
    if (undecided) verdicts[name] = { verdict: 'pending' };
    else if (isPartial && depth === undefined && !isOfStates(property)) {
      verdicts[name] = { verdict: 'inconclusive' };
    } else if (kind === 'reachable') verdicts[name] = verdictOf('holds', 'violated', depth);
    else verdicts[name] = verdictOf('violated', 'holds', depth);
  }
  return verdicts;
}

/** Whether it holds of the states that were reached, whatever comes after them. */
function isOfStates({ kind }: PropertyDefinition): boolean {
  return ['invariant', 'unreachable', 'conservation', 'observer', 'assertion'].includes(kind);
}

function verdictOf(decided: Verdict, undecided: Verdict, depth?: number): PropertyVerdict {
  return depth === undefined ? { verdict: undecided } : { verdict: decided, depth };
}
