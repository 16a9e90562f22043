// The table of soundness: which reduction may be used for which kind of property, under which
// fairness and in which order of search. This one function decides; `mmcheck inspect --soundness`
// prints it and docs/soundness.md reprints it. What is not proved here or in docs/decisions/ is
// refused.

import {
  isPending,
  type Properties,
  type PropertyDefinition,
  type PropertyKind,
} from '../property/property.ts';

export const REDUCTIONS = ['symmetry', 'partial-order'] as const;
export type Reduction = (typeof REDUCTIONS)[number];
export type Order = 'bfs' | 'dfs';
/** Whether the property speaks of fair runs only. */
export type FairnessAssumed = 'none' | 'per process';

export interface Combination {
  readonly reduction: Reduction;
  readonly kind: PropertyKind;
  readonly fairness: FairnessAssumed;
  readonly order: Order;
}
export type Soundness =
  | { readonly answer: 'allowed'; readonly reason: string }
  | { readonly answer: 'refused'; readonly reason: string }
  /** What may still be claimed. */
  | { readonly answer: 'weaker'; readonly claim: string; readonly reason: string };

export function soundness(combination: Combination): Soundness {
  return combination.reduction === 'symmetry'
    ? symmetrySoundness(combination)
    : partialOrderSoundness(combination);
}

const STATES = 'it treats all ids alike, so it says the same of all states of an orbit';

function symmetrySoundness({ kind, fairness }: Combination): Soundness {
  if (fairness !== 'none') {
    return {
      answer: 'refused',
      reason:
        'a run of orbits does not tell which instance it is that steps, and which one starves',
    };
  }
  switch (kind) {
    case 'invariant':
    case 'reachable':
    case 'unreachable':
    case 'conservation':
      return { answer: 'allowed', reason: STATES };
    case 'assertion':
      return { answer: 'allowed', reason: 'permuted steps make permuted assertions' };
    case 'observer':
      return { answer: 'allowed', reason: 'what it remembers is permuted with the state' };
    case 'deadlock':
      return {
        answer: 'allowed',
        reason: 'who is stuck is kept for each instance and mapped along each step',
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
    case 'liveness':
      return { answer: 'refused', reason: 'not proved yet' };
    case 'memory-model':
      return { answer: 'allowed', reason: 'nothing is claimed of it yet' };
  }
}

const TRACES =
  'each run has a run of the reduced search that differs only in the order of steps that commute';

function partialOrderSoundness({ kind, fairness }: Combination): Soundness {
  if (fairness !== 'none') {
    return { answer: 'refused', reason: 'which runs are fair depends on steps that are left out' };
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
      return { answer: 'allowed', reason: `${TRACES}; who is stuck stays so, and is found later` };
    case 'lock-order':
      return {
        answer: 'refused',
        reason: 'it speaks of every attempt, and those in states that are left out may show more',
      };
    case 'always-possible':
    case 'liveness':
      return { answer: 'refused', reason: 'not proved yet' };
    case 'memory-model':
      return { answer: 'allowed', reason: 'nothing is claimed of it yet' };
  }
}

/** The first property that a reduction may not be used with; a weaker claim is none that anybody makes yet. */
export function refusalOf(
  reduction: Reduction,
  properties: Properties,
  order: Order,
): { readonly property: string; readonly reason: string } | undefined {
  for (const [name, property] of Object.entries(properties)) {
    if (isPending(property)) continue;
    const { answer, reason } = soundness(combinationOf(reduction, property, order));
    if (answer !== 'allowed') return { property: name, reason };
  }
  return undefined;
}

/** What the soundness of a reduction needs to know of a property. */
export function combinationOf(
  reduction: Reduction,
  property: PropertyDefinition,
  order: Order,
): Combination {
  const isLiveness = property.kind === 'liveness' && 'claim' in property;
  return { reduction, kind: property.kind, fairness: isLiveness ? 'per process' : 'none', order };
}

const KINDS: readonly PropertyKind[] = [
  'invariant',
  'assertion',
  'observer',
  'deadlock',
  'lock-order',
  'reachable',
  'unreachable',
  'conservation',
  'always-possible',
  'liveness',
  'memory-model',
];

/** Every combination, for whoever prints the table. */
export function combinations(): Combination[] {
  return REDUCTIONS.flatMap((reduction) =>
    KINDS.flatMap((kind) =>
      (['none', 'per process'] as const).flatMap((fairness) =>
        (['bfs', 'dfs'] as const).map((order) => ({ reduction, kind, fairness, order })),
      ),
    ),
  ).filter(({ kind, fairness }) => fairness === 'none' || kind === 'liveness');
}
