// The last phases of a round: new states get their numbers, piece by piece, and what refers to them is told.
//
// What must stay true: numbers are those of a search that goes from state to state. A piece begins with the number that is
// next after all pieces before it.

import { SAMPLED } from '../../graph/sampled-successors.ts';
import * as memory from './memory.ts';

/** Says of each piece with which number it begins; how many new states there are. */
export function numberPieces({ round }: memory.SearchMemory): number {
  const { header, bases, winners } = round;
  let next = header[memory.COUNT];
  for (let piece = 0; piece < header[memory.PIECES]; piece++) {
    bases[piece] = next;
    for (let range = 0; range < memory.RANGES; range++) {
      next += winners[range * memory.MOST_PIECES + piece];
    }
  }
  return next - header[memory.COUNT];
}

/** Stores the new states of a piece, with their predecessors. */
export function storePiece(
  { words, graph, round, members }: memory.SearchMemory,
  piece: number,
  table: Int32Array,
): void {
  const mask = table.length - 1;
  const { arena, predecessors } = graph;
  const { records, states, hashes, parents, fates, numbers } = members[round.owners[piece] - 1];
  const at = piece * memory.RECORD_WORDS;
  const last = records[at + memory.TO];
  let number = round.bases[piece];
  for (let c = records[at + memory.FROM]; c < last; c++) {
    const slot = fates[c];
    if (slot < 0) continue;
    for (let w = 0; w < words; w++) arena[number * words + w] = states[c * words + w];
    predecessors[number] = parents[c];
    numbers[c] = number;
    table[slot] = (hashes[c] & ~mask) | (number + 1);
    number++;
  }
}

/** Tells sampled successors of a piece's states by their numbers. */
export function tellSuccessors(
  { graph, round, members }: memory.SearchMemory,
  piece: number,
): void {
  const { header, owners } = round;
  const { samples, fates, numbers } = members[owners[piece] - 1];
  const first = header[memory.FIRST];
  const from = first + piece * header[memory.SIZE];
  const to = Math.min(from + header[memory.SIZE], header[memory.LAST]);
  for (let k = SAMPLED * from; k < SAMPLED * to; k++) {
    const told = samples[k - SAMPLED * first];
    graph.successors[k] = told >= 0 ? told : numberOf(~told);
  }

  function numberOf(candidate: number): number {
    if (fates[candidate] >= 0) return numbers[candidate];
    const winner = ~fates[candidate];
    const room = header[memory.ROOM];
    return members[Math.floor(winner / room)].numbers[winner % room];
  }
}
