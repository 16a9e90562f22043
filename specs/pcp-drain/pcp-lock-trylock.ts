// The claims about pcp-lock-trylock, and what becomes of each. The history: 4b23a68f9536,
// 01b44456a7aa and 443c2accd1b6 (2022) bring the lock and the remote drain, 574907741599 (2022)
// leaves irqs on and has the bug of kernels without SMP, and 038a102535eb (2026) mends it.

import { defineSpec, none, violated } from 'mmcheck';
import model from '../../models/pcp-drain/pcp-lock-trylock.ts';

const T = (label: string) => ['free_unref_page', label] as const;
const I = (label: string) => ['irq_page', label] as const;
const R = (label: string) => ['drain_pages_zone', label] as const;

const holds = {
  'mutual-exclusion': 'holds',
  'count-is-right': 'holds',
  'no-page-lost': 'holds',
  'drain-finds-its-pages': 'holds',
  'no-page-while-disabled': 'holds',
  'no-trylock-in-hardirq': 'holds',
  'lock-order': 'holds',
  deadlock: 'holds',
} as const;
/** Where memory is not sequentially consistent a count may reach it later than the page its list. */
const weak = {
  ...holds,
  'count-is-right': { leftOut: 'it looks at memory, and who takes the lock sees more than that' },
} as const;
/** An irq comes in the middle of R's section, and its trylock succeeds. */
const nested = [R('spin_lock'), I('spin_trylock')] as const;
/** I takes a page that R has counted and not yet taken, and R goes on for one too many. */
const takenAway = [R('min_count'), I('rmqueue'), R('free_pcppages_bulk')] as const;
/** I changes the count between T's load and store of it. */
const lostUpdate = [T('load_count'), I('spin_trylock'), T('count')] as const;
const remote = [R('list_splice'), R('list_init')] as const;

