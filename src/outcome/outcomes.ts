// How the runs of a model end, as plain data: each combination of final values with a run that leads to it.

import type { ParameterValues } from '../language/define-model.ts';
import type { ShownState } from '../trace/trace.ts';

export interface FinalStep {
  /** The name of the instance. */
  readonly process: string;
  readonly label: string;
}

/** The final states in which all that is shown has the same values. */
export interface FinalValues {
  /** By name, in the order in which they are shown. */
  readonly values: Readonly<Record<string, ShownState>>;
  /** How many final states have them. */
  readonly states: number;
  /** In how many of these a process waits that is neither done nor where it may wait for ever. */
  readonly deadlocked: number;
  /** A run to one of them; no run to any of them has fewer steps. */
  readonly run: readonly FinalStep[];
}

export interface Outcomes {
  readonly model: string;
  readonly parameters: ParameterValues;
  /** The names of what is shown: cells, and locals as `process.local`. */
  readonly shown: readonly string[];
  /** Those that are shown by default and are the same in all final states, with their value. */
  readonly same: Readonly<Record<string, ShownState>>;
  /** By the length of the run. */
  readonly outcomes: readonly FinalValues[];
  /** Final states, and all states. */
  readonly finalStates: number;
  readonly states: number;
  /** Absent where the model bounds how far it is explored, and runs end beyond that bound, too. */
  readonly complete: boolean;
}
