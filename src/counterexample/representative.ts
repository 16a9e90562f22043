// Runs of a search that stores one state for each orbit. What it kept are representatives, and a step from one to the next
// need not exist as such; so a run starts in a real initial state and takes, from wherever it really is, the first
// transition to any state whose representative is the next one. There is one, because permutations of ids take runs to
// runs (../reduction/symmetry.ts). What the run shows in the end is evaluated again where it really ends: explain-finding.ts.

import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Stepper } from '../transition/stepper.ts';

/** Whether the state of a number is the representative of a state. */
export function isRepresentedBy(
  graph: ExploredGraph,
  index: number,
): (state: Int32Array) => boolean {
  const { quotient } = graph;
  const wanted = graph.stateAt(index);
  if (!quotient) return (state) => same(state, wanted);
  return (state) => {
    const representative = state.slice();
    quotient.canonicalize(representative);
    return same(representative, wanted);
  };
}

/** The first transition of a state that violates a property. */
export function violatingStep(
  stepper: Stepper,
  state: Int32Array,
  property: string,
): { instance: number; choice: number; message: string } | undefined {
  let found: { instance: number; choice: number; message: string } | undefined;
  stepper.system.state.set(state);
  stepper.expand({
    moved: () => {},
    stayed: () => {},
    violated: (name, message, instance, choice) => {
      if (name === property) found ??= { instance, choice, message };
    },
  });
  return found;
}

function same(a: Int32Array, b: Int32Array): boolean {
  return a.every((word, k) => word === b[k]);
}
