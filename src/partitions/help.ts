// What a helper does: the jobs of one level after the other that it can claim. It knows which they are from the place alone.

import type { JobBoard } from './job-board.ts';
import type { JobWorker } from './job-worker.ts';
import { candidatesOf, type LevelRecords } from './level-records.ts';
import { ENOUGH, planLevel } from './plan-level.ts';

export interface HelperParts {
  readonly board: JobBoard;
  readonly worker: JobWorker;
  readonly records: LevelRecords;
  /** Which of the helpers it is, from 1 on, and how many threads there are in all. */
  readonly id: number;
  readonly threads: number;
}

/** Returns when the search has ended. */
export function help({ board, worker, records, id, threads }: HelperParts): void {
  let level = board.nextLevel(-1);
  for (; level !== undefined; level = board.nextLevel(level)) {
    const jobs = planLevel(level, candidatesOf(records, level), ENOUGH);
    // Each begins elsewhere, so that it has in memory what it had at the level before.
    const from = Math.floor((id * jobs.length) / threads);
    for (let k = board.claim(level, from); k >= 0; k = board.claim(level, from)) {
      try {
        board.done(level, k, worker.perform(jobs[k]).figures.states);
      } catch {
        // The leader does it, and tells what is wrong.
        worker.forget();
        board.failed(level, k);
      }
    }
  }
}
