// The rows of stores that forget states, and of partitions, in the table of soundness: for which properties a violation that is
// found is one, and that none was found says that there is none (packed, partitions), or as much as the probability of an
// omission (lossy). What needs the finished graph is refused: an edge that is missing there may make a cycle fair that is none, or
// a state hopeless that is not, and no run would show it.

import type { SoundnessOf } from './soundness.ts';

const GRAPH = 'it is decided on the finished graph, which is not kept';

export const markingSoundness: SoundnessOf = (kind) => {
  switch (kind) {
    case 'invariant':
    case 'unreachable':
    case 'conservation':
    case 'assertion':
    case 'observer':
      return {
        answer: 'allowed',
        reason: 'a violation is one state or step, and its run is taken again',
      };
    case 'reachable':
      return {
        answer: 'allowed',
        reason: 'a witness is a run; without one a lossy store leaves it inconclusive',
      };
    case 'deadlock':
      return {
        answer: 'weaker',
        claim: 'in no state is everything blocked',
        reason: `whether others can go on while one waits for ever: ${GRAPH}`,
      };
    case 'at-end':
    case 'always-possible':
    case 'liveness':
      return { answer: 'refused', reason: GRAPH };
    case 'lock-order':
      return { answer: 'refused', reason: 'runs are shown of states that are not kept' };
  }
};

/** Of states that are kept in partitions (partitions/): all are seen, each by the partition that owns it; there is no graph. */
export const partitionSoundness: SoundnessOf = (kind, fairness) => {
  switch (kind) {
    case 'invariant':
    case 'unreachable':
    case 'conservation':
    case 'assertion':
    case 'observer':
    case 'reachable':
      return {
        answer: 'allowed',
        reason: 'every state is asked and expanded once, level by level',
      };
    default:
      return markingSoundness(kind, fairness);
  }
};
