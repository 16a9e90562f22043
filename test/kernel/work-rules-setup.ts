// What the tests of work rules share.

import type { Any } from './script.ts';

export const queue = ({ item }: Any) => {
  item.queue();
  return 'next' as const;
};

/** A queueing of which the answer is known. */
export const queued =
  (answer: boolean) =>
  ({ item, assert }: Any) => {
    assert(item.queue() === answer, 'queued or not');
    return 'next' as const;
  };

export const flush = [
  ({ item, me }: Any) => {
    item.flush(me);
    return 'next' as const;
  },
  ({ item, me }: Any) => (item.isFlushed(me) ? 'next' : 'blocked'),
] as const;

export const cancelSync = [
  ({ item, me }: Any) => (item.cancelSync(me) ? 'next' : 'blocked'),
  ({ item, me }: Any) => (item.finishCancel(me) ? 'next' : 'blocked'),
] as const;

export const take = ({ item, me }: Any) => (item.take(me) ? 'next' : 'blocked');

export const count = ({ ran }: Any) => {
  if (ran.value < 2) ran.value++;
  return 'next' as const;
};

export const finish = ({ item, me }: Any) => {
  item.finish(me);
  return 'next' as const;
};
