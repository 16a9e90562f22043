// The table of soundness: which reduction may be used for which kind of property, under which fairness. Each reduction
// answers for itself; `mmcheck inspect --soundness` prints the table and docs/soundness.md reprints it. What is not proved
// there or in docs/decisions/ is refused.

import {
  isPending,
  PROPERTY_KINDS,
  type Properties,
  type PropertyDefinition,
  type PropertyKind,
} from '../language/claims/property.ts';

/** The kinds that something is decided of. */
export type DecidedKind = Exclude<PropertyKind, 'memory-model'>;
/** Whether the property speaks of fair runs only, and whether it follows one instance through them. */
export type FairnessAssumed = 'none' | 'per process' | 'per process, of one instance';

export type Soundness =
  | { readonly answer: 'allowed'; readonly reason: string }
  | { readonly answer: 'refused'; readonly reason: string }
  /** What may still be claimed. */
  | { readonly answer: 'weaker'; readonly claim: string; readonly reason: string };

export type SoundnessOf = (kind: DecidedKind, fairness: FairnessAssumed) => Soundness;

interface RefusedFor {
  readonly property: string;
  readonly reason: string;
}

/** The first property that a reduction may not be used with; a weaker claim is none that it could make. */
export function refusalOf(soundness: SoundnessOf, properties: Properties): RefusedFor | undefined {
  const [first] = answered(soundness, properties, ['refused', 'weaker']);
  return first;
}

/** All properties of which nothing may be claimed. */
export function refusalsOf(soundness: SoundnessOf, properties: Properties): RefusedFor[] {
  return answered(soundness, properties, ['refused']);
}

function answered(
  soundness: SoundnessOf,
  properties: Properties,
  wanted: readonly Soundness['answer'][],
): RefusedFor[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    if (isPending(property) || property.kind === 'memory-model') return [];
    const { answer, reason } = soundness(property.kind, fairnessOf(property));
    return wanted.includes(answer) ? [{ property: name, reason }] : [];
  });
}

function fairnessOf(property: PropertyDefinition): FairnessAssumed {
  if (property.kind !== 'liveness' || !('claim' in property)) return 'none';
  return property.claim.type === 'progresses' ? 'per process, of one instance' : 'per process';
}

const KINDS: readonly DecidedKind[] = PROPERTY_KINDS.filter((kind) => kind !== 'memory-model');

export interface Combination {
  readonly kind: DecidedKind;
  readonly fairness: FairnessAssumed;
}

/** Every combination, for the printed table: only liveness knows fairness. */
export const COMBINATIONS: readonly Combination[] = KINDS.flatMap((kind): Combination[] => [
  { kind, fairness: 'none' },
  ...(kind === 'liveness'
    ? (['per process', 'per process, of one instance'] as const).map((fairness) => ({
        kind,
        fairness,
      }))
    : []),
]);
