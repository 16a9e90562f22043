// A frontier: the states that are found and not expanded yet, and which comes next. It is what makes the order of a
// sequential search.
//
// What must stay true: each state that was begun or added is taken exactly once.

/** The states that were found, as it sees them. */
export interface FoundStates {
  readonly count: number;
}

export interface Frontier {
  readonly size: number;
  /** The depth of the state that was taken last, and of the deepest so far. */
  readonly level: number;
  readonly deepest: number;
  /** Whether what is taken next depends on all states that were found being known. */
  readonly mustKnow: boolean;
  /** An initial state was found. */
  begin(index: number): void;
  /** A state was found from the one that was taken last. */
  add(index: number): void;
  /** The next state to expand; there must be one. */
  take(): number;
  /** The states that are taken next, as long as their numbers come in a row and their successors come later. */
  readonly row?: { readonly first: number; readonly length: number };
  /** Where it stands, as data, and to go on from there; where it can be saved. */
  saved?(): readonly number[];
  restore?(saved: readonly number[]): void;
  /** Leaves out so many of them, which were expanded elsewhere. */
  skip?(many: number): void;
}

export interface FrontierKind {
  /** `capacity`: how many states there is room for. */
  make(found: FoundStates, capacity: number): Frontier;
  /** How many words it keeps of each state, which count as memory. */
  readonly wordsPerState: number;
}
