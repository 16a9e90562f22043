// The last phases of a round: candidates become states, with numbers, and what refers to them is told.
//
// What must stay true: numbers are those of a search that goes from state to state, which is the order of the first
// transitions that lead to them.

import { SAMPLED } from '../../graph/sampled-successors.ts';
import * as memory from './memory.ts';
import { parentOf } from './transition-key.ts';

/** The new states of a round are stored in parts of so many at least. */
const PART = 256;
const MOST_PARTS = 1 << 10;

/** How many candidates there are. */
export function countCandidates({ members }: memory.SearchMemory): number {
  return members.reduce((sum, { kept }) => sum + kept[0], 0);
}

/** Puts the candidates in order: counted by parent, then moved where another transition of the same parent comes before. */
export function orderCandidates({ round, members }: memory.SearchMemory): void {
  const { header, starts, order, keys: sorted } = round;
  const parents = header[memory.LAST] - header[memory.FIRST];
  starts.fill(0, 0, parents + 1);
  for (const { kept, keys } of members) {
    for (let c = 0; c < kept[0]; c++) starts[parentOf(keys[c]) + 1]++;
  }
  for (let parent = 0; parent < parents; parent++) starts[parent + 1] += starts[parent];
  let first = 0;
  for (const { kept, keys } of members) {
    for (let c = 0; c < kept[0]; c++) {
      const at = starts[parentOf(keys[c])]++;
      order[at] = first + c;
      sorted[at] = keys[c];
    }
    first += header[memory.ROOM];
  }
  insertionSort(sorted, order, header[memory.FOUND]);
}

function insertionSort(keys: Int32Array, order: Int32Array, count: number): void {
  for (let k = 1; k < count; k++) {
    const key = keys[k];
    if (keys[k - 1] <= key) continue;
    const candidate = order[k];
    let at = k;
    for (; at > 0 && keys[at - 1] > key; at--) {
      keys[at] = keys[at - 1];
      order[at] = order[at - 1];
    }
    keys[at] = key;
    order[at] = candidate;
  }
}

function partSize(found: number): number {
  return Math.max(PART, Math.ceil(found / MOST_PARTS));
}

/** In how many parts so many new states are stored. */
export function partsOf(found: number): number {
  return Math.ceil(found / partSize(found));
}

/** Stores one part of the new states, with their predecessors. */
export function storePart(
  { words, graph, round, members }: memory.SearchMemory,
  part: number,
  table: Int32Array,
): void {
  const mask = table.length - 1;
  const { arena, predecessors } = graph;
  const { header, order, keys, numbers } = round;
  const found = header[memory.FOUND];
  const room = header[memory.ROOM];
  const size = partSize(found);
  const last = Math.min((part + 1) * size, found);
  for (let k = part * size; k < last; k++) {
    const number = header[memory.COUNT] + k;
    const member = Math.floor(order[k] / room);
    const { states, hashes, slots } = members[member];
    const c = order[k] - member * room;
    for (let w = 0; w < words; w++) arena[number * words + w] = states[c * words + w];
    predecessors[number] = header[memory.FIRST] + parentOf(keys[k]);
    numbers[order[k]] = number;
    table[slots[c]] = (hashes[c] & ~mask) | (number + 1);
  }
}

/** Tells sampled successors of a piece's states by their numbers. */
export function tellSuccessors({ graph, round }: memory.SearchMemory, piece: number): void {
  const { header, samples, numbers } = round;
  const first = header[memory.FIRST];
  const from = first + piece * header[memory.SIZE];
  const to = Math.min(from + header[memory.SIZE], header[memory.LAST]);
  for (let k = SAMPLED * from; k < SAMPLED * to; k++) {
    const told = samples[k - SAMPLED * first];
    graph.successors[k] = told >= 0 ? told : numbers[~told];
  }
}
