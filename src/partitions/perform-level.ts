// All jobs of a level, done by the leader and by helpers. What no helper can do, the leader does itself, so that whatever a job throws
// is thrown where it is heard: a mistake of the model, memory that is full, a disk.

import type { JobWorker } from './job-worker.ts';
import { type BatchIndex, batchOf, type Job } from './objects.ts';
import type { Place } from './place.ts';
import { wholeJob } from './whole-job.ts';

/** A level some of whose jobs are to be done. */
export interface OpenLevel {
  readonly level: number;
  readonly jobs: readonly Job[];
  isDone(job: number): boolean;
  /** The leader does one itself. */
  perform(job: number): void;
  /** Called while jobs are done, with how many states helpers have found; what it throws ends the level. */
  beat(found: number): void;
}

/** Others that do jobs besides the leader. */
export interface JobHelpers {
  /** Threads that share the memory of the search with its leader. */
  readonly size: number;
  /** The first level comes: they begin to load what is searched. */
  begin(): void;
  /** Returns when they do nothing any more; what they have left undone the leader does afterwards. */
  share(level: OpenLevel): void;
  /** Takes notice of what they have to tell. */
  hear(): void;
  /** The search has ended. */
  end(): void;
}

export interface LevelParts {
  readonly place: Place;
  readonly worker: JobWorker;
  readonly helpers: JobHelpers | undefined;
  /** Words of a state. */
  readonly words: number;
  /** Called with what is done so far, and how many states helpers have found; what it throws ends the level. */
  readonly beat: (done: readonly (BatchIndex | undefined)[], found: number) => void;
}

/** What each job comes to. */
export function performLevel(
  level: number,
  jobs: readonly Job[],
  { place, worker, helpers, words, beat }: LevelParts,
): BatchIndex[] {
  place.expect(jobs.map(batchOf));
  const done = jobs.map((job) => wholeJob(place, job, words));
  const stored = (k: number) => place.open(batchOf(jobs[k]))?.index as BatchIndex | undefined;
  const perform = (k: number): void => {
    const index = worker.perform(jobs[k]);
    // Where a helper was first after all, what it has sent is what counts.
    done[k] = (helpers && stored(k)) ?? index;
  };
  // To tell others of one job takes longer than to do it.
  if (jobs.length > 1) {
    const isDone = (k: number) => done[k] !== undefined;
    helpers?.share({ level, jobs, isDone, perform, beat: (found) => beat(done, found) });
    place.expect(jobs.flatMap((job, k) => (done[k] ? [] : [batchOf(job)])));
    jobs.forEach((_, k) => {
      done[k] ??= stored(k);
    });
  }
  jobs.forEach((_, k) => {
    if (done[k]) return;
    beat(done, 0);
    perform(k);
  });
  return done as BatchIndex[];
}
