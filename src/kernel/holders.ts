// Several holders of one primitive: who they are, for reports, in an array that is kept sorted, so that the order in
// which readers came does not multiply the states. A holder that entered twice is there twice.

import { array, type Cell } from '../model/cell.ts';
import { anyProcess, type None, none, orNone, type ProcessId } from '../model/domain.ts';
import { refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

export type Holders = (ProcessId | None)[];

/** Room for as many holders at once. */
export function holders(capacity: number): Cell<Holders> {
  return array(capacity, orNone(anyProcess));
}

export function addHolder(all: Holders, { self }: Who, what: string): void {
  let at = countHolders(all);
  if (at === all.length) {
    refuse(all, `${what} has ${at} holders already; give it room for more where the cell is made`);
  }
  for (; at > 0 && (all[at - 1] as ProcessId) > self; at--) all[at] = all[at - 1];
  all[at] = self;
}

export function removeHolder(all: Holders, { self }: Who, what: string): void {
  let at = all.indexOf(self);
  if (at < 0) refuse(all, `${what} is released by a process that does not hold it`);
  for (; at < all.length - 1; at++) all[at] = all[at + 1];
  all[all.length - 1] = none;
}

export function countHolders(all: Holders): number {
  const free = all.indexOf(none);
  return free < 0 ? all.length : free;
}

export function holds(all: Holders, { self }: Who): boolean {
  return all.includes(self);
}
