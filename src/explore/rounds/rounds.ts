// Rounds: several threads expand a stretch of the breadth-first frontier, and what they find is put together as if one had
// gone from state to state. Between rounds the graph is, word for word, that of the sequential search, which takes the next
// states itself whenever a round cannot: near a limit, at the ends of narrow levels, and where anything but new states was
// found. So whatever a search decides, in which order and when it ends, is decided by one piece of code.
//
//   expand   pieces of the stretch, each by one thread: new states, as candidates in the table
//   (order)  the leader puts the candidates in the order of the first transitions that lead to them
//   store    parts of that order: numbers, predecessors
//   tell     pieces: sampled successors, where they are kept
//
// docs/decisions has the argument. What must stay true: a round either counts wholly or leaves the graph as it was.

import { ModelError } from '../../base/errors.ts';
import { BEAT } from '../../base/progress.ts';
import type { StoredGraph } from '../../graph/stored-graph.ts';
import type { Foresight } from '../../transition/reduced.ts';
import { reachedWords } from '../../transition/stepper.ts';
import { retract } from './candidate-set.ts';
import type { SearchParts } from './expander.ts';
import { Member, Phase } from './member.ts';
import * as memory from './memory.ts';
import { countCandidates, orderCandidates, partsOf } from './numbering.ts';
import type { PhaseEnd, Team } from './team.ts';

/** Where a round stands, by what its search knows. */
export interface Stretch {
  /** The next state to be expanded, and how many of its level come in a row. */
  readonly first: number;
  readonly length: number;
  /** No more states than this may be found. */
  readonly maxStates: number;
  readonly isClosed: (property: string) => boolean;
}

/** What a round has done for its search. */
export interface Advance {
  readonly states: number;
  readonly transitions: number;
}

/** Rounds that take longer are made shorter, as nothing is heard meanwhile; faster ones longer. */
const LONG_MS = 150;
const SHORT_MS = 40;

/** Of the first rounds so many pieces are expanded twice. */
const FIRST_ROUNDS = 64;
const OFTEN = 4;

function notTheSameModel(): ModelError {
  return new ModelError(
    'a step did something else in another thread. A model may be made only of its text and its parameters: no clock, no chance, nothing of the thread that loads it; `--workers 1` searches in one thread',
  );
}

export class Rounds {
  readonly #parts: SearchParts;
  readonly #graph: StoredGraph;
  readonly #team: Team;
  readonly #memory: memory.SearchMemory;
  readonly #own: Member;
  /** How many have counted. */
  rounds = 0;
  #most = memory.MOST_PARENTS;
  /** Up to which state the search goes by itself. */
  #alone = 0;
  #table: Int32Array;
  /** Whether a helper may still write into the table. */
  #isLost = false;
  /** What was thrown while a stretch was expanded, if the search does not come upon it again. */
  #thrown: unknown;

