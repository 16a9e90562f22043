// A run taken again, step by step, by a stepper that sees more than the search did that has found it.

import { Monitor } from '../compile/monitor/monitor.ts';
import { stepTaken } from '../counterexample/path.ts';
import type { Path } from '../counterexample/run.ts';
import { saidOfRun } from '../counterexample/said-of-run.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import { fingerprintOf } from '../language/fingerprint.ts';
import type { PropertyOutcome } from '../outcome/outcome.ts';
import { buildTrace } from '../trace/build-trace.ts';
import type { Trace } from '../trace/trace.ts';
import { Stepper } from '../transition/stepper.ts';
import type { PreparedCheck } from './prepare.ts';

export type ShownProperty = Pick<PropertyOutcome, 'name' | 'kind' | 'about'>;

/** The transition of an instance with a choice. */
interface Move {
  readonly instance: number;
  readonly choice: number;
}

export function takenAgain(
  stepper: Stepper,
  initial: Int32Array,
  moves: readonly Move[],
): Pick<Path, 'initial' | 'steps'> {
  let state = initial;
  const steps = moves.map((move) => {
    const step = stepTaken(stepper, state, move);
    state = step.state;
    return step;
  });
  return { initial, steps };
}

/** What takes the moves of a run, and of which model at which parameters it is one. */
export interface Taker {
  readonly stepper: Stepper;
  readonly model: ModelDefinition;
  readonly parameters: ParameterValues;
  readonly properties: Properties;
}

/** Asks all properties: the check's own monitor asks none that is decided. */
export function askingAll({ model, parameters, system, properties, limits }: PreparedCheck): Taker {
  const { flags } = limits.progress;
  const stepper = new Stepper(system, new Monitor(system, properties), { flags });
  return { stepper, model, parameters, properties };
}

/** A run that no search has found, as a trace; nothing of it is known but its moves, and what it breaks. */
export function traceOfMoves(
  { stepper, model, parameters, properties }: Taker,
  property: ShownProperty,
  { initial, moves }: { readonly initial: Int32Array; readonly moves: readonly Move[] },
  minimal: boolean,
): Trace {
  const { system } = stepper;
  const path = takenAgain(stepper, initial, moves);
  return buildTrace({
    system,
    model: model.name,
    parameters,
    fingerprint: fingerprintOf(system.definition),
    property: { ...property, message: saidOfRun(stepper, properties, property, path) },
    minimal,
    ...path,
  });
}

/**
 * A run as all observers of the check see it: what looks for a shortest one carries only those that are violated, and the memory
 * of the others would stand still. One that never ends is shown as it was found: its loop is one of what was carried.
 */
export function seenByAll({ system, monitor, limits }: PreparedCheck, path: Path): Path {
  if (monitor.observers.length === 0 || path.loop !== undefined) return path;
  const stepper = new Stepper(system, monitor, { flags: limits.progress.flags });
  return takenAgain(stepper, path.initial, path.steps);
}
