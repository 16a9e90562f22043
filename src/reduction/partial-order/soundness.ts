// The rows of partial-order reduction in the table of soundness.

import type { SoundnessOf } from '../soundness.ts';

const TRACES =
  'each run has a run of the reduced search that differs only in the order of steps that commute';

export const partialOrderSoundness: SoundnessOf = (kind, fairness) => {
  if (fairness !== 'none') {
    return { answer: 'refused', reason: 'which runs are fair depends on steps that are pruned' };
  }
  switch (kind) {
    case 'invariant':
    case 'reachable':
    case 'unreachable':
    case 'conservation':
      return { answer: 'allowed', reason: `${TRACES}; steps that the claim can see keep theirs` };
    case 'assertion':
      return { answer: 'allowed', reason: `${TRACES}; a step asserts the same in each` };
    case 'observer':
      return { answer: 'allowed', reason: `${TRACES}; steps that it reacts to keep theirs` };
    case 'deadlock':
      return {
        answer: 'allowed',
        reason: `${TRACES}; a deadlocked process stays so, and is found later`,
      };
    case 'at-end':
      return {
        answer: 'allowed',
        reason: `${TRACES}; in any order they lead to the state in which nobody can step`,
      };
    case 'lock-order':
      return {
        answer: 'refused',
        reason: 'it speaks of every attempt, and those in states that are pruned may show more',
      };
    case 'always-possible':
    case 'liveness':
      return { answer: 'refused', reason: 'not proved yet' };
  }
};
