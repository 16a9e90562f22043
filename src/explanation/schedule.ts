// A run as a schedule: who steps, from which label, with which choice. It can be taken again in another order, or on another
// variant of the model, as far as that goes.

import { ModelError } from '../base/errors.ts';
import { firstStep } from '../counterexample/path.ts';
import type { Path } from '../counterexample/run.ts';
import type { RawStep } from '../trace/build-trace.ts';
import type { Stepper } from '../transition/stepper.ts';

export interface Turn {
  readonly name: string;
  readonly label: string;
  readonly choice: number;
}

export interface Taken {
  readonly path: Path;
  /** The turn that could not be taken, or after which nothing comes since its assertion failed. */
  readonly stopped?: number;
  /** What stopped it is a mistake of the model: a value outside its domain, a primitive that is misused. */
  readonly goesWrong?: boolean;
}

export function scheduleOf(stepper: Stepper, { steps }: Path): Turn[] {
  const { instances } = stepper.system.layout;
  return steps.map(({ instance, from, choice }) => ({
    name: instances[instance].name,
    label: instances[instance].process.labelNames[from],
    choice,
  }));
}

/** Takes the turns one after the other until one cannot be taken. */
export function take(stepper: Stepper, initial: Int32Array, turns: readonly Turn[]): Taken {
  const steps: RawStep[] = [];
  let state = initial;
  for (const [k, turn] of turns.entries()) {
    const step = unlessWrong(() => takeTurn(stepper, state, turn));
    if (step === undefined) return { path: { initial, steps }, stopped: k };
    if (step === 'goes wrong') return { path: { initial, steps }, stopped: k, goesWrong: true };
    steps.push(step);
    if (step.failed && k + 1 < turns.length) return { path: { initial, steps }, stopped: k + 1 };
    state = step.state;
  }
  return { path: { initial, steps } };
}

export function takeTurn(stepper: Stepper, before: Int32Array, turn: Turn): RawStep | undefined {
  const { instances } = stepper.system.layout;
  const k = instances.findIndex(({ name }) => name === turn.name);
  if (k < 0) return undefined;
  const label = instances[k].process.labelNames[stepper.labelOf(before, k)];
  if (label !== turn.label) return undefined;
  return firstStep(stepper, before, (step) => step.instance === k && step.choice === turn.choice);
}

/** Off the run that was checked a model may make mistakes that no check has met. */
export function unlessWrong<T>(run: () => T): T | 'goes wrong' {
  try {
    return run();
  } catch (error) {
    if (error instanceof ModelError) return 'goes wrong';
    throw error;
  }
}
