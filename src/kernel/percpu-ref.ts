// percpu_ref: lib/percpu-refcount.c, include/linux/percpu-refcount.h. A reference count that at first is spread over the
// cpus, where nobody can tell that it is zero; it is killed, switches to an atomic count, and then the last put() releases:
//
//   get:    ({ ref, me }) => (ref.tryget() ? 'use' : 'gone')
//   put:    ({ ref }) => (ref.put() ? 'release' : 'done')                        true: this was the last, call release()
//   kill:   ({ ref, rcu }) => { if (ref.kill() === 'switches') rcu.call(0); return 'done'; }
//   switch: ({ ref }) => (ref.switched() ? 'release' : 'finish')                 the callback, a grace period after kill()
//
// The counters of the cpus are one number here. Sound only if switched() comes a grace period after kill(): until then a
// get that has seen the old mode may be about to count on its cpu, which the sum would miss. So queue it with call_rcu()
// on a cell `rcu`, as the kernel does, and give it to a process that asks isDue().
//
// not kept: percpu_ref_switch_to_percpu(), percpu_ref_reinit() and percpu_ref_resurrect()
// not kept: PERCPU_REF_INIT_ATOMIC and PERCPU_REF_INIT_DEAD

import type { Cell } from '../language/cell.ts';
import { bool, oneOf, upTo } from '../language/domain.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';

/** `switching` from kill() until the callback has run; `exited` after percpu_ref_exit(). */
export type PercpuRefMode = 'percpu' | 'switching' | 'atomic' | 'exited';

export interface PercpuRef {
  readonly mode: PercpuRefMode;
  /** References, over all cpus; among them the initial one until kill(), and the one of a switch. */
  readonly count: number;
  readonly isDead: boolean;
  /** percpu_ref_get(): the caller knows of a reference that nobody gives back meanwhile. */
  get(): void;
  /** percpu_ref_tryget(): false where it is zero, and known to be. */
  tryget(): boolean;
  /** percpu_ref_tryget_live(): false once it is killed. */
  trygetLive(): boolean;
  /** percpu_ref_put(): whether that was the last reference, so that release() is called. */
  put(): boolean;
  /** percpu_ref_kill(): gives the initial reference back, and begins to switch. */
  kill(): void;
  /** percpu_ref_switch_to_atomic_rcu(), a grace period after kill(): true as put() is. */
  switched(): boolean;
  /** Whether a switch has begun and not ended: ->confirm_switch. */
  isSwitching(): boolean;
  /** percpu_ref_is_zero(). */
  isZero(): boolean;
  /** percpu_ref_exit(): false within a switch, of which the kernel warns, as the callback is still to come. */
  exit(): boolean;
}

/** this_cpu_add(), while it counts per cpu. */
const NONE = { order: 'relaxed' } as const;

interface State {
  mode: PercpuRefMode;
  count: number;
  isDead: boolean;
}

/** A reference count of the cpus of at most `max`, which is alive and has its initial reference. */
export function percpuRef(max: number): Cell<PercpuRef> {
  /** True while the count is known, so that zero is zero. */
  const isKnown = (ref: State): boolean => ref.mode === 'atomic' || ref.mode === 'exited';

  function put(ref: State): boolean {
    // rule: more are not given back than were taken
    if (ref.count === 0) refuse(ref, 'percpu_ref_put() without a reference');
    ref.count--;
    // rule: while it counts per cpu nobody notices that it is zero
    return isKnown(ref) && ref.count === 0;
  }
  return kernelCell<PercpuRef>(
    { mode: oneOf('percpu', 'switching', 'atomic', 'exited'), count: upTo(max), isDead: bool },
    {
      get: action(function (this: State) {
        // rule: nobody gets a reference to what has none
        if (isKnown(this) && this.count === 0)
          refuse(this, 'percpu_ref_get() of what has no reference');
        this.count++;
      }, NONE),
      // rule: percpu_ref_get() and percpu_ref_tryget() order nothing
      tryget: action(
        function (this: State) {
          if (isKnown(this) && this.count === 0) return false;
          this.count++;
          return true;
        },
        { mustCheck: true, ...NONE },
      ),
      // rule: tryget() does not mind that it is killed, trygetLive() does
      trygetLive: action(
        function (this: State) {
          if (this.isDead) return false;
          this.count++;
          return true;
        },
        { mustCheck: true, ...NONE },
      ),
      put: action(function (this: State) {
        return put(this);
      }),
      kill: action(function (this: State) {
        // rule: it is killed once
        if (this.isDead) refuse(this, 'percpu_ref_kill() called more than once');
        this.isDead = true;
        // rule: a switch has a reference of its own, until it is over
        // It takes one, and the initial one is given back: the count stays.
        this.mode = 'switching';
      }),
      switched: action(function (this: State) {
        if (this.mode === 'exited') return false;
        // rule: only what was killed has switched, and once
        if (this.mode !== 'switching')
          refuse(this, 'switched() without percpu_ref_kill() before it');
        this.mode = 'atomic';
        return put(this);
      }),
      isSwitching: query(function (this: State) {
        return this.mode === 'switching';
      }),
      isZero: query(function (this: State) {
        return isKnown(this) && this.count === 0;
      }),
      // rule: percpu_ref_exit() within a switch does not wait for it
      exit: action(function (this: State) {
        const isOver = this.mode !== 'switching';
        this.mode = 'exited';
        return isOver;
      }),
    },
    { initial: { count: 1 } },
  );
}
