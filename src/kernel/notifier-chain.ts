// Notifier chains: kernel/notifier.c, and memory hotplug's use of one (memory_notify(), mm/memory_hotplug.c). Callbacks are
// called in the order of their priority until one of them stops the chain (NOTIFY_STOP_MASK, notifier_from_errno()).
//
//   { chain: notifierChain(3, ['GOING_OFFLINE', 'OFFLINE', 'CANCEL_OFFLINE']) }
//
//   notify:    ({ chain }) => { chain.begin('GOING_OFFLINE'); return 'next'; }
//   callbacks: ({ chain, ... }) => { ... what callback `chain.at` does on `chain.event` ...
//                chain.answer(true); return chain.isRunning() ? 'callbacks' : 'next'; }
//   then:      ({ chain }) => { if (!chain.wasStopped()) ...; chain.begin('CANCEL_OFFLINE'); return 'callbacks'; }
//
// Who is told of the rollback differs. memory_notify(MEM_CANCEL_x) goes to every callback, also to those behind the one
// that failed, which never saw MEM_GOING_x: `begin(event)`. blocking_notifier_call_chain_robust() goes to those before
// the one that failed: `begin(event, chain.passed)`.

import type { Cell } from '../model/cell.ts';
import { bool, type None, none, oneOf, orNone, upTo } from '../model/domain.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';

export interface NotifierChain<E extends string> {
  /** What the callbacks are told; none while nobody is. */
  readonly event: E | None;
  /** The callback whose turn it is, in the order of priority. */
  readonly at: number;
  /** How many callbacks of the last notification did not stop the chain. */
  readonly passed: number;
  readonly stopped: boolean;
  /** Tells all callbacks, or the first `calls`. */
  begin(event: E, calls?: number): void;
  /** The answer of the callback whose turn it is: false stops the chain. */
  answer(goesOn: boolean): void;
  isRunning(): boolean;
  wasStopped(): boolean;
}

interface State {
  event: string | None;
  at: number;
  calls: number;
  passed: number;
  stopped: boolean;
}

function end(chain: State): void {
  chain.passed = chain.at;
  chain.event = none;
  chain.at = 0;
  chain.calls = 0;
}

/** A chain of so many callbacks. */
export function notifierChain<const E extends readonly string[]>(
  callbacks: number,
  events: E,
): Cell<NotifierChain<E[number]>> {
  const count = upTo(callbacks);
  return kernelCell<NotifierChain<E[number]>>(
    { event: orNone(oneOf(...events)), at: count, calls: count, passed: count, stopped: bool },
    {
      begin: action(function (this: State, event: string, calls = callbacks) {
        if (this.event !== none)
          refuse(this, 'a notification begins while another one is under way');
        this.stopped = false;
        this.passed = 0;
        if (calls === 0) return;
        this.event = event;
        this.calls = calls;
      }),
      answer: action(function (this: State, goesOn: boolean) {
        if (this.event === none) refuse(this, 'a callback answers, and nobody asked');
        this.stopped = !goesOn;
        if (goesOn) this.at++;
        if (!goesOn || this.at === this.calls) end(this);
      }),
      isRunning: query(function (this: State) {
        return this.event !== none;
      }),
      wasStopped: query(function (this: State) {
        return this.stopped;
      }),
    },
  );
}
