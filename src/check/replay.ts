// Replay: a trace taken again on the model, step by step. Ends at the first difference, which means that the model (or
// its parameters) is not the one that the trace was written for. A run that can be taken to its end may still be one of a
// model that has changed, and may break nothing any more, so both are part of the answer.
//
// Of the trace only the way is taken: who steps, from which label, with which choice, into which state. All else that is
// shown is made again from the run: what a file says may be old, or made up.

import { UsageError } from '../base/errors.ts';
import { suggest } from '../base/near-name.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import { firstStep } from '../counterexample/path.ts';
import { reEvaluate } from '../counterexample/re-evaluate.ts';
import type { Path } from '../counterexample/run.ts';
import type { Properties } from '../language/claims/property.ts';
import {
  type ModelDefinition,
  type ParameterValues,
  resolveParameters,
} from '../language/define-model.ts';
import { fingerprintOf } from '../language/fingerprint.ts';
import { buildTrace, type RawStep } from '../trace/build-trace.ts';
import { sameShown } from '../trace/same-shown.ts';
import { StateDecoder } from '../trace/show-state.ts';
import type { ReEvaluation, Trace, TraceState, TraceStep } from '../trace/trace.ts';
import { Stepper } from '../transition/stepper.ts';
import { CompiledSystems } from './compiled-systems.ts';

export interface Replayed {
  /** The model is not the one that the trace was written for, though it can run this way. */
  readonly changed: boolean;
  readonly claim: ReEvaluation;
  /** The run that was taken. How short a run can be takes a search, so it is not said to be minimal. */
  readonly trace: Trace;
}

/** A run of a trace, as the model takes it. */
export interface TakenAgain {
  readonly stepper: Stepper;
  readonly path: Path;
  readonly parameters: ParameterValues;
  readonly fingerprint: string;
  readonly changed: boolean;
}

/** Replays a trace; a UsageError names the first step at which the model does something else. */
export function replayTrace(
  model: ModelDefinition,
  properties: Properties,
  trace: Trace,
  shared?: SharedArrayBuffer,
): Replayed {
  const { stepper, path, parameters, fingerprint, changed } = takeAgain(
    model,
    properties,
    trace,
    new CompiledSystems(model, shared),
  );
  const { claim, property } = reEvaluate(stepper, properties, trace.property, path);
  const { system } = stepper;
  const head = { system, model: model.name, parameters, fingerprint, property, minimal: false };
  return { changed, claim, trace: buildTrace({ ...head, ...path }) };
}

/** Takes the steps of a trace; a UsageError names the first that cannot be taken. */
export function takeAgain(
  model: ModelDefinition,
  properties: Properties,
  trace: Trace,
  systems = new CompiledSystems(model),
): TakenAgain {
  if (trace.model !== model.name) {
    throw new UsageError(`the trace is of model '${trace.model}', not of '${model.name}'`);
  }
  const parameters = resolveParameters(model, trace.parameters);
  const watched = watchedOf(properties, trace);
  const system = systems.at(parameters, watched, properties);
  const { flags } = systems.progress;
  const stepper = new Stepper(system, new Monitor(system, watched), { flags });
  const fingerprint = fingerprintOf(system.definition);
  const changed = fingerprint !== trace.fingerprint;
  const shows = comparing(new StateDecoder(system.layout));
  const start = first(stepper.initial(), (initial) => shows(initial, trace.initial));
  const path = pathAlong(stepper, start, trace, shows, changed ? CHANGED : '');
  return { stepper, path, parameters, fingerprint, changed };
}

const CHANGED =
  ' The model or its parameters have changed since the trace was written: check it again for a new one.';

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

/** The steps of a trace, taken; `hint` says why one may be impossible. */
function pathAlong(
  stepper: Stepper,
  initial: Int32Array | undefined,
  { steps, loop }: Trace,
  shows: Shows,
  hint: string,
): Path {
  if (!initial) throw new UsageError(`the trace starts in no initial state of the model.${hint}`);
  let state = initial;
  const taken = steps.toArray().map((step, k) => {
    const where = `step ${k + 1} (${step.name}: ${step.label})`;
    const one = takeStep(stepper, state, step);
    checkWho(stepper, step, where);
    // Nothing comes after a step whose assertion failed.
    if (!one || (one.failed && k + 1 < steps.size)) {
      throw new UsageError(`${where} cannot be taken${whyNot(stepper, state, step)}${hint}`);
    }
    if (!shows(one.state, step.state)) {
      throw new UsageError(`${where} leads to another state.${hint}`);
    }
    state = one.state;
    return one;
  });
  if (loop === undefined) return { initial, steps: taken };
  const back = [initial, ...taken.map((one) => one.state)][loop];
  if (back.some((word, k) => word !== state[k])) {
    throw new UsageError(`the last step does not lead back to where the run repeats from.${hint}`);
  }
  return { initial, steps: taken, loop };
}

/** What the trace names that there is not: a process, a label, a choice. */
function whyNot(stepper: Stepper, state: Int32Array, { name, label, choice }: TraceStep): string {
  const { instances } = stepper.system.layout;
  const instance = instances.findIndex((one) => one.name === name);
  if (instance < 0) {
    return `: there is no process '${name}'; ${suggest(
      name,
      instances.map((one) => one.name),
    )}`;
  }
  const { labelNames } = instances[instance].process;
  if (!labelNames.includes(label)) {
    return `: ${name} has no label '${label}'; ${suggest(label, labelNames)}`;
  }
  const at = labelNames[stepper.labelOf(state, instance)];
  if (at !== label) return `: ${name} is at '${at}' then.`;
  const choices: number[] = [];
  firstStep(stepper, state, (one) => {
    if (one.instance === instance) choices.push(one.choice);
    return false;
  });
  if (choices.length === 0 || choices.includes(choice)) return '.';
  return `: it has no choice ${choice} there, but ${choices.join(', ')}.`;
}

/** A reader of a trace takes its words for who steps. */
function checkWho({ system }: Stepper, { name, process, id }: TraceStep, where: string): void {
  const instance = system.layout.instances.find((one) => one.name === name);
  if (!instance || (instance.process.name === process && instance.id === id)) return;
  throw new UsageError(
    `${where} is said to be of instance ${id} of process '${process}'; ` +
      `${name} is instance ${instance.id} of process '${instance.process.name}'`,
  );
}

type Shows = (state: Int32Array, shown: TraceState) => boolean;

/** Whether a state is the one that a trace shows; initial states may be many, so the decoder is made once. */
function comparing(decoder: StateDecoder): Shows {
  return (state, shown) => sameShown(decoder.decode(state), shown);
}

function takeStep(stepper: Stepper, before: Int32Array, step: TraceStep): RawStep | undefined {
  const { instances } = stepper.system.layout;
  const instance = instances.findIndex(({ name }) => name === step.name);
  const wanted = (taken: RawStep): boolean =>
    taken.instance === instance &&
    taken.choice === step.choice &&
    instances[instance].process.labelNames[taken.from] === step.label;
  return instance < 0 ? undefined : firstStep(stepper, before, wanted);
}
