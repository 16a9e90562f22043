// What litmus tests were found to do, as plain data.

/** How often the claim of a test is true where a run ends. */
export type Observation = 'Never' | 'Sometimes' | 'Always';

export interface LitmusState {
  /** Of what the test observes, by name: `1:r0`, `x`. An address is the name of its location. */
  readonly values: Readonly<Record<string, number | string>>;
  /** Whether the claim is true of it. */
  readonly holds: boolean;
  /** How many final states of the model look like it. */
  readonly finals: number;
}

/**
 * How it compares with what the file says of the kernel's memory model. One that is stronger shows less; lkmm, which orders nothing
 * by dependencies, may show more. Neither contradicts.
 */
export type Agreement = 'agrees' | 'shows-less' | 'shows-more' | 'contradicts';

export interface LitmusVerdict {
  readonly type: 'verdict';
  readonly file: string;
  readonly name: string;
  readonly memoryModel: string;
  readonly quantifier: 'exists' | '~exists' | 'forall';
  /** As herd prints it: `exists (1:r0=1 /\ 1:r1=0)`. */
  readonly condition: string;
  /** Whether the condition is validated. */
  readonly ok: boolean;
  readonly states: readonly LitmusState[];
  /** Final states of which the claim is true, and false. */
  readonly positive: number;
  readonly negative: number;
  readonly observation: Observation;
  /** The file's `Result:`, where it has one. */
  readonly expected?: Observation;
  /** Absent where no run ends, too: then nothing was observed. */
  readonly agreement?: Agreement;
  readonly noRunEnds?: true;
  /** Doubts about the test: what waits for ever, what only the condition names. */
  readonly warnings?: readonly string[];
}

/** A file that was not run. */
export interface LitmusRefusal {
  readonly type: 'refusal';
  readonly file: string;
  /** Of what is no litmus test, and of one that uses what is not supported. */
  readonly kind: 'malformed' | 'unsupported';
  /** Absent where it is the whole test. */
  readonly line?: number;
  readonly message: string;
}

export type LitmusResult = LitmusVerdict | LitmusRefusal;

export interface LitmusReport {
  readonly memoryModel: string;
  readonly tests: readonly LitmusResult[];
}
