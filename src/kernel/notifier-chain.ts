// Notifier chains: kernel/notifier.c, and memory hotplug's use of one (memory_notify(), mm/memory_hotplug.c). Callbacks are
// called in the order of their priority until one of them stops the chain (NOTIFY_STOP_MASK): with an error (NOTIFY_BAD,
// notifier_from_errno()) or, by NOTIFY_STOP, without one.
//
//   { chain: notifierChain(3, ['GOING_OFFLINE', 'OFFLINE', 'CANCEL_OFFLINE']) }
//
//   notify:    ({ chain }) => { chain.begin('GOING_OFFLINE'); return 'next'; }
//   callbacks: ({ chain, ... }) => { ... what callback `chain.at` does on `chain.event` ...
//                chain.answer(true); return chain.isRunning() ? 'callbacks' : 'next'; }
//   then:      ({ chain }) => { if (!chain.hasFailed()) ...; chain.begin('CANCEL_OFFLINE'); return 'callbacks'; }
//
// Who is told of the rollback differs. memory_notify(MEM_CANCEL_x) goes to every callback, also to those behind the one
// that failed, which never saw MEM_GOING_x: `begin(event)`. blocking_notifier_call_chain_robust() goes to those before
// the one that stopped the chain, with an error or without: `begin(event, chain.passed)`.
//
// Callbacks may come and go (`registered`, `register(k)`, `unregister(k)`), and what that waits for is the sort of chain:
//   - blocking: the chain's rwsem keeps both out while callbacks are called, so a callback that does it waits forever;
//   - atomic, srcu: both are done at once, under a lock of their own, and unregistering then waits for those who have begun
//     (synchronize_rcu(), synchronize_srcu()): isQuiet();
//   - raw: nothing is waited for, all is the caller's business.
// A process that walks such a chain has the next callback in hand before it calls one (next_nb), so that one is called
// even if it is unregistered meanwhile; one that is registered behind it is found.
//
// What must stay true: one notification at a time, as whoever begins another one meanwhile is refused.
//
// not kept: several notifications of one chain at once
// not kept: the chain's rwsem in lock order

import { checkOptions, checkWord } from '../base/given.ts';
import { type Cell, type SetView, set } from '../language/cell.ts';
import { bool, type None, none, oneOf, orNone, upTo } from '../language/domain.ts';
import type { Method } from '../language/method.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';

export type ChainSort = 'blocking' | 'atomic' | 'srcu' | 'raw';

export interface NotifierChain<E extends string> {
  /** What the callbacks are told; none while nobody is. */
  readonly event: E | None;
  /** The callback whose turn it is, in the order of priority. */
  readonly at: number;
  /** How many callbacks of the last notification did not stop the chain. */
  readonly passed: number;
  readonly stopped: boolean;
  /** The callbacks that are in the chain. */
  readonly registered: SetView<number>;
  /** Tells all callbacks, or the first `calls`. */
  begin(event: E, calls?: number): void;
  /** The answer of the callback whose turn it is: false stops the chain, and 'stop' does so without an error. */
  answer(goesOn: boolean | 'stop'): void;
  isRunning(): boolean;
  /** Whether a callback has stopped the chain, with an error or without. */
  wasStopped(): boolean;
  /** Whether one has stopped it with an error: notifier_to_errno(). */
  hasFailed(): boolean;
  /** x_notifier_chain_register(): false where it has to wait. */
  register(callback: number): boolean;
  /** x_notifier_chain_unregister(), without what it waits for afterwards: false where it has to wait before. */
  unregister(callback: number): boolean;
  /** Whether nobody is in the chain who began before: the end of synchronize_rcu(), synchronize_srcu(). */
  isQuiet(): boolean;
}

interface State {
  event: string | None;
  at: number;
  /** The one after it, as it was when this one's turn came. */
  following: number | None;
  calls: number;
  passed: number;
  stopped: boolean;
  failed: boolean;
  /** The notification under way began before the last callback was unregistered. */
  isOld: boolean;
  registered: SetView<number>;
}

export interface NotifierChainOptions {
  readonly sort?: ChainSort;
  /** Which callbacks are there at first; all, unless given. */
  readonly registered?: readonly number[];
}

