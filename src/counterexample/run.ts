// A run as the search's own vectors: its initial state, and each step with the state that it made.

import type { Chosen } from '../trace/build-trace.ts';

export interface PathStep {
  readonly instance: number;
  readonly from: number;
  readonly to: number;
  readonly choice: number;
  readonly chosen: readonly Chosen[];
  /** The state that the step made; that before it where its assertion failed. */
  readonly state: Int32Array;
  /** Its assertion failed, so it made nothing. */
  readonly failed: boolean;
}

export interface Path {
  readonly initial: Int32Array;
  readonly steps: readonly PathStep[];
  /** Of a run that never ends: after how many steps it first is in the state to which its last step leads back. */
  readonly loop?: number;
}
