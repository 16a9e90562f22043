// How the runs of a model end, as plain data: each combination of final values with a run that leads to it.

import type { ParameterValues } from '../language/define-model.ts';
import type { JsonMembers, JsonSets } from '../trace/state-codec.ts';

export interface FinalStep {
  /** The name of the instance. */
  readonly process: string;
  readonly label: string;
}

/** The final states in which all that is shown has the same values. */
export interface FinalValues {
  /** By name, in the order in which they are shown. */
  readonly values: JsonMembers;
  /** How many final states have them. */
  readonly states: number;
  /** In how many of these a process waits that is neither done nor where it may wait for ever. */
  readonly deadlocked: number;
  /** A run to one of them; no run to any of them has fewer steps. */
  readonly run: readonly FinalStep[];
}

/** Sets are listed under their paths in `values`, also those that are in `same`. */
export interface Outcomes extends JsonSets {
  readonly model: string;
  readonly parameters: ParameterValues;
  /** The names of what is shown: cells and parts of them, and locals as `process.local`. */
  readonly shown: readonly string[];
  /** Those that are shown by default and are the same in all final states, with their value. */
  readonly same: JsonMembers;
  /** By the length of the run. */
  readonly outcomes: readonly FinalValues[];
  /** Final states, and all states. */
  readonly finalStates: number;
  readonly states: number;
  /** States in which a run may end by an assertion that fails: no final states, since what would come after them is not known. */
  readonly failed: number;
  /** False where the model bounds how far it is explored, and runs end beyond that bound, too. */
  readonly complete: boolean;
}
