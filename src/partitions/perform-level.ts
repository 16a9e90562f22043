// All jobs of a level, done by the leader and by helpers that share a board with it. What a helper cannot do, the leader does itself,
// so that whatever a job throws is thrown where it is heard: a mistake of the model, memory that is full, a disk.

import type { JobBoard } from './job-board.ts';
import type { JobWorker } from './job-worker.ts';
import { type BatchIndex, batchOf, type Job } from './objects.ts';
import { DamagedObject, type Place } from './place.ts';
import { wholeJob } from './whole-job.ts';

/** Threads that do jobs besides the leader. */
export interface JobHelpers {
  readonly size: number;
  readonly board: JobBoard;
  /** The first level comes: they begin to load what is searched. */
  begin(): void;
  /** Takes notice of what they have to tell. */
  hear(): void;
}

export interface LevelParts {
  readonly place: Place;
  readonly worker: JobWorker;
  readonly helpers: JobHelpers | undefined;
  /** Words of a state. */
  readonly words: number;
  /**
   * Called between two jobs, and while others are waited for, with what is done so far, and how many states helpers have found; what
   * it throws ends the level.
   */
  readonly beat: (done: readonly (BatchIndex | undefined)[], found: number) => void;
}

/** How long it waits at a time; and in all for helpers of whom nothing is heard, before it does their jobs. */
const WAIT_MS = 20;
const GIVE_UP_MS = 10_000;

/** What each job comes to. */
export function performLevel(
  level: number,
  jobs: readonly Job[],
  { place, worker, helpers, words, beat }: LevelParts,
): BatchIndex[] {
  const done = jobs.map((job) => wholeJob(place, job, words));
  const board = helpers && !helpers.board.isEnded && jobs.length > 1 ? helpers.board : undefined;
  board?.offer(level, jobs.length, (k) => done[k] !== undefined);
  const perform = (k: number): void => {
    done[k] = worker.perform(jobs[k]);
  };
  if (board) performShared(level, board, perform, () => beat(done, board.found));
  jobs.forEach((job, k) => {
    if (board?.isDone(level, k)) done[k] ??= indexOf(place, job);
  });
  jobs.forEach((_, k) => {
    if (done[k]) return;
    beat(done, 0);
    perform(k);
  });
  return done as BatchIndex[];
}

/** Does the jobs that no helper claims, and waits for the others; those of helpers that do not answer are left. */
function performShared(
  level: number,
  board: JobBoard,
  perform: (k: number) => void,
  beat: () => void,
): void {
  for (let k = board.claim(level, 0); k >= 0; k = board.claim(level, 0)) {
    beat();
    perform(k);
    board.done(level, k, 0);
  }
  let heard = performance.now();
  let beats = board.beats;
  while (!isSettled(level, board)) {
    beat();
    board.wait(beats, WAIT_MS);
    if (board.beats !== beats) heard = performance.now();
    beats = board.beats;
    if (performance.now() - heard >= GIVE_UP_MS) board.end();
    if (board.isEnded) return;
  }
}

function isSettled(level: number, board: JobBoard): boolean {
  for (let k = 0; k < board.jobs; k++) {
    if (!board.isDone(level, k) && !board.hasFailed(level, k)) return false;
  }
  return true;
}

function indexOf(place: Place, job: Job): BatchIndex {
  const name = batchOf(job);
  const object = place.open(name);
  if (!object) throw new DamagedObject(name, 'it is not there');
  return object.index as BatchIndex;
}
