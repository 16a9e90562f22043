// What the threads of one search share, as plain buffers that can be sent to a thread, and as arrays.
//
// What must stay true: of the arrays beside the table each word has one writer in a phase, so that a phase needs no lock;
// between phases the leader reads and writes what it likes (control.ts).

import { SAMPLED } from '../../graph/sampled-successors.ts';

/** So many states are expanded at most in a round, in so many pieces. */
export const MOST_PARENTS = 1 << 12;
export const MOST_PIECES = 1 << 8;
/** New states that a thread may keep in a round: more end it. */
export const MOST_CANDIDATES = 1 << 16;

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
/** How many new states it has found. */
export const FOUND = 8;
const HEADER_WORDS = 9;

/** Of a piece, as the member tells it that has expanded it. */
export const TRANSITIONS = 0;
export const REDUCED = 1;
export const TROUBLE = 2;
/** A sum over all states that its transitions lead to, in their order. */
export const SUM = 3;
export const MEMBER = 4;
export const RECORD_WORDS = 5;

/** The new states that a member has put into the table in a round. */
export interface CandidateBuffers {
  /** How many: one word. */
  readonly kept: Int32Array;
  /** By candidate: its words and hash, and its slot of the table. */
  readonly states: Int32Array;
  readonly hashes: Int32Array;
  readonly slots: Int32Array;
  /** By candidate, the first transition that is known to lead there: written by all members (transition-key.ts). */
  readonly keys: Int32Array;
  /** See Stepper.reached. */
  readonly reached: Int32Array;
}

type Shared<T> = { readonly [K in keyof T]: SharedArrayBuffer };

interface RoundArrays {
  readonly header: Int32Array;
  /** By piece: see above. */
  readonly records: Int32Array;
  /** By state that is expanded, whether transitions were pruned. */
  readonly pruned: Int32Array;
  /** Sampled successors of such a state; the complement of a candidate where its number is still to come. */
  readonly samples: Int32Array;
  /** By such a state, where those begin that were found from it; the leader's alone. */
  readonly starts: Int32Array;
  /** The candidates of all members in the order of their transitions, and those. */
  readonly order: Int32Array;
  readonly keys: Int32Array;
  /** By candidate of any member, the number that it got. */
  readonly numbers: Int32Array;
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
    new Int32Array(new SharedArrayBuffer((64 + length) * Int32Array.BYTES_PER_ELEMENT));
  const buffers = (): CandidateBuffers => ({
    kept: ints(1),
    states: ints(MOST_CANDIDATES * words),
    hashes: ints(MOST_CANDIDATES),
    slots: ints(MOST_CANDIDATES),
    keys: ints(MOST_CANDIDATES),
    reached: ints(reached),
  });
  return {
    words,
    graph,
    round: {
      header: ints(HEADER_WORDS),
      records: ints(MOST_PIECES * RECORD_WORDS),
      pruned: ints(MOST_PARENTS),
      samples: ints(samples ? MOST_PARENTS * SAMPLED : 0),
      starts: ints(MOST_PARENTS + 1),
      order: ints(members * MOST_CANDIDATES),
      keys: ints(members * MOST_CANDIDATES),
      numbers: ints(members * MOST_CANDIDATES),
      closed: ints(properties),
    },
    members: Array.from({ length: members }, buffers),
  };
}

/**
 * How many candidates each member may keep, so that with `states` known ones all have different numbers in a table, and
 * each a place in the arena.
 */
export function roomFor(states: number, most: number, members: number): number {
  return Math.min(MOST_CANDIDATES, Math.floor((most - states) / members));
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
