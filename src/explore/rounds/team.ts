// The threads that go through rounds together, as their leader sees them: when a phase returns, no part of it is being done.
//
// What must stay true: the leader never waits for ever. A helper may be slow, asleep, dead, or in a step that never returns. What it is
// writing cannot be done again beside it: after some seconds the leader gives up the team and makes the table anew
// (VisitedSet.rebuild), which the helper does not know, and goes on alone, where the watch over the searching thread finds a
// step that does not return. Of the rest a helper that comes late can write only what is there already.

import { BEAT } from '../../base/progress.ts';
import { Control, END } from './control.ts';
import { type Member, Phase } from './member.ts';
import * as memory from './memory.ts';

/** How long it waits at a time; and in all, before it gives up the team. */
const WAIT_MS = 10;
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
  /**
   * Has the parts of a phase done. Expanding may end early, where the search is to stop or the leader's own part throws,
   * which is thrown again.
   */
  perform(phase: Phase, parts: number, own: Member): PhaseEnd;
  /** What a helper's code of the author's has thrown since this was asked last. */
  thrown(): unknown;
  /** The search has ended. */
  end(): void;
}

/** All parts are done; or not all, and none is being done; or a helper does not answer, and the team is given up. */
export type PhaseEnd = 'done' | 'stopped' | 'lost';

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

  perform(kind: Phase, parts: number, own: Member): PhaseEnd {
    const phase = this.#control.begin(kind, parts);
    let isWhole: boolean;
    try {
      isWhole = this.#performOwn(kind, phase, own);
    } catch (error) {
      this.#control.stop();
      if (this.#settle()) throw error;
      return 'lost';
    }
    if (!this.#settle()) return 'lost';
    return isWhole ? 'done' : 'stopped';
  }

  /** The parts that no helper claims before; false where the search is to stop. */
  #performOwn(kind: Phase, phase: number, own: Member): boolean {
    const control = this.#control;
    for (let part = control.claim(phase); part >= 0; part = control.claim(phase)) {
      try {
        own.perform(kind, part);
      } finally {
        control.done();
      }
      if (kind !== Phase.expand || !this.#isToStop()) continue;
      control.stop();
      return false;
    }
    return true;
  }

  /** Waits for the parts of others; false if it has to give them up. */
  #settle(): boolean {
    const control = this.#control;
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
