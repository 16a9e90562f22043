// completion: kernel/sched/completion.c, Documentation/scheduler/completion.rst. complete() adds one to `done`, a
// waiter takes one; complete_all() leaves it done for all. A complete() before the wait is not lost.

import type { Cell } from '../model/cell.ts';
import { bool, upTo } from '../model/domain.ts';
import { action, kernelCell, query } from './kernel-cell.ts';

export interface Completion {
  readonly done: number;
  readonly doneForAll: boolean;
  /** complete(). */
  complete(): void;
  /** complete_all(). */
  completeAll(): void;
  /** wait_for_completion(): false while it must wait. */
  wait(): boolean;
  /** reinit_completion(). */
  reinit(): void;
  /** completion_done(). */
  isDone(): boolean;
}

interface State {
  done: number;
  doneForAll: boolean;
}

/** A completion; `completes` bounds how many complete() calls may be unused at once. */
export function completion(completes = 1): Cell<Completion> {
  return kernelCell<Completion>(
    { done: upTo(completes), doneForAll: bool },
    {
      complete: action(function (this: State) {
        if (!this.doneForAll) this.done++;
      }),
      completeAll: action(function (this: State) {
        this.done = 0;
        this.doneForAll = true;
      }),
      wait: action(
        function (this: State) {
          if (this.doneForAll) return true;
          if (this.done === 0) return false;
          this.done--;
          return true;
        },
        { sleeps: true },
      ),
      reinit: action(function (this: State) {
        this.done = 0;
        this.doneForAll = false;
      }),
      isDone: query(function (this: State) {
        return this.doneForAll || this.done > 0;
      }),
    },
    { lock: { type: 'completion', holders: {} } },
  );
}
