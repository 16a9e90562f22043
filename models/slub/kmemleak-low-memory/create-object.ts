// create_object() of kmemleak-low-memory: the record, from the slab allocator or from somewhere else.

import { bool } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export type CreateObject = ReturnType<typeof createObject>;

export function createObject({ procedure }: Make, values: Variant) {
  const { record, holds, preempt_count, retries_with, pool_lock, cpu, object } = values;
  const second = (
    {
      'gives-up': 'disable',
      retries: 'direct_reclaim',
      'retries-unless-atomic': 'in_atomic',
      'no-fail': 'direct_reclaim',
      pool: 'pool_lock',
    } as const
  )[record];
  const seesAtomic = preempt_count && holds === 'spinlock';
  const usesFs = holds !== 'fs-lock' || retries_with === 'gfp-kernel';
  return procedure('create_object', {
    params: { cpu, o: object, isIrq: bool },
    returns: ['returned'],
    start: 'kmemleak_enabled',
    steps: {
      kmemleak_enabled: {
        at: 'mm/kmemleak.c kmemleak_alloc()',
        thread: 'alloc hook: R enabled',
        does: ({ enabled }) => (enabled.value ? 'kmem_cache_alloc' : 'returned'),
      },
      kmem_cache_alloc: {
        at: 'mm/kmemleak.c mem_pool_alloc() kmem_cache_alloc()',
        thread: 'alloc hook: o := cache alloc(gfp)',
        does: ({ choose }) => choose(['insert_lock', second] as const),
      },
      in_atomic: {
        thread: 'retry: in_atomic()',
        does: ({ me }) => (me.isIrq || seesAtomic ? 'retry' : 'direct_reclaim'),
      },
      direct_reclaim: {
        at: 'mm/page_alloc.c __alloc_pages_slowpath() __alloc_pages_direct_reclaim()',
        thread: 'retry with __GFP_DIRECT_RECLAIM: sleeps',
        atomic: 'a record of it: might_sleep()',
        does: ({ cpus, slept, me }) => {
          if (!cpus[me.cpu].maySleep(me)) slept.value = true;
          return usesFs ? 'shrink_slab' : 'retry';
        },
      },
      shrink_slab: {
        at: 'mm/vmscan.c shrink_node_memcgs() shrink_slab()',
        thread: 'reclaim: a lock of the filesystem',
        does: ({ fs_lock, me }) => (fs_lock.acquire(me) ? 'shrunk' : 'blocked'),
      },
      shrunk: {
        at: 'mm/vmscan.c shrink_node_memcgs() shrink_slab()',
        does: ({ fs_lock, me }) => {
          fs_lock.release(me);
          return 'retry';
        },
      },
      retry: {
        thread: 'retry: o := cache alloc(gfp)',
        does: ({ choose }) =>
          choose(['insert_lock', record === 'no-fail' ? second : 'disable'] as const),
      },
      pool_lock: {
        at: 'mm/kmemleak.c mem_pool_alloc() raw_spin_lock_irqsave()',
        thread: 'pool: LOCK kmemleak',
        atomic: 'what a spinlock does to its cpu comes first; who waits for it spins',
        does: ({ cpus, me }) => {
          cpus[me.cpu].spinBegin(me, pool_lock);
          return 'pool_locked';
        },
      },
      pool_locked: {
        at: 'mm/kmemleak.c mem_pool_alloc() raw_spin_lock_irqsave()',
        does: ({ kmemleak_lock, me }) => (kmemleak_lock.acquire(me) ? 'pool_take' : 'blocked'),
      },
      pool_take: {
        at: 'mm/kmemleak.c mem_pool_alloc()',
        thread: 'pool: o := pool',
        does: ({ pool }) => {
          if (pool.value === 0) return 'pool_empty';
          pool.value--;
          return 'pool_unlock';
        },
      },
      pool_unlock: {
        at: 'mm/kmemleak.c mem_pool_alloc() raw_spin_unlock_irqrestore()',
        atomic: 'the unlock, and what it does to its cpu',
        does: ({ kmemleak_lock, cpus, me }) => {
          kmemleak_lock.release(me);
          cpus[me.cpu].spinEnd(me, pool_lock);
          return 'insert_lock';
        },
      },
      pool_empty: {
        at: 'mm/kmemleak.c mem_pool_alloc() raw_spin_unlock_irqrestore()',
        atomic: 'the unlock, and what it does to its cpu',
        does: ({ kmemleak_lock, cpus, me }) => {
          kmemleak_lock.release(me);
          cpus[me.cpu].spinEnd(me, pool_lock);
          return 'disable';
        },
      },
      insert_lock: {
        at: 'mm/kmemleak.c __create_object() raw_spin_lock_irqsave()',
        thread: 'alloc hook: LOCK kmemleak',
        does: ({ cpus, me }) => {
          cpus[me.cpu].spinBegin(me, 'irqsave');
          return 'insert_locked';
        },
      },
      insert_locked: {
        at: 'mm/kmemleak.c __create_object() raw_spin_lock_irqsave()',
        does: ({ kmemleak_lock, me }) => (kmemleak_lock.acquire(me) ? 'insert' : 'blocked'),
      },
      insert: {
        at: 'mm/kmemleak.c __create_object() list_add_tail_rcu()',
        thread: 'alloc hook: insert',
        atomic: 'under kmemleak_lock',
        does: ({ listed, tracked, me }) => {
          listed.add(me.o);
          tracked.add(me.o);
          return 'insert_unlock';
        },
      },
      insert_unlock: {
        at: 'mm/kmemleak.c __create_object() raw_spin_unlock_irqrestore()',
        thread: 'alloc hook: UNLOCK',
        atomic: 'the unlock, and what it does to its cpu',
        does: ({ kmemleak_lock, cpus, me }) => {
          kmemleak_lock.release(me);
          cpus[me.cpu].spinEnd(me, 'irqsave');
          return 'returned';
        },
      },
      disable: {
        at: 'mm/kmemleak.c kmemleak_disable()',
        thread: 'NULL → W enabled=0',
        does: ({ enabled }) => {
          enabled.value = false;
          return 'schedule_work';
        },
      },
      schedule_work: {
        at: 'mm/kmemleak.c kmemleak_disable() schedule_work()',
        thread: 'schedule disable work',
        does: ({ scheduled }) => {
          scheduled.value = true;
          return 'returned';
        },
      },
    },
  });
}
