// The helping threads of a leader, which share a board with it: each takes the next job that is open, and so does the leader.

import type { JobBoard } from './job-board.ts';
import type { JobHelpers, OpenLevel } from './perform-level.ts';

/** How long the leader waits at a time; and in all for helpers of whom nothing is heard, before it does their jobs. */
const WAIT_MS = 20;
const GIVE_UP_MS = 10_000;

export class ThreadsAtBoard implements JobHelpers {
  readonly size: number;
  readonly begin: () => void;
  readonly hear: () => void;
  readonly #board: JobBoard;

  constructor(board: JobBoard, { size, begin, hear }: Pick<JobHelpers, 'size' | 'begin' | 'hear'>) {
    this.#board = board;
    this.size = size;
    this.begin = begin;
    this.hear = hear;
  }

  end(): void {
    this.#board.end();
  }

  /** The leader does the jobs that no helper claims, and waits for the others; those of helpers that do not answer are left. */
  share({ level, jobs, isDone, perform, beat }: OpenLevel): void {
    const board = this.#board;
    if (board.isEnded) return;
    board.offer(level, jobs.length, isDone);
    for (let k = board.claim(level, 0); k >= 0; k = board.claim(level, 0)) {
      beat(board.found);
      perform(k);
      board.done(level, k, 0);
    }
    let heard = performance.now();
    let beats = board.beats;
    while (!this.#isSettled(level)) {
      beat(board.found);
      board.wait(beats, WAIT_MS);
      if (board.beats !== beats) heard = performance.now();
      beats = board.beats;
      if (performance.now() - heard >= GIVE_UP_MS) board.end();
      if (board.isEnded) return;
    }
  }

  #isSettled(level: number): boolean {
    const board = this.#board;
    for (let k = 0; k < board.jobs; k++) {
      if (!board.isDone(level, k) && !board.hasFailed(level, k)) return false;
    }
    return true;
  }
}
