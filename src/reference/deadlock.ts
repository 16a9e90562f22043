// Deadlock, by its definition on the whole graph, so that a daemon which ticks for ever cannot hide
// one.
//
// A process that is not environment is stuck in a state if it is neither done nor at a label listed
// in `end`, and neither in that state nor in any state reachable from it does it have a transition
// that changes the state. What counts as change are cells and processes: observers must not alter
// what is a deadlock by remembering. A transition that ends in a failed assertion does count; the
// assertion is the finding there, and nobody waits for anything.
//
// The nearest state in which nothing at all moves any more and somebody is stuck is the
// counterexample; only where there is none, the nearest state in which somebody is stuck while
// others run.

import type { Instance, Stack, State, World } from './state.ts';
import { placeOf } from './state.ts';

/** A transition between states, by their numbers; none follows where an assertion failed. */
export interface Edge {
  readonly from: number;
  readonly to: number | undefined;
  readonly instance: Instance;
}

/** The depth of the counterexample; undefined if no process is ever stuck. */
export function deadlockDepth(
  world: World,
  states: readonly State[],
  depths: readonly number[],
  edges: readonly Edge[],
): number | undefined {
  const progress = edges.filter(
    ({ from, to }) => to === undefined || moves(states[from], states[to]),
  );
  const moving = new Set(progress.map(({ from }) => from));
  const stuck = statesWithStuckProcess(world, states, edges, progress);
  const standstill = stuck.filter((n) => !moving.has(n));
  const candidates = standstill.length > 0 ? standstill : stuck;
  if (candidates.length === 0) return undefined;
  return candidates.map((n) => depths[n]).reduce((a, b) => Math.min(a, b));
}

function statesWithStuckProcess(
  world: World,
  states: readonly State[],
  edges: readonly Edge[],
  progress: readonly Edge[],
): number[] {
  const predecessors: number[][] = states.map(() => []);
  for (const { from, to } of edges) if (to !== undefined) predecessors[to].push(from);
  const stuck = new Set<number>();
  for (const instance of world.instances) {
    if (instance.definition.environment) continue;
    const own = progress.filter((edge) => edge.instance === instance).map(({ from }) => from);
    const hopeful = backwardClosure(own, predecessors);
    states.forEach((state, n) => {
      if (!hopeful.has(n) && !isAtEnd(instance, state)) stuck.add(n);
    });
  }
  return [...stuck];
}

export function moves(before: State, after: State): boolean {
  return !(before.cells.equals(after.cells) && before.processes.equals(after.processes));
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

export function isAtEnd(instance: Instance, state: State): boolean {
  const place = placeOf(state.processes.get(instance.self) as Stack);
  return place === 'done' || instance.definition.end.includes(place);
}
