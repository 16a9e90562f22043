// completion: kernel/sched/completion.c, Documentation/scheduler/completion.rst. complete() adds one to `done`, a
// waiter takes one; complete_all() leaves it done for all. A complete() before the wait is not lost.
//
// Waiting sleeps, which lock order knows. What ends a wait early is asked for after it, as do_wait_for_common() does: a
// waiter that finds the completion done takes it, though a signal or the end of its time came first.
//
//   wait: ({ c }) => (c.wait() ? 'done' : 'blocked')                                     wait_for_completion()
//   wait: ({ c, sig }) => (c.wait() ? 'done' : sig.value ? 'interrupted' : 'blocked')    ..._interruptible(), _killable()
//   wait: ({ c, late }) => (c.wait() ? 'done' : late.value ? 'timeout' : 'blocked')      ..._timeout()
//
// Of several waiters any may be next. complete() wakes them in order, but whoever comes at that moment is faster.
// not kept: the order in which waiters are served, which stealing breaks in the kernel, too
// not kept: more calls of complete() than fit in the counter, which are for all

import type { Cell } from '../language/cell.ts';
import { bool, upTo } from '../language/domain.ts';
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
  /** try_wait_for_completion(): never sleeps. */
  tryWait(): boolean;
  /** reinit_completion(): a process that has not left its wait by now waits again. */
  reinit(): void;
  /** completion_done(). */
  isDone(): boolean;
}

interface State {
  done: number;
  doneForAll: boolean;
}

function take(this: State): boolean {
  // rule: complete_all() is for all, complete() for one
  if (this.doneForAll) return true;
  if (this.done === 0) return false;
  this.done--;
  return true;
}

/** A completion; `completes` bounds how many complete() calls may be unused at once. */
export function completion(completes = 1): Cell<Completion> {
  return kernelCell<Completion>(
    { done: upTo(completes), doneForAll: bool },
    {
      // rule: a complete() before the wait is not lost
      // rule: complete() is a release, and who has waited sees what was stored before
      complete: action(
        function (this: State) {
          if (!this.doneForAll) this.done++;
        },
        { order: 'release' },
      ),
      completeAll: action(
        function (this: State) {
          this.done = 0;
          this.doneForAll = true;
        },
        { order: 'release' },
      ),
      // rule: who waits for a completion sleeps, as lock order knows
      // rule: a completion that is done is taken before a signal or a timeout counts
      wait: action(take, { sleeps: true, order: 'acquire' }),
      // rule: try_wait_for_completion() never sleeps
      tryWait: action(take, { order: 'acquire' }),
      // rule: reinit_completion() makes those wait again who have not left
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
