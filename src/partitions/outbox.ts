// What the steps of a job lead to, on its way to the partitions that own it: a successor is looked up where it happens to be known
// already, and sent otherwise. Whether it is new is decided by its partition, in the next level.
//
// Sound only if a state is left out that is known, or was sent before by the same job: then another candidate of the same
// level, or an earlier state, stands for it. So what is found new, in which order and from where, does not depend on what
// happens to be in memory, though the batch may.

import type { StateSet } from '../graph/successor-batch.ts';
import { CANDIDATE_COLUMNS, MOVE, ORIGIN } from './candidate.ts';
import { type ChunkAt, Columns } from './chunk.ts';
import type { KnownStates } from './known-states.ts';
import type { BatchIndex } from './objects.ts';
import { partitionOf } from './partition-of.ts';
import type { ObjectWriter } from './place.ts';

const KNOWN = -1;
const SENT = 0;

/** Of the memory, the part that candidates may take. */
const PART = 1 / 8;
const LEAST = 64;
const MOST_IN_A_CHUNK = 2048;
const MOST_RECENT = 2 ** 15;

/** How many candidates are kept: for each partition until they make a chunk, and lately sent ones, a power of two. */
export interface OutboxRoom {
  readonly bytes: number;
  readonly chunkRecords: number;
  readonly recent: number;
}

export function outboxRoom(memoryBytes: number, partitions: number, words: number): OutboxRoom {
  const record = 4 * (words + CANDIDATE_COLUMNS);
  const records = (PART / 2) * (memoryBytes / record);
  const chunkRecords = Math.max(LEAST, Math.min(MOST_IN_A_CHUNK, Math.floor(records / partitions)));
  const recent = Math.max(LEAST, Math.min(MOST_RECENT, 2 ** Math.floor(Math.log2(records))));
  return { bytes: record * (chunkRecords * partitions + recent), chunkRecords, recent };
}

export class Outbox implements StateSet {
  readonly words: number;
  readonly hashCode: StateSet['hashCode'];
  readonly #known: KnownStates;
  readonly #partitions: number;
  readonly #chunkRecords: number;
  readonly #open: (Columns | undefined)[];
  #sent: ChunkAt[][] = [];
  #writer: ObjectWriter | undefined;
  /** The columns of the candidate that was sent last. */
  #last: Columns | undefined;
  #lastTo = 0;
  /** A state that was sent lately, for each of some values of a hash. */
  readonly #recent: Int32Array;
  readonly #recentHash: Int32Array;
  readonly #isRecent: Uint8Array;

  constructor(known: KnownStates, partitions: number, { chunkRecords, recent }: OutboxRoom) {
    this.words = known.set.words;
    this.hashCode = known.set.hashCode;
    this.#known = known;
    this.#partitions = partitions;
    this.#chunkRecords = chunkRecords;
    this.#open = new Array(partitions);
    this.#recent = new Int32Array(recent * this.words);
    this.#recentHash = new Int32Array(recent);
    this.#isRecent = new Uint8Array(recent);
  }

  /** How many states are known here: whether it pays to look up many at once. */
  get count(): number {
    return this.#known.set.count;
  }

  begin(writer: ObjectWriter): void {
    this.#writer = writer;
    this.#sent = Array.from({ length: this.#partitions }, () => []);
    for (const columns of this.#open) columns?.clear();
    this.#isRecent.fill(0);
  }

  warm(hashes: Int32Array, count: number): void {
    this.#known.set.warm(hashes, count);
  }

  /** Sends a state unless that is known to be in vain; less than 0 where it is. */
  readonly insertFrom = (states: Int32Array, from: number, hash: number): number => {
    if (this.#wasSent(states, from, hash) || this.#known.has(states, from, hash)) return KNOWN;
    this.send(states, from, hash);
    return SENT;
  };

  send(states: Int32Array, from: number, hash: number): void {
    const to = partitionOf(hash, this.#partitions);
    const columns = this.#columnsTo(to);
    columns.append(states, from, this.words);
    this.#last = columns;
    this.#lastTo = to;
  }

  /** Where the candidate that was sent last comes from. */
  sentFrom(origin: number, move: number): void {
    const columns = this.#last as Columns;
    columns.set(this.words + ORIGIN, origin);
    columns.set(this.words + MOVE, move);
    if (columns.isFull) this.#flush(this.#lastTo, columns);
  }

  /** Writes what is not written yet; all that was sent. */
  end(): BatchIndex['sent'] {
    this.#open.forEach((columns, to) => {
      if (columns && columns.count > 0) this.#flush(to, columns);
    });
    return this.#sent.flatMap((chunks, to) => (chunks.length > 0 ? [[to, chunks] as const] : []));
  }

  /** Whether it was sent a moment ago; from now on it was. */
  #wasSent(states: Int32Array, from: number, hash: number): boolean {
    const { words } = this;
    const slot = hash & (this.#isRecent.length - 1);
    const at = slot * words;
    const recent = this.#recent;
    if (this.#isRecent[slot] && this.#recentHash[slot] === hash) {
      let w = 0;
      while (w < words && recent[at + w] === states[from + w]) w++;
      if (w === words) return true;
    }
    this.#isRecent[slot] = 1;
    this.#recentHash[slot] = hash;
    for (let w = 0; w < words; w++) recent[at + w] = states[from + w];
    return false;
  }

  #columnsTo(to: number): Columns {
    this.#open[to] ??= new Columns(this.words + CANDIDATE_COLUMNS, this.#chunkRecords);
    return this.#open[to];
  }

  #flush(to: number, columns: Columns): void {
    this.#sent[to].push(columns.flush(this.#writer as ObjectWriter));
  }
}
