// How a call orders memory where there are store buffers.

import type { MemoryOrder } from '../../language/method.ts';
import type { Called } from './behaviour.ts';
import { givesBack, isHandedOn, takes } from './handovers.ts';

/** What needs an empty buffer. */
export const STRONG: readonly MemoryOrder[] = ['full', 'full if stored', 'mb'];
/** What orders stores before what the method stores. */
export const FENCING: readonly MemoryOrder[] = ['wmb', 'wmb before', 'release'];

/**
 * What does not say how it orders memory, and changes something, is fully ordered. To ask for a lock is not: what it is to take one is
 * known when it has answered.
 */
export function orderOf(called: Called): MemoryOrder {
  if (typeof called === 'string') return 'full';
  // A mark says what is to be said of it.
  if (givesBack(called)) return 'relaxed';
  const { order, pure } = called.method;
  const isLock = order === undefined && isHandedOn({ slot: called.primitive });
  if (isLock && takes(called)) return 'acquire';
  return order ?? (pure ? 'relaxed' : 'full');
}
