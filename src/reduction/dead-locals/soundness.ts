// The rows of dead-local reduction in the table of soundness. It is a bisimulation under which each transition keeps its
// process, its step and its choices (docs/decisions/0031-dead-locals.md), so nothing that a run may do is lost.

import type { SoundnessOf } from '../soundness.ts';

export const deadLocalsSoundness: SoundnessOf = (kind, fairness) => {
  if (fairness !== 'none') {
    return {
      answer: 'allowed',
      reason: 'states that are one have the same steps of the same instances, and are as fair',
    };
  }
  switch (kind) {
    case 'assertion':
      return { answer: 'allowed', reason: 'what an assertion reads is alive before its step' };
    case 'observer':
      return { answer: 'allowed', reason: 'what an observer reads is alive where it reads it' };
    case 'deadlock':
      return { answer: 'allowed', reason: 'the same processes can step, now and ever after' };
    case 'lock-order':
      return { answer: 'allowed', reason: 'the same steps take the same locks' };
    case 'always-possible':
      return { answer: 'allowed', reason: 'what a state may lead to, the other may lead to' };
    // Only what is pending.
    case 'liveness':
      return { answer: 'refused', reason: 'not proved yet' };
    default:
      return { answer: 'allowed', reason: 'what it reads is alive at every label' };
  }
};
