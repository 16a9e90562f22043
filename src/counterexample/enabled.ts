// Who can move in a state of a run: its transitions are generated again, whether the search numbered them or not.

import { progressMasks } from '../transition/change.ts';
import type { Stepper } from '../transition/stepper.ts';

/** The instances that have a transition which changes cells or processes; `failed` gets those whose assertion fails. */
export function movingIn(
  stepper: Stepper,
  state: Int32Array,
  failed: (instance: number) => void = () => {},
): Set<number> {
  const { system } = stepper;
  const moving = new Set<number>();
  system.state.set(state);
  stepper.expand({
    moved: (instance) => {
      if (isProgress(stepper, state, system.state)) moving.add(instance);
    },
    stayed: () => {},
    violated: (_property, _message, instance, _choice, ownAssertion) => {
      if (ownAssertion) failed(instance);
    },
  });
  return moving;
}

/** Both: those to whom fairness may owe something. */
export function enabledIn(stepper: Stepper, state: Int32Array): ReadonlySet<number> {
  const failing = new Set<number>();
  const moving = movingIn(stepper, state, (instance) => failing.add(instance));
  return new Set([...moving, ...failing]);
}

/** Whether a step from one state to the other changes more than what observers remember. */
export function isProgress({ system }: Stepper, from: Int32Array, to: Int32Array): boolean {
  const masks = progressMasks(system.layout);
  return to.some((word, w) => ((word ^ from[w]) & masks[w]) !== 0);
}
