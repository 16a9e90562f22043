// The reference explorer: the oracle that the fast engine is tested against. Breadth-first over
// immutable states, no reduction, no layout, no analysis of sources, nothing clever; slow, and
// meant to be right at a glance.
//
// The contract with the engine, besides what step.ts, choices.ts, frames.ts, initial.ts,
// observers.ts, deadlock.ts, properties.ts and shown.ts say at their tops:
//
// - The transitions are the (state, instance, sequence of choices) that are not blocked, over all
//   reachable states; one that leads back to the same state counts, and one that ends in a failed
//   assertion counts, too.
// - A violation never ends the search: the reachable states are those of the whole system.
// - A state beyond the constraint of the system has no transitions, and what is said of the whole
//   graph is inconclusive then, as is what was not reached.
// - Depth is the number of breadth-first levels below the initial states. A property that a state
//   decides is decided at the state's level, one that a transition decides at the level below the
//   state that it leaves.

import { Map, type Set } from 'immutable';
import type {
  ObserverDefinition,
  Predicate,
  Properties,
  PropertyDefinition,
} from '../language/claims/property.ts';
import type { SystemDefinition } from '../language/system.ts';
import { deadlockDepth, type Edge } from './deadlock.ts';
import { initialStates } from './initial.ts';
import { livenessDepth, trapDepth, wrongEndDepth } from './liveness.ts';
import { type Observers, observe } from './observers.ts';
import {
  ASSERTIONS,
  decidedBy,
  type PropertyVerdict,
  propertyContext,
  verdictsOf,
} from './properties.ts';
import { keyOf } from './shown.ts';
import { type State, type World, worldOf } from './state.ts';
import { outcomesOf } from './step.ts';

export interface Exploration {
  readonly states: Set<State>;
  readonly transitions: number;
  readonly depth: number;
  readonly verdicts: Readonly<Record<string, PropertyVerdict>>;
  /** The canonical text of a state: see shown.ts. */
  key(state: State): string;
}

export class TooManyStates extends Error {}

export interface ExploreOptions {
  /** Throws TooManyStates beyond this. */
  readonly maxStates?: number;
}

export function explore(
  definition: SystemDefinition,
  properties: Properties = {},
  { maxStates = Number.POSITIVE_INFINITY }: ExploreOptions = {},
): Exploration {
  const world = worldOf(definition);
  const observers = observersOf(properties);
  const graph = new Graph(maxStates);
  const claimOf = (asserted = ASSERTIONS): string =>
    properties[asserted]?.kind === 'assertion' ? asserted : ASSERTIONS;
  for (const state of initialStates(world, observers)) graph.reach(state, 0);
  // The queue is the list of states itself: states that are reached while it is walked are appended
  // to it.
  let beyond = 0;
  for (const [from, state] of graph.states.entries()) {
    for (const property of decidedBy(world, properties, state)) {
      graph.decide(property, graph.depths[from]);
    }
    if (isWithin(world, state)) expand(world, observers, graph, from, claimOf);
    else beyond++;
  }
  for (const [name, property] of Object.entries(properties)) {
    if (beyond > 0) break;
    const depth = decidedByGraph(world, property, graph);
    if (depth !== undefined) graph.decide(name, depth);
  }
  return {
    states: graph.numbers.keySeq().toSet(),
    transitions: graph.transitions,
    depth: graph.depths[graph.depths.length - 1],
    verdicts: verdictsOf(properties, graph.decidedAt, beyond > 0),
    key: (state) => keyOf(world, observers, state),
  };
}

/** Whether the constraint, if there is one, lets a run go on from a state. */
function isWithin(world: World, state: State): boolean {
  const { constraint } = world.definition;
  return constraint === undefined || constraint.holds(propertyContext(world, state));
}

/** The depth at which the finished graph shows a property to be violated. */
function decidedByGraph(
  world: World,
  property: PropertyDefinition,
  { states, depths, edges }: Graph,
): number | undefined {
  const holds = (predicate: Predicate, state: State): boolean =>
    predicate(propertyContext(world, state)) as boolean;
  const graph = { world, states, depths, edges, holds };
  switch (property.kind) {
    case 'deadlock':
      return deadlockDepth(world, states, depths, edges);
    case 'at-end':
      return wrongEndDepth(graph, property.holds);
    case 'always-possible':
      return trapDepth(graph, property.goal);
    case 'liveness':
      return 'claim' in property ? livenessDepth(graph, property) : undefined;
    default:
      return undefined;
  }
}

/** All transitions of one state. */
function expand(
  world: World,
  observers: Observers,
  graph: Graph,
  from: number,
  claimOf: (asserted: string | undefined) => string,
): void {
  const state = graph.states[from];
  const below = graph.depths[from] + 1;
  for (const instance of world.instances) {
    for (const outcome of outcomesOf(world, state, instance)) {
      if (outcome.type === 'blocked') continue;
      graph.transitions++;
      if (outcome.type === 'failed') {
        graph.edges.push({ from, to: undefined, instance });
        graph.decide(claimOf(outcome.property), below);
        continue;
      }
      const observed = observe(world, observers, state, outcome.state, instance);
      for (const property of observed.violated) graph.decide(property, below);
      graph.edges.push({ from, to: graph.reach(observed.state, below), instance });
    }
  }
}

function observersOf(properties: Properties): Observers {
  return Object.entries(properties).filter(
    (entry): entry is [string, ObserverDefinition] => entry[1].kind === 'observer',
  );
}

/**
 * The states reached so far, numbered in the order of discovery, and what has been found out about
 * them.
 */
class Graph {
  readonly states: State[] = [];
  readonly depths: number[] = [];
  readonly edges: Edge[] = [];
  readonly decidedAt = new globalThis.Map<string, number>();
  transitions = 0;
  numbers = Map<State, number>();
  readonly #maxStates: number;

  constructor(maxStates: number) {
    this.#maxStates = maxStates;
  }

  /** The state's number; a new one if nobody has been there. */
  reach(state: State, depth: number): number {
    const known = this.numbers.get(state);
    if (known !== undefined) return known;
    const number = this.states.length;
    if (number >= this.#maxStates) throw new TooManyStates(`more than ${this.#maxStates} states`);
    this.numbers = this.numbers.set(state, number);
    this.states.push(state);
    this.depths.push(depth);
    return number;
  }

  /** Notes that a property is decided; the least depth counts. */
  decide(property: string, depth: number): void {
    const before = this.decidedAt.get(property) ?? Number.POSITIVE_INFINITY;
    this.decidedAt.set(property, Math.min(before, depth));
  }
}
