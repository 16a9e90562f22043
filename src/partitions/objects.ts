// The objects of a search in partitions: their names, and what the index of each says. A level has jobs, each for some
// partitions that follow one another; a job writes a log and a batch.
//
//   000012.0-63.log     what was new in the partitions: states, and where each was found from
//   000012.0-63.batch   what their steps led to, by the partition that owns it; what the job has counted and found
//   000012.level        all jobs of the level are done: what they come to
//   begin.batch         the initial states, as if found from a level before the first
//
// What must stay true: a job is done when its batch is there, since that is committed last; a level when its record is. Batches
// are removed when the level that they are for is done, logs and records with the search.

import type { ChunkAt } from './chunk.ts';

/** A part of a level's work: the partitions from `first` to `last` of which there are candidates. */
export interface Job {
  readonly level: number;
  readonly first: number;
  readonly last: number;
}

/** Of one partition in a log. */
export interface LogSection {
  readonly partition: number;
  readonly states: number;
  /** The states, and of each where it was found from: chunks of the same records. */
  readonly chunks: readonly { readonly states: ChunkAt; readonly origins: ChunkAt }[];
}

export interface LogIndex {
  readonly sections: readonly LogSection[];
}

/** Something that was found by a job, in a state by its place in the job's log. */
export interface JobFinding {
  readonly property: string;
  readonly message: string;
  readonly state: number;
  readonly step?: { readonly instance: number; readonly choice: number };
  readonly waiting?: readonly number[];
  readonly minimal?: false;
}

/** What a job has counted. */
export interface JobFigures {
  readonly states: number;
  readonly transitions: number;
  readonly beyond: number;
}

export interface BatchIndex {
  readonly figures: JobFigures;
  readonly findings: readonly JobFinding[];
  /** Its chunks by the partition that they are for, in the order in which they were filled. */
  readonly sent: readonly (readonly [partition: number, chunks: readonly ChunkAt[]])[];
}

/** A level that is done. */
export interface LevelRecord {
  readonly jobs: readonly Job[];
  /** How many states each partition found new, and how many candidates it has in the next level: only those with any. */
  readonly states: readonly (readonly [partition: number, states: number])[];
  readonly candidates: readonly (readonly [partition: number, candidates: number])[];
  /** Until the end of this level. */
  readonly total: JobFigures;
  /** The job by its place among `jobs`. */
  readonly findings: readonly (JobFinding & { readonly job: number })[];
}

const DIGITS = 6;
const levelName = (level: number): string => String(level).padStart(DIGITS, '0');
const jobName = ({ level, first, last }: Job): string => `${levelName(level)}.${first}-${last}`;

export const logOf = (job: Job): string => `${jobName(job)}.log`;
export const batchOf = (job: Job): string => `${jobName(job)}.batch`;
export const recordOf = (level: number): string => `${levelName(level)}.level`;
export const BEGIN = 'begin.batch';
