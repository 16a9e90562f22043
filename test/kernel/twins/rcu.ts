// RCU by its definition (Documentation/RCU/Design/Requirements/Requirements.rst): each read section has a number in the
// order in which they began, a grace period remembers how many had begun before it, and is over once none of those still
// runs. Two grace periods, one for synchronize_rcu() and one for a callback; regions with irqs off are sections as well.

import { array, cell, upTo } from '../../../src/index.ts';
import { rcu } from '../../../src/kernel/index.ts';
import { LOOK, MARK, type Twin } from './twin.ts';

/** Of each process its depth and the number of its section; 0 is none. The second row is of regions with irqs off. */
const enter = (row: number): string =>
  `if (depth[${row}][me.self] === 0) { begun.value++; section[${row}][me.self] = begun.value; }
   depth[${row}][me.self]++; me.d${row}++`;
const leave = (row: number): string =>
  `if (me.d${row} > 0) { depth[${row}][me.self]--; me.d${row}--;
   if (depth[${row}][me.self] === 0) section[${row}][me.self] = 0; }`;
const over = (grace: string): string =>
  `section.every((row) => row.every((n) => n === 0 || n > ${grace}))`;

/** Numbers of sections tell states apart that look the same to processes; there are few. */
export const rcuTwin: Twin = {
  kernel: { rcu: rcu({ graces: 2, readers: 8 }) },
  plain: {
    depth: array(2, array(4, upTo(8))),
    section: array(2, array(4, upTo(30))),
    begun: cell(upTo(30)),
    started: cell(upTo(1)),
    before: cell(upTo(30)),
    /** 0 idle, 1 queued, 2 running; 3 and 4 the same of kfree_rcu(). */
    callback: cell(upTo(4)),
    queued: cell(upTo(30)),
    barrier: array(4, upTo(1)),
  },
  locals: { d0: upTo(8), d1: upTo(8) },
  habits: [
    [0, MARK, 1],
    [0, 0, MARK, 1, 1],
    [2, 0, MARK, 3, 1],
    [0, 2, MARK, 1, 3],
    [LOOK, 4, 5],
    [LOOK, 4, 6],
    [LOOK, 7, 11, 12],
    [LOOK, 7, 9, 10],
    [8, 11, 12],
    [9, 10],
  ],
  operations: [
    { kernel: 'rcu.readLock(me); me.d0++', plain: enter(0) },
    { kernel: 'if (me.d0 > 0) { rcu.readUnlock(me); me.d0--; }', plain: leave(0) },
    { kernel: 'rcu.schedLock(me); me.d1++', plain: enter(1) },
    { kernel: 'if (me.d1 > 0) { rcu.schedUnlock(me); me.d1--; }', plain: leave(1) },
    {
      kernel: "if (rcu.graces[0] === 'idle') rcu.start(0)",
      plain: 'if (started.value === 0) { started.value = 1; before.value = begun.value; }',
    },
    {
      kernel: 'if (rcu.graces[0] !== "idle" && !rcu.isOver(0)) return "blocked"',
      plain: `if (started.value === 1) { if (!${over('before.value')}) return "blocked"; started.value = 0; }`,
    },
    {
      kernel: 'if (rcu.isOver(0)) me.said = 1; else me.said = 0',
      plain: `if (started.value === 0) wrong.value = 1;
        if (${over('before.value')}) { me.said = 1; started.value = 0; } else me.said = 0`,
    },
    {
      kernel: "if (rcu.graces[1] === 'idle') rcu.call(1)",
      plain: 'if (callback.value === 0) { callback.value = 1; queued.value = begun.value; }',
    },
    {
      kernel: "if (rcu.graces[1] === 'idle') rcu.kfree(1)",
      plain: 'if (callback.value === 0) { callback.value = 3; queued.value = begun.value; }',
    },
    {
      kernel: 'if (rcu.isDue(1)) { rcu.invoke(1); me.said = 1; } else me.said = 0',
      plain: `me.said = Number((callback.value === 1 || callback.value === 3) && ${over('queued.value')});
        if (me.said === 1) callback.value++`,
    },
    {
      kernel: "if (rcu.graces[1] === 'invoked' || rcu.graces[1] === 'freeing') rcu.finish(1)",
      plain: `if (callback.value === 2 || callback.value === 4) {
          callback.value = 0; for (let p = 0; p < 4; p++) barrier[p] = 0;
        }`,
    },
    {
      kernel: 'rcu.barrier(me)',
      plain: 'barrier[me.self] = Number(callback.value === 1 || callback.value === 2)',
    },
    {
      kernel: "if (!rcu.isBarrierOver(me)) return 'blocked'",
      plain: "if (barrier[me.self] === 1) return 'blocked'",
    },
  ],
};
