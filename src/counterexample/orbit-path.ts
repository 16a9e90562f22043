// Runs of a search that stores one state for each orbit. What it kept are representatives, and a
// step from one to the next need not exist as such; so a run starts in a real initial state and
// takes, from wherever it really is, the first transition to any state that the next representative
// stands for. There is one, because permutations of ids take runs to runs
// (../reduction/symmetry.ts). What the run shows in the end is asked again of the state where it
// really ends: the ids in a message are those of the run.

import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding } from '../graph/finding.ts';
import { Monitor } from '../property/monitor.ts';
import type { Properties } from '../property/property.ts';
import { progressMasks } from '../transition/change.ts';
import { notRepeatable } from '../transition/not-repeatable.ts';
import type { Stepper } from '../transition/stepper.ts';
import { lassoStory } from './lasso-story.ts';
import type { Path } from './path.ts';

/** Whether a state is one that the state of a number stands for. */
export function standsFor(graph: ExploredGraph, index: number): (state: Int32Array) => boolean {
  const { quotient } = graph;
  const wanted = graph.stateAt(index);
  if (!quotient) return (state) => same(state, wanted);
  return (state) => {
    const representative = state.slice();
    quotient.canonicalize(representative);
    return same(representative, wanted);
  };
}

/** The first transition of a state to which a property objects. */
export function objectedStep(
  stepper: Stepper,
  state: Int32Array,
  property: string,
): { instance: number; choice: number; message: string } | undefined {
  let found: { instance: number; choice: number; message: string } | undefined;
  stepper.system.state.set(state);
  stepper.expand({
    moved: () => {},
    stayed: () => {},
    objected: (name, message, instance, choice) => {
      if (name === property) found ??= { instance, choice, message };
    },
  });
  return found;
}

/** What a finding says of the run that shows it. */
export function saidOfRun(
  graph: ExploredGraph,
  properties: Properties,
  finding: Finding,
  { initial, steps }: Path,
): Finding {
  const { quotient, stepper } = graph;
  if (finding.lasso) return { ...finding, message: lassoStory(graph, finding.lasso) };
  if (!quotient) return finding;
  const states = [initial, ...steps.map(({ state }) => state)];
  if (finding.step) {
    const before = states[states.length - 2];
    const message = objectedStep(stepper, before, finding.property)?.message;
    return { ...finding, message: message ?? finding.message };
  }
  const end = states[states.length - 1];
  if (finding.waiting) {
    const moved = new Int32Array(stepper.system.layout.instances.length);
    quotient.renaming(end.slice(), moved);
    const representative = new Set(finding.waiting);
    const waiting = [...moved.keys()].filter((instance) => representative.has(moved[instance]));
    if (waiting.some((instance) => movesOn(stepper, end, instance))) throw notRepeatable();
    return { ...finding, waiting };
  }
  return { ...finding, message: messageIn(graph, properties, finding, end) };
}

/** Whether a step of an instance is progress: then it is not stuck. */
function movesOn(stepper: Stepper, state: Int32Array, instance: number): boolean {
  const { system } = stepper;
  const masks = progressMasks(system.layout);
  let moves = false;
  system.state.set(state);
  stepper.expand({
    moved: (k) => {
      if (k !== instance) return;
      moves ||= system.state.some((word, w) => ((word ^ state[w]) & masks[w]) !== 0);
    },
    stayed: () => {},
    objected: () => {},
  });
  return moves;
}

/** The words of a claim about states, as it is broken in a state. */
function messageIn(
  { stepper: { system } }: ExploredGraph,
  properties: Properties,
  { property }: Finding,
  state: Int32Array,
): string {
  let words: string | undefined;
  system.state.set(state);
  new Monitor(system, { [property]: properties[property] }).atInitialState((_, said) => {
    words = said;
  });
  if (words === undefined) throw notRepeatable();
  return words;
}

function same(a: Int32Array, b: Int32Array): boolean {
  return a.every((word, k) => word === b[k]);
}
