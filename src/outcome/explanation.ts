// Why a run breaks a property, as plain data.

/** A step of the run: its number from 1, who takes it, and from which label. */
export interface ExplainedStep {
  readonly number: number;
  readonly process: string;
  readonly label: string;
}

/**
 * Two steps of different processes that touch the same, one of them with a store:
 *
 * - `matters`: the other way round, this run does not break the property;
 * - `does-not-matter`: the other way round, it breaks it as well;
 * - `cannot-turn`: the second is not possible before the first, as where it waits for it.
 */
export interface Race {
  readonly first: ExplainedStep;
  readonly second: ExplainedStep;
  /** What both touch, as an author calls it. */
  readonly on: readonly string[];
  readonly order: 'matters' | 'does-not-matter' | 'cannot-turn';
  /** Where the order matters: what becomes of the run the other way round. */
  readonly otherwise?: string;
}

/** The last moment at which the run could still have gone right. */
export interface NoReturn {
  /** With this step it was too late; absent where every run of the configuration breaks the property. */
  readonly step?: ExplainedStep;
  /** What could have been taken instead, to go right; and how many steps a run that goes right still has. */
  readonly instead?: ExplainedStep;
  readonly rest?: number;
  /** False where the search for a run that goes right was given up: then it was too late at the latest with `step`. */
  readonly exact: boolean;
}

/** What the same schedule does in a configuration in which the property holds. */
export interface FixedVariant {
  /** The parameters that differ, as in a row of the spec. */
  readonly parameters: string;
  /** The first step that is not possible there, or does something else; absent where the whole schedule can be taken, or not begun. */
  readonly step?: ExplainedStep;
  readonly says: string;
}

export interface Explanation {
  readonly steps: number;
  /** The steps that stand in a race whose order matters. */
  readonly mattering: readonly ExplainedStep[];
  readonly races: readonly Race[];
  readonly noReturn: NoReturn;
  readonly fixed?: FixedVariant;
}
