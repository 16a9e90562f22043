// A run as the search's own vectors: its initial state, and each step with the state that it made.

import type { RawStep } from '../trace/build-trace.ts';

export interface Path {
  readonly initial: Int32Array;
  readonly steps: readonly RawStep[];
  /** Of a run that never ends: after how many steps it first is in the state to which its last step leads back. */
  readonly loop?: number;
}
