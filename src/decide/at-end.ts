// What holds wherever a run ends: in each state in which no step changes anything. A wait that is blocked, and one that
// only comes back to where it is, are alike. A state from which a failed assertion leads is no end: what would come after
// it is not known.
//
// Decided on the finished graph: only there is it sure that a state which was reached by pruned steps has no others. Each
// state in which the property is false is asked for all of its steps, not for those that a reduction takes.

import { compileCondition } from '../compile/monitor/compile-predicate.ts';
import { propertyViews } from '../compile/monitor/property-views.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding } from '../graph/finding.ts';
import type { Properties } from '../language/claims/property.ts';
import { notAtEnd } from '../transition/end-location.ts';

/** What is wrong where a run ends so. */
export const OVER = 'Here nobody can take a step any more.';

/** For each property the first end, in the order of discovery, at which it is false. */
export function wrongEnds(graph: ExploredGraph, properties: Properties): Finding[] {
  const { system } = graph.stepper;
  return Object.entries(properties).flatMap(([property, definition]) => {
    if (definition.kind !== 'at-end') return [];
    const { evaluate } = compileCondition(
      definition.holds,
      propertyViews(system),
      system.state,
      property,
    );
    const state = firstEnd(graph, () => !evaluate());
    if (state === undefined) return [];
    return [{ property, state, message: OVER, waiting: waitingIn(graph, state) }];
  });
}

/** The first end of which something is true; it is the working state while it is asked. */
export function firstEnd(graph: ExploredGraph, isWanted: () => boolean): number | undefined {
  const [first] = ends(graph, isWanted);
  return first;
}

/** All ends of which something is true, in the order of discovery. `failed` is told of each wanted state in which an assertion fails. */
export function* ends(
  graph: ExploredGraph,
  isWanted: () => boolean = () => true,
  failed: () => void = () => {},
): Generator<number> {
  const { visited, stepper } = graph;
  for (let index = 0; index < visited.count; index++) {
    if (index % 4096 === 0) graph.beat();
    visited.load(index, stepper.system.state);
    if (!isWanted()) continue;
    const { moves, fails } = onwards(graph, index);
    if (fails) failed();
    if (!moves && !fails) yield index;
  }
}

/** Whether a step changes anything in the working state, and whether one's own assertion fails there. */
function onwards(graph: ExploredGraph, index: number): { moves: boolean; fails: boolean } {
  let moves = false;
  let fails = false;
  graph.stepper.expand({
    moved: () => {
      moves ||= graph.progresses(index);
    },
    stayed: () => {},
    violated: (_property, _message, _instance, _choice, ownAssertion) => {
      fails ||= ownAssertion;
    },
  });
  return { moves, fails };
}

/** Who is neither done nor where it may wait forever. */
export function waitingIn(graph: ExploredGraph, state: number): number[] {
  return notAtEnd(graph.stepper.system.layout, graph.stateAt(state));
}
