// What a check finds out, as plain data: the facade returns it, reports show it, and nothing in it can print.

import type { ParameterValues } from './model/define-model.ts';
import type { PropertyKind } from './property/property.ts';
import type { Verdict } from './property/verdict.ts';
import type { Trace } from './trace/trace.ts';

/** Why a search ended before it had seen everything. */
export type LimitReached = 'states' | 'depth' | 'memory' | 'time' | 'interrupted';

export interface PropertyOutcome {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly about: string;
  readonly verdict: Verdict;
  /** Steps of the counterexample, or of the witness of a reachable property. */
  readonly depth?: number;
  /** The run that breaks the property, or that shows a reachable property. */
  readonly counterexample?: Trace;
  readonly minimal?: boolean;
}

export interface Statistics {
  readonly states: number;
  readonly transitions: number;
  /** Breadth-first: levels below the initial states. Depth-first: the longest path held. */
  readonly depth: number;
  readonly seconds: number;
  readonly peakMemoryBytes: number;
  readonly workers: number;
  readonly storage: 'exact';
  readonly reductions: readonly string[];
  /** With `symmetry` among the reductions: what is interchangeable, and in how many ways. */
  readonly symmetry?: {
    readonly kinds: Readonly<Record<string, number>>;
    readonly permutations: number;
    /** False where some orbit may have been counted more than once. */
    readonly exact: boolean;
  };
}

export interface CheckOutcome {
  readonly model: string;
  readonly parameters: ParameterValues;
  /** The worst of the verdicts: violated, inconclusive, no-violation-found, pending, holds. */
  readonly outcome: Verdict;
  readonly properties: readonly PropertyOutcome[];
  readonly statistics: Statistics;
  /** What every `holds` rests on: parameters, bounds, fairness, sequential consistency. */
  readonly assumptions: readonly string[];
  /** Limit that made verdicts inconclusive, with the figures and the flag that raises it. */
  readonly limit?: { readonly reached: LimitReached; readonly message: string };
  /** Doubts about the model that do not stop a check: a local never read, a step too coarse. */
  readonly warnings: readonly string[];
}
