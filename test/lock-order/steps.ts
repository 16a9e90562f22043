// Steps that the small systems of these tests are made of: two locks, `a` and `b`, taken and dropped.

import type { Lock, Who } from '../../src/kernel/index.ts';

export interface Two {
  readonly a: Lock;
  readonly b: Lock;
  readonly me: Who;
}
export const takeA = ({ a, me }: Two) => (a.acquire(me) ? 'next' : 'blocked');
export const takeB = ({ b, me }: Two) => (b.acquire(me) ? 'next' : 'blocked');
export const tryB = ({ b, me }: Two) => (b.tryAcquire(me) ? 'next' : 'a');
export const dropA = ({ a, me }: Two): 'next' => {
  a.release(me);
  return 'next';
};
export const dropB = ({ b, me }: Two): 'next' => {
  b.release(me);
  return 'next';
};
export const end = (): 'done' => 'done';
