// A check whose states are kept in a queue, and whose jobs its workers do: what it gets, and what becomes of the run when it has ended.

import { ModelError } from '../base/errors.ts';
import { keyOf } from '../cache/disk-cache.ts';
import type { MakePartitioned, PartitionedChoice } from '../check/options.ts';
import type { Attempt } from '../check/search-again.ts';
import type { CheckOutcome } from '../outcome/outcome.ts';
import type { JobHelpers, OpenLevel } from '../partitions/perform-level.ts';
import { CalledPlace } from './called-place.ts';
import { Caller, type CallPort } from './calls.ts';
import { canBeGoneOnWith } from './gone-on-with.ts';
import type { EndOfJob, LeaderCall, QueuedSearch } from './queue-calls.ts';

/** What is asked for. */
export interface AskedQueue {
  readonly partitions: number;
  /** What the queue is called in messages. */
  readonly label: string;
  readonly callPort: CallPort;
}

/**
 * A level of so many candidates has a job for each partition, and a narrower one fewer jobs: to bring one to a worker, with the states
 * that it needs, takes as long as to expand some ten thousand.
 */
const WIDE = 2 ** 23;
const LEAST_ENOUGH = 1024;

export class QueueSearch {
  readonly #caller: Caller<LeaderCall>;
  readonly #partitions: number;
  readonly #label: string;

  constructor({ partitions, label, callPort }: AskedQueue) {
    this.#partitions = partitions;
    this.#label = label;
    this.#caller = new Caller(callPort);
  }

  get partitioned(): PartitionedChoice {
    return { option: '--queue', of: this.#of };
  }

  readonly #of: MakePartitioned = (name, attempt, only) => {
    const search = { name: keyOf([name]), attempt: attempt.sent, ...(only && { only }) };
    // What is refused before never comes into the queue.
    this.#caller.call({ type: 'begin' });
    return {
      place: new CalledPlace(this.#caller, search.name, this.#label),
      partitions: this.#partitions,
      enough: Math.max(LEAST_ENOUGH, Math.ceil(WIDE / this.#partitions)),
      helpers: new QueueWorkers(this.#caller, search, attempt),
    };
  };

  during(check: () => CheckOutcome): CheckOutcome {
    try {
      const outcome = check();
      if (!canBeGoneOnWith(outcome)) this.#caller.tell({ type: 'over' });
      return outcome;
    } catch (error) {
      if (error instanceof ModelError) this.#caller.tell({ type: 'over' });
      throw error;
    }
  }
}

/** How often it is looked whether the search is to end. */
const BEAT_MS = 50;

class QueueWorkers implements JobHelpers {
  /** They have memory of their own. */
  readonly size = 0;
  readonly #caller: Caller<LeaderCall>;
  readonly #search: QueuedSearch;
  readonly #attempt: Attempt;

  constructor(caller: Caller<LeaderCall>, search: QueuedSearch, attempt: Attempt) {
    this.#caller = caller;
    this.#search = search;
    this.#attempt = attempt;
  }

  begin(): void {}
  hear(): void {}
  end(): void {}

  /** How many states they have found is told beside the search (cli/queue), and counted when the level is done. */
  share({ jobs, isDone, beat }: OpenLevel): void {
    const open = jobs.filter((_, k) => !isDone(k)).map((job) => ({ search: this.#search, job }));
    if (open.length === 0) return;
    const call = { type: 'level', jobs: open } as const;
    const ends = this.#caller.callWhile<readonly EndOfJob[]>(call, BEAT_MS, () => beat(0));
    for (const gap of ends.flatMap(({ gaps }) => gaps)) this.#attempt.tell(gap);
  }
}
