// What the watching and the searching thread say to each other: plain data only.

import type { InstanceNames } from './instance-names.ts';
import type { tasks } from './tasks.ts';
import type { ThreadId } from './thread-clock.ts';
import type { WireError } from './wire-error.ts';

/** The tasks, by name, as the watching thread sees them: it never loads their code. */
export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
export type TaskInput<T extends TaskName> = Parameters<Tasks[T]>[0];
export type TaskResult<T extends TaskName> = Awaited<ReturnType<Tasks[T]>>;

export interface Request<T extends TaskName = TaskName> {
  readonly task: T;
  readonly input: TaskInput<T>;
  readonly progress: SharedArrayBuffer;
}

export type Reply =
  /** Said first: the searching thread as the system knows it; absent where that cannot be told. */
  | { readonly type: 'started'; readonly thread?: ThreadId }
  | { readonly type: 'searching'; readonly instances: readonly InstanceNames[] }
  /** What to make do with where the thread comes to an end before it is done. */
  | { readonly type: 'learnt'; readonly result: unknown }
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly error: WireError }
  /** As it was asked to, in the midst of something that comes to nothing so. */
  | { readonly type: 'stopped' };
