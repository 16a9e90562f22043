// Where the states and the time of a search come from, as plain data.

/** A step of a process, all its instances together; `process alloc, step get_page/take`. */
export interface StepProfile {
  readonly process: string;
  readonly label: string;
  /** Transitions out of the states that were looked at. */
  readonly transitions: number;
  /** How many of those states were first reached by it. */
  readonly newStates: number;
  /** The part of all time that expanding takes, 0 to 1; of a sample, and with what observers do after the step. */
  readonly time: number;
}

/** A cell, an observer's memory, or a local or the labels of a process, all its instances together. */
export interface VariableProfile {
  readonly name: string;
  readonly of: 'cell' | 'local' | 'labels' | 'observer';
  readonly bits: number;
  /** How many contents it has in the states looked at. */
  readonly values: number;
  /** By how much it multiplies the states: how many there are for each content of everything else. */
  readonly factor: number;
}

export interface Profile {
  /** The states that the search kept. */
  readonly states: number;
  /** Of these every `every`th was looked at for steps. */
  readonly every: number;
  readonly steps: readonly StepProfile[];
  readonly variables: readonly VariableProfile[];
  /** False where a limit, or an interruption, kept it from looking at all that it meant to. */
  readonly complete: boolean;
}
