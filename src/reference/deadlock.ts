// Deadlock, by its definition on the whole graph, so that a daemon which ticks for ever cannot hide
// one.
//
// A process that is not environment is deadlocked in a state if it is neither done nor at a label
// listed in `end`, and neither in that state nor in any state reachable from it does it have a
// transition that changes the state. Whether a transition changes the state is a matter of cells
// and processes: what observers remember is no progress. A transition that ends in a failed
// assertion has no successor, so it changes nothing.

import type { Instance, Stack, State, World } from './state.ts';
import { placeOf } from './state.ts';

/** A transition between states, by their numbers in the order of discovery. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly instance: Instance;
}

/** The least depth of a state in which some process is deadlocked; undefined if there is none. */
export function firstDeadlock(
  world: World,
  states: readonly State[],
  depths: readonly number[],
  edges: readonly Edge[],
): number | undefined {
  const predecessors: number[][] = states.map(() => []);
  for (const { from, to } of edges) predecessors[to].push(from);
  const progress = edges.filter(({ from, to }) => !sameRun(states[from], states[to]));
  const found = world.instances
    .filter((instance) => !instance.definition.environment)
    .flatMap((instance) => {
      const moves = progress.filter((edge) => edge.instance === instance).map((edge) => edge.from);
      const hopeful = backwardClosure(moves, predecessors);
      return depths.filter((_, n) => !hopeful.has(n) && !isAtEnd(instance, states[n]));
    });
  return found.length === 0 ? undefined : found.reduce((a, b) => Math.min(a, b));
}

function sameRun(a: State, b: State): boolean {
  return a.cells.equals(b.cells) && a.processes.equals(b.processes);
}

/** The states from which one of the goals can be reached. */
function backwardClosure(
  goals: readonly number[],
  predecessors: readonly (readonly number[])[],
): Set<number> {
  const closure = new Set(goals);
  for (const state of closure) {
    for (const predecessor of predecessors[state]) closure.add(predecessor);
  }
  return closure;
}

function isAtEnd(instance: Instance, state: State): boolean {
  const place = placeOf(state.processes.get(instance.self) as Stack);
  return place === 'done' || instance.definition.end.includes(place);
}
