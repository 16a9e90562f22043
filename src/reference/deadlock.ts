// Deadlock, by its definition on the whole graph, so that a daemon which ticks forever cannot hide
// one.
//
// A process that is not environment is deadlocked in a state if it is neither done nor at a label listed
// in `end`, and neither in that state nor in any state reachable from it does it have a transition
// that changes the state. What counts as change are cells and processes: observers must not alter
// what is a deadlock by remembering. Nor is any process deadlocked in a state from which a run ends in a
// failed assertion: the assertion is the finding there, and what would come after it is unknown.
//
// The counterexample is the nearest state in which a process is deadlocked and no other can still get
// so: the circle is closed.

import type { Instance, Stack, State, World } from './state.ts';
import { placeOf } from './state.ts';

/** A transition between states, by their numbers; none follows where an assertion failed. */
export interface Edge {
  readonly from: number;
  readonly to: number | undefined;
  readonly instance: Instance;
}

/** The depth of the counterexample; undefined if no process ever is deadlocked. */
export function deadlockDepth(
  world: World,
  states: readonly State[],
  depths: readonly number[],
  edges: readonly Edge[],
): number | undefined {
  const predecessors: number[][] = states.map(() => []);
  for (const { from, to } of edges) if (to !== undefined) predecessors[to].push(from);
  const deadlocked = world.instances
    .filter(({ definition }) => !definition.environment)
    .map((instance) => statesWhereDeadlocked(instance, states, edges, predecessors));
  const threatened = deadlocked.map((those) => backwardClosure(those, predecessors));
  const closed = depths.filter(
    (_, n) =>
      deadlocked.some((those) => those.has(n)) &&
      deadlocked.every((those, k) => those.has(n) || !threatened[k].has(n)),
  );
  return closed.length === 0 ? undefined : closed.reduce((a, b) => Math.min(a, b));
}

function statesWhereDeadlocked(
  instance: Instance,
  states: readonly State[],
  edges: readonly Edge[],
  predecessors: readonly (readonly number[])[],
): Set<number> {
  const frees = ({ from, to, instance: mover }: Edge): boolean =>
    to === undefined || (mover === instance && moves(states[from], states[to]));
  const hopeful = backwardClosure(
    edges.filter(frees).map(({ from }) => from),
    predecessors,
  );
  const isDeadlocked = (n: number): boolean => !hopeful.has(n) && !isAtEnd(instance, states[n]);
  return new Set([...states.keys()].filter(isDeadlocked));
}

export function moves(before: State, after: State): boolean {
  return !(before.cells.equals(after.cells) && before.processes.equals(after.processes));
}

/** The states from which one of the goals can be reached. */
function backwardClosure(
  goals: Iterable<number>,
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
