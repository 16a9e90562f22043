// struct completion from kernel/sched/completion.c: `done`, of which UINT_MAX (40 here) is for all, and a queue of those
// who wait (kernel/sched/swait.c), which complete() wakes one by one. The twin has no queue: a waiter that is not asleep
// yet takes what the one that was woken has not taken so far, so that any may be the next.

import { cell, upTo } from '../../../src/index.ts';
import { completion } from '../../../src/kernel/index.ts';
import type { Twin } from './twin.ts';

const take = 'if (done.value !== 40) done.value--;';

export const completionTwin: Twin = {
  kernel: { c: completion(30), sig: cell(upTo(1)) },
  plain: { done: cell(upTo(40)), sig: cell(upTo(1)) },
  habits: [
    [0, 3],
    [1, 2, 3],
    [6, 7],
    [0, 4, 5],
  ],
  operations: [
    { kernel: 'c.complete()', plain: 'if (done.value !== 40) done.value++' },
    { kernel: 'c.completeAll()', plain: 'done.value = 40' },
    { kernel: 'c.reinit()', plain: 'done.value = 0' },
    {
      kernel: "if (!c.wait()) return 'blocked'",
      plain: `if (done.value === 0) return 'blocked'; ${take}`,
    },
    {
      kernel: 'me.said = Number(c.tryWait())',
      plain: `me.said = Number(done.value !== 0); if (done.value !== 0) { ${take} }`,
    },
    {
      kernel: 'me.said = Number(c.isDone())',
      plain: 'me.said = Number(done.value !== 0)',
    },
    { kernel: 'sig.value = 1', plain: 'sig.value = 1' },
    {
      // wait_for_completion_interruptible(): a signal ends the wait only of who finds it undone.
      kernel:
        "if (c.wait()) me.said = 1; else { if (sig.value === 0) return 'blocked'; me.said = 2; }",
      plain: `if (done.value === 0 && sig.value === 0) return 'blocked';
        me.said = done.value === 0 ? 2 : 1;
        if (done.value !== 0) { ${take} }`,
    },
  ],
};
