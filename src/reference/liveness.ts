// Liveness by its definition on the whole graph: what src/decide finds with Tarjan's and Couvreur's help is found here
// by trying everything.
//
// - A process is enabled in a state if it has a transition that changes cells or processes, or one whose assertion
//   fails. A step that changes neither is no step at all.
// - A run is infinite: besides transitions to other states it may stay in a state forever. From some time on it visits
//   exactly the states of a set that is strongly connected, again and again, with all its transitions. A run that is
//   fair to a strongly fair process either takes the process's steps forever or comes, from some time on, to no state
//   in which it is enabled. So for each choice of strongly fair processes that end up disabled the states that enable
//   one of them are removed, and some strongly connected component of the rest has to satisfy all others: a strongly
//   fair process steps in it, a weakly fair one steps in it or is disabled in one of its states.
// - A claim that something holds from some time on is broken by a component of which a state has it not.
// - A claim is violated if such a component can be reached without what was owed being done. Its depth is the number of
//   steps that a shortest run takes until it repeats itself, which is found in another way (shortest-lasso.ts).

import type { LivenessClaim, LivenessDefinition, Predicate } from '../language/claims/property.ts';
import type { Fairness } from '../language/process.ts';
import type { Edge } from './deadlock.ts';
import { isAtEnd, moves } from './deadlock.ts';
import { type RunningMove, shortestLasso } from './shortest-lasso.ts';
import type { Instance, Stack, State, World } from './state.ts';
import { placeOf } from './state.ts';

export interface LivenessGraph {
  readonly world: World;
  readonly states: readonly State[];
  readonly depths: readonly number[];
  readonly edges: readonly Edge[];
  /** Whether a predicate of a property holds in a state. */
  holds(predicate: Predicate, state: State): boolean;
}

/** Where a run owes something: which states, where it begins, and whose steps settle it. */
interface Owing {
  readonly inside: (n: number) => boolean;
  readonly begins: (n: number) => boolean;
  readonly settles?: Instance;
  /** Where a run has to come again and again to break the claim. */
  readonly recurs?: (n: number) => boolean;
}

interface Move {
  readonly to: number;
  /** Nobody's, where only observers changed. */
  readonly by: Instance | undefined;
}

/** The steps of the shortest run that breaks the claim, until it repeats itself; undefined if the claim holds. */
export function livenessDepth(
  graph: LivenessGraph,
  { claim, fairness }: LivenessDefinition,
): number | undefined {
  const fairTo = ({ process, definition }: Instance): Fairness =>
    fairness[process] ?? definition.fairness;
  const depths = owingsOf(graph, claim).flatMap((owing) => {
    if (!isBroken(graph, owing, fairTo)) return [];
    const depth = depthOf(graph, owing, fairTo);
    if (depth === undefined) throw new Error('a fair component without a fair cycle');
    return [depth];
  });
  return depths.length === 0 ? undefined : Math.min(...depths);
}

function owingsOf({ world, states, depths, holds }: LivenessGraph, claim: LivenessClaim): Owing[] {
  const initially = (n: number): boolean => depths[n] === 0;
  const isDone = ({ self }: Instance, n: number): boolean =>
    placeOf(states[n].processes.get(self) as Stack) === 'done';
  switch (claim.type) {
    case 'eventually':
      return [{ begins: initially, inside: (n) => !holds(claim.goal, states[n]) }];
    case 'eventually-always':
      return [
        { begins: initially, inside: () => true, recurs: (n) => !holds(claim.stays, states[n]) },
      ];
    case 'leads-to':
      return [
        { begins: (n) => holds(claim.from, states[n]), inside: (n) => !holds(claim.to, states[n]) },
      ];
    case 'terminates':
      return named(world, claim.processes).map((instance) => ({
        begins: initially,
        inside: (n) => !isDone(instance, n),
      }));
    case 'progresses':
      return named(world, claim.processes).map((instance) => ({
        begins: () => true,
        inside: (n) => !isAtEnd(instance, states[n]),
        settles: instance,
      }));
  }
}

function named({ instances }: World, processes: readonly string[]): Instance[] {
  return instances.filter(({ process }) => processes.includes(process));
}

