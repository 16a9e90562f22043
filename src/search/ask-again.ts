// The claim of a trace, asked again of the run that was replayed: one that can still be taken may break nothing any
// more, since the property has changed, of which the fingerprint of the model knows nothing, or since the trace was cut.
//
// Asked again is what the last state or the last step decides. A deadlock, an order of locks or what never happens is
// decided by all runs, which takes a search.

import type { Properties } from '../property/property.ts';
import type { ClaimAgain, Trace } from '../trace/trace.ts';
import type { PathStep } from './path.ts';
import type { Stepper } from './stepper.ts';

export interface ReplayedRun {
  readonly end: Int32Array;
  /** The last step and the state before it; none where the run ends where it starts. */
  readonly last?: { readonly before: Int32Array; readonly step: PathStep };
}

/** The monitor of the stepper has to have the property that the trace names. */
export function askAgain(
  stepper: Stepper,
  properties: Properties,
  { property: { name, kind } }: Trace,
  { end, last }: ReplayedRun,
): ClaimAgain {
  const { system, monitor } = stepper;
  if (kind !== 'assertion' && properties[name]?.kind !== kind) return 'absent';
  if (kind === 'assertion' || kind === 'observer') {
    return last && isObjectedTo(stepper, name, last) ? 'stands' : 'falls';
  }
  const claim = monitor.claims.find((known) => known.name === name);
  if (!claim) return 'not-asked';
  system.state.set(end);
  return claim.problem() === undefined ? 'falls' : 'stands';
}

function isObjectedTo(
  stepper: Stepper,
  name: string,
  { before, step }: Required<ReplayedRun>['last'],
): boolean {
  let found = false;
  stepper.system.state.set(before);
  stepper.expand({
    moved: () => {},
    stayed: () => {},
    objected: (property, _message, instance, choice) => {
      found ||= property === name && instance === step.instance && choice === step.choice;
    },
  });
  return found;
}
