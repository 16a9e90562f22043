// What a task is given besides its input, by the thread that performs it.

import type { InstanceNames } from './instance-names.ts';

export interface TaskContext<Result = never> {
  /** The words of base/progress.ts. */
  readonly progress: SharedArrayBuffer;
  /** Tells who will step, so that one whose step never returns can be named. */
  searching(instances: readonly InstanceNames[]): void;
  /** Tells what the result would be if the thread were ended now; nothing takes back what was told. */
  learnt(result: Result | undefined): void;
}