function end(chain: State): void {
  chain.event = none;
  chain.at = 0;
  chain.calls = 0;
  chain.following = none;
  chain.isOld = false;
}

// rule: callbacks are called in the order of their priority, those that are registered
/** The first callback of the chain from this place on. */
function nextFrom({ registered }: State, place: number, callbacks: number): number | None {
  for (let k = place; k < callbacks; k++) if (registered.has(k)) return k;
  return none;
}

// rule: the next callback is in hand before one is called
/** Its turn: who comes after it is looked up before it is called. */
function turn(chain: State, callback: number, callbacks: number): void {
  chain.at = callback;
  chain.following = nextFrom(chain, callback + 1, callbacks);
}

function telling(callbacks: number): Record<string, Method> {
  return {
    // rule: one notification at a time
    // rule: the robust call cancels for those before the one that stopped the chain
    begin: action(function (this: State, event: string, calls = callbacks) {
      if (this.event !== none) {
        refuse(this, 'a notification begins while another one is under way');
      }
      this.stopped = false;
      this.failed = false;
      this.passed = 0;
      const first = nextFrom(this, 0, callbacks);
      if (calls === 0 || first === none) return;
      this.event = event;
      this.calls = calls;
      turn(this, first as number, callbacks);
    }),
    // rule: an error stops the chain
    // rule: NOTIFY_STOP stops the chain without an error
    answer: action(function (this: State, goesOn: boolean | 'stop') {
      if (this.event === none) refuse(this, 'a callback answers, and nobody asked');
      this.stopped = goesOn !== true;
      this.failed = goesOn === false;
      if (goesOn === true) this.passed++;
      const next = this.following;
      if (goesOn !== true || this.passed === this.calls || next === none) end(this);
      else turn(this, next as number, callbacks);
    }),
  };
}

const asking: Record<string, Method> = {
  isRunning: query(function (this: State) {
    return this.event !== none;
  }),
  wasStopped: query(function (this: State) {
    return this.stopped;
  }),
  hasFailed: query(function (this: State) {
    return this.failed;
  }),
};

function registration(sort: ChainSort): Record<string, Method> {
  const mustWait = (chain: State): boolean => sort === 'blocking' && chain.event !== none;
  return {
    // rule: a blocking chain does not change while its callbacks are called
    // rule: one registration of a callback
    register: action(function (this: State, callback: number) {
      if (mustWait(this)) return false;
      if (this.registered.has(callback)) {
        refuse(this, `callback ${callback} is registered already (-EEXIST)`);
      }
      this.registered.add(callback);
      return true;
    }),
    unregister: action(function (this: State, callback: number) {
      if (mustWait(this)) return false;
      if (!this.registered.has(callback)) {
        refuse(this, `callback ${callback} is not registered (-ENOENT)`);
      }
      this.registered.delete(callback);
      this.isOld = this.event !== none;
      return true;
    }),
    // rule: who unregisters from an atomic or srcu chain waits for those who have begun
    isQuiet: query(function (this: State) {
      return sort === 'raw' || !this.isOld;
    }),
  };
}

/** A chain of so many callbacks. */
export function notifierChain<const E extends readonly string[]>(
  callbacks: number,
  events: E,
  options: NotifierChainOptions = {},
): Cell<NotifierChain<E[number]>> {
  checkOptions('notifierChain', options, ['sort', 'registered']);
  const { sort = 'blocking', registered } = options;
  checkWord('notifierChain: sort', sort, ['blocking', 'atomic', 'srcu', 'raw']);
  const count = upTo(callbacks);
  const all = Array.from({ length: callbacks }, (_, k) => k);
  return kernelCell<NotifierChain<E[number]>>(
    {
      event: orNone(oneOf(...events)),
      at: count,
      following: orNone(upTo(callbacks - 1)),
      calls: count,
      passed: count,
      stopped: bool,
      failed: bool,
      isOld: bool,
      registered: set(callbacks, registered ?? all),
    },
    { ...telling(callbacks), ...asking, ...registration(sort) },
  );
}
