// How a call orders memory where there are store buffers.

import type { MemoryOrder } from '../../language/method.ts';
import type { Called } from './behaviour.ts';
import { givesBack, isHandedOn, takes } from './handovers.ts';

/** What needs an empty buffer. */
export const STRONG: readonly MemoryOrder[] = ['full', 'full if stored', 'mb'];
/** What orders stores before what the method stores. */
export const FENCING: readonly MemoryOrder[] = ['wmb', 'wmb before', 'release'];

/**
 * What does not say how it orders memory, and changes something, is fully ordered. `isPartial`: under pso taking a lock is an acquire,
 * where it is done on a processor by an instruction that is a full barrier under tso.
 */
export function orderOf(called: Called, isPartial: boolean): MemoryOrder {
  if (typeof called === 'string') return 'full';
  // A mark says what is to be said of it.
  if (givesBack(called)) return 'relaxed';
  const { order, pure } = called.method;
  const isLock = order === undefined && isHandedOn({ slot: called.primitive });
  if (isPartial && isLock && takes(called)) return 'acquire';
  return order ?? (pure ? 'relaxed' : 'full');
}
