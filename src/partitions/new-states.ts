// What is new among the candidates of a partition: they are taken in an order that does not depend on time, by the job that has
// sent them and then as it has, and the first of equal ones counts.

import { TOGETHER } from '../store/visited-set.ts';
import { CANDIDATE_COLUMNS, MOVE, ORIGIN } from './candidate.ts';
import { type ChunkAt, readChunk } from './chunk.ts';
import type { KnownStates } from './known-states.ts';
import { recordsOf } from './level-records.ts';
import { type BatchIndex, BEGIN, batchOf, type Job } from './objects.ts';
import { DamagedObject, type Place, type StoredObject } from './place.ts';

/** Of each new state, in the order of their numbers: the job that has sent it, its origin in the log of that, and the step. */
export class Origins {
  jobs = new Int32Array();
  places = new Int32Array();
  moves = new Int32Array();
  count = 0;

  /** Begins anew, with room for so many. */
  begin(most: number): void {
    this.count = 0;
    if (this.jobs.length >= most) return;
    this.jobs = new Int32Array(most);
    this.places = new Int32Array(most);
    this.moves = new Int32Array(most);
  }

  push(job: number, place: number, move: number): void {
    const at = this.count++;
    this.jobs[at] = job;
    this.places[at] = place;
    this.moves[at] = move;
  }
}

/** The batches with the candidates of a level, read once for all partitions. */
export class Batches {
  readonly #place: Place;
  readonly #rows: Int32Array;
  readonly #hashes = new Int32Array(TOGETHER);
  #level = -1;
  #batches: readonly { readonly object: StoredObject; readonly index: BatchIndex }[] = [];

  constructor(place: Place, words: number) {
    this.#place = place;
    this.#rows = new Int32Array(TOGETHER * words);
  }

  /** Opens those that the jobs of the level before have sent; the first level has the initial states. */
  begin(level: number, jobs: readonly Job[]): void {
    if (this.#level === level) return;
    const names = level === 0 ? [BEGIN] : jobs.map(batchOf);
    this.#place.expect(names);
    this.#batches = names.map((name) => {
      const object = this.#place.open(name);
      if (!object) throw new DamagedObject(name, 'it is not there');
      return { object, index: object.index as BatchIndex };
    });
    this.#level = level;
  }

  forget(): void {
    this.#level = -1;
  }

  /** The candidates of a partition are taken next. */
  expect(partition: number): void {
    for (const { object, index } of this.#batches) object.expect(chunksTo(index, partition));
  }

  /** How many candidates a partition has. */
  sentTo(partition: number): number {
    return this.#batches.reduce((sum, { index }) => sum + recordsOf(chunksTo(index, partition)), 0);
  }

  /** Puts the new ones of a partition into what is known of it. */
  takeNew(partition: number, { set }: KnownStates, origins: Origins, beat: () => void): void {
    const { words } = set;
    const width = words + CANDIDATE_COLUMNS;
    this.#batches.forEach(({ object, index }, job) => {
      for (const at of chunksTo(index, partition)) {
        const { records } = at;
        const columns = readChunk(object, at, width);
        for (let first = 0; first < records; first += TOGETHER) {
          const several = Math.min(TOGETHER, records - first);
          this.#prepare(columns, records, first, several, words, set.hash);
          set.warm(this.#hashes, several);
          for (let k = 0; k < several; k++) {
            if (set.insertFrom(this.#rows, k * words, this.#hashes[k]) < 0) continue;
            const record = first + k;
            origins.push(
              job,
              columns[(words + ORIGIN) * records + record],
              columns[(words + MOVE) * records + record],
            );
          }
        }
        beat();
      }
    });
  }

  /** Some candidates as rows, with their hashes. */
  #prepare(
    columns: Int32Array,
    records: number,
    first: number,
    several: number,
    words: number,
    hash: (states: Int32Array, from: number) => number,
  ): void {
    const rows = this.#rows;
    for (let w = 0; w < words; w++) {
      const from = w * records + first;
      for (let k = 0; k < several; k++) rows[k * words + w] = columns[from + k];
    }
    for (let k = 0; k < several; k++) this.#hashes[k] = hash(rows, k * words);
  }
}

function chunksTo({ sent }: BatchIndex, partition: number): readonly ChunkAt[] {
  return sent.find(([to]) => to === partition)?.[1] ?? [];
}
