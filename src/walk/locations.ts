// Where each process stands in a state, whether it can step, and what it waits for if not.

import type { InstancePlan } from '../compile/layout/layout.ts';
import { enabledIn } from '../counterexample/enabled.ts';
import { waitOf } from '../counterexample/wait-for.ts';
import { laneOf } from '../trace/build-trace.ts';
import { leavesOf } from '../trace/leaves.ts';
import type { StateDecoder } from '../trace/show-state.ts';
import type { StepLines } from '../trace/step-lines.ts';
import { isAtEnd } from '../transition/end-location.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { ProcessLocation } from './position.ts';

/** In the last of the states of a walk, where some step and fail; where it is over nothing steps any more. */
export function locationsAt(
  stepper: Stepper,
  decoder: StateDecoder,
  lines: StepLines,
  states: readonly Int32Array[],
  failing: ReadonlySet<number>,
  isOver: boolean,
): ProcessLocation[] {
  const state = states[states.length - 1];
  const moving = isOver ? new Set<number>() : enabledIn(stepper, state);
  const { layout } = stepper.system;
  return layout.instances.map((instance) => {
    const { process, name, index, frames } = instance;
    const code = stepper.labelOf(state, index);
    const label = process.flat.labels[code];
    const steps = moving.has(index) || failing.has(index);
    const is = steps ? 'enabled' : isAtEnd(instance, code) ? 'ended' : 'blocked';
    const source = label && lines.of(label.step);
    const active = label?.active ?? [{ name: '' }];
    const waits = is === 'blocked' && !isOver;
    return {
      name,
      lane: laneOf(instance),
      at: process.labelNames[code],
      locals: active.flatMap((frame) =>
        leavesOf(layout, decoder, state, frames[frame.name], frame.name && `${frame.name}.`),
      ),
      is,
      waitsFor: waits ? waitedFor(stepper, states, instance) : [],
      ...(source !== undefined && { source }),
    };
  });
}

/** A cpu may be waited for in two ways, and is one name. */
function waitedFor(
  { system }: Stepper,
  states: readonly Int32Array[],
  instance: InstancePlan,
): string[] {
  return [...new Set(waitOf(system, states, instance).resources.map(({ name }) => name))];
}
