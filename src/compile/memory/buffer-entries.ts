// What stands in a store buffer: stores, fences between those whose order stays, and marks. A mark says that something is not so far
// before all stores ahead of it are in memory. Those of RCU: a grace period is not over, or one that begins later will not be, which
// waits for what a process stored before it left a read section. That of a lock, or a completion: nobody else can take it. A mark
// holds up no store, and goes where none is ahead of it.
//
// What must stay true: an entry is known by its text, which is the value of the cell and says all that there is to say of it.

import { describeValue } from '../../language/domain.ts';
import type { Slot } from '../layout/slot.ts';
import { decodeValue } from '../layout/values.ts';
import { handoversOf } from './handovers.ts';
import { type RcuDomain, rcuDomainsOf } from './rcu-domains.ts';
import type { NamedRecord } from './records.ts';
import type { Word } from './words.ts';

/** Between stores whose order stays, where others may pass one another. */
export const FENCE = 'smp_wmb';

/** A store: the word, the code of its value, and how it is shown. */
export interface Store {
  readonly word: Word;
  readonly code: number;
  readonly text: string;
}

/** Every store of some words, in their order: of one word by the codes of its values. */
export function storesOf(words: readonly Word[]): Store[] {
  return words.flatMap((word) =>
    Array.from({ length: word.slot.size }, (_, code) => {
      const { domain } = word.slot;
      const value = describeValue(decodeValue(domain, code), domain);
      return { word, code, text: `${word.name}${STORES}${value}` };
    }),
  );
}

const STORES = ' := ';

/** By domain: of its last read section that has ended, then of each grace period. */
export function marksOf({ name, graces }: RcuDomain): string[] {
  const waiting = Array.from({ length: graces }, (_, k) => `${name}: grace period ${k} waits`);
  return [`${name}: read section ended`, ...waiting];
}

/** Of what was given back. */
export function markOf({ name }: NamedRecord): string {
  return `${name}: given back`;
}

/** All entries but the stores, in the order of their codes, which come before those of stores. */
export function othersOf(isPartial: boolean, cells: Readonly<Record<string, Slot>>): string[] {
  return [
    ...(isPartial ? [FENCE] : []),
    ...rcuDomainsOf(cells).flatMap(marksOf),
    ...handoversOf(cells).map(markOf),
  ];
}

/** What is dropped at the head of a buffer. */
export function isNoStore(entry: string): boolean {
  return !entry.includes(STORES);
}

/** Where in a buffer the stores are that may come next: the oldest of each word, up to the first fence. */
export function unfenced(entries: readonly string[]): number[] {
  const fence = entries.indexOf(FENCE);
  const free = fence < 0 ? entries : entries.slice(0, fence);
  const words = free.map((entry) => entry.split(STORES)[0]);
  return free.flatMap((entry, k) =>
    !isNoStore(entry) && words.indexOf(words[k]) === k ? [k] : [],
  );
}
