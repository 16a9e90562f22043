// Who allocates, in kmemleak-low-memory: a task, which frees its memory afterwards, and an interrupt on its cpu.

import { irq, task } from 'mmcheck/kernel';
import type { CreateObject } from './create-object.ts';
import type { Make, Variant } from './variant.ts';

export function allocating({ process, call }: Make, values: Variant, create: CreateObject) {
  const { holds, frees_by, cpu, object } = values;
  const [cpu0] = cpu.ids;
  const [first, second] = object.ids;
  const start = ({ nothing: 'create', spinlock: 'spin_lock', 'fs-lock': 'fs_lock' } as const)[
    holds
  ];
  const end = (
    { nothing: 'kmemleak_free', spinlock: 'spin_unlock', 'fs-lock': 'fs_unlock' } as const
  )[holds];
  return {
    task: process({
      ...task(cpu0),
      locals: { cpu },
      start,
      steps: {
        spin_lock: ({ cpus, me }) => {
          cpus[me.cpu].spinBegin(me, 'plain');
          return 'spin_locked';
        },
        spin_locked: ({ lock, me }) => (lock.acquire(me) ? 'create' : 'blocked'),
        fs_lock: ({ fs_lock, me }) => (fs_lock.acquire(me) ? 'create' : 'blocked'),
        create: {
          at: 'mm/kmemleak.c kmemleak_alloc() create_object()',
          thread: 'alloc hook',
          does: call(create, ({ me }) => ({ cpu: me.cpu, o: first, isIrq: false }), {
            returned: end,
          }),
        },
        spin_unlock: {
          atomic: 'the unlock, and what it does to its cpu',
          does: ({ lock, cpus, me }) => {
            lock.release(me);
            cpus[me.cpu].spinEnd(me, 'plain');
            return 'kmemleak_free';
          },
        },
        fs_unlock: ({ fs_lock, me }) => {
          fs_lock.release(me);
          return 'kmemleak_free';
        },
        kmemleak_free: {
          at: 'mm/kmemleak.c kmemleak_free()',
          thread: 'free hook: R enabled',
          atomic: 'one of the two, as the variant says',
          does: ({ enabled, free_enabled }) => {
            const isOn = frees_by === 'enabled' ? enabled.value : free_enabled.value;
            return isOn ? 'find_and_remove' : 'kfree';
          },
        },
        find_and_remove: {
          at: 'mm/kmemleak.c find_and_remove_object() __remove_object()',
          thread: 'free hook: LOCK; lookup; remove; UNLOCK',
          atomic: 'under kmemleak_lock',
          does: ({ kmemleak_lock, listed }) => {
            if (kmemleak_lock.isHeld()) return 'blocked';
            if (!listed.has(first)) return 'kfree';
            listed.delete(first);
            return 'delete_object';
          },
        },
        delete_object: {
          at: 'mm/kmemleak.c __delete_object() raw_spin_lock_irqsave()',
          thread: 'free hook: waits for a scan of the memory',
          atomic: 'under object->lock',
          does: ({ object_lock, tracked }) => {
            if (object_lock[first].isHeld()) return 'blocked';
            tracked.delete(first);
            return 'put_object';
          },
        },
        put_object: {
          at: 'mm/kmemleak.c __delete_object() put_object()',
          thread: 'free hook: put',
          does: ({ put }) => {
            put[first]++;
            return 'kfree';
          },
        },
        kfree: {
          thread: 'the memory is freed',
          does: ({ heap }) => {
            heap.free(first);
            return 'done';
          },
        },
      },
    }),
    irq: process({
      ...irq(cpu0),
      count: values.irq ? 1 : 0,
      environment: true,
      locals: { cpu },
      start: 'enter',
      steps: {
        enter: ({ cpus, me }) => {
          cpus[me.cpu].irqEnter(me);
          return 'create';
        },
        create: {
          at: 'mm/kmemleak.c kmemleak_alloc() create_object()',
          thread: 'alloc hook, in an interrupt',
          does: call(create, ({ me }) => ({ cpu: me.cpu, o: second, isIrq: true }), {
            returned: 'exit',
          }),
        },
        exit: ({ cpus, me }) => {
          cpus[me.cpu].irqExit(me);
          return 'done';
        },
      },
    }),
  };
}
