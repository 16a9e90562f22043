// What the searching thread can be asked to do. Everything that runs an author's code is a task, so
// that code which never returns can always be stopped.

import type { InstanceNames } from './instance-names.ts';
import { check } from './tasks/check.ts';
import { checkRow } from './tasks/check-row.ts';
import { graph } from './tasks/graph.ts';
import { inspect } from './tasks/inspect.ts';
import { list } from './tasks/list.ts';
import { open } from './tasks/open.ts';
import { replay } from './tasks/replay.ts';

/** What a task is handed besides its input. */
export interface TaskContext {
  /** The words of base/progress.ts. */
  readonly progress: SharedArrayBuffer;
  /** Tells who will step, so that one whose step never returns can be named. */
  searching(instances: readonly InstanceNames[]): void;
}

export const tasks = { open, check, checkRow, replay, graph, inspect, list };
