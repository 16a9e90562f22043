// pcp-lock-trylock: a spinlock on each pcp list, so that any cpu can drain it without an IPI.
//
// The end of what linux-mm argued about in January 2012 ("do not drain per-cpu lists via IPI from
// page allocator context"): 4b23a68f9536 and 443c2accd1b6 (2022) drain remotely, 574907741599 leaves
// irqs on, so that an irq may find the lock held below it, and gives up by spin_trylock(). At
// stake: without SMP that always succeeds, and the list is corrupted; 038a102535eb (2026) mends it.

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
  upTo,
} from 'mmcheck';
import { contexts, irq, rcu, spinlock, task } from 'mmcheck/kernel';
import { perCpuPages } from './shared/pcp.ts';

interface PcpView {
  readonly list: { add(page: number): void; delete(page: number): void };
  count: number;
}
interface Section {
  readonly pcp: PcpView[];
  readonly me: { readonly page: number; readonly lp: number };
}

export default defineModel('pcp-lock-trylock', {
  about:
    'A pcp list has a spinlock, which frees take by trylock, tasks and irqs alike: does it keep ' +
    'them apart, also without SMP? 574907741599 (2022), 038a102535eb (2026).',
  parameters: {
    scheme: parameter(
      'What protects the list; double-buffer is the design of Saenz Julienne (2021).',
      oneOf('spinlock', 'local-lock', 'double-buffer', 'double-buffer-no-grace'),
    ),
    kernel: parameter(
      'How the kernel is built; UP is SMP=n, where spin_trylock() always succeeds.',
      oneOf('SMP', 'UP', 'RT'),
    ),
    irqs: parameter(
      'Whether a task that frees leaves irqs on; without SMP pcp_trylock_prepare() turns them off.',
      oneOf('on', 'off'),
    ),
    irq_takes: parameter(
      'How an irq that frees takes the lock.',
      oneOf('spin_trylock', 'spin_lock'),
    ),
    handler: parameter(
      'Where the irq handler runs: in the irq, or in a thread.',
      oneOf('hardirq', 'thread'),
    ),
    drain_from: parameter(
      'Which cpu drains the list: its own, the only one without SMP, or another.',
      oneOf('other-cpu', 'same-cpu'),
    ),
    drain_takes: parameter(
      'How the drain takes the lock.',
      oneOf('spin_lock', 'spin_lock_irqsave'),
    ),
    migrated: parameter(
      'The task has found its pcp list, and is moved to the other cpu before it takes the lock.',
      bool,
    ),
    disable: parameter('zone_pcp_disable() before the drain.', bool),
    tasks: parameter('Tasks that free a page.', range(1, 2)),
    interrupts: parameter('Irqs that free a page.', range(1, 2)),
  },

  system: (parameters) => {
    const { scheme, irqs, irq_takes, handler, drain_takes, disable, tasks, interrupts } =
      parameters;
    const smp = parameters.kernel !== 'UP';
    const migrated = smp && parameters.migrated;
    const drainCpu = smp && parameters.drain_from === 'other-cpu' ? 1 : 0;
    const rt = parameters.kernel === 'RT';
    const locked = scheme === 'spinlock';
    const buffered = scheme === 'double-buffer' || scheme === 'double-buffer-no-grace';
    const grace = scheme === 'double-buffer';
    const pages = tasks + interrupts;
    const cpu = kind('cpu', smp ? 2 : 1);
    const form = drain_takes === 'spin_lock' ? 'plain' : 'irqsave';
    const enter = locked ? 'spin_trylock' : 'read_lp';
    const drain = locked ? 'spin_lock' : buffered ? 'swap_lp' : 'list_splice';
    const read = disable ? 'read_high' : 'unlock';

    const listAdd = ({ pcp, me }: Section): 'count' => {
      pcp[me.lp].list.add(me.page);
      return 'count';
    };
    const countPage = ({ pcp, me }: Section): 'read_high' | 'unlock' => {
      pcp[me.lp].count++;
      return read;
    };
    const uncount = ({ pcp, me }: Section): 'list_del' => {
      pcp[me.lp].count--;
      return 'list_del';
    };

    return system(
      {
        cpus: contexts(cpu, { preemption: rt ? 'rt' : 'full' }),
        /** The list of cpu 0; a second one for the double buffer, and which of them is pcp->lp. */
        pcp: array(2, perCpuPages(pages)),
        lp: cell(upTo(1)),
        pcp_lock: spinlock('pcp->lock', { smp }),
        pcp_high: cell(bool, true),
        buddy: set(pages),
        rcu: rcu({ readers: 1 }),
      },
      ({ process }) => ({
        free_unref_page: process({
          ...task(migrated ? 1 : 0),
          count: tasks,
          locals: { cpu, page: upTo(pages - 1), lp: upTo(1) },
          begin: (id) => ({ cpu: cpu.ids[migrated ? 1 : 0], page: id }),
          start: 'prepare',
          steps: {
            prepare: {
              at: 'mm/page_alloc.c free_unref_page() pcp_trylock_prepare()',
              thread: 'T: pin cpu',
              does: ({ cpus, me }) => {
                if (irqs === 'off') cpus[me.cpu].irqSave(me);
                else if (!rt) cpus[me.cpu].preemptDisable(me);
                return enter;
              },
            },
            spin_trylock: {
              at: 'mm/page_alloc.c pcp_spin_trylock()',
              thread: 'T, I: TRYLOCK',
              does: ({ pcp_lock, me }) => (pcp_lock.tryAcquire(me) ? 'list_add' : 'free_one_page'),
            },
            read_lp: {
              thread: 'double buffer: swap, synchronize_rcu',
              atomic: 'with irqs off nothing waits for this cpu',
              does: ({ lp, rcu, me }) => {
                rcu.readLock(me);
                me.lp = lp.value;
                return 'list_add';
              },
            },
            list_add: {
              at: 'mm/page_alloc.c free_unref_page_commit() list_add()',
              thread: 'T, I: ok, list op (list, count)',
              does: listAdd,
            },
            count: {
              at: 'mm/page_alloc.c free_unref_page_commit() pcp->count++',
              thread: 'T, I: ok, list op (list, count)',
              does: countPage,
            },
            read_high: {
              thread: 'T, I: pcp disabled, page to buddy',
              does: ({ pcp_high }) => (pcp_high.value ? 'unlock' : 'uncount'),
            },
            uncount: { thread: 'T, I: pcp disabled, page to buddy', does: uncount },
            list_del: {
              at: 'mm/page_alloc.c free_pcppages_bulk()',
              thread: 'T, I: pcp disabled, page to buddy',
              atomic: 'under zone->lock',
              does: ({ pcp, buddy, me }) => {
                pcp[me.lp].list.delete(me.page);
                buddy.add(me.page);
                return 'unlock';
              },
            },
            unlock: {
              at: 'mm/page_alloc.c pcp_spin_unlock()',
              thread: 'T, I: UNLOCK',
              atomic: 'the lock or RCU, as scheme says',
              does: ({ pcp_lock, rcu, me }) => {
                if (locked) pcp_lock.release(me);
                else rcu.readUnlock(me);
                return 'finish';
              },
            },
            free_one_page: {
              at: 'mm/page_alloc.c free_one_page()',
              thread: 'T, I: fail, buddy under zone->lock',
              atomic: 'under zone->lock',
              does: ({ buddy, me }) => {
                buddy.add(me.page);
                return 'finish';
              },
            },
            finish: {
              thread: 'T: pin cpu',
              does: ({ cpus, me }) => {
                if (irqs === 'off') cpus[me.cpu].irqRestore(me);
                else if (!rt) cpus[me.cpu].preemptEnable(me);
                return 'done';
              },
            },
          },
        }),
        irq_free_page: process({
          ...(handler === 'thread' ? task(0) : irq(0)),
          count: interrupts,
          locals: { cpu, page: upTo(pages - 1), lp: upTo(1) },
          begin: (id) => ({ page: tasks + id }),
          start: 'irq_enter',
          steps: {
            irq_enter: {
              thread: 'I: nests',
              does: ({ cpus, me }) => {
                if (handler === 'hardirq') cpus[me.cpu].irqEnter(me);
                return enter;
              },
            },
            spin_trylock: {
              at: 'mm/page_alloc.c pcp_spin_trylock()',
              thread: 'T, I: TRYLOCK',
              does: ({ pcp_lock, me }) => {
                if (irq_takes === 'spin_lock') return pcp_lock.acquire(me) ? 'list_add' : 'blocked';
                return pcp_lock.tryAcquire(me) ? 'list_add' : 'free_one_page';
              },
            },
            read_lp: {
              atomic: 'an irq is a read section from its start',
              does: ({ lp, rcu, me }) => {
                rcu.readLock(me);
                me.lp = lp.value;
                return 'list_add';
              },
            },
            list_add: {
              at: 'mm/page_alloc.c free_unref_page_commit() list_add()',
              thread: 'T, I: ok, list op (list, count)',
              does: listAdd,
            },
            count: {
              at: 'mm/page_alloc.c free_unref_page_commit() pcp->count++',
              thread: 'T, I: ok, list op (list, count)',
              does: countPage,
            },
            read_high: ({ pcp_high }) => (pcp_high.value ? 'unlock' : 'uncount'),
            uncount,
            list_del: {
              at: 'mm/page_alloc.c free_pcppages_bulk()',
              atomic: 'under zone->lock',
              does: ({ pcp, buddy, me }) => {
                pcp[me.lp].list.delete(me.page);
                buddy.add(me.page);
                return 'unlock';
              },
            },
            unlock: {
              at: 'mm/page_alloc.c pcp_spin_unlock()',
              thread: 'T, I: UNLOCK',
              atomic: 'the lock or RCU, as scheme says',
              does: ({ pcp_lock, rcu, me }) => {
                if (locked) pcp_lock.release(me);
                else rcu.readUnlock(me);
                return 'irq_exit';
              },
            },
            free_one_page: {
              at: 'mm/page_alloc.c free_one_page()',
              thread: 'T, I: fail, buddy under zone->lock',
              atomic: 'under zone->lock',
              does: ({ buddy, me }) => {
                buddy.add(me.page);
                return 'irq_exit';
              },
            },
            irq_exit: {
              thread: 'I: nests',
              does: ({ cpus, me }) => {
                if (handler === 'hardirq') cpus[me.cpu].irqExit(me);
                return 'done';
              },
            },
          },
        }),
        drain_pages_zone: process({
          ...task(drainCpu),
          locals: { cpu, lp: upTo(1), moved: set(pages) },
          start: disable ? 'zone_pcp_disable' : 'begin',
          steps: {
            zone_pcp_disable: {
              at: 'mm/page_alloc.c zone_pcp_disable()',
              thread: 'R: zone_pcp_disable',
              does: ({ pcp_high }) => {
                pcp_high.value = false;
                return 'begin';
              },
            },
            begin: {
              at: 'mm/page_alloc.c drain_pages_zone()',
              thread: 'R: LOCK',
              does: ({ cpus, me }) => {
                if (!buffered) cpus[me.cpu].spinBegin(me, form);
                return drain;
              },
            },
            spin_lock: {
              at: 'mm/page_alloc.c drain_pages_zone()',
              thread: 'R: LOCK',
              does: ({ pcp_lock, me }) => (pcp_lock.acquire(me) ? 'list_splice' : 'blocked'),
            },
            swap_lp: {
              thread: 'double buffer: swap, synchronize_rcu',
              does: ({ lp, me }) => {
                me.lp = lp.value;
                lp.value = 1 - me.lp;
                return grace ? 'synchronize_rcu' : 'list_splice';
              },
            },
            synchronize_rcu: {
              thread: 'double buffer: swap, synchronize_rcu',
              does: ({ rcu }) => {
                rcu.start(0);
                return 'wait_rcu_gp';
              },
            },
            wait_rcu_gp: {
              thread: 'double buffer: swap, synchronize_rcu',
              does: ({ rcu }) => (rcu.isOver(0) ? 'list_splice' : 'blocked'),
            },
            list_splice: {
              at: 'mm/page_alloc.c free_pcppages_bulk()',
              thread: 'R: move batch to buddy',
              does: ({ pcp, me }) => {
                for (const page of pcp[me.lp].list.values()) me.moved.add(page);
                return 'list_init';
              },
            },
            list_init: {
              at: 'mm/page_alloc.c free_pcppages_bulk()',
              thread: 'R: move batch to buddy',
              does: ({ pcp, me }) => {
                pcp[me.lp].list.clear();
                return 'uncount';
              },
            },
            uncount: {
              at: 'mm/page_alloc.c free_pcppages_bulk() pcp->count--',
              thread: 'R: move batch to buddy',
              does: ({ pcp, me }) => {
                pcp[me.lp].count = 0;
                return 'free_one_page';
              },
            },
            free_one_page: {
              thread: 'R: move batch to buddy',
              atomic: 'under zone->lock',
              does: ({ buddy, me }) => {
                for (const page of me.moved.values()) buddy.add(page);
                me.moved.clear();
                return 'unlock';
              },
            },
            unlock: {
              thread: 'R: UNLOCK',
              atomic: 'a handler that comes in between finds the lock free, as after it',
              does: ({ pcp_lock, cpus, me }) => {
                if (locked) pcp_lock.release(me);
                if (!buffered) cpus[me.cpu].spinEnd(me, form);
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