function depthOf(
  { world, states, depths, edges }: LivenessGraph,
  { inside, begins, settles, recurs = () => true }: Owing,
  fairTo: (instance: Instance) => Fairness,
): number | undefined {
  const enabled = states.map(() => new Set<Instance>());
  const all: RunningMove[][] = states.map(() => []);
  for (const { from, to, instance } of edges) {
    const changes = to === undefined || moves(states[from], states[to]);
    if (changes) enabled[from].add(instance);
    if (to === undefined || to === from) continue;
    all[from].push({ to, by: changes ? instance : undefined, owing: instance !== settles });
  }
  return shortestLasso({
    initial: [...states.keys()].filter((n) => depths[n] === 0),
    moves: all,
    enabled,
    instances: world.instances,
    inside,
    begins,
    recurs,
    fairTo,
  });
}

function isBroken(
  { world, states, edges }: LivenessGraph,
  { inside, begins, settles, recurs = () => true }: Owing,
  fairTo: (instance: Instance) => Fairness,
): boolean {
  const enabled = states.map(() => new Set<Instance>());
  const all: Move[][] = states.map(() => []);
  for (const { from, to, instance } of edges) {
    const changes = to === undefined || moves(states[from], states[to]);
    if (changes) enabled[from].add(instance);
    if (to === undefined || to === from || !inside(from) || !inside(to)) continue;
    if (instance !== settles) all[from].push({ to, by: changes ? instance : undefined });
  }
  const owing = states.map((_, n) => n).filter(inside);
  const strong = world.instances.filter((instance) => fairTo(instance) === 'strong');
  const weak = world.instances.filter((instance) => fairTo(instance) === 'weak');
  const onFairCycle = new Set<number>();
  for (const disabled of subsetsOf(strong)) {
    const left = new Set(owing.filter((n) => !disabled.some((one) => enabled[n].has(one))));
    for (const component of componentsOf(left, all)) {
      const steps = new Set(
        [...component].flatMap((n) =>
          all[n].filter(({ to }) => component.has(to)).map(({ by }) => by),
        ),
      );
      const idle = (one: Instance): boolean => [...component].some((n) => !enabled[n].has(one));
      const fair =
        [...component].some(recurs) &&
        strong.every((one) => disabled.includes(one) || steps.has(one)) &&
        weak.every((one) => steps.has(one) || idle(one));
      if (fair) for (const n of component) onFairCycle.add(n);
    }
  }
  const region = new Set(owing);
  const reached = owing.filter(begins).map((n) => reachableFrom(n, region, all));
  return [...onFairCycle].some((n) => reached.some((those) => those.has(n)));
}

function subsetsOf<T>([first, ...rest]: readonly T[]): T[][] {
  if (first === undefined) return [[]];
  return subsetsOf(rest).flatMap((one) => [one, [first, ...one]]);
}

/** Two states are in one component if each can be reached from the other. */
function componentsOf(states: ReadonlySet<number>, moves: readonly Move[][]): Set<number>[] {
  const reach = new Map([...states].map((n) => [n, reachableFrom(n, states, moves)]));
  const left = new Set(states);
  const components: Set<number>[] = [];
  for (const n of left) {
    const mutual = [...(reach.get(n) as Set<number>)].filter((m) => reach.get(m)?.has(n));
    for (const m of mutual) left.delete(m);
    components.push(new Set(mutual));
  }
  return components;
}

function reachableFrom(
  start: number,
  states: ReadonlySet<number>,
  moves: readonly Move[][],
): Set<number> {
  const reached = new Set([start]);
  for (const n of reached) {
    for (const { to } of moves[n]) if (states.has(to)) reached.add(to);
  }
  return reached;
}

/** The depth of the nearest state in which no step changes anything and the predicate is false. */
export function wrongEndDepth(
  { states, depths, edges, holds }: LivenessGraph,
  predicate: Predicate,
): number | undefined {
  const moving = new Set(
    edges
      .filter(({ from, to }) => to === undefined || moves(states[from], states[to]))
      .map(({ from }) => from),
  );
  const wrong = depths.filter((_, n) => !moving.has(n) && !holds(predicate, states[n]));
  return wrong.length === 0 ? undefined : Math.min(...wrong);
}

/** The depth of the nearest state from which no run leads to the goal. */
export function trapDepth(
  { states, depths, edges, holds }: LivenessGraph,
  goal: Predicate,
): number | undefined {
  const hopeful = new Set([...states.keys()].filter((n) => holds(goal, states[n])));
  for (let before = -1; before < hopeful.size; ) {
    before = hopeful.size;
    for (const { from, to } of edges) if (to !== undefined && hopeful.has(to)) hopeful.add(from);
  }
  const traps = depths.filter((_, n) => !hopeful.has(n));
  return traps.length === 0 ? undefined : Math.min(...traps);
}
