// mutex: kernel/locking/mutex.c, Documentation/locking/mutex-design.rst. One owner, only the owner unlocks, not
// recursive: a process that takes a mutex it holds waits for ever. A waiter sleeps, so it keeps no cpu; taking one in
// atomic context is a bug, which `cpus[me.cpu].maySleep(me)` lets a step assert.

import type { Cell } from '../model/cell.ts';
import { exclusiveLock, type Lock } from './spinlock.ts';

/** A mutex of the given lock class: `slab_mutex: mutex('slab_mutex')`. */
export function mutex(name: string): Cell<Lock> {
  return exclusiveLock(name, 'mutex');
}
