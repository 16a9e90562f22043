// C of cpuset-mems-allowed: rewrites the mask, from the last node to the first, and back.

import { upTo } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function changeNodemask({ process }: Make, variant: Variant) {
  const { update, words, changes, endless, last, all, isIn, waits, counted } = variant;
  const isNew = (change: number, node: number) => node === (change % 2 === 0 ? 0 : last);
  const rewrite = update === 'direct' ? 'store_mems' : 'set_new';
  return process({
    locals: { change: upTo(changes), word: upTo(words) },
    start: counted ? 'write_seqcount_begin' : rewrite,
    steps: {
      write_seqcount_begin: {
        at: 'kernel/cpuset.c cpuset_change_task_nodemask()',
        thread: 'C (d): seqcount',
        does: ({ mems_allowed_seq }) => {
          mems_allowed_seq.writeBegin();
          return rewrite;
        },
      },
      store_mems: {
        thread: 'C (a): store the new mask',
        does: ({ mems_allowed, me }) => {
          for (const node of all) {
            if (isIn(me.word, node)) mems_allowed[node] = isNew(me.change, node);
          }
          me.word++;
          return me.word < words ? 'store_mems' : 'changed';
        },
      },
      set_new: {
        at: 'kernel/cpuset.c cpuset_change_task_nodemask() nodes_or()',
        thread: 'C (b): mask |= new',
        does: ({ mems_allowed, me }) => {
          for (const node of all) {
            if (isIn(me.word, node) && isNew(me.change, node)) mems_allowed[node] = true;
          }
          me.word++;
          if (me.word < words) return 'set_new';
          me.word = 0;
          return waits ? 'wait_for_readers' : 'clear_old';
        },
      },
      wait_for_readers: {
        at: 'kernel/cpuset.c cpuset_change_task_nodemask() repeat:',
        thread: 'C (c): wait for readers',
        does: ({ change_disable }) => (change_disable.value > 0 ? 'blocked' : 'clear_old'),
      },
      clear_old: {
        at: 'kernel/cpuset.c cpuset_change_task_nodemask() tsk->mems_allowed = *newmems',
        thread: 'C (b): mask = new',
        does: ({ mems_allowed, me }) => {
          for (const node of all) {
            if (isIn(me.word, node) && !isNew(me.change, node)) mems_allowed[node] = false;
          }
          me.word++;
          return me.word < words ? 'clear_old' : 'changed';
        },
      },
      changed: {
        thread: 'C (d): seqcount',
        does: ({ mems_allowed_seq, me }) => {
          if (counted) mems_allowed_seq.writeEnd();
          me.word = 0;
          me.change = endless ? 1 - me.change : me.change + 1;
          if (!endless && me.change === changes) return 'done';
          return counted ? 'write_seqcount_begin' : rewrite;
        },
      },
    },
  });
}
