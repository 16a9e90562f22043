// The levels that are done, as every job needs them: which jobs they had, and how many states each partition found new.

import type { ChunkAt } from './chunk.ts';
import { type BatchIndex, BEGIN, type Job, type LevelRecord, recordOf } from './objects.ts';
import { DamagedObject, type Place } from './place.ts';

export class LevelRecords {
  readonly #place: Place;
  readonly #records: LevelRecord[] = [];
  /** Of each level, by partition. */
  readonly #states: ReadonlyMap<number, number>[] = [];

  constructor(place: Place) {
    this.#place = place;
  }

  /** The levels that are done, from the first on. */
  get count(): number {
    while (this.#find(this.#records.length)) {}
    return this.#records.length;
  }

  /** Of a level that is done. */
  of(level: number): LevelRecord {
    while (this.#records.length <= level) {
      if (!this.#find(this.#records.length)) throw new Error(`level ${level} is not done`);
    }
    return this.#records[level];
  }

  /** What the first level is made of. */
  initial(): BatchIndex {
    const object = this.#place.open(BEGIN);
    if (!object) throw new DamagedObject(BEGIN, 'it is not there');
    return object.index as BatchIndex;
  }

  /** How many states a partition has found new in a level. */
  statesOf(level: number, partition: number): number {
    this.#states[level] ??= new Map(this.of(level).states);
    return this.#states[level].get(partition) ?? 0;
  }

  /** The job of a level that was for a partition. */
  jobFor(level: number, partition: number): Job {
    const job = this.of(level).jobs.find(
      ({ first, last }) => first <= partition && partition <= last,
    );
    if (!job) throw new Error(`level ${level} has no job for partition ${partition}`);
    return job;
  }

  /** The level is done. */
  add(level: number, record: LevelRecord): void {
    const writer = this.#place.create(recordOf(level));
    writer.commit(record);
    this.#records[level] = record;
  }

  #find(level: number): boolean {
    const object = this.#place.open(recordOf(level));
    if (object) this.#records.push(object.index as LevelRecord);
    return object !== undefined;
  }
}

/** How many candidates each partition has in a level: of the first, the initial states. */
export function candidatesOf(records: LevelRecords, level: number): Amounts {
  return level > 0 ? records.of(level - 1).candidates : candidatesIn([records.initial()]);
}

/** How many candidates each partition was sent. */
export function candidatesIn(batches: readonly BatchIndex[]): Amounts {
  return summed(
    batches.map(({ sent }) => sent.map(([to, chunks]) => [to, recordsOf(chunks)] as const)),
  );
}

export function recordsOf(chunks: readonly ChunkAt[]): number {
  return chunks.reduce((sum, { records }) => sum + records, 0);
}

export type Amounts = readonly (readonly [partition: number, amount: number])[];

/** The amounts of several, by partition in order; those that are none are left out. */
export function summed(all: readonly Amounts[]): [number, number][] {
  const sums = new Map<number, number>();
  for (const [partition, amount] of all.flat()) {
    sums.set(partition, (sums.get(partition) ?? 0) + amount);
  }
  return [...sums].filter(([, amount]) => amount > 0).sort(([one], [other]) => one - other);
}
