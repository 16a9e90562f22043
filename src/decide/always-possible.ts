// Always possible (AG EF goal): from every reachable state some run leads to the goal. Asks nothing of fairness: what
// is asked is that no state is a trap, not that every run gets out of it.
//
// One bit a property and state, set where the goal holds, flows backward. The first state in the order of discovery that
// lacks it is the nearest trap, and whatever can be reached from a trap is one: the trapped region.
//
// Of representatives it says the same: a goal that treats all ids alike holds in all states of an orbit, and each run of
// real states has one of their representatives (Emerson & Sistla 1996). Who is trapped is told of the real states.

import { bitSet, hasBit, setBit } from '../base/bits.ts';
import { readField } from '../compile/layout/field.ts';
import { compileCondition } from '../compile/monitor/compile-predicate.ts';
import { propertyViews } from '../compile/monitor/property-views.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding } from '../graph/finding.ts';
import { neighboursOf } from '../graph/neighbours.ts';
import { unfold } from '../graph/unfold.ts';
import { wayTo } from '../graph/way.ts';
import type { AlwaysPossibleDefinition, Properties } from '../language/claims/property.ts';
import { isAtEnd } from '../transition/end-location.ts';
import { BackwardFixpoint } from './backward-fixpoint.ts';

export function lostGoals(graph: ExploredGraph, properties: Properties): Finding[] {
  const asked = Object.entries(properties).filter(
    (entry): entry is [string, AlwaysPossibleDefinition] => entry[1].kind === 'always-possible',
  );
  if (asked.length === 0) return [];
  const all = bitSet(asked.length);
  const bits = goalBits(graph, asked, all.length);
  const trapOf = new Map<number, number>();
  for (const state of new BackwardFixpoint(graph, bits, all).lacking()) {
    for (let k = 0; k < asked.length; k++) {
      if (!trapOf.has(k) && !hasBit(bits, k, state * all.length)) trapOf.set(k, state);
    }
    if (trapOf.size === asked.length) break;
  }
  return asked.flatMap(([property], k) => {
    const state = trapOf.get(k);
    return state === undefined ? [] : [{ property, ...trapIn(graph, state) }];
  });
}

function trapIn(graph: ExploredGraph, state: number): Omit<Finding, 'property'> {
  if (!graph.quotient) return { state, ...trapped(graph, state) };
  const { graph: real, way, isWhole } = unfold(graph, wayTo(graph, state), () => true);
  const trap = way[way.length - 1];
  const words = isWhole ? trapped(real, trap) : { message: 'From here the goal is out of reach.' };
  return { graph: real, state: trap, ...words };
}

function goalBits(
  graph: ExploredGraph,
  asked: readonly (readonly [string, AlwaysPossibleDefinition])[],
  words: number,
): Int32Array {
  const { visited, stepper } = graph;
  const { system } = stepper;
  const views = propertyViews(system);
  const goals = asked.map(
    ([name, { goal }]) => compileCondition(goal, views, system.state, name).evaluate,
  );
  const bits = new Int32Array(visited.count * words);
  for (let index = 0; index < visited.count; index++) {
    if (index % 4096 === 0) graph.beat();
    visited.load(index, system.state);
    for (let k = 0; k < goals.length; k++) if (goals[k]()) setBit(bits, k, index * words);
  }
  return bits;
}

/** The trapped region in words: its size, and who still moves in it; who does not, waits. */
function trapped(graph: ExploredGraph, state: number): Pick<Finding, 'message' | 'waiting'> {
  const { instances } = graph.stepper.system.layout;
  const seen = new Uint8Array(graph.visited.count);
  const region = [state];
  const movers = new Set<number>();
  seen[state] = 1;
  for (let k = 0; k < region.length; k++) {
    if (k % 1024 === 0) graph.beat();
    const { hops, enabled } = neighboursOf(graph, region[k]);
    for (const { index } of instances) if (enabled(index)) movers.add(index);
    for (const { to } of hops) {
      if (seen[to] === 1) continue;
      seen[to] = 1;
      region.push(to);
    }
  }
  const vector = graph.stateAt(state);
  const waiting = instances
    .filter((one) => !movers.has(one.index) && !isAtEnd(one, readField(vector, one.label)))
    .map(({ index }) => index);
  return {
    waiting,
    message: regionWords(
      region.length,
      [...movers].map((k) => instances[k].name),
    ),
  };
}

function regionWords(size: number, movers: readonly string[]): string {
  const states = size === 1 ? 'this state' : `the ${size} states that can still be reached`;
  const who = movers.length === 0 ? 'nobody moves' : `only ${movers.join(', ')} can move`;
  return `From here the goal is out of reach: in ${states} ${who}.`;
}
