// n->list_lock of a slab cache, as a process takes it that keeps in `locked` whether it holds it: __slab_free() and
// deactivate_slab() take it only where the commit may move the slab on or off the list.

import type { Lock, Who } from 'mmcheck/kernel';

interface Locking {
  readonly list_lock: Lock;
  readonly me: Who & { locked: boolean };
}

/** spin_lock_irqsave(): on to the step that is written next. */
export const takeListLock = ({ list_lock, me }: Locking): 'next' | 'blocked' => {
  if (!list_lock.acquire(me)) return 'blocked';
  me.locked = true;
  return 'next';
};
