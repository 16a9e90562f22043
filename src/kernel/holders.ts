// Several holders of one primitive: for each process how often it holds it, so that neither the order in which they came
// nor their numbers tell them apart, and processes that are alike stay so.

import { type Cell, perProcess } from '../language/cell.ts';
import { upTo } from '../language/domain.ts';
import { refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

/** By process. */
export type Holders = number[];

/** Each process may hold it so many times at once. */
export function holders(most: number): Cell<Holders> {
  return perProcess(upTo(most));
}

export function addHolder(all: Holders, { self }: Who, most: number, what: string): void {
  if (all[self] === most) {
    refuse(
      all,
      `${what} is held ${most} times by one process already; allow more where the cell is made`,
    );
  }
  all[self]++;
}

export function removeHolder(all: Holders, { self }: Who, what: string): void {
  if (all[self] === 0) refuse(all, `${what} is released by a process that does not hold it`);
  all[self]--;
}

export function isAnybody(all: readonly number[]): boolean {
  return all.some((times) => times > 0);
}

export function holds(all: readonly number[], { self }: Who): boolean {
  return all[self] > 0;
}
