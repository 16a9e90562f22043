import { bool, cell, defineModel, defineProperties, system } from 'mmcheck';
import { spinlock } from 'mmcheck/kernel';

const model = defineModel('boot-order', {
  about: 'Boot takes two locks in another order than tasks do, while there are no tasks yet.',
  system: () =>
    system(
      {
        zone_lock: spinlock('zone->lock'),
        list_lock: spinlock('n->list_lock'),
        booted: cell(bool),
      },
      ({ process }) => ({
        boot: process({
          start: 'lock_list',
          steps: {
            lock_list: ({ list_lock, me }) => (list_lock.acquire(me) ? 'next' : 'blocked'),
            lock_zone: ({ zone_lock, me }) => (zone_lock.acquire(me) ? 'next' : 'blocked'),
            unlock_zone: ({ zone_lock, me }) => {
              zone_lock.release(me);
              return 'next';
            },
            unlock_list: ({ list_lock, me }) => {
              list_lock.release(me);
              return 'next';
            },
            start_tasks: ({ booted }) => {
              booted.value = true;
              return 'done';
            },
          },
        }),
        task: process({
          start: 'wait',
          steps: {
            wait: ({ booted }) => (booted.value ? 'next' : 'blocked'),
            lock_zone: ({ zone_lock, me }) => (zone_lock.acquire(me) ? 'next' : 'blocked'),
            lock_list: ({ list_lock, me }) => (list_lock.acquire(me) ? 'next' : 'blocked'),
            unlock_list: ({ list_lock, me }) => {
              list_lock.release(me);
              return 'next';
            },
            unlock_zone: ({ zone_lock, me }) => {
              zone_lock.release(me);
              return 'done';
            },
          },
        }),
      }),
    ),
});
export default model;

export const properties = defineProperties(model, ({ deadlock, lockOrder }) => ({
  'no-deadlock': deadlock(),
  'lock-order': lockOrder(),
}));
