// D of offline-pcp-drain: the work on each cpu that gives its list back.

import { task } from 'mmcheck/kernel';
import type { Make, Variant } from './variant.ts';

export function drainLocalPages({ process }: Make, { cpu }: Variant) {
  return process({
    ...task((id) => id),
    count: cpu,
    locals: { cpu },
    start: 'idle',
    steps: {
      idle: {
        at: 'mm/page_alloc.c drain_local_pages_wq()',
        thread: 'D: drain',
        does: ({ drain, me }) => (drain[me.cpu].take(me) ? 'local_irq_save' : 'blocked'),
      },
      local_irq_save: {
        at: 'mm/page_alloc.c drain_pages_zone()',
        thread: 'D: drain',
        does: ({ cpus, me }) => {
          cpus[me.cpu].irqSave(me);
          return 'uncount';
        },
      },
      uncount: {
        at: 'mm/page_alloc.c free_pcppages_bulk() pcp->count--',
        thread: 'D: drain',
        does: ({ pcp, me }) => {
          pcp[me.cpu].count = 0;
          return 'free_pcppages_bulk';
        },
      },
      free_pcppages_bulk: {
        at: 'mm/page_alloc.c free_pcppages_bulk()',
        thread: 'D: drain',
        atomic: 'under zone->lock, and the list is only for its cpu with irqs off',
        does: ({ pcp, buddy, me }) => {
          for (const page of pcp[me.cpu].list.values()) buddy.add(page);
          pcp[me.cpu].list.clear();
          return 'local_irq_restore';
        },
      },
      local_irq_restore: {
        thread: 'D: drain',
        does: ({ cpus, me }) => {
          cpus[me.cpu].irqRestore(me);
          return 'return';
        },
      },
      return: {
        thread: 'D: drain',
        does: ({ drain, me }) => {
          drain[me.cpu].finish(me);
          return 'idle';
        },
      },
    },
    end: ['idle'],
  });
}
