// What a finding says of the run that shows it. Where one state is stored for each orbit, the run really ends in another
// state than the one that was stored, so the property is evaluated there again: the ids in a message are those of the
// run. Of a lasso it is put together here.

import { Monitor } from '../compile/monitor/monitor.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding } from '../graph/finding.ts';
import type { Properties } from '../language/claims/property.ts';
import { progressMasks } from '../transition/change.ts';
import { notRepeatable } from '../transition/not-repeatable.ts';
import type { Stepper } from '../transition/stepper.ts';
import { lassoStory } from './lasso-story.ts';
import { objectedStep } from './representative.ts';
import type { Path } from './run.ts';

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
