// Replay: a trace taken again on the model, step by step. Ends at the first difference, which means that the model (or
// its parameters) is not the one that the trace was written for. A run that can be taken to its end may still be one of a
// model that has changed, and may break nothing any more, so both are part of the answer.

import { CompiledSystem } from '../model/compile.ts';
import { type ModelDefinition, resolveParameters } from '../model/define-model.ts';
import { UsageError } from '../model/errors.ts';
import { fingerprintOf } from '../model/fingerprint.ts';
import { initialStates } from '../model/initial-states.ts';
import { Monitor, observerShapes } from '../property/monitor.ts';
import type { Properties } from '../property/property.ts';
import { StateDecoder, sameState } from '../trace/show-state.ts';
import type { ClaimAgain, Trace, TraceState, TraceStep } from '../trace/trace.ts';
import { askAgain, type ReplayedRun } from './ask-again.ts';
import { firstStep, type PathStep } from './path.ts';
import { Stepper } from './stepper.ts';

export interface Replayed {
  /** The model is not the one that the trace was written for, though it can run this way. */
  readonly changed: boolean;
  readonly claim: ClaimAgain;
}

/** Replays a trace; a UsageError names the first step at which the model does something else. */
export function replayTrace(
  model: ModelDefinition,
  properties: Properties,
  trace: Trace,
): Replayed {
  if (trace.model !== model.name) {
    throw new UsageError(`the trace is of model '${trace.model}', not of '${model.name}'`);
  }
  const parameters = resolveParameters(model, trace.parameters);
  const watched = watchedOf(properties, trace);
  const system = new CompiledSystem(model.system(parameters), observerShapes(watched));
  const stepper = new Stepper(system, new Monitor(system, watched));
  const decoder = new StateDecoder(system.layout);
  const changed = fingerprintOf(system.definition) !== trace.fingerprint;
  const hint = changed
    ? ' The model has changed since the trace was written: check it again for a new one.'
    : '';
  const shows = (vector: Int32Array, shown: TraceState): boolean =>
    sameState(decoder.decode(vector), shown);
  const states: Int32Array[] = [];
  let last: ReplayedRun['last'];
  let state = first(initialStates(system, observerShapes(watched)), (initial) =>
    shows(initial, trace.initial),
  );
  if (!state) throw new UsageError(`the trace starts in no initial state of the model.${hint}`);
  for (const [k, step] of trace.steps.entries()) {
    const taken = takeStep(stepper, state, step);
    const where = `step ${k + 1} (${step.name}: ${step.label})`;
    if (!taken) throw new UsageError(`${where} cannot be taken.${hint}`);
    if (!shows(taken.state, step.state)) {
      throw new UsageError(`${where} leads to another state.${hint}`);
    }
    states.push(state);
    last = { before: state, step: taken };
    state = taken.state;
  }
  const back = trace.loop === undefined ? undefined : [...states, state][trace.loop];
  if (back?.some((word, k) => word !== state?.[k])) {
    throw new UsageError(`the last step does not lead back to where the run repeats from.${hint}`);
  }
  const run = { end: state, ...(last && { last }) };
  return { changed, claim: askAgain(stepper, properties, trace, run) };
}

function first<T>(all: Iterable<T>, isWanted: (one: T) => boolean): T | undefined {
  for (const one of all) if (isWanted(one)) return one;
  return undefined;
}

/** The property of the trace, and its own observers, where the properties still have them. */
function watchedOf(properties: Properties, { property, initial }: Trace): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([name, { kind }]) =>
        name === property.name || (kind === 'observer' && initial.observers.has(name)),
    ),
  );
}

function takeStep(stepper: Stepper, before: Int32Array, step: TraceStep): PathStep | undefined {
  const { instances } = stepper.system.layout;
  const instance = instances.findIndex(({ name }) => name === step.name);
  const wanted = (taken: PathStep): boolean =>
    taken.instance === instance &&
    taken.choice === step.choice &&
    instances[instance].process.labelNames[taken.from] === step.label;
  return instance < 0 ? undefined : firstStep(stepper, before, wanted);
}
