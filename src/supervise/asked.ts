// Whoever performs some of the tasks: a searching thread here, or the workers of a queue.

import type { TaskInput, TaskName, TaskResult } from './messages.ts';
import type { Hearing } from './supervisor.ts';

export interface Asked<Names extends TaskName> {
  ask<T extends Names>(
    task: T,
    input: TaskInput<T>,
    hearing?: Hearing<TaskResult<T>>,
  ): Promise<TaskResult<T>>;
}
