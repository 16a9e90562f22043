// What a strategy of search passes on while it expands states, for properties that the finished graph decides: how each
// process fares in each state. It is recorded on the way because to expand all states once more would cost as much again.

import type { Finding } from './finding.ts';

export interface StateRecorder {
  /** The properties that a global deadlock violates. */
  readonly properties: readonly string[];
  /** Words that it keeps of each state. */
  readonly wordsPerState: number;
  /** Before the search: where to keep them, with room for every state that there may be. Not called where they are not kept. */
  reserve(room: Int32Array): void;
  /** The transitions of the next state come now. */
  enter(): void;
  /** A transition of an instance changes something. */
  moves(instance: number): void;
  /** An instance has no transition from its label, or one that changes nothing. */
  stays(instance: number, label: number): void;
  /** A transition whose assertion failed: it has no successor. */
  fails(): void;
  /** Ends the expansion of a state; true if it is a finding that nothing moved there. */
  leave(state: number): boolean;
  /** The findings of a state in which nothing moves. */
  globalDeadlock(index: number, state: Int32Array): readonly Finding[];
}
