// What a reduction is: it answers for its soundness, and plans itself for one check. A plan is what the search uses of it
// (transition/reduced.ts, several of them: layers.ts) and what a report says of it. The list of reductions is check/reductions.ts.

import type { Monitor } from '../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { Properties } from '../language/claims/property.ts';
import type { MakeExpansion, Quotient } from '../transition/reduced.ts';
import type { MemorySoundness } from './memory-soundness.ts';
import type { SoundnessOf } from './soundness.ts';

export interface Reduction<P extends ReductionPlan = ReductionPlan> {
  readonly soundness: SoundnessOf;
  /** Where memory is not sequentially consistent. */
  readonly underMemory: MemorySoundness;
  /** Where the table of soundness does not allow it, or it cannot gain anything, the plan changes nothing. */
  plan(subject: PlanSubject): P;
}

export interface PlanSubject {
  readonly system: CompiledSystem;
  readonly monitor: Monitor;
  readonly properties: Properties;
  readonly maxDepth?: number | undefined;
  /** False where an observer has turned out not to be steady (partial-order/visibility.ts). */
  readonly isSteady?: boolean;
  /** Kinds of ids that are not to be permuted, whatever the analysis says of them. */
  readonly dropped?: Dropped;
}

/** Why each kind is dropped. */
export type Dropped = ReadonlyMap<string, { readonly reason: string }>;

export interface ReductionPlan {
  /** Which state is stored for each that is found. */
  readonly quotient?: Quotient | undefined;
  /** Which transitions of a state are visited. */
  readonly expansion?: MakeExpansion | undefined;
  readonly refused: readonly Refusal[];
  figures(search: SearchFigures): PlanFigures;
}

/** Why a reduction is not used: because of a property, or of nothing in particular; or not for one kind of ids. */
export interface Refusal {
  readonly property?: string;
  readonly kind?: string;
  readonly reason: string;
}

export interface SearchFigures {
  /** How many states were expanded in part, or skipped. */
  readonly reduced: number;
}

export interface PlanFigures {
  /** Whether it made any difference to the search. */
  readonly isUsed: boolean;
  readonly symmetry?: {
    readonly kinds: Readonly<Record<string, number>>;
    readonly permutations: number;
    readonly exact: boolean;
  };
  /** Of symmetry: the kinds that it might permute, and does not. */
  readonly distinguished?: readonly {
    readonly kind: string;
    readonly ids: number;
    readonly reason: string;
  }[];
}
