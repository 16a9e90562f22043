// What a finding says of the run that shows it. Where one state is stored for each orbit, the run really ends in another
// state than the one that was stored, so the property is evaluated there again: the ids in a message are those of the
// run. Of a lasso it is put together here.

import { Monitor } from '../compile/monitor/monitor.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding, Lasso } from '../graph/finding.ts';
import type { Properties } from '../language/claims/property.ts';
import { notRepeatable } from '../transition/not-repeatable.ts';
import { movingIn } from './enabled.ts';
import { lassoExplanation, type Repeated } from './lasso-explanation.ts';
import { violatingStep } from './representative.ts';
import type { Path } from './run.ts';

/** What a finding says of the run that shows it. */
export function explainFinding(
  graph: ExploredGraph,
  properties: Properties,
  finding: Finding,
  { initial, steps }: Path,
): Finding {
  const { quotient, stepper } = graph;
  if (finding.lasso) {
    return { ...finding, message: lassoExplanation(stepper, repeatedBy(graph, finding.lasso)) };
  }
  if (!quotient) return finding;
  const states = [initial, ...steps.map(({ state }) => state)];
  if (finding.step) {
    const before = states[states.length - 2];
    const message = violatingStep(stepper, before, finding.property)?.message;
    return { ...finding, message: message ?? finding.message };
  }
  const end = states[states.length - 1];
  if (finding.waiting) {
    const moved = new Int32Array(stepper.system.layout.instances.length);
    quotient.renaming(end.slice(), moved);
    const representative = new Set(finding.waiting);
    const waiting = [...moved.keys()].filter((instance) => representative.has(moved[instance]));
    const moving = movingIn(stepper, end);
    // A deadlocked process does not move.
    if (waiting.some((instance) => moving.has(instance))) throw notRepeatable();
    return { ...finding, waiting };
  }
  return { ...finding, message: messageIn(graph, properties, finding, end) };
}

function repeatedBy(graph: ExploredGraph, { stem, cycle, wrong, weak }: Lasso): Repeated {
  return {
    stem: stem.map((state) => graph.stateAt(state)),
    cycle: cycle.map(({ to, ...hop }) => ({ ...hop, state: graph.stateAt(to) })),
    wrong,
    weak,
  };
}

/** The message of a state property, as it is violated in a state. */
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
