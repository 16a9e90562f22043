// zone-lock-printk: a message that is printed under zone->lock, to a console whose driver may allocate.
//
// "[PATCH -next v4] mm/hotplug: silence a lockdep splat with printk()" (Cai, January 2020; 4a55c0474a92). has_unmovable_pages() dumps
// the page that cannot be moved, under zone->lock; a driver allocates under the lock of its port. Hocko holds that the
// reports are false, as drivers do so early in the boot. At stake: two cpus that wait for each other, and a
// lockdep that is switched off by its first report.

import { bool, cell, defineModel, oneOf, parameter, range, system } from 'mmcheck';
import { mutex, spinlock } from 'mmcheck/kernel';

export default defineModel('zone-lock-printk', {
  about:
    'A page that cannot be isolated is reported under zone->lock, and the console takes a lock under which ' +
    'its driver allocates. 4a55c0474a92 (2020).',
  parameters: {
    reports: parameter(
      'When the page is reported: under zone->lock; by printk_deferred() there; when zone->lock is dropped (4a55c0474a92).',
      oneOf('under-lock', 'deferred', 'after-unlock'),
    ),
    allocates: parameter(
      'When the driver allocates under the lock of its port: at any time; only before memory goes offline; never.',
      oneOf('any-time', 'at-boot', 'never'),
    ),
    offliners: parameter('Who isolates pages.', range(1, 2)),
  },
  system: ({ reports, allocates, offliners }) =>
    system(
      {
        zone_lock: spinlock('zone->lock'),
        port_lock: spinlock('port->lock'),
        console_sem: mutex('console_sem'),
        booted: cell(bool),
        /** irq_work of printk_deferred(). */
        irq_work: cell(bool),
      },
      ({ process, procedure, call }) => {
        const printk = procedure('printk', {
          returns: ['printed'],
          start: 'console_trylock',
          steps: {
            console_trylock: {
              at: 'kernel/printk/printk.c vprintk_emit() console_trylock_spinning()',
              thread: 'printk()',
              does: ({ console_sem, me }) => (console_sem.tryAcquire(me) ? 'next' : 'printed'),
            },
            port_lock: {
              at: 'drivers/tty/serial/8250/8250_port.c serial8250_console_write() spin_lock_irqsave()',
              thread: 'console: LOCK port',
              does: ({ port_lock, me }) => (port_lock.acquire(me) ? 'next' : 'blocked'),
            },
            port_unlock: {
              at: 'drivers/tty/serial/8250/8250_port.c serial8250_console_write() spin_unlock_irqrestore()',
              does: ({ port_lock, me }) => {
                port_lock.release(me);
                return 'next';
              },
            },
            console_unlock: {
              at: 'kernel/printk/printk.c vprintk_emit() console_unlock()',
              does: ({ console_sem, me }) => {
                console_sem.release(me);
                return 'printed';
              },
            },
          },
        });
        return {
          offline_pages: process({
            count: offliners,
            start: 'wait',
            steps: {
              wait: ({ booted }) => (booted.value ? 'next' : 'blocked'),
              lock_zone: {
                at: 'mm/page_isolation.c set_migratetype_isolate() spin_lock_irqsave()',
                thread: 'LOCK zone->lock',
                does: ({ zone_lock, me }) => (zone_lock.acquire(me) ? 'next' : 'blocked'),
              },
              has_unmovable_pages: {
                at: 'mm/page_isolation.c set_migratetype_isolate() has_unmovable_pages()',
                thread: 'dump_page()/printk under zone->lock',
                does: ({ choose }) => {
                  if (choose([false, true])) return 'unlock_zone';
                  return (
                    {
                      'under-lock': 'printk',
                      deferred: 'printk_deferred',
                      'after-unlock': 'unlock_to_report',
                    } as const
                  )[reports];
                },
              },
              printk: {
                at: 'mm/page_isolation.c set_migratetype_isolate() dump_page()',
                thread: 'dump_page()/printk under zone->lock',
                does: call(printk, () => ({}), { printed: 'unlock_zone' }),
              },
              printk_deferred: {
                at: 'kernel/printk/printk.c _printk_deferred()',
                does: ({ irq_work }) => {
                  irq_work.value = true;
                  return 'unlock_zone';
                },
              },
              unlock_to_report: {
                at: 'mm/page_isolation.c set_migratetype_isolate() spin_unlock_irqrestore()',
                thread: 'fix: UNLOCK, then report',
                does: ({ zone_lock, me }) => {
                  zone_lock.release(me);
                  return 'next';
                },
              },
              dump_page: {
                at: 'mm/page_isolation.c set_migratetype_isolate() dump_page()',
                does: call(printk, () => ({}), { printed: 'done' }),
              },
              unlock_zone: {
                at: 'mm/page_isolation.c set_migratetype_isolate() spin_unlock_irqrestore()',
                does: ({ zone_lock, me }) => {
                  zone_lock.release(me);
                  return 'done';
                },
              },
            },
          }),
          tty: process({
            start: allocates === 'any-time' ? 'boot' : 'port_lock',
            steps: {
              boot: ({ booted }) => {
                booted.value = true;
                return 'port_lock';
              },
              port_lock: {
                at: 'drivers/tty/tty_buffer.c __tty_buffer_request_room()',
                thread: 'console path: LOCK port',
                does: ({ port_lock, me }) => {
                  if (!port_lock.acquire(me)) return 'blocked';
                  return allocates === 'never' ? 'port_unlock' : 'rmqueue_lock';
                },
              },
              rmqueue_lock: {
                at: 'mm/page_alloc.c rmqueue_buddy() spin_lock_irqsave()',
                thread: 'console path allocates: LOCK zone->lock',
                does: ({ zone_lock, me }) => (zone_lock.acquire(me) ? 'next' : 'blocked'),
              },
              rmqueue_unlock: {
                at: 'mm/page_alloc.c rmqueue_buddy() spin_unlock_irqrestore()',
                does: ({ zone_lock, me }) => {
                  zone_lock.release(me);
                  return 'next';
                },
              },
              port_unlock: {
                at: 'drivers/tty/tty_buffer.c __tty_buffer_request_room()',
                atomic: 'the end of the boot is the end of this',
                does: ({ port_lock, booted, me }) => {
                  port_lock.release(me);
                  booted.value = true;
                  return 'done';
                },
              },
            },
          }),
          irq_work_run: process({
            count: reports === 'deferred' ? 1 : 0,
            start: 'wake_up_klogd_work_func',
            end: ['wake_up_klogd_work_func'],
            steps: {
              wake_up_klogd_work_func: {
                at: 'kernel/printk/printk.c wake_up_klogd_work_func()',
                does: ({ irq_work }) => {
                  if (!irq_work.value) return 'blocked';
                  irq_work.value = false;
                  return 'next';
                },
              },
              printk: {
                at: 'kernel/printk/printk.c wake_up_klogd_work_func() console_trylock()',
                does: call(printk, () => ({}), { printed: 'wake_up_klogd_work_func' }),
              },
            },
          }),
        };
      },
    ),
});
