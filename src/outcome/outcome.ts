// What a check finds out, as plain data: the facade returns it, reports show it, and nothing in it can print.

import type { ModelErrorPlace } from '../base/errors.ts';
import type { LimitReached } from '../base/limits.ts';
import type { StoreName } from '../base/stores.ts';
import type { PropertyKind } from '../language/claims/property.ts';
import type { Verdict } from '../language/claims/verdict.ts';
import type { ParameterValues } from '../language/define-model.ts';
import type { Trace } from '../trace/trace.ts';
import type { AuditReport } from './audit.ts';
import type { FileCoverage } from './coverage.ts';
import type { Dependency, Fact, LockClass, Problem } from './lock-order.ts';
import type { Profile } from './profile.ts';

export type { AuditProblem, AuditReport } from './audit.ts';
export type { Dependency, Fact, LockClass } from './lock-order.ts';

/** Where traces cross threads or go into files they are JSON: `Run` is what stands for them. */
export interface PropertyOutcome<Run = Trace> {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly about: string;
  readonly verdict: Verdict;
  /** Steps of the counterexample, or of the witness of a reachable property. */
  readonly depth?: number;
  /** The run that breaks the property, or that shows a reachable property. */
  readonly counterexample?: Run;
  readonly minimal?: boolean;
  /** Where that was asked for: whether no shortest run has fewer context switches. */
  readonly fewestSwitches?: boolean;
  /** Of a lock order, broken or not. */
  readonly lockOrder?: LockOrderOutcome<Run>;
}

/** What is known of the locks. */
export interface LockOrderOutcome<Run = Trace> {
  readonly classes: readonly LockClass[];
  readonly dependencies: readonly Dependency[];
  readonly problems: readonly LockProblem<Run>[];
  /** Whether any run of this configuration deadlocks; unknown where a limit ended the search. */
  readonly deadlock: 'found' | 'none' | 'unknown';
}
export interface LockProblem<Run = Trace> extends Omit<Problem, 'facts'> {
  readonly witnesses: readonly LockWitness<Run>[];
}
/** A run that shows one dependency, or one use, of those that make the problem. */
export interface LockWitness<Run = Trace> {
  readonly fact: Fact;
  readonly words: string;
  readonly run: Run;
}

/** Probabilities, at most. */
export interface Omission {
  /** That a state was taken for another one and omitted when it was looked up. */
  readonly state: number;
  /** That a run of so many steps, as deep as the search went, was missed: any of its states. */
  readonly run: number;
  readonly depth: number;
}

export interface RefusedReduction {
  readonly reduction: string;
  readonly property?: string;
  /** The kind of ids that alone is not permuted. */
  readonly kind?: string;
  readonly reason: string;
}

export interface Statistics {
  readonly states: number;
  readonly transitions: number;
  /** Breadth-first: levels below the initial states. Depth-first: the longest path held. */
  readonly depth: number;
  readonly seconds: number;
  readonly peakMemoryBytes: number;
  readonly workers: number;
  readonly storage: StoreName;
  /** Of a lossy store: how likely it is that something was missed. */
  readonly omission?: Omission;
  readonly reductions: readonly string[];
  /** The reductions that a property, or a limit, stood in the way of, and why. */
  readonly refused?: readonly RefusedReduction[];
  /** With `symmetry` among the reductions: what is interchangeable, and in how many ways. */
  readonly symmetry?: {
    readonly kinds: Readonly<Record<string, number>>;
    readonly permutations: number;
    /** False where some orbit may have been counted more than once. */
    readonly exact: boolean;
  };
  /** With symmetry asked for: the kinds of ids that might be interchangeable, and are not in this model. */
  readonly distinguished?: readonly DistinguishedKind[];
  /** Where the properties were searched for in groups: each search. The figures above are those of all. */
  readonly searches?: readonly SearchStatistics[];
}

/** A kind of ids without names, of which there are several, and what tells them apart. */
export interface DistinguishedKind {
  /** `cpu`, or `process task` for the instances of a process. */
  readonly kind: string;
  readonly ids: number;
  readonly reason: string;
}

/** One of several searches of a check. */
export interface SearchStatistics
  extends Pick<Statistics, 'states' | 'transitions' | 'depth' | 'seconds' | 'reductions'> {
  readonly properties: readonly string[];
}

/** A mistake of the model: a value outside its domain, the misuse of a primitive, whatever a step or a claim must not do. */
export interface ModelMistake {
  readonly message: string;
  readonly place: ModelErrorPlace;
  /** The process that the instance in `place` is one of, where it is a step's. */
  readonly process?: string;
}

export interface CheckOutcome<Run = Trace> {
  readonly model: string;
  readonly parameters: ParameterValues;
  /** The worst of the verdicts: violated, inconclusive, no-violation-found, pending, holds. */
  readonly outcome: Verdict;
  readonly properties: readonly PropertyOutcome<Run>[];
  readonly statistics: Statistics;
  /** What every `holds` rests on: parameters, bounds, fairness, sequential consistency. */
  readonly assumptions: readonly string[];
  /** Limit that made verdicts inconclusive, with the figures and the flag that raises it. */
  readonly limit?: { readonly reached: LimitReached; readonly message: string };
  /** How the model went wrong, where that is what ended the search. */
  readonly modelError?: ModelMistake;
  /** With `audit`: what the search relied upon, looked at again. */
  readonly audit?: AuditReport;
  /**
   * What no run does, a sentence each: labels that no process comes to, processes that never end, observers that never
   * move. Absent where the search did not see every state.
   */
  readonly never?: readonly string[];
  /** All that was looked for, and what the search has seen of it. */
  readonly happenings: readonly Happening[];
  /** With `profile`: where states and time come from. */
  readonly profile?: Profile;
  /** Where it was asked for. */
  readonly coverage?: readonly FileCoverage[];
  /** Doubts about the model that do not stop a check: a local never read, a step too coarse. */
  readonly warnings: readonly string[];
}

/** An outcome without the runs that show it. */
export type RunlessOutcome = CheckOutcome<never>;

export function withoutRuns(outcome: CheckOutcome<unknown>): RunlessOutcome {
  const properties = outcome.properties.map(
    ({ counterexample: _, lockOrder: _locks, ...property }) => property,
  );
  return { ...outcome, properties };
}

/** Something that a run may do, in words that go on from *never*. */
export interface Happening {
  readonly words: string;
  readonly seen: boolean;
}

/** The same outcome with something else in place of its traces. */
export function convertRuns<From, To>(
  { counterexample, lockOrder, ...property }: PropertyOutcome<From>,
  convert: (run: From) => To,
): PropertyOutcome<To> {
  const problems = lockOrder?.problems.map((problem) => ({
    ...problem,
    witnesses: problem.witnesses.map(({ run, ...witness }) => ({ ...witness, run: convert(run) })),
  }));
  return {
    ...property,
    ...(counterexample !== undefined && { counterexample: convert(counterexample) }),
    ...(lockOrder && problems && { lockOrder: { ...lockOrder, problems } }),
  };
}
