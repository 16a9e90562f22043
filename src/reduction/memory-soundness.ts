// The rows of memory models in the table of soundness: which reduction may be used where memory is not sequentially consistent.

import type { WeakMemory } from '../language/memory-model.ts';
import type { Soundness } from './soundness.ts';

const UNMOVED: Soundness = {
  answer: 'refused',
  reason:
    'a permutation would have to rename the stores that wait in buffers, and move the buffers; not proved yet',
};
const BUFFERED: Soundness = {
  answer: 'allowed',
  reason:
    'a flush is a step of a process of its own, with all that it touches in its text, and a step is told to touch its buffer',
};

const UNPROVED: Soundness = {
  answer: 'refused',
  reason: 'any two loads and stores touch the same histories of words; not proved yet',
};

export type MemorySoundness = Readonly<Record<WeakMemory['model'], Soundness>>;

export const symmetryUnderMemory: MemorySoundness = { tso: UNMOVED, pso: UNMOVED, lkmm: UNPROVED };
export const partialOrderUnderMemory: MemorySoundness = {
  tso: BUFFERED,
  pso: BUFFERED,
  lkmm: UNPROVED,
};

const REMEMBERED: Soundness = {
  answer: 'refused',
  reason: 'what a local was loaded from orders later loads and stores; not proved yet',
};
export const deadLocalsUnderMemory: MemorySoundness = {
  tso: REMEMBERED,
  pso: REMEMBERED,
  lkmm: REMEMBERED,
};

/** Why a reduction may not be used with a memory. */
export function refusalUnder(
  memory: WeakMemory | undefined,
  table: MemorySoundness,
): { readonly reason: string } | undefined {
  const soundness = memory && table[memory.model];
  if (soundness === undefined || soundness.answer === 'allowed') return undefined;
  return { reason: `under ${memory?.model}: ${soundness.reason}` };
}