export default defineSpec(model, {
  seed:
    '[PATCH 2/2] page allocator: do not drain per-cpu lists via IPI from page allocator context ' +
    '(Jan 2012); 4b23a68f9536, 443c2accd1b6, 574907741599; 038a102535eb mm/page_alloc: prevent ' +
    'pcp corruption with SMP=n',
  answer:
    'Gorman, on SMP. Without it spin_trylock() always succeeds, so that irqs have to be off there: ' +
    '038a102535eb (2026).',
  properties: ({ invariant, unreachable, observer, deadlock, lockOrder }, { kernel, handler }) => {
    const isFreeing = (at: string) =>
      at === 'list_add' ||
      at === 'load_count' ||
      at === 'count' ||
      at === 'read_high' ||
      isInBulk(at);
    const isAllocating = (at: string) =>
      at === 'free_or_take' || at === 'rmqueue' || at === 'load_uncount' || at === 'uncount';
    const isDraining = (at: string) =>
      at === 'read_count' ||
      isInBulk(at) ||
      at === 'list_splice' ||
      at === 'list_init' ||
      at === 'uncount';
    const isInBulk = (at: string) =>
      at === 'min_count' || at === 'free_pcppages_bulk' || at === 'past_the_lists';
    const isAtWork = (at: string) => isFreeing(at) || isAllocating(at);
    return {
      'mutual-exclusion': invariant(
        'at most one context is at work on a pcp list',
        ({ free_unref_page, irq_page, drain_pages_zone }) =>
          [0, 1].every(
            (lp) =>
              free_unref_page.filter((one) => isFreeing(one.at) && one.lp === lp).length +
                irq_page.filter((one) => isAtWork(one.at) && one.lp === lp).length +
                drain_pages_zone.filter((one) => isDraining(one.at) && one.lp === lp).length <=
              1,
          ),
      ),
      'count-is-right': invariant(
        'when nobody is at work on a pcp list, pcp->count is the length of the list',
        ({ pcp, free_unref_page, irq_page, drain_pages_zone }) =>
          free_unref_page.some((one) => isFreeing(one.at)) ||
          irq_page.some((one) => isAtWork(one.at)) ||
          drain_pages_zone.some((one) => isDraining(one.at)) ||
          pcp.every((one) => one.count === one.list.size),
      ),
      'no-page-lost': invariant(
        'when everybody is through, each page is in one place',
        ({ pcp, buddy, free_unref_page, irq_page, drain_pages_zone }) => {
          if (!drain_pages_zone.every((one) => one.at === 'done')) return true;
          const freed = [
            ...free_unref_page.filter(({ at }) => at === 'done'),
            ...irq_page.filter(({ at, taken }) => at === 'done' && taken === none),
          ];
          return freed.every(({ page }) => {
            const lists = pcp.filter((one) => one.list.has(page)).length;
            const takers = irq_page.filter(({ taken }) => taken === page).length;
            return lists + (buddy.has(page) ? 1 : 0) + takers === 1;
          });
        },
      ),
      'drain-finds-its-pages': unreachable(
        'free_pcppages_bulk() finds as many pages on the lists as it has counted',
        ({ free_unref_page, irq_page, drain_pages_zone }) =>
          free_unref_page.some(({ at }) => at === 'past_the_lists') ||
          irq_page.some(({ at }) => at === 'past_the_lists') ||
          drain_pages_zone.some(({ at }) => at === 'past_the_lists'),
      ),
      'no-page-while-disabled': invariant(
        'once the lists are disabled and drained, none has a page while nobody is at work on it',
        ({ pcp, pcp_high, free_unref_page, irq_page, drain_pages_zone }) =>
          pcp_high.value ||
          !drain_pages_zone.every((one) => one.at === 'done') ||
          free_unref_page.some((one) => isFreeing(one.at)) ||
          irq_page.some((one) => isAtWork(one.at)) ||
          pcp.every((one) => one.list.isEmpty),
      ),
      'no-trylock-in-hardirq': observer('on PREEMPT_RT no hardirq takes a sleeping lock', {
        state: {},
        on: {
          irq_page: {
            spin_trylock: ({ assert }) =>
              assert(kernel !== 'RT' || handler === 'thread', 'rt_spin_trylock() in a hardirq'),
          },
        },
      }),
      'lock-order': lockOrder(),
      deadlock: deadlock(),
    };
  },
  rows: [
    { set: { kernel: 'SMP', irq_takes: 'spin_trylock' }, expect: holds },
    { set: { kernel: 'SMP', drain_from: 'same-cpu' }, expect: holds },
    {
      set: { kernel: 'SMP', irq_takes: 'spin_lock' },
      expect: {
        ...holds,
        'lock-order': violated([T('spin_trylock'), I('irq_enter')]),
        deadlock: violated([T('spin_trylock'), I('irq_enter')]),
      },
      note:
        'spin_trylock() never waits, so it closes no cycle; but what it took is held, and an irq on the same ' +
        'cpu that asks by spin_lock() waits for ever.',
    },
    { set: { kernel: 'SMP', migrated: true }, expect: holds },

    // Without SMP spin_trylock() always succeeds.
    {
      set: { kernel: 'UP', irqs: 'off', drain_from: 'same-cpu', drain_takes: 'spin_lock' },
      expect: {
        ...holds,
        'mutual-exclusion': violated(nested),
        'drain-finds-its-pages': violated(takenAway),
      },
      note:
        'Pages go, and are counted, under zone->lock with irqs off; between the count and that lock an irq ' +
        'may take one.',
    },
    {
      set: { kernel: 'UP', irqs: 'off', drain_from: 'same-cpu', drain_takes: 'spin_lock_irqsave' },
      expect: holds,
    },
    {
      set: { kernel: 'UP', irqs: 'on', drain_from: 'same-cpu', drain_takes: 'spin_lock_irqsave' },
      expect: {
        ...holds,
        'mutual-exclusion': violated([T('spin_trylock'), I('spin_trylock')]),
        'count-is-right': violated(lostUpdate),
        'drain-finds-its-pages': violated(lostUpdate),
      },
      note: 'Why pcp_trylock_prepare() turns irqs off without SMP.',
    },

    { set: { kernel: 'RT', handler: 'thread' }, expect: holds },
    {
      set: { kernel: 'RT', handler: 'hardirq' },
      expect: {
        ...holds,
        'lock-order': violated([I('irq_enter')]),
        'no-trylock-in-hardirq': violated([I('irq_enter'), I('spin_trylock')]),
      },
      note:
        'A pcp lock is a sleeping lock on PREEMPT_RT, and a hardirq may not even try it: rt_spin_trylock() ' +
        'takes the wait_lock of the rtmutex.',
    },

    { set: { kernel: 'SMP', disable: true }, expect: holds },
    {
      set: { kernel: 'SMP', disable: true, peeks: true },
      expect: holds,
      note: 'Who has read the old pcp->high has counted its page before, and the drain does not skip it.',
    },
    { set: { kernel: 'SMP', disable: true, 'memory-model': 'pso' }, expect: weak },
    {
      set: { kernel: 'SMP', disable: true, peeks: true, 'memory-model': 'tso' },
      expect: {
        ...weak,
        'no-page-while-disabled': violated([
          T('count'),
          T('read_high'),
          R('zone_pcp_disable'),
          R('peek_count'),
        ]),
      },
      note:
        'Store buffering, on x86 as well: R stores pcp->high and loads the count, T counts and loads high. ' +
        'The lock orders the two for who takes it, and a peek does not: force_all_cpus is needed with it, too.',
    },

    {
      set: {
        scheme: 'local-lock',
        irqs: 'off',
        drain_from: 'same-cpu',
        drain_takes: 'spin_lock_irqsave',
      },
      expect: holds,
    },
    {
      set: {
        scheme: 'local-lock',
        irqs: 'off',
        drain_from: 'other-cpu',
        drain_takes: 'spin_lock_irqsave',
      },
      expect: {
        ...holds,
        'mutual-exclusion': violated([R('pin')]),
        'count-is-right': violated(remote),
        'no-page-lost': violated(remote),
      },
    },
    { set: { scheme: 'double-buffer', irqs: 'off' }, expect: holds },
    {
      set: { scheme: 'double-buffer-no-grace', irqs: 'off' },
      expect: {
        ...holds,
        'mutual-exclusion': violated([R('swap_lp')]),
        'count-is-right': violated([R('swap_lp'), ...remote]),
        'no-page-lost': violated([R('swap_lp'), ...remote]),
      },
    },

    {
      set: { kernel: 'SMP', disable: true, tasks: 2, interrupts: 2 },
      expect: holds,
      stress: true,
    },
    {
      set: { scheme: 'double-buffer', irqs: 'off', tasks: 2, interrupts: 2 },
      expect: holds,
      stress: true,
    },
  ],
  teeth: {
    /** A page stays on a list whatever pcp->high is. */
    'no-page-while-disabled': {
      replace: "disable ? 'read_high' : 'unlock'",
      by: "'unlock'",
      file: './pcp-lock-trylock/list-steps.ts',
      at: { kernel: 'SMP', disable: true },
    },
  },
  history: [
    {
      commit: '574907741599',
      subject: 'mm/page_alloc: leave IRQs enabled for per-cpu page allocations',
      year: 2022,
      property: 'drain-finds-its-pages',
      before: {
        kernel: 'UP',
        irqs: 'off',
        drain_from: 'same-cpu',
        drain_takes: 'spin_lock_irqsave',
      },
      after: { kernel: 'UP', irqs: 'off', drain_from: 'same-cpu', drain_takes: 'spin_lock' },
    },
    {
      commit: '038a102535eb',
      subject: 'mm/page_alloc: prevent pcp corruption with SMP=n',
      year: 2026,
      property: 'drain-finds-its-pages',
      before: { kernel: 'UP', irqs: 'off', drain_from: 'same-cpu', drain_takes: 'spin_lock' },
      after: {
        kernel: 'UP',
        irqs: 'off',
        drain_from: 'same-cpu',
        drain_takes: 'spin_lock_irqsave',
      },
    },
  ],
});
