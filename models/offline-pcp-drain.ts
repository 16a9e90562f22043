// offline-pcp-drain: a page reaches a pcp list after memory offlining has drained them.
//
// linux-mm, November 2019, on free page reporting by way of page isolation: "Doesn't this have the
// side effect of draining all the percpu caches". Offlining isolates, drains, and waits until all
// pages are free; c52e75935f8d left one drain only, 968318261221 (2020) drains again after each
// failed test, and ec6e8c7e0314 (2020) disables the lists. At stake: offlining that never ends.

import {
  array,
  bool,
  cell,
  defineModel,
  kind,
  oneOf,
  parameter,
  range,
  set,
  system,
  UsageError,
  upTo,
} from 'mmcheck';
import { contexts, task, work } from 'mmcheck/kernel';
import { migratetype } from './shared/pageblock.ts';
import { perCpuPages } from './shared/pcp.ts';

export default defineModel('offline-pcp-drain', {
  about:
    'Memory offlining drains the pcp lists, and a free that has read the old migratetype adds to ' +
    'one after that: does offlining end? 968318261221 (2020), ec6e8c7e0314 (2020).',
  parameters: {
    offline: parameter(
      'In which order offlining isolates, drains and disables; *-again: it drains after each failed test.',
      oneOf(
        'isolate-drain-test',
        'isolate-drain-test-again',
        'disable-drain-isolate',
        'isolate-disable-drain',
        'isolate-drain-disable',
      ),
    ),
    force_all_cpus: parameter('Drains all cpus, also those whose count is 0.', bool),
    load_high: parameter(
      'When the load of pcp->high is done: a cpu may do it before its stores to the list.',
      oneOf('early', 'in-program-order'),
    ),
    pages: parameter('Pages that are freed.', range(1, 4)),
    cpus: parameter('Cpus, each with a pcp list.', range(2, 3)),
    freers: parameter('Tasks that free, each on a cpu of its own.', range(1, 2)),
    high: parameter('pcp->high: a list that has got so long gives pages back.', range(2, 3)),
    batch: parameter('pcp->batch: how many pages it gives back.', range(1, 2)),
  },

  system: ({ offline, force_all_cpus, load_high, pages, cpus, freers, high, batch }) => {
    if (freers > pages)
      throw new UsageError(
        'offline-pcp-drain: each freer takes a page of its own: pages >= freers',
      );
    const cpu = kind('cpu', cpus);
    const last = cpus - 1;
    const isDisabling = offline.includes('disable');
    const early = load_high === 'early';
    const afterIsolation =
      offline === 'disable-drain-isolate'
        ? 'test_pages_isolated'
        : offline === 'isolate-disable-drain'
          ? 'zone_pcp_disable'
          : 'read_count';
    const afterDrain =
      offline === 'disable-drain-isolate'
        ? 'set_migratetype_isolate'
        : offline === 'isolate-drain-disable'
          ? 'zone_pcp_disable'
          : 'test_pages_isolated';
    const afterDisabling =
      offline === 'isolate-drain-disable' ? 'test_pages_isolated' : 'read_count';
    const onFailure = offline === 'isolate-drain-test-again' ? 'read_count' : 'test_pages_isolated';

    return system(
      {
        cpus: contexts(cpu),
        mt: cell(migratetype),
        pcp: array(cpu, perCpuPages(pages)),
        pcp_high: array(cpu, upTo(high), high),
        buddy: set(pages),
        drain: array(cpu, work()),
      },
      ({ process }) => ({
        offline_pages: process({
          locals: { c: upTo(last), targets: set(cpus) },
          start:
            offline === 'disable-drain-isolate' ? 'zone_pcp_disable' : 'set_migratetype_isolate',
          steps: {
            set_migratetype_isolate: {
              at: 'mm/page_isolation.c start_isolate_page_range()',
              thread: 'O: isolate, under lock',
              atomic: 'under zone->lock',
              does: ({ mt }) => {
                mt.value = 'ISOLATE';
                return afterIsolation;
              },
            },
            zone_pcp_disable: {
              at: 'mm/page_alloc.c zone_pcp_disable(), pageset_update()',
              thread: 'O: pcp disabled: high := 0, on all cpus',
              does: ({ pcp_high, me }) => {
                pcp_high[me.c] = 0;
                me.c = (me.c + 1) % cpus;
                return me.c === 0 ? afterDisabling : 'zone_pcp_disable';
              },
            },
            read_count: {
              at: 'mm/page_alloc.c __drain_all_pages()',
              thread: 'O: drain_all: check count, queue, wait',
              does: ({ pcp, me }) => {
                if (force_all_cpus || pcp[me.c].count > 0) me.targets.add(me.c);
                me.c = (me.c + 1) % cpus;
                return me.c === 0 ? 'queue_work_on' : 'read_count';
              },
            },
            queue_work_on: {
              at: 'mm/page_alloc.c __drain_all_pages()',
              thread: 'O: drain_all: check count, queue, wait',
              does: ({ drain, me }) => {
                if (me.targets.has(me.c)) drain[me.c].queue();
                me.c = (me.c + 1) % cpus;
                return me.c === 0 ? 'flush_work' : 'queue_work_on';
              },
            },
            flush_work: {
              at: 'mm/page_alloc.c __drain_all_pages()',
              thread: 'O: drain_all: check count, queue, wait',
              does: ({ drain, me }) => {
                if (me.targets.has(me.c)) drain[me.c].flush(me);
                return 'wait_for_work';
              },
            },
            wait_for_work: {
              thread: 'O: drain_all: check count, queue, wait',
              does: ({ drain, me }) => {
                if (!drain[me.c].isFlushed(me)) return 'blocked';
                me.c = (me.c + 1) % cpus;
                if (me.c !== 0) return 'flush_work';
                me.targets.clear();
                return afterDrain;
              },
            },
            test_pages_isolated: {
              at: 'mm/memory_hotplug.c offline_pages() test_pages_isolated()',
              thread: 'O: test',
              atomic: 'under zone->lock',
              does: ({ mt, buddy }) => {
                if (mt.value !== 'ISOLATE' || buddy.size < pages) return onFailure;
                return isDisabling ? 'zone_pcp_enable' : 'done';
              },
            },
            zone_pcp_enable: {
              at: 'mm/page_alloc.c zone_pcp_enable()',
              thread: 'O: pcp disabled: high := 0, on all cpus',
              does: ({ pcp_high, me }) => {
                pcp_high[me.c] = high;
                me.c = (me.c + 1) % cpus;
                return me.c === 0 ? 'done' : 'zone_pcp_enable';
              },
            },
          },
        }),
        free_unref_page: process({
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
        }),
        drain_local_pages: process({
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
        }),
      }),
    );
  },
});
