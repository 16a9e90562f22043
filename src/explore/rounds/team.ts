// The threads that go through rounds together, as their leader sees them: every part of a phase is done once it returns.
//
// What must stay true: the leader never waits for ever. A helper may be slow, asleep, dead, or in a step that never returns. A piece that
// it is expanding is expanded again by the leader, for expanding writes nothing that counts until it is published; there the
// watch over the searching thread finds a step that does not return, too. What a helper is writing into the table
// cannot be done again beside it: after some seconds the leader gives up the team and makes the table anew
// (VisitedSet.rebuild), which the helper does not know. Of the rest it can write only what is there already.

import { BEAT } from '../../base/progress.ts';
import { Control, END } from './control.ts';
import { type Member, Phase } from './member.ts';
import * as memory from './memory.ts';

/** How long it waits at a time; and in all, before it expands a piece again, and before it gives up the team. */
const WAIT_MS = 10;
const PATIENCE_MS = 100;
const GIVE_UP_MS = 3000;

/** From how many states on there are rounds, of how many states at least, in pieces of how many at least. */
export interface Pace {
  readonly from: number;
  readonly least: number;
  readonly piece: number;
}

export interface Team {
  /** The leader and its helpers. */
  readonly members: number;
  readonly pace: Pace;
  /** A search begins, with this memory; its table is sent again when it has grown. */
  begin(shared: memory.SearchMemory): void;
  /** Whether it pays to go on in rounds: a helper is there. */
  isReady(): boolean;
  useTable(table: Int32Array): void;
  /** Has pieces expanded; false where the search is to stop. */
  expand(pieces: number, own: Member): boolean;
  /** Has the parts of another phase done; false where the team is given up. */
  perform(phase: Phase, parts: number, own: Member): boolean;
  /** What helpers have thrown since this was asked last. */
  thrown(): unknown;
  /** What a helper's code of the author's has thrown since the last round. */
  thrown(): unknown;
  /** The search has ended. */
  end(): void;
}

/** Marks a piece that is not expanded yet in a phase. */
export function unclaimedIn(phase: number): number {
  return -1 - phase;
}

/** Sends to the helpers, and hears whether one is ready. */
export interface HelperPosts {
  readonly size: number;
  begin(shared: memory.SentMemory): void;
  useTable(table: SharedArrayBuffer): void;
  isReady(): boolean;
  thrown(): unknown;
}

/** A helper takes half a second to begin; rounds of few states are mostly waiting. */
const PACE: Pace = { from: 20_000, least: BEAT, piece: 64 };

export class ThreadTeam implements Team {
  static readonly controlBytes = Control.bytes;
  readonly pace = PACE;
  readonly #control: Control;
  readonly #posts: HelperPosts;
  readonly #isToStop: () => boolean;
  #owners: Int32Array = new Int32Array();
  #isGivenUp = false;

  constructor(control: SharedArrayBuffer, posts: HelperPosts, isToStop: () => boolean) {
    this.#control = new Control(control);
    this.#posts = posts;
    this.#isToStop = isToStop;
  }

  get members(): number {
    return 1 + this.#posts.size;
  }

  begin(shared: memory.SearchMemory): void {
    this.#owners = shared.round.owners;
    this.#posts.begin(memory.sent(shared));
  }

  isReady(): boolean {
    return !this.#isGivenUp && this.#posts.isReady();
  }

  useTable(table: Int32Array): void {
    this.#posts.useTable(table.buffer as SharedArrayBuffer);
  }

  thrown(): unknown {
    return this.#posts.thrown();
  }

  expand(pieces: number, own: Member): boolean {
    try {
      if (this.#expandPieces(pieces, own)) return true;
      this.#control.stop();
      return false;
    } catch (error) {
      this.#control.stop();
      throw error;
    }
  }

  #expandPieces(pieces: number, own: Member): boolean {
    const control = this.#control;
    const unclaimed = unclaimedIn(control.phase + 1);
    this.#owners.fill(unclaimed, 0, pieces);
    const phase = control.begin(Phase.expand, pieces);
    for (let piece = control.claim(phase); piece >= 0; piece = control.claim(phase)) {
      if (this.#isToStop()) return false;
      own.perform(Phase.expand, piece);
      publish(this.#owners, piece, unclaimed, own.id);
      control.done();
    }
    return this.#waitForPieces(pieces, unclaimed, own);
  }

  /** Waits for the pieces of others, a while; then takes them away one by one. */
  #waitForPieces(pieces: number, unclaimed: number, own: Member): boolean {
    const control = this.#control;
    const since = performance.now();
    while (!control.waitForParts(WAIT_MS)) {
      if (this.#isToStop()) return false;
      if (performance.now() - since < PATIENCE_MS) continue;
      const piece = this.#owners.subarray(0, pieces).indexOf(unclaimed);
      if (piece < 0) continue;
      own.perform(Phase.expand, piece);
      if (publish(this.#owners, piece, unclaimed, own.id)) control.done();
    }
    return true;
  }

  perform(kind: Phase, parts: number, own: Member): boolean {
    const control = this.#control;
    const phase = control.begin(kind, parts);
    for (let part = control.claim(phase); part >= 0; part = control.claim(phase)) {
      own.perform(kind, part);
      control.done();
    }
    const since = performance.now();
    while (!control.waitForParts(WAIT_MS)) {
      if (performance.now() - since < GIVE_UP_MS) continue;
      this.#isGivenUp = true;
      this.end();
      return false;
    }
    return true;
  }

  end(): void {
    this.#control.begin(END, 0);
  }
}

/** Says who has expanded a piece, unless another member has. */
export function publish(
  owners: Int32Array,
  piece: number,
  unclaimed: number,
  member: number,
): boolean {
  return Atomics.compareExchange(owners, piece, unclaimed, member + 1) === unclaimed;
}
