// The states of cpu hotplug as kernel/cpu.c has them: cpuhp_next_state() moves st->state before the callback is called, and
// cpuhp_reset_state() moves it back by one where that fails.

import { bool, record, upTo } from 'mmcheck';
import { hotplugStates } from 'mmcheck/kernel';
import type { Any } from '../../script.ts';
import type { Operation, Twin } from './twin.ts';

const NAMES = ['offline', 'a', 'b', 'online'] as const;

const begin = (target: number): Operation => ({
  primitive: [
    ({ hp }: Any) => {
      if (!hp.isMoving()) hp.begin(NAMES[target]);
      return 'next';
    },
  ],
  twin: [
    ({ st }: Any) => {
      if (st.running) return 'next';
      st.prev = st.state;
      st.target = target;
      st.rollback = false;
      st.bringup = st.state < target;
      next(st);
      return 'next';
    },
  ],
});

/** cpuhp_next_state(): the callback to run, if there is one. */
function next(st: Any): void {
  st.running = st.bringup ? st.state < st.target : st.state > st.target;
  if (!st.running) return;
  st.run = st.bringup ? st.state + 1 : st.state;
  st.state += st.bringup ? 1 : -1;
}

const answer = (ok: boolean): Operation => ({
  primitive: [
    ({ hp, me }: Any) => {
      me.called = 0;
      if (!hp.isMoving()) return 'next';
      me.called = NAMES.indexOf(hp.current());
      me.up = hp.isGoingUp();
      hp.answer(ok || hp.rollback);
      return 'next';
    },
    ({ hp, me }: Any) => {
      me.failed = hp.hasFailed();
      me.over = hp.isMoving() ? 0 : NAMES.indexOf(hp.state);
      return 'next';
    },
  ],
  twin: [
    ({ st, me }: Any) => {
      me.called = 0;
      if (!st.running) return 'next';
      me.called = st.run;
      me.up = st.bringup;
      if (!ok && !st.rollback) {
        // Undo begins at the previous state.
        st.rollback = true;
        st.state += st.bringup ? -1 : 1;
        st.target = st.prev;
        st.bringup = !st.bringup;
      }
      next(st);
      return 'next';
    },
    ({ st, me }: Any) => {
      me.failed = st.rollback;
      me.over = st.running ? 0 : st.state;
      return 'next';
    },
  ],
});

export const hotplug: Twin = {
  most: 10,
  locals: { called: upTo(3), up: bool, failed: bool, over: upTo(3) },
  users: [
    [0, 1, 2, 3].map(begin).concat([answer(true), answer(true), answer(true), answer(false)]),
  ],
  primitive: () => ({ cells: { hp: hotplugStates(NAMES, { initial: 'a' }) }, others: () => ({}) }),
  twin: () => ({
    cells: {
      st: record(
        {
          state: upTo(3),
          target: upTo(3),
          prev: upTo(3),
          run: upTo(3),
          bringup: bool,
          rollback: bool,
          running: bool,
        },
        { state: 1, target: 1, prev: 1 },
      ),
    },
    others: () => ({}),
  }),
};
