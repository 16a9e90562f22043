// A helping thread: it waits for phases and does what it can claim, until the search has ended.
//
// What must stay true: what it has seen of the author's code that is wrong is told before the piece is published, so that
// the leader never goes on without having heard of it.

import { Control, END } from './control.ts';
import type { SearchParts } from './expander.ts';
import { Member, Phase } from './member.ts';
import * as memory from './memory.ts';
import { publish, unclaimedIn } from './team.ts';

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
  const { header, owners } = shared.round;
  const control = new Control(setting.control);
  const member = new Member(id, parts, shared, new Int32Array(setting.table()));
  let tables = header[memory.TABLE];
  let known = control.phase;

  const expand = (piece: number, phase: number): boolean => {
    try {
      member.perform(Phase.expand, piece);
    } catch (error) {
      failed(error);
    }
    noticed();
    return publish(owners, piece, unclaimedIn(phase), id);
  };

  setting.ready();
  for (;;) {
    known = control.waitForPhase(known);
    const kind = control.kind;
    if (kind === END) return;
    let hasEntered = false;
    for (let part = control.claim(known); part >= 0; part = control.claim(known)) {
      // What is read here was written for this phase: it cannot end as long as a part is claimed.
      if (header[memory.TABLE] !== tables) {
        member.table = new Int32Array(setting.table());
        tables = header[memory.TABLE];
      }
      if (kind === Phase.expand && !hasEntered) member.enter();
      hasEntered = true;
      if (kind !== Phase.expand) member.perform(kind as Phase, part);
      else if (!expand(part, known)) break;
      control.done();
    }
  }
}
