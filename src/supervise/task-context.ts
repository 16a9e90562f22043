// What a task is given besides its input, by the thread that performs it.

import type { InstanceNames } from './instance-names.ts';

export interface TaskContext {
  /** The words of base/progress.ts. */
  readonly progress: SharedArrayBuffer;
  /** Tells who will step, so that one whose step never returns can be named. */
  searching(instances: readonly InstanceNames[]): void;
}
