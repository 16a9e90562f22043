// The result of a simulation, as data. There are no times in it: the same seed gives the same result.

import type { LimitReached } from '../base/limits.ts';
import type { Verdict } from '../language/claims/verdict.ts';
import type { ParameterValues } from '../language/define-model.ts';
import type { Trace } from '../trace/trace.ts';
import type { PropertyOutcome } from './outcome.ts';

export const STRATEGIES = ['uniform', 'pct'] as const;
export type SimulationStrategy = (typeof STRATEGIES)[number];

/** What is known of the chances of probabilistic concurrency testing. */
export interface PctChances {
  /** The numbers of the bound: n, k and d. */
  readonly processes: number;
  readonly steps: number;
  readonly depth: number;
  /** The least probability that one walk finds a violation of this depth within so many steps. */
  readonly bound: number;
  /** Steps choose, or there are several initial states: the right choice is then another chance. */
  readonly choices: boolean;
}

/** How many walks came to which end. */
export interface WalkEnds {
  /** No step changes anything any more. */
  over: number;
  /** They were as long as a walk may be. */
  cut: number;
  /** An assertion of a step failed. */
  failed: number;
  /** The model's constraint lets no run go on. */
  beyond: number;
}

export interface SimulatedProperty<Run = Trace> extends PropertyOutcome<Run> {
  /** How many walks break it, or reach what is to be reached. */
  readonly walks: number;
}

export interface LabelTaken {
  readonly process: string;
  readonly label: string;
  /** How many steps of all walks. */
  readonly taken: number;
}

export interface Simulation<Run = Trace> {
  readonly model: string;
  readonly parameters: ParameterValues;
  /** The worst of the verdicts. */
  readonly outcome: Verdict;
  readonly properties: readonly SimulatedProperty<Run>[];
  readonly strategy: SimulationStrategy;
  readonly seed: number;
  /** Those that were made; of them the first `measuring` are uniform, whatever the strategy is. */
  readonly walks: number;
  readonly measuring: number;
  readonly steps: number;
  readonly longest: number;
  readonly ends: Readonly<WalkEnds>;
  readonly pct?: PctChances;
  /** In the order of the processes; only labels to which the text of the steps leads. */
  readonly labels: readonly LabelTaken[];
  /** Absent where all initial states may be drawn: how many may. */
  readonly initialStates?: number;
  /** What ended it before all walks were made. */
  readonly limit?: { readonly reached: LimitReached; readonly message: string };
}

export function withoutRuns(found: Simulation): Simulation<never> {
  const properties = found.properties.map(
    ({ counterexample: _, lockOrder: _locks, ...one }) => one,
  );
  return { ...found, properties };
}
