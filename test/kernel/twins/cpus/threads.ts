// A kernel thread as kernel/kthread.c has it: bits in kthread->flags, task->__state, and the completions `parked`, which is
// counted, and `exited`.

import { bool, oneOf, record, upTo } from 'mmcheck';
import { kthread } from 'mmcheck/kernel';
import type { Any } from '../../script.ts';
import type { Operation, Twin } from './twin.ts';

function wakeUpState(k: Any, states: readonly string[]): void {
  if (states.includes(k.state)) k.state = 'R';
}
function unpark(k: Any): void {
  if (!k.should_park) return;
  k.should_park = false;
  wakeUpState(k, ['P']);
}

const operations: Operation[] = [
  {
    primitive: [
      ({ thread }: Any) => {
        thread.stop();
        return 'next';
      },
      ({ thread }: Any) => (thread.isStopped() ? 'next' : 'blocked'),
    ],
    twin: [
      ({ k }: Any) => {
        k.should_stop = true;
        unpark(k);
        wakeUpState(k, ['S', 'D']);
        return 'next';
      },
      ({ k }: Any) => (k.exited ? 'next' : 'blocked'),
    ],
  },
  {
    primitive: [
      ({ thread, me }: Any) => {
        me.ok = thread.park();
        return 'next';
      },
      ({ thread, me }: Any) => (!me.ok || thread.isParked() ? 'next' : 'blocked'),
    ],
    twin: [
      ({ k, me }: Any) => {
        me.ok = !k.exited && !k.should_park;
        if (!me.ok) return 'next';
        k.should_park = true;
        wakeUpState(k, ['S', 'D']);
        return 'next';
      },
      ({ k, me }: Any) => {
        if (!me.ok) return 'next';
        if (k.parked === 0) return 'blocked';
        k.parked--;
        return 'next';
      },
    ],
  },
  {
    primitive: [
      ({ thread }: Any) => {
        thread.unpark();
        return 'next';
      },
    ],
    twin: [
      ({ k }: Any) => {
        unpark(k);
        return 'next';
      },
    ],
  },
  {
    primitive: [
      ({ thread }: Any) => {
        thread.wake();
        return 'next';
      },
    ],
    twin: [
      ({ k }: Any) => {
        wakeUpState(k, ['S', 'D']);
        return 'next';
      },
    ],
  },
];

/** A thread function that sleeps, parks and ends, and may be woken for nothing. */
const threadFn =
  (prepare: Any, ask: Any, sleep: Any, parkme: Any, parked: Any, exit: Any) => (process: Any) => ({
    thread_fn: process({
      start: 'prepare',
      end: ['sleep', 'parked'],
      steps: { prepare, ask, sleep, parkme, parked, exit },
    }),
  });

export const threads: Twin = {
  locals: { ok: bool },
  users: [operations, operations],
  primitive: () => ({
    cells: { thread: kthread() },
    others: threadFn(
      ({ thread }: Any) => {
        thread.prepare();
        return 'ask';
      },
      ({ thread }: Any) =>
        thread.shouldStop() ? 'exit' : thread.shouldPark() ? 'parkme' : 'sleep',
      ({ thread }: Any) => (thread.isAwake() ? 'prepare' : 'blocked'),
      ({ thread }: Any) => (thread.parkme() ? 'parked' : 'prepare'),
      ({ thread }: Any) => (thread.isAwake() ? 'parkme' : 'blocked'),
      ({ thread }: Any) => {
        thread.exit();
        return 'done';
      },
    ),
  }),
  twin: () => ({
    cells: {
      k: record({
        state: oneOf('R', 'S', 'D', 'P'),
        should_stop: bool,
        should_park: bool,
        parked: upTo(6),
        exited: bool,
      }),
    },
    others: threadFn(
      ({ k }: Any) => {
        k.state = 'S';
        return 'ask';
      },
      ({ k }: Any) => (k.should_stop ? 'exit' : k.should_park ? 'parkme' : 'sleep'),
      ({ k }: Any) => (k.state === 'R' ? 'prepare' : 'blocked'),
      ({ k }: Any) => {
        k.state = 'P';
        if (!k.should_park) {
          k.state = 'R';
          return 'prepare';
        }
        k.parked++;
        return 'parked';
      },
      ({ k }: Any) => (k.state === 'R' ? 'parkme' : 'blocked'),
      ({ k }: Any) => {
        k.exited = true;
        k.state = 'D';
        return 'done';
      },
    ),
  }),
};
