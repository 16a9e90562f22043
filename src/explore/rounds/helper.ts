// A helping thread: it waits for phases and does what it can claim, until the search has ended.
//
// What must stay true: what it has seen of the author's code that is wrong is told before the piece is done, so that
// the leader never goes on without having heard of it. The table in use is at least the one whose number it knows: a stale
// one lacks states, which would be found again as new ones.

import { Control, END } from './control.ts';
import type { SearchParts } from './expander.ts';
import { Member, Phase } from './member.ts';
import * as memory from './memory.ts';

export interface HelperSetting {
  readonly id: number;
  readonly control: SharedArrayBuffer;
  readonly shared: memory.SearchMemory;
  /** The table to use; waits for one that has been announced. */
  table(): SharedArrayBuffer;
  ready(): void;
  /** Tells of what expanding has thrown, and of what else was noticed. */
  failed(error: unknown): void;
  noticed(): void;
}

export function help(parts: SearchParts, setting: HelperSetting): void {
  const { id, shared, failed, noticed } = setting;
  const { header } = shared.round;
  const control = new Control(setting.control);
  // Its number is read before the table: one that is announced meanwhile is then known to be missing.
  let tables = Atomics.load(header, memory.TABLE);
  const member = new Member(id, parts, shared, new Int32Array(setting.table()));
  let known = control.phase;

  const expand = (piece: number): void => {
    try {
      member.perform(Phase.expand, piece);
    } catch (error) {
      failed(error);
    }
    noticed();
  };

  setting.ready();
  for (;;) {
    known = control.waitForPhase(known);
    const kind = control.kind;
    if (kind === END) return;
    let hasEntered = false;
    for (let part = control.claim(known); part >= 0; part = control.claim(known)) {
      // What is read here was written for this phase: it cannot end as long as a part is claimed.
      const announced = Atomics.load(header, memory.TABLE);
      if (announced !== tables) {
        tables = announced;
        member.table = new Int32Array(setting.table());
      }
      if (kind === Phase.expand && !hasEntered) member.enter();
      hasEntered = true;
      if (kind === Phase.expand) expand(part);
      else member.perform(kind as Phase, part);
      control.done();
    }
  }
}
