// The states of cpu hotplug: kernel/cpu.c, Documentation/core-api/cpu_hotplug.rst. Bringing a cpu up calls the startup
// callback of each state in order, taking it down the teardown callbacks backwards. A callback that fails turns the
// direction round: what was done is undone, the failed state itself is not (cpuhp_reset_state()). On the way back nothing
// may fail, and neither may an atomic state (cpuhp_is_atomic_state()): its callback, STARTING or DYING as they once were
// called, runs on the cpu itself with irqs off. cpuhp_invoke_callback_range_nofail() warns and goes on, as if it had not.
//
//   { hp: hotplugStates(['offline', 'slub', 'page_alloc', 'online']) }                starts offline
//   { hp: hotplugStates(['offline', 'slub', 'smpcfd', 'online'], { initial: 'online', atomic: ['smpcfd'] }) }
//
//   begin: ({ hp }) => { hp.begin('online'); return 'next'; }                       cpu_up(): towards the last state
//   step:  ({ hp, ... }) => { ... what the startup (hp.isGoingUp()) or teardown of `hp.current()` does ...
//            hp.answer(true); return hp.isMoving() ? 'step' : 'next'; }
//   ready: ({ hp }) => (hp.hasFailed() ? ... : ...)
//
// The lock around it is a percpuRwsem('cpu_hotplug_lock'); that the cpu dies under stop_machine is the callback of a
// state of its own.
//
// not kept: states with several instances
// not kept: the thread of the cpu that runs the callbacks
// not kept: a DEAD callback that fails

import { checkOptions, checkWord } from '../base/given.ts';
import type { Cell } from '../language/cell.ts';
import { bool, oneOf } from '../language/domain.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';

export interface HotplugStates<S extends string> {
  readonly state: S;
  readonly target: S;
  readonly rollback: boolean;
  /** cpu_up() or cpu_down() to a state. */
  begin(target: S): void;
  isMoving(): boolean;
  isGoingUp(): boolean;
  /** The state whose startup or teardown callback is called now. */
  current(): S;
  /** Whether the callback of now runs on the cpu with irqs off, and must not fail. */
  isAtomic(): boolean;
  /** The callback's result. */
  answer(ok: boolean): void;
  /** Whether the last begin() was rolled back. */
  hasFailed(): boolean;
}

export interface HotplugOptions<S extends string> {
  /** The state at first: the first one, unless given. */
  readonly initial?: S;
  /** The states whose callbacks must not fail: between CPUHP_AP_IDLE_DEAD and CPUHP_AP_ONLINE. */
  readonly atomic?: readonly S[];
}

interface State {
  state: string;
  target: string;
  origin: string;
  rollback: boolean;
}

/** A cpu (or a memory block) that goes through these states, the first of them being off. */
export function hotplugStates<const S extends readonly string[]>(
  states: S,
  options: S[number] | HotplugOptions<NoInfer<S[number]>> = {},
): Cell<HotplugStates<S[number]>> {
  const given = typeof options === 'string' ? { initial: options } : options;
  checkOptions('hotplugStates', given, ['initial', 'atomic']);
  const { initial = states[0], atomic = [] } = given;
  checkWord('hotplugStates: initial', initial, states);
  for (const state of atomic) checkWord('hotplugStates: atomic', state, states);
  const place = (state: string): number => states.indexOf(state);
  const goesUp = ({ state, target }: State): boolean => place(target) > place(state);
  const current = (one: State): string => (goesUp(one) ? states[place(one.state) + 1] : one.state);
  const isAtomic = (one: State): boolean =>
    one.state !== one.target && atomic.includes(current(one));
  const domain = oneOf(...states);
  return kernelCell<HotplugStates<S[number]>>(
    { state: domain, target: domain, origin: domain, rollback: bool },
    {
      begin: action(function (this: State, target: string) {
        if (this.state !== this.target)
          refuse(this, 'a hotplug operation begins while another one is under way');
        this.origin = this.state;
        this.target = target;
        this.rollback = false;
      }),
      isMoving: query(function (this: State) {
        return this.state !== this.target;
      }),
      isGoingUp: query(function (this: State) {
        return goesUp(this);
      }),
      // rule: startups are called upwards, teardowns downwards
      current: query(function (this: State) {
        return current(this);
      }),
      isAtomic: query(function (this: State) {
        return isAtomic(this);
      }),
      // rule: what was done is undone, the callback that failed is not
      // rule: a rollback must not fail
      // rule: STARTING and DYING callbacks must not fail
      answer: action(function (this: State, ok: boolean) {
        if (this.state === this.target)
          refuse(this, 'a callback answers, and nothing is under way');
        if (ok) {
          this.state = states[place(this.state) + (goesUp(this) ? 1 : -1)];
          return;
        }
        if (this.rollback) refuse(this, 'a callback fails on the way back');
        if (isAtomic(this)) refuse(this, `${current(this)} fails: STARTING and DYING must not`);
        this.rollback = true;
        this.target = this.origin;
      }),
      hasFailed: query(function (this: State) {
        return this.rollback;
      }),
    },
    { initial: { state: initial, target: initial, origin: initial } },
  );
}
