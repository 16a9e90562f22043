// What an audit found out, as plain data: it crosses threads and goes into reports.

import type { JsonWholeState } from '../trace/state-codec.ts';

export type AuditedClaim =
  | 'accesses'
  | 'repetition'
  | 'independence'
  | 'exclusion'
  | 'stubborn-sets'
  | 'symmetry'
  | 'dead-locals';

/** Something that a search relies on and that is not so. */
export interface AuditProblem {
  readonly claim: AuditedClaim;
  /** The step that shows it, `alloc_pages/take`; of a property, its name. */
  readonly step: string;
  /** The cells and locals that it is about, as far as they are known: `free[1]`, `me.zone`. */
  readonly cells: readonly string[];
  readonly message: string;
  /** The lines of the model, innermost first, where they can be known: `models/x.ts:12`. */
  readonly lines: readonly string[];
  /** A state in which it shows. */
  readonly state: JsonWholeState;
}

export interface AuditReport {
  /** How many states were looked at, and whether these are all that can be reached. */
  readonly states: number;
  readonly complete: boolean;
  /** Executions of steps and guards, blocked ones included. */
  readonly steps: number;
  /** Pairs of processes whose order is said not to matter. */
  readonly pairs: number;
  /** Sets by which the search expands a state in part. */
  readonly sets: number;
  /** States looked at in another naming of the ids. */
  readonly permutations: number;
  /** One for each kind of mistake; empty if all is as it should be. */
  readonly problems: readonly AuditProblem[];
}
