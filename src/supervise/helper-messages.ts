// What the searching thread and those that help it say to each other: plain data only.

import type { MessagePort } from 'node:worker_threads';
import type { CheckOptions } from '../check/options.ts';
import type { SentAttempt } from '../check/search-again.ts';
import type { SentMemory } from '../explore/rounds/memory.ts';
import type { SymmetryGap } from '../symmetry-watch/gap.ts';
import type { WireError } from './wire-error.ts';

/** What is searched. */
export interface Assisted {
  readonly file: string;
  readonly set: Readonly<Record<string, string>>;
  readonly spec?: string;
  readonly options: Pick<CheckOptions, 'reduction' | 'maxDepth' | 'memoryBytes'>;
}

export interface AssistInput extends Assisted {
  readonly port: MessagePort;
  /** Of the messages that were sent: see mailbox.ts. */
  readonly count: SharedArrayBuffer;
}

/** A search in partitions whose jobs are to be done. */
export interface SentJobs {
  readonly only?: readonly string[];
  readonly attempt: SentAttempt;
  readonly board: SharedArrayBuffer;
  readonly folder: string;
  readonly partitions: number;
  readonly threads: number;
}

/** Of a search, by its number: another may have begun when a helper hears of it, or speaks of it. */
export type ToHelper =
  | {
      readonly type: 'search';
      readonly search: number;
      readonly id: number;
      /** The names of the properties, where it is not about all. */
      readonly only?: readonly string[];
      readonly attempt: SentAttempt;
      readonly control: SharedArrayBuffer;
      readonly memory: SentMemory;
      readonly table: SharedArrayBuffer;
    }
  | ({ readonly type: 'jobs'; readonly search: number; readonly id: number } & SentJobs)
  | { readonly type: 'table'; readonly search: number; readonly table: SharedArrayBuffer };

export type FromHelper = { readonly search: number } & (
  | { readonly type: 'ready' }
  | { readonly type: 'gap'; readonly gap: SymmetryGap }
  | { readonly type: 'failed'; readonly error: WireError }
);
