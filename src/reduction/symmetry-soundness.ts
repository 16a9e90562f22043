// The rows of symmetry in the table of soundness.

import type { SoundnessOf } from './soundness.ts';

const STATES = 'it treats all ids alike, so it says the same of all states of an orbit';

export const symmetrySoundness: SoundnessOf = (kind, fairness) => {
  if (fairness === 'per process, of one instance') {
    return { answer: 'refused', reason: 'it follows one instance, which has no number of its own' };
  }
  if (fairness === 'per process') {
    return {
      answer: 'allowed',
      reason:
        'instances are followed through the renamings round each cycle, and those that may be exchanged are owed the same',
    };
  }
  switch (kind) {
    case 'invariant':
    case 'reachable':
    case 'unreachable':
    case 'conservation':
      return { answer: 'allowed', reason: STATES };
    case 'at-end':
      return { answer: 'allowed', reason: `${STATES}; where nobody can step, nobody can in these` };
    case 'assertion':
      return { answer: 'allowed', reason: 'permuted steps make permuted assertions' };
    case 'observer':
      return { answer: 'allowed', reason: 'what it remembers is permuted with the state' };
    case 'deadlock':
      return {
        answer: 'allowed',
        reason:
          'which processes are deadlocked is kept for each instance and mapped along each step',
      };
    // A permutation moves a lock to another of its class (elements of an array have one shape, and the class is the
    // shape's), a process to another of its kind, a cpu's context along with its tasks. So what a step out of a state
    // shows, a step out of each state of the orbit shows of the same classes (test/lock-order/symmetry.test.ts).
    case 'lock-order':
      return {
        answer: 'allowed',
        reason:
          'it speaks of classes of locks, and a permuted step takes locks of the same classes',
      };
    case 'always-possible':
      return {
        answer: 'allowed',
        reason: `${STATES}, and what a state may lead to, its orbit may lead to`,
      };
    // Only what is pending.
    case 'liveness':
      return { answer: 'refused', reason: 'not proved yet' };
  }
};
