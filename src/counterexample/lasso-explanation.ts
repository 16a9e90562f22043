// The end of a run that never ends, in words: what repeats, and what keeps each process that takes no part in it from
// moving.

import { hasBit } from '../base/bits.ts';
import { readField } from '../compile/layout/field.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import { isAtEnd } from '../transition/end-location.ts';
import type { Stepper } from '../transition/stepper.ts';
import { enabledIn } from './enabled.ts';
import { waitsFor } from './wait-explanation.ts';

/** A run that never ends. */
export interface Repeated {
  /** The states from the initial one to where it begins to repeat itself. */
  readonly stem: readonly Int32Array[];
  /** Back to the last state of the stem. */
  readonly cycle: readonly {
    readonly instance: number;
    /** Whether the step is progress, and not only something that an observer remembers. */
    readonly changes: boolean;
    readonly state: Int32Array;
  }[];
  /** What is wrong with it. */
  readonly wrong: string;
  /** Bits of the instances that weak fairness is required of. */
  readonly weak: Int32Array;
}

export function lassoExplanation(stepper: Stepper, repeated: Repeated): string {
  const { stem, cycle, wrong } = repeated;
  const { instances } = stepper.system.layout;
  const first = stem.length;
  const repeats =
    cycle.length === 0
      ? 'The run may stop here for ever'
      : `Steps ${first} to ${first + cycle.length - 1} repeat for ever`;
  const entry = stem[stem.length - 1];
  const enabled = [entry, ...cycle.map(({ state }) => state)].map((state) =>
    enabledIn(stepper, state),
  );
  const idle = instances.filter(
    ({ index }) => !cycle.some(({ instance, changes }) => changes && instance === index),
  );
  const lines = idle.flatMap((instance) => {
    const label = readField(entry, instance.label);
    if (label === instance.process.flat.done) return [];
    const at = instance.process.labelNames[label];
    const times = enabled.filter((those) => those.has(instance.index)).length;
    if (times === 0 && isAtEnd(instance, label)) return [];
    const why = reason(stepper, repeated, instance, { enabled: times, all: enabled.length });
    return [`${instance.name} stays at ${at}: ${why}.`];
  });
  return [`${repeats}, and ${wrong}.`, ...lines].join('\n');
}

/** Why an instance does not move that is enabled in so many of the states. */
function reason(
  { system }: Stepper,
  { stem, weak }: Repeated,
  instance: InstancePlan,
  { enabled, all }: { enabled: number; all: number },
): string {
  if (enabled === 0) {
    const what = waitsFor(system, stem, instance);
    return what === undefined ? 'nothing lets it go on' : `it waits for ${what}`;
  }
  const asked = hasBit(weak, instance.index)
    ? 'weak fairness does not make it'
    : 'nothing makes it';
  return enabled === all
    ? `it could always move, and ${asked}`
    : `it can move only now and then, and ${asked}`;
}
