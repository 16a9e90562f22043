// What a member of a team does with the states that the steps of a piece lead to, without steps: see rounds-table.test.ts,
// whose threads load this.

import type { CandidateSet } from '../../src/explore/rounds/candidate-set.ts';
import * as memory from '../../src/explore/rounds/memory.ts';
import { keyOf } from '../../src/explore/rounds/transition-key.ts';

/** States to be met, and their hashes: so many in each piece. */
export interface Met {
  readonly states: Int32Array;
  readonly hashes: Int32Array;
  readonly each: number;
}

export function putStates(
  set: CandidateSet,
  { words, members }: memory.SearchMemory,
  { states, hashes, each }: Met,
  member: number,
  piece: number,
): void {
  for (let k = 0; k < each; k++) {
    const at = piece * each + k;
    set.arriving[0] = keyOf(piece, k);
    set.insertFrom(states.subarray(at * words, (at + 1) * words), 0, hashes[at]);
  }
  members[member].kept[0] = set.kept;
}

/** A round begins. */
export function enterRound(
  set: CandidateSet,
  { round }: memory.SearchMemory,
  table: Int32Array,
): void {
  set.table = table;
  set.kept = 0;
  set.count = round.header[memory.COUNT];
  set.room = round.header[memory.ROOM];
}
