// What a thread that searches with a queue asks of the thread that is connected to it: plain data only.

import type { SentAttempt } from '../check/search-again.ts';
import type { Job } from '../partitions/objects.ts';
import type { SymmetryGap } from '../symmetry-watch/gap.ts';

/** One of the searches of a check, as all of its threads make it. */
export interface QueuedSearch {
  /** What tells it from the others. */
  readonly name: string;
  readonly attempt: SentAttempt;
  /** The names of the properties, where it is not about all. */
  readonly only?: readonly string[];
}

export interface QueuedJob {
  readonly search: QueuedSearch;
  readonly job: Job;
}

/** What became of a job: where it is not done, why; the leader finds out what is wrong. */
export interface EndOfJob {
  readonly undone?: string;
  readonly gaps: readonly SymmetryGap[];
}

/** Bytes of an object from an offset on; of a negative one, that many at its end. */
export interface AskedBytes {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/** Of objects. */
export type StoreCall =
  | { readonly type: 'put'; readonly name: string; readonly bytes: Uint8Array }
  /** Answered by `GotBytes` for each. */
  | { readonly type: 'get'; readonly parts: readonly AskedBytes[] }
  | { readonly type: 'remove'; readonly name: string };

/** An object is never empty: where there are no bytes there is none. */
export interface GotBytes {
  readonly bytes: Uint8Array;
  /** Of the whole object, where its end was asked for. */
  readonly size: number;
}

export type LeaderCall =
  | StoreCall
  /** A search begins: the run is to be in the queue. */
  | { readonly type: 'begin' }
  /** Jobs of a level, answered by what became of each when all have ended. */
  | { readonly type: 'level'; readonly jobs: readonly QueuedJob[] }
  /** Nothing is left to be gone on with. */
  | { readonly type: 'over' };

export type JobThreadCall =
  | StoreCall
  /** What became of the last job; answered by the next, or by nothing when there is none any more. */
  | { readonly type: 'next'; readonly ended?: EndOfJob };
