// A wait queue from kernel/sched/wait.c: a list of entries in the order in which they stand, exclusive ones at its tail
// and others at its head, each with a flag, and for each process the state of the task. A task that has called schedule()
// runs again once its state is TASK_RUNNING (0); 1 is TASK_UNINTERRUPTIBLE, 2 TASK_KILLABLE, 3 TASK_INTERRUPTIBLE.

import { array, bool, cell, list, none, orNone, range, upTo } from '../../../src/index.ts';
import { waitQueue } from '../../../src/kernel/index.ts';
import { anyProcess } from '../../../src/language/domain.ts';
import type { Operation, Twin } from './twin.ts';

const STATES = ['uninterruptible', 'killable', 'interruptible'];

const stays =
  'if (called[me.self] === 1 && task[me.self] !== 0) wrong.value = 1; called[me.self] = 0; if (timer[me.self] === 1) timer[me.self] = 0;';
/** signal_pending_state(), of a process and a state. */
const ends = (p: string, state: string): string =>
  `(pending[${p}] > 0 && (${state} === 3 || (${state} === 2 && pending[${p}] === 2)))`;
const unlink = 'if (queue.includes(me.self)) queue.remove(me.self);';

function prepare(exclusive: boolean, state: number): Operation {
  const call = exclusive ? 'prepareExclusive' : 'prepare';
  return {
    kernel: `wq.${call}(me, '${STATES[state - 1]}'); who.value = me.self`,
    plain: `${stays}
      if (queue.includes(me.self) && exclusive[me.self] !== ${exclusive}) wrong.value = 1;
      exclusive[me.self] = ${exclusive};
      if (!queue.includes(me.self)) queue.${exclusive ? 'push' : 'unshift'}(me.self);
      task[me.self] = ${state}; who.value = me.self`,
  };
}

/** __wake_up_common(): from the head on, until as many exclusive ones are woken; 0 is all. */
const wake = (mode: string, exclusives: number): string =>
  `let left = ${exclusives};
   for (const p of [0, 1, 2, 3].slice(0, queue.length).map((k) => queue.at(k))) {
     if (!(${mode})) continue;
     task[p] = 0; queue.remove(p);
     if (exclusive[p] && --left === 0) break;
   }`;
const NORMAL = 'task[p] !== 0';

const other = (kernel: string, plain: string): Operation => ({
  kernel: `if (who.value !== none) wq.${kernel}(who.value)`,
  plain: `const p = who.value; if (p !== none) { ${plain} }`,
});

export function waitQueueTwin(): Twin {
  Object.assign(globalThis, { none });
  const who = cell(orNone(anyProcess));
  return {
    kernel: { wq: waitQueue(4), who },
    plain: {
      who,
      queue: list(4, anyProcess),
      exclusive: array(4, bool),
      task: array(4, upTo(3)),
      called: array(4, upTo(1)),
      pending: array(4, upTo(2)),
      timer: array(4, upTo(2)),
      unused: cell(range(0, 1)),
    },
    habits: [
      [0, 4, 6, 7],
      [1, 4, 6, 7],
      [2, 4, 6, 7],
      [3, 4, 6, 7],
      [3, 5, 6, 7],
      [8, 1, 4, 6, 8, 7],
      [13, 9, 12],
      [15, 9, 12],
      [16, 9],
      [15, 10, 12],
    ],
    operations: [
      prepare(false, 1),
      prepare(false, 2),
      prepare(true, 3),
      prepare(true, 1),
      {
        kernel: 'wq.schedule(me)',
        plain: `if (called[me.self] === 1) wrong.value = 1; called[me.self] = 1;
          if (${ends('me.self', 'task[me.self]')}) task[me.self] = 0`,
      },
      {
        kernel: 'wq.scheduleTimeout(me)',
        plain: `if (called[me.self] === 1) wrong.value = 1; called[me.self] = 1; timer[me.self] = 1;
          if (${ends('me.self', 'task[me.self]')}) task[me.self] = 0`,
      },
      {
        kernel: "if (!wq.isAwake(me)) return 'blocked'; me.said = Number(wq.isExpired(me))",
        plain: `if (called[me.self] === 0) wrong.value = 1;
          if (task[me.self] !== 0) return 'blocked'; me.said = Number(timer[me.self] === 2)`,
      },
      {
        kernel: 'wq.finish(me)',
        plain: `${stays} ${unlink} task[me.self] = 0; timer[me.self] = 0`,
      },
      {
        kernel: "me.said = Number(wq.isInterrupted(me, 'killable'))",
        plain: `${stays} me.said = Number(${ends('me.self', '2')});
          if (me.said === 1) { ${unlink} task[me.self] = 0; }`,
      },
      { kernel: 'wq.wake()', plain: wake(NORMAL, 1) },
      { kernel: 'wq.wakeAll()', plain: wake(NORMAL, 0) },
      { kernel: 'wq.wakeInterruptible()', plain: wake('task[p] === 3', 1) },
      { kernel: 'me.said = Number(wq.isActive())', plain: 'me.said = Number(queue.length > 0)' },
      other('wakeProcess', 'task[p] = 0;'),
      other(
        'signal',
        `if (pending[p] === 0) pending[p] = 1; if (${ends('p', 'task[p]')}) task[p] = 0;`,
      ),
      other('kill', `pending[p] = 2; if (${ends('p', 'task[p]')}) task[p] = 0;`),
      other('expire', 'if (timer[p] === 1) { timer[p] = 2; task[p] = 0; }'),
    ],
  };
}
