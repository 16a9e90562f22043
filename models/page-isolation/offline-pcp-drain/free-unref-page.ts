// F of offline-pcp-drain: frees pages to the list of its cpu, by a migratetype that it has read before.

import { upTo } from 'mmcheck';
import { task } from 'mmcheck/kernel';
import { migratetype } from '../../shared/pageblock.ts';
import type { Make, Variant } from './variant.ts';

export function freeUnrefPage({ process }: Make, variant: Variant) {
  const { load_high, pages, freers, high, batch, cpu, last } = variant;
  const early = load_high === 'early';
  return process({
    ...task((id) => last - id),
    count: freers,
    locals: {
      cpu,
      page: upTo(pages + freers),
      mt: migratetype,
      high: upTo(high),
      left: upTo(batch),
    },
    begin: (id) => ({ cpu: cpu.ids[last - id], page: id }),
    start: 'read_migratetype',
    steps: {
      read_migratetype: {
        at: 'mm/page_alloc.c free_unref_page_prepare() get_pfnblock_migratetype()',
        thread: 'F: R mt; W page.pcp_mt',
        does: ({ mt, me }) => {
          me.mt = mt.value;
          return 'local_irq_save';
        },
      },
      local_irq_save: {
        at: 'mm/page_alloc.c free_unref_page()',
        thread: 'F: irq_off',
        does: ({ cpus, me }) => {
          cpus[me.cpu].irqSave(me);
          if (me.mt === 'ISOLATE') return 'free_one_page';
          return early ? 'read_high' : 'list_add';
        },
      },
      free_one_page: {
        at: 'mm/page_alloc.c free_one_page()',
        thread: 'F: the page is isolated already',
        atomic: 'under zone->lock',
        does: ({ buddy, me }) => {
          buddy.add(me.page);
          return 'local_irq_restore';
        },
      },
      list_add: {
        at: 'mm/page_alloc.c free_unref_page_commit() list_add()',
        thread: 'F: list_add; count++',
        does: ({ pcp, me }) => {
          pcp[me.cpu].list.add(me.page);
          return 'count';
        },
      },
      count: {
        at: 'mm/page_alloc.c free_unref_page_commit() pcp->count++',
        thread: 'F: list_add; count++',
        does: ({ pcp, me }) => {
          pcp[me.cpu].count++;
          if (!early) return 'read_high';
          return pcp[me.cpu].count >= me.high ? 'uncount' : 'local_irq_restore';
        },
      },
      read_high: {
        at: 'mm/page_alloc.c free_unref_page_commit() READ_ONCE(pcp->high)',
        thread: 'F: R pcp.high',
        atomic: 'pcp->count is written by this cpu alone, with irqs off',
        does: ({ pcp, pcp_high, me }) => {
          me.high = pcp_high[me.cpu];
          if (early) return 'list_add';
          return pcp[me.cpu].count >= me.high ? 'uncount' : 'local_irq_restore';
        },
      },
      // zone_pcp_disable() stores batch = 1 with high = 0.
      uncount: {
        at: 'mm/page_alloc.c free_pcppages_bulk() pcp->count--',
        thread: 'F: count >= high, free batch to buddy',
        does: ({ pcp, me }) => {
          me.left = Math.min(me.high === 0 ? 1 : batch, pcp[me.cpu].count);
          pcp[me.cpu].count -= me.left;
          return 'free_pcppages_bulk';
        },
      },
      free_pcppages_bulk: {
        at: 'mm/page_alloc.c free_pcppages_bulk()',
        thread: 'F: count >= high, free batch to buddy',
        atomic: 'under zone->lock, and the list is only for its cpu with irqs off',
        does: ({ pcp, buddy, me }) => {
          for (const page of pcp[me.cpu].list.values().slice(0, me.left)) {
            pcp[me.cpu].list.delete(page);
            buddy.add(page);
          }
          me.left = 0;
          return 'local_irq_restore';
        },
      },
      local_irq_restore: {
        thread: 'F: irq_off',
        does: ({ cpus, me }) => {
          cpus[me.cpu].irqRestore(me);
          me.high = 0;
          me.mt = 'MOVABLE';
          me.page += freers;
          return me.page < pages ? 'read_migratetype' : 'done';
        },
      },
    },
  });
}
