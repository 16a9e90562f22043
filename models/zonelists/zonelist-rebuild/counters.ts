// What walks and rebuilds of zonelist-rebuild count: zonelist_update_seq, and the tasks in a walk. An
// update that does without a count must not touch it, or it would tie together what is independent.

import type { Scalar } from 'mmcheck';
import type { Traits } from './updates.ts';

type Counters = Record<'seq' | 'walking', Scalar<number>>;

export function countersOf({ counted, marked }: Traits) {
  return {
    sequence: counted ? ({ seq }: Counters) => seq.value : () => 0,
    /** check_retry_zonelist(): a rebuild was or is under way; whoever spins has an even cookie. */
    changed: counted
      ? ({ seq }: Counters, cookie: number) => seq.value !== cookie || cookie % 2 === 1
      : () => false,
    nextSequence: counted ? ({ seq }: Counters) => void seq.value++ : () => {},
    walkers: marked ? ({ walking }: Counters) => walking.value : () => 0,
    enter: marked ? ({ walking }: Counters) => void walking.value++ : () => {},
    leave: marked ? ({ walking }: Counters) => void walking.value-- : () => {},
  };
}
