// A kernfs node from fs/kernfs/dir.c: the counter `active`, from which KN_DEACTIVATED_BIAS (20 here) is taken while the
// node is not active, its flags, and how many references the process itself has, which only its model knows.

import { cell, range, upTo } from '../../../src/index.ts';
import { kernfsNode } from '../../../src/kernel/index.ts';
import type { Twin } from './twin.ts';

const deactivate = 'if (count.value >= 0) count.value -= 20;';
/** kernfs_activate_one(). */
const activate =
  'if (count.value < 0 && activated.value === 1 && removing.value === 0 && hidden.value === 0) count.value += 20;';

export const kernfsTwin: Twin = {
  kernel: { kn: kernfsNode('kn', 8, { activated: false }) },
  plain: {
    count: cell(range(-20, 24), -20),
    activated: cell(upTo(1)),
    removing: cell(upTo(1)),
    hidden: cell(upTo(1)),
  },
  locals: { refs: upTo(8) },
  habits: [
    [4, 0, 1],
    [4, 0, 2, 5, 8, 3, 1],
    [5, 8],
    [6, 8, 7],
  ],
  operations: [
    {
      kernel: 'me.said = Number(kn.getActive(me)); if (me.said === 1) me.refs++',
      plain:
        'me.said = Number(count.value >= 0); if (count.value >= 0) { count.value++; me.refs++; }',
    },
    {
      kernel: 'if (me.refs > 0) { kn.putActive(me); me.refs--; }',
      plain: 'if (me.refs > 0) { count.value--; me.refs--; }',
    },
    {
      kernel: 'if (me.refs > 0) { kn.breakActive(me); me.refs--; }',
      plain: 'if (me.refs > 0) { count.value--; me.refs--; }',
    },
    { kernel: 'kn.unbreakActive(me); me.refs++', plain: 'count.value++; me.refs++' },
    { kernel: 'kn.activate()', plain: `activated.value = 1; ${activate}` },
    { kernel: 'kn.deactivate()', plain: `removing.value = 1; ${deactivate}` },
    { kernel: 'kn.hide()', plain: `hidden.value = 1; ${deactivate}` },
    { kernel: 'kn.show()', plain: `hidden.value = 0; ${activate}` },
    {
      kernel:
        "if (kn.activated && !kn.removed && !kn.hidden) return 'next'; if (!kn.drain()) return 'blocked'",
      plain: "if (count.value >= 0) return 'next'; if (count.value !== -20) return 'blocked'",
    },
  ],
};
