// The address space that this process may have (`ulimit -v`), where the system tells. A thread of Node reserves nearly a
// gibibyte of it at its start, most of which it never uses; where it cannot, it ends the whole process without a word that
// anybody understands.

import { readFileSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';

/** What a searching thread reserves, its files and its code included. */
export const THREAD_BYTES = 2 ** 30;
const PAGE_BYTES = 4096;

export interface AddressSpace {
  readonly limit: number;
  readonly used: number;
}

/** Nothing where it has no bound, or none that is known. */
export function addressSpace(): AddressSpace | undefined {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    const limit = Number(/^Max address space\s+(\d+)/m.exec(limits)?.[1]);
    const pages = Number(readFileSync('/proc/self/statm', 'utf8').split(' ')[0]);
    return Number.isFinite(limit) ? { limit, used: pages * PAGE_BYTES } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether another thread would not end the process. */
export function hasRoomForThread(space = addressSpace()): boolean {
  return !space || space.limit - space.used >= THREAD_BYTES;
}

/** Throws where it would. */
export function checkRoomForThread(space = addressSpace()): void {
  if (!space || hasRoomForThread(space)) return;
  const [limit, used] = [space.limit, space.used].map((bytes) => Math.round(bytes / 2 ** 20));
  throw new UsageError(
    `this process may have ${limit} MiB of addresses (ulimit -v), of which it uses ${used}; a searching ` +
      'thread reserves 1024 more: raise it, and bound the states by --memory instead',
  );
}
