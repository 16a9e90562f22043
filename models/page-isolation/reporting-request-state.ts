// reporting-request-state: three states say whether the page reporting work has to run.
//
// linux-mm, November 2019, on free page reporting (Hildenbrand, Duyck): "your notification setup
// and reporting thread may need a few smp barriers"; merged as 36e66c554b5c (2020). A free requests
// a pass with an xchg, the worker ends its pass with a cmpxchg. At stake: a request that is lost, so
// that free memory is never reported, and work that runs after its device is gone.

import { array, bool, cell, defineModel, oneOf, parameter, range, system, upTo } from 'mmcheck';
import { atomic, barriers, rcu, spinlock, work } from 'mmcheck/kernel';

export default defineModel('reporting-request-state', {
  about:
    'Freers request a pass of the page reporting work, which goes idle at its end: is a request ' +
    'lost, or work armed for a device that is gone? 36e66c554b5c (2020).',
  parameters: {
    request: parameter('How a freer requests a pass.', oneOf('xchg', 'read-then-write')),
    finish: parameter('How the worker ends a pass.', oneOf('cmpxchg', 'write-idle')),
    active: parameter('When the worker goes ACTIVE.', oneOf('at-start', 'after-first-zone')),
    looks: parameter(
      'Whether a pass takes zone->lock for each list, or for those only that list_empty() has found full.',
      oneOf('under-lock', 'list_empty-first'),
    ),
    fenced: parameter(
      'Who has smp_mb() between what it stores (the page, or ACTIVE) and what it loads then.',
      oneOf('neither', 'worker', 'freer', 'both'),
    ),
    unregister: parameter(
      'Whether the device goes, and what page_reporting_unregister() then waits for.',
      oneOf('never', 'synchronize_rcu', 'no-grace-period'),
    ),
    freers: parameter('Tasks that free a page, each in a zone of its own.', range(2, 3)),
    workers: parameter('Kworkers that may run the work.', range(1, 2)),
  },

  system: ({ request, finish, active, looks, fenced, unregister, freers, workers }) => {
    const reportState = oneOf('IDLE', 'REQUESTED', 'ACTIVE');
    const lastZone = freers - 1;
    const pass = looks === 'under-lock' ? 'process_zone' : 'list_empty';
    const freerFences = fenced === 'freer' || fenced === 'both';
    const workerFences = fenced === 'worker' || fenced === 'both';

    return system(
      {
        /** Each freer has a zone of its own, with one page. */
        page: array(freers, oneOf('allocated', 'free', 'reported')),
        zone_lock: array(freers, spinlock('zone->lock')),
        state: atomic(reportState),
        pr_dev_info: cell(oneOf('prdev', 'NULL')),
        rcu: rcu({ readers: 1 }),
        prdev_work: work(),
        /** cancel_delayed_work_sync() is under way: the work cannot be queued. */
        canceling: cell(bool),
        smp: barriers(),
      },
      ({ process }) => ({
        free_pages: process({
          count: freers,
          locals: { old: reportState },
          start: 'free_one_page',
          steps: {
            free_one_page: {
              at: 'mm/page_alloc.c __free_one_page()',
              thread: 'F: page on the free list',
              atomic: 'under zone->lock',
              does: ({ zone_lock, page, me }) => {
                if (!zone_lock[me.id].acquire(me)) return 'blocked';
                page[me.id] = 'free';
                return freerFences ? 'smp_mb' : 'rcu_read_lock';
              },
            },
            smp_mb: {
              thread: 'F: page on the free list',
              does: ({ smp }) => {
                smp.mb();
                return 'rcu_read_lock';
              },
            },
            rcu_read_lock: {
              at: 'mm/page_reporting.c __page_reporting_notify()',
              thread: 'notify: R prdev (rcu); NULL, return',
              does: ({ rcu, me }) => {
                rcu.readLock(me);
                return 'rcu_dereference';
              },
            },
            rcu_dereference: {
              thread: 'notify: R prdev (rcu); NULL, return',
              does: ({ pr_dev_info }) =>
                pr_dev_info.value === 'NULL' ? 'rcu_read_unlock' : 'atomic_read',
            },
            atomic_read: {
              at: 'mm/page_reporting.c __page_reporting_request()',
              thread: 'notify: R state; REQUESTED, return',
              does: ({ state, me }) => {
                me.old = state.read();
                if (me.old === 'REQUESTED') return 'rcu_read_unlock';
                return request === 'xchg' ? 'atomic_xchg' : 'atomic_set';
              },
            },
            atomic_xchg: {
              thread: 'notify: old := XCHG(state, REQUESTED)',
              does: ({ state, me }) => {
                me.old = state.xchg('REQUESTED');
                return me.old === 'IDLE' ? 'schedule_delayed_work' : 'rcu_read_unlock';
              },
            },
            atomic_set: {
              thread: 'notify: old := XCHG(state, REQUESTED)',
              does: ({ state, me }) => {
                state.set('REQUESTED');
                return me.old === 'IDLE' ? 'schedule_delayed_work' : 'rcu_read_unlock';
              },
            },
            schedule_delayed_work: {
              thread: 'notify: old == IDLE, schedule work',
              atomic: 'the bits of the work item are one word',
              does: ({ prdev_work, canceling }) => {
                if (!canceling.value) prdev_work.queue();
                return 'rcu_read_unlock';
              },
            },
            rcu_read_unlock: {
              thread: 'notify: R prdev (rcu); NULL, return',
              does: ({ rcu, me }) => {
                rcu.readUnlock(me);
                return 'spin_unlock';
              },
            },
            spin_unlock: {
              thread: 'F: page on the free list',
              does: ({ zone_lock, me }) => {
                zone_lock[me.id].release(me);
                return 'done';
              },
            },
          },
        }),
        page_reporting_process: process({
          count: workers,
          locals: { zone: upTo(lastZone), again: bool },
          start: 'idle',
          steps: {
            idle: {
              at: 'kernel/workqueue.c process_one_work(), once the timer has fired',
              thread: 'timer, W starts',
              does: ({ prdev_work, me }) => {
                if (!prdev_work.take(me)) return 'blocked';
                return active === 'at-start' ? 'atomic_set' : pass;
              },
            },
            atomic_set: {
              at: 'mm/page_reporting.c page_reporting_process()',
              thread: 'W: W state = ACTIVE',
              does: ({ state, me }) => {
                state.set('ACTIVE');
                if (active === 'after-first-zone') me.zone = 1;
                return workerFences ? 'smp_mb' : pass;
              },
            },
            smp_mb: {
              thread: 'W: W state = ACTIVE',
              does: ({ smp }) => {
                smp.mb();
                return pass;
              },
            },
            list_empty: {
              at: 'mm/page_reporting.c page_reporting_cycle() list_empty()',
              thread: 'W: pass over the lists',
              does: ({ page, me }) => {
                if (page[me.zone] !== 'allocated') return 'process_zone';
                return 'next_zone';
              },
            },
            process_zone: {
              at: 'mm/page_reporting.c page_reporting_process_zone() page_reporting_cycle()',
              thread: 'W: pass over the lists',
              atomic:
                'a cycle is under zone->lock; while it drops that, the page is out of the lists',
              does: ({ zone_lock, page, me }) => {
                if (!zone_lock[me.zone].acquire(me)) return 'blocked';
                if (page[me.zone] === 'free') page[me.zone] = 'reported';
                zone_lock[me.zone].release(me);
                return 'next_zone';
              },
            },
            next_zone: {
              at: 'mm/page_reporting.c page_reporting_process() for_each_zone()',
              thread: 'W: pass over the lists',
              does: ({ me }) => {
                if (active === 'after-first-zone' && me.zone === 0) return 'atomic_set';
                if (me.zone < lastZone) {
                  me.zone++;
                  return pass;
                }
                me.zone = 0;
                return 'atomic_cmpxchg';
              },
            },
            atomic_cmpxchg: {
              at: 'mm/page_reporting.c page_reporting_process()',
              thread: 'W: old := CMPXCHG(state, ACTIVE, IDLE)',
              does: ({ state, me }) => {
                if (finish === 'cmpxchg')
                  me.again = state.cmpxchg('ACTIVE', 'IDLE') === 'REQUESTED';
                else state.set('IDLE');
                return me.again ? 'schedule_delayed_work' : 'return';
              },
            },
            schedule_delayed_work: {
              thread: 'W: old == REQUESTED, schedule again',
              atomic: 'the bits of the work item are one word',
              does: ({ prdev_work, canceling, me }) => {
                if (!canceling.value) prdev_work.queue();
                me.again = false;
                return 'return';
              },
            },
            return: {
              thread: 'W: old == REQUESTED, schedule again',
              does: ({ prdev_work, me }) => {
                prdev_work.finish(me);
                return 'idle';
              },
            },
          },
          end: ['idle'],
        }),
        page_reporting_unregister: process({
          count: unregister === 'never' ? 0 : 1,
          start: 'rcu_init_pointer',
          steps: {
            rcu_init_pointer: {
              at: 'mm/page_reporting.c page_reporting_unregister()',
              thread: 'U: W prdev = NULL',
              does: ({ pr_dev_info }) => {
                pr_dev_info.value = 'NULL';
                return unregister === 'synchronize_rcu' ? 'synchronize_rcu' : 'cancel_work_sync';
              },
            },
            synchronize_rcu: {
              thread: 'U: synchronize_rcu',
              does: ({ rcu }) => {
                rcu.start(0);
                return 'wait_rcu_gp';
              },
            },
            wait_rcu_gp: {
              thread: 'U: synchronize_rcu',
              does: ({ rcu }) => (rcu.isOver(0) ? 'cancel_work_sync' : 'blocked'),
            },
            cancel_work_sync: {
              at: 'kernel/workqueue.c __cancel_work_timer()',
              thread: 'U: cancel_work_sync',
              atomic: 'the bits of the work item are one word',
              does: ({ prdev_work, canceling, me }) => {
                prdev_work.cancel();
                prdev_work.flush(me);
                canceling.value = true;
                return 'flush_work';
              },
            },
            flush_work: {
              thread: 'U: cancel_work_sync',
              atomic: 'the bits of the work item are one word',
              does: ({ prdev_work, canceling, me }) => {
                if (!prdev_work.isFlushed(me)) return 'blocked';
                canceling.value = false;
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