  constructor(parts: SearchParts, graph: StoredGraph, recorded: Int32Array, team: Team) {
    const { visited, predecessors, successors } = graph;
    const none = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    this.#parts = parts;
    this.#graph = graph;
    this.#team = team;
    this.#table = visited.table;
    this.#memory = memory.makeMemory(
      {
        words: visited.words,
        members: team.members,
        properties: parts.properties.length,
        reached: reachedWords(parts.stepper.system),
        samples: successors !== undefined,
      },
      { arena: visited.arena, predecessors, successors: successors?.of ?? none, recorded },
    );
    this.#own = new Member(0, parts, this.#memory, this.#table);
    team.useTable(this.#table);
    team.begin(this.#memory);
  }

  /** Expands states from the first of a stretch; nothing where the search has to do that itself. */
  advance(stretch: Stretch): Advance | undefined {
    if (stretch.first < this.#alone) return undefined;
    if (this.#thrown !== undefined) throw this.#thrown;
    const length = this.#lengthOf(stretch);
    if (length < this.#team.pace.least || !this.#team.isReady()) return undefined;
    if (this.#roomOfMember() < length) return undefined;
    const started = performance.now();
    const before = this.#parts.stepper.reached.slice();
    this.#prepare(stretch, length);
    const isPlain = this.#expand();
    const held = isPlain ? this.#heldFor(length) : length;
    const advance = isPlain && held === length ? this.#count(stretch, length) : undefined;
    if (!advance) {
      this.#alone = stretch.first + held;
      this.#undo(before);
    }
    this.#adapt(performance.now() - started, advance !== undefined);
    return advance;
  }

  /** The graph is as it was before the round. */
  #undo(reached: Int32Array): void {
    if (this.#isLost) this.#graph.visited.rebuild();
    else retract(this.#memory, this.#table);
    this.#parts.stepper.forgetSince(reached);
  }

  /** For how many states it was so that they are expanded as had been foreseen. */
  #heldFor(length: number): number {
    if (!this.#foresight || this.#memory.round.header[memory.WHOLLY] !== 0) return length;
    return this.#foresight.holdsFor(length, this.#pruned);
  }

  readonly #pruned = (k: number): boolean => this.#memory.round.pruned[k] !== 0;

  get #foresight(): Foresight | undefined {
    return this.#graph.expansion?.foresight;
  }

  #roomOfMember(): number {
    const { count, table, capacity } = this.#graph.visited;
    const most = Math.min(table.length - 1, capacity);
    return memory.roomFor(count, most, this.#team.members);
  }

  /** Ends where the sequential search, too, knows of all states that it has found: at a beat, or with the level. */
  #lengthOf({ first, length }: Stretch): number {
    const most = Math.min(this.#most, this.#foresight?.next.states ?? length);
    if (length <= most) return length;
    return Math.floor((first + most) / BEAT) * BEAT - first;
  }

  #adapt(milliseconds: number, hasAdvanced: boolean): void {
    if (!hasAdvanced || milliseconds > LONG_MS) this.#most = Math.max(BEAT, this.#most / 2);
    else if (milliseconds < SHORT_MS) {
      this.#most = Math.min(memory.MOST_PARENTS, this.#most * 2);
    }
  }

  #prepare({ first, isClosed }: Stretch, length: number): void {
    const { header, closed } = this.#memory.round;
    const { visited } = this.#graph;
    for (const { kept } of this.#memory.members) kept[0] = 0;
    // A round finds about as many states as it expands, and cannot grow the table.
    this.#growFor(visited.count + length);
    this.#useTable();
    header[memory.FIRST] = first;
    header[memory.LAST] = first + length;
    header[memory.COUNT] = visited.count;
    header[memory.ROOM] = this.#roomOfMember();
    header[memory.SIZE] = Math.max(this.#team.pace.piece, Math.ceil(length / memory.MOST_PIECES));
    header[memory.PIECES] = Math.ceil(length / header[memory.SIZE]);
    header[memory.WHOLLY] = this.#foresight?.next.wholly ? 1 : 0;
    this.#parts.properties.forEach((name, k) => {
      closed[k] = isClosed(name) ? 1 : 0;
    });
  }

  #growFor(states: number): void {
    const { visited } = this.#graph;
    while (states > visited.growAt) visited.aroundGrowth(() => visited.grow());
  }

  #useTable(): void {
    const { table } = this.#graph.visited;
    if (table === this.#table) return;
    this.#table = table;
    this.#own.table = table;
    this.#team.useTable(table);
    // After it has been sent: helper.ts reads the number first.
    Atomics.add(this.#memory.round.header, memory.TABLE, 1);
  }

  /** Whether nothing came of it but states. */
  #expand(): boolean {
    const pieces = this.#memory.round.header[memory.PIECES];
    this.#own.enter();
    try {
      if (!this.#isDone(this.#team.perform(Phase.expand, pieces, this.#own))) return false;
    } catch (error) {
      this.#thrown = error;
      return false;
    }
    this.#thrown = this.#team.thrown();
    for (let piece = 0; piece < pieces; piece++) {
      if (this.#record(piece, memory.TROUBLE) !== 0) return false;
    }
    this.#compare(pieces);
    return true;
  }

  #isDone(end: PhaseEnd): boolean {
    this.#isLost ||= end === 'lost';
    return end === 'done';
  }

  /**
   * Expands some pieces of helpers once more. A model that is made of a clock, of chance or of its thread is another one
   * there, and what a search finds in two models means nothing.
   */
  #compare(pieces: number): void {
    const often = this.rounds < FIRST_ROUNDS ? OFTEN : 1;
    for (let k = 0; k < often; k++) {
      const from = (this.rounds * 31 + k * 7) % pieces;
      let piece = from;
      while (piece < pieces && this.#record(piece, memory.MEMBER) === 0) piece++;
      if (piece === pieces) continue;
      const words = [memory.SUM, memory.TRANSITIONS];
      const told = words.map((word) => this.#record(piece, word));
      this.#own.perform(Phase.expand, piece);
      const isTrouble = this.#record(piece, memory.TROUBLE) !== 0;
      if (isTrouble || words.some((word, w) => this.#record(piece, word) !== told[w])) {
        throw notTheSameModel();
      }
    }
  }

  #record(piece: number, word: number): number {
    return this.#memory.round.records[piece * memory.RECORD_WORDS + word];
  }

  /** Puts the candidates into the graph, if there is room for all of them. */
  #count({ maxStates }: Stretch, states: number): Advance | undefined {
    const { visited, successors } = this.#graph;
    const { header } = this.#memory.round;
    const pieces = header[memory.PIECES];
    const found = countCandidates(this.#memory);
    if (visited.count + found >= Math.min(maxStates, visited.capacity)) return undefined;
    header[memory.FOUND] = found;
    orderCandidates(this.#memory);
    if (!this.#perform(Phase.store, partsOf(found))) return undefined;
    if (successors && !this.#perform(Phase.tell, pieces)) return undefined;
    visited.count += found;
    this.#growFor(visited.count);
    let [transitions, reduced] = [0, 0];
    for (let piece = 0; piece < pieces; piece++) {
      transitions += this.#record(piece, memory.TRANSITIONS);
      reduced += this.#record(piece, memory.REDUCED);
    }
    this.#mergeReached();
    this.#foresight?.expanded(states, this.#pruned, reduced);
    this.rounds++;
    return { states, transitions };
  }

  #perform(phase: Phase, parts: number): boolean {
    return this.#isDone(this.#team.perform(phase, parts, this.#own));
  }

  /** What helpers have stepped from: all of it in states whose expansion counts by now, or will (Stepper.reached). */
  #mergeReached(): void {
    const { reached } = this.#parts.stepper;
    for (const member of this.#memory.members.slice(1)) {
      for (let k = 0; k < reached.length; k++) reached[k] |= member.reached[k];
    }
  }

  end(): void {
    this.#team.end();
  }
}
