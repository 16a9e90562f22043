// Where the states and the time of a search come from, looked at when its verdicts are there, so that the search itself pays
// nothing. All states are looked at for what multiplies them, a sample spread over all depths for steps.

import { limitRequested, type Progress } from '../base/progress.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Profile } from '../outcome/profile.ts';
import { StepCounts } from './steps.ts';
import { VariableCounts } from './variables.ts';

/** Of more states than this, every second, third and so on is expanded. */
const SAMPLE = 200_000;
const BEAT = 1024;

export function profile(graph: ExploredGraph, progress: Progress, sample = SAMPLE): Profile {
  const { visited, stepper } = graph;
  const states = visited.count;
  const every = Math.max(1, Math.ceil(states / sample));
  const steps = new StepCounts(graph, Math.ceil(states / every));
  const variables = new VariableCounts(stepper.system.layout);
  const state = new Int32Array(visited.words);
  let index = 0;
  for (; index < states; index++) {
    if (index % BEAT === 0 && limitRequested(progress) !== undefined) break;
    visited.load(index, state);
    variables.look(state);
    if (index % every === 0) steps.look(index);
  }
  return {
    states,
    every,
    steps: steps.steps,
    variables: variables.variables,
    complete: index === states,
  };
}
