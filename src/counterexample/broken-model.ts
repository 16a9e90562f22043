// A mistake in the model is found in some state: the run that led there is the quickest way to see it.

import { ModelError } from '../base/errors.ts';
import { RUNNING, RUNNING_LABEL } from '../base/progress.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { RawStep } from '../trace/build-trace.ts';
import { notRepeatable } from '../transition/not-repeatable.ts';
import { firstStep, followChain, pathTo } from './path.ts';

/** The error of a property with the run to the state that it was evaluated on. */
export function withRunTo(graph: ExploredGraph, state: number, error: ModelError): ModelError {
  const run = namesOf(graph, pathTo(graph, { state }).steps);
  return new ModelError(error.message, { ...error.place, run });
}

function namesOf({ stepper }: ExploredGraph, steps: readonly RawStep[]): string[] {
  return steps.map(({ instance, from }) => {
    const { name, process } = stepper.system.layout.instances[instance];
    return `${name}: ${process.labelNames[from]}`;
  });
}

/** The error of a step with the run that led to the state in which it was found. */
export function withRun(graph: ExploredGraph, found: number, error: ModelError): ModelError {
  // To build the run takes other steps.
  const underWay = stepUnderWay(graph);
  const { initial, steps } = pathTo(graph, { state: found });
  const again = inRealState(graph, steps.at(-1)?.state ?? initial);
  // A mistake of a representative that no real state shows is none of the model's.
  if (graph.quotient && !again) throw notRepeatable();
  const run = namesOf(graph, [...steps, ...(again?.chain ?? [])]);
  const { message, place } = again?.error ?? error;
  // An observer goes wrong after the step that it watches, which is part of the run.
  const watched = place.property === undefined ? [] : underWay;
  return new ModelError(message, { ...place, run: [...run, ...watched] });
}

/** None where the mistake was found between two steps. */
function stepUnderWay({ stepper: { flags, system } }: ExploredGraph): string[] {
  const instance = system.layout.instances[flags[RUNNING]];
  if (!instance) return [];
  const { name, process } = instance;
  return [`${name}: ${process.labelNames[flags[RUNNING_LABEL]]}`];
}

/**
 * The mistake as the real run makes it: under symmetry the search found it in a representative, by other names. It may
 * come in a step of a chain, after others.
 */
function inRealState(
  graph: ExploredGraph,
  state: Int32Array,
): { error: ModelError; chain: readonly RawStep[] } | undefined {
  let chain: RawStep[] = [];
  try {
    firstStep(graph.stepper, state, (step) => {
      chain = [step];
      followChain(graph, state, chain);
      chain = [];
      return false;
    });
  } catch (error) {
    if (error instanceof ModelError) return { error, chain };
  }
  return undefined;
}
