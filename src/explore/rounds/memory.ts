// What the threads of one search share, as plain buffers that can be sent to a thread, and as arrays.
//
// What must stay true: of the arrays beside the table each word has one writer in a phase, so that a phase needs no lock;
// between phases the leader reads and writes what it likes (control.ts).

import { SAMPLED } from '../../graph/sampled-successors.ts';

/** So many states are expanded at most in a round, in so many pieces. */
export const MOST_PARENTS = 1 << 14;
export const MOST_PIECES = 1 << 8;
/** New states that a thread may keep in a round: more end it. */
export const MOST_CANDIDATES = 1 << 16;
/** The table is divided into so many ranges, each of which is written by one thread. */
export const RANGES = 8;

/** Of a round: the words of `header`. */
export const FIRST = 0;
export const LAST = 1;
/** How many states there were when it began. */
export const COUNT = 2;
/** How many candidates a member may keep. */
export const ROOM = 3;
/** How many pieces there are, of so many states each but the last. */
export const PIECES = 4;
export const SIZE = 7;
/** Whether all transitions are to be visited, although there is an expansion that chooses. */
export const WHOLLY = 5;
/** Which table is in use: it grows now and then. */
export const TABLE = 6;
const HEADER_WORDS = 8;

/** Of a piece, as its member tells it: where its candidates lie, and what else came of it. */
export const FROM = 0;
export const TO = 1;
export const TRANSITIONS = 2;
export const REDUCED = 3;
export const TROUBLE = 4;
/** A sum over all states that its transitions lead to, in their order. */
export const SUM = 5;
export const RECORD_WORDS = 6;

/** What each member keeps of a round. */
export interface CandidateBuffers {
  readonly records: Int32Array;
  /** By candidate: its words, hash and parent. */
  readonly states: Int32Array;
  readonly hashes: Int32Array;
  readonly parents: Int32Array;
  /** The slot of the table that it has, or the complement of the candidate that came before it with the same state. */
  readonly fates: Int32Array;
  /** The number that it got. */
  readonly numbers: Int32Array;
  /** By parent in the round, whether transitions were pruned. */
  readonly pruned: Int32Array;
  /** Sampled successors by parent in the round; the complement of a candidate where its number is still to come. */
  readonly samples: Int32Array;
  /** See Stepper.reached. */
  readonly reached: Int32Array;
}

type Shared<T> = { readonly [K in keyof T]: SharedArrayBuffer };

interface RoundArrays {
  readonly header: Int32Array;
  /** Who has expanded each piece: a member plus one; see team.ts. */
  readonly owners: Int32Array;
  /** By piece, the number of its first new state. */
  readonly bases: Int32Array;
  /** By range of the table and piece, how many of its candidates are new states. */
  readonly winners: Int32Array;
  /** By property, whether it is decided. */
  readonly closed: Int32Array;
}

/** What a search keeps of its states. */
interface GraphArrays {
  readonly arena: Int32Array;
  readonly predecessors: Int32Array;
  readonly successors: Int32Array;
  readonly recorded: Int32Array;
}

/** As it is sent to a helper. */
export interface SentMemory {
  readonly words: number;
  readonly graph: Shared<GraphArrays>;
  readonly round: Shared<RoundArrays>;
  readonly members: readonly Shared<CandidateBuffers>[];
}

export interface SearchMemory {
  readonly words: number;
  readonly graph: GraphArrays;
  readonly round: RoundArrays;
  readonly members: readonly CandidateBuffers[];
}

export interface MemorySizes {
  readonly words: number;
  readonly members: number;
  readonly properties: number;
  readonly reached: number;
  readonly samples: boolean;
}

export function makeMemory(sizes: MemorySizes, graph: GraphArrays): SearchMemory {
  const { words, members, properties, reached, samples } = sizes;
  const ints = (length: number): Int32Array =>
    new Int32Array(new SharedArrayBuffer(Math.max(1, length) * Int32Array.BYTES_PER_ELEMENT));
  const buffers = (): CandidateBuffers => ({
    records: ints(MOST_PIECES * RECORD_WORDS),
    states: ints(MOST_CANDIDATES * words),
    hashes: ints(MOST_CANDIDATES),
    parents: ints(MOST_CANDIDATES),
    fates: ints(MOST_CANDIDATES),
    numbers: ints(MOST_CANDIDATES),
    pruned: ints(MOST_PARENTS),
    samples: ints(samples ? MOST_PARENTS * SAMPLED : 0),
    reached: ints(reached),
  });
  return {
    words,
    graph,
    round: {
      header: ints(HEADER_WORDS),
      owners: ints(MOST_PIECES),
      bases: ints(MOST_PIECES),
      winners: ints(MOST_PIECES * RANGES),
      closed: ints(properties),
    },
    members: Array.from({ length: members }, buffers),
  };
}

/** How many candidates each member may keep, so that with `states` known ones all have different numbers in a table. */
export function roomFor(states: number, slots: number, members: number): number {
  return Math.min(MOST_CANDIDATES, Math.floor((slots - 1 - states) / members));
}

export function sent({ words, graph, round, members }: SearchMemory): SentMemory {
  return { words, graph: shared(graph), round: shared(round), members: members.map(shared) };
}

export function received({ words, graph, round, members }: SentMemory): SearchMemory {
  return { words, graph: arrays(graph), round: arrays(round), members: members.map(arrays) };
}

function shared<T extends { readonly [K in keyof T]: Int32Array }>(of: T): Shared<T> {
  const entries = Object.entries<Int32Array>(of).map(([name, { buffer }]) => [name, buffer]);
  return Object.fromEntries(entries) as Shared<T>;
}

function arrays<T>(of: Shared<T>): { readonly [K in keyof T]: Int32Array } {
  const entries = Object.entries<SharedArrayBuffer>(of).map(([name, buffer]) => [
    name,
    new Int32Array(buffer),
  ]);
  return Object.fromEntries(entries) as { readonly [K in keyof T]: Int32Array };
}
