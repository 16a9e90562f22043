// Cpu hotplug, in slab-cpuup-rollback: the cpu comes up once and goes once. Each allocation may fail, and so may a later
// state, which the kernel undoes by slab_dead_cpu().

import { none, orNone, set } from 'mmcheck';
import { cpuupCanceled } from './cpuup-canceled.ts';
import type { Make, Variant } from './variant.ts';

export function cpuUp(make: Make, values: Variant) {
  const { process, call } = make;
  const { cache, arrays, isKmalloc, undoes, cancels } = values;
  const canceled = cpuupCanceled(make, values);
  return process({
    locals: {
      left: set(cache, cache.ids),
      c: cache,
      shared: orNone(arrays),
      alien: orNone(arrays),
      nc: orNone(arrays),
    },
    start: 'cpu_up',
    steps: {
      cpu_up: {
        at: 'kernel/cpu.c _cpu_up()',
        does: ({ hp }) => {
          hp.begin('online');
          return 'mutex_lock';
        },
      },
      mutex_lock: {
        at: 'mm/slab.c slab_prepare_cpu() mutex_lock()',
        thread: 'prepare: LOCK slab_mutex',
        does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next_limit' : 'blocked'),
      },
      next_limit: ({ me, choose }) => {
        me.c = choose(me.left.values());
        me.left.delete(me.c);
        return 'init_cache_node';
      },
      init_cache_node: {
        at: 'mm/slab.c init_cache_node_node() init_cache_node()',
        atomic: 'under list_lock',
        does: ({ list_lock, nodes, cpus, me }) => {
          if (list_lock[me.c].isHeld()) return 'blocked';
          nodes[me.c].limit = 1 + cpus.value;
          if (!me.left.isEmpty) return 'next_limit';
          for (const c of cache.ids) me.left.add(c);
          return 'next_cache';
        },
      },
      next_cache: ({ me, choose }) => {
        if (me.left.isEmpty) return 'prepared';
        me.c = choose(me.left.values());
        me.left.delete(me.c);
        return 'alloc_alien_cache';
      },
      alloc_alien_cache: {
        at: 'mm/slab.c setup_kmem_cache_node() alloc_alien_cache()',
        thread: 'prepare: allocate alien',
        does: ({ heap, me, choose }) => {
          me.alien = heap.alloc(choose(heap.candidates()));
          return me.alien === none ? 'bad' : 'alloc_arraycache';
        },
      },
      alloc_arraycache: {
        at: 'mm/slab.c setup_kmem_cache_node() alloc_arraycache()',
        thread: 'prepare: allocate shared',
        does: ({ heap, me, choose }) => {
          me.shared = heap.alloc(choose(heap.candidates()));
          if (me.shared === none) return 'free_new';
          return isKmalloc ? 'alloc_nc' : 'spin_lock';
        },
      },
      alloc_nc: {
        does: ({ heap, me, choose }) => {
          me.nc = heap.alloc(choose(heap.candidates()));
          return me.nc === none ? 'free_new' : 'spin_lock';
        },
      },
      spin_lock: {
        at: 'mm/slab.c setup_kmem_cache_node() spin_lock_irq()',
        thread: 'prepare: LOCK node',
        does: ({ list_lock, me }) => (list_lock[me.c].acquire(me) ? 'install' : 'blocked'),
      },
      install: {
        at: 'mm/slab.c setup_kmem_cache_node()',
        thread: 'prepare: install if NULL',
        atomic: 'under list_lock',
        does: ({ nodes, me }) => {
          const now = nodes[me.c];
          if (now.shared === none) {
            now.shared = me.shared;
            me.shared = none;
          }
          if (now.alien === none) {
            now.alien = me.alien;
            me.alien = none;
          }
          if (isKmalloc) now.nc = me.nc;
          me.nc = none;
          return 'spin_unlock';
        },
      },
      spin_unlock: {
        at: 'mm/slab.c setup_kmem_cache_node() spin_unlock_irq()',
        thread: 'prepare: UNLOCK',
        does: ({ list_lock, me }) => {
          list_lock[me.c].release(me);
          return 'free_rest';
        },
      },
      free_rest: {
        at: 'mm/slab.c setup_kmem_cache_node() kfree()',
        does: ({ heap, me }) => {
          if (me.shared !== none) heap.free(me.shared);
          if (me.alien !== none) heap.free(me.alien);
          me.shared = none;
          me.alien = none;
          return 'next_cache';
        },
      },
      free_new: {
        at: 'mm/slab.c setup_kmem_cache_node() kfree()',
        thread: 'prepare: fail',
        does: ({ heap, me }) => {
          if (me.shared !== none) heap.free(me.shared);
          if (me.alien !== none) heap.free(me.alien);
          me.shared = none;
          me.alien = none;
          return 'bad';
        },
      },
      bad: {
        at: 'mm/slab.c cpuup_prepare() cpuup_canceled()',
        thread: 'prepare: goto bad',
        does: call(canceled, () => ({}), { canceled: 'failed' }),
      },
      failed: {
        at: 'mm/slab.c slab_prepare_cpu() mutex_unlock()',
        atomic: 'cpu hotplug is the same task',
        does: ({ slab_mutex, hp, me }) => {
          slab_mutex.release(me);
          hp.answer(false);
          return undoes === 'failed-too' ? 'dead_lock' : 'done';
        },
      },
      prepared: {
        at: 'mm/slab.c slab_prepare_cpu() mutex_unlock()',
        atomic: 'cpu hotplug is the same task',
        does: ({ slab_mutex, hp, me }) => {
          slab_mutex.release(me);
          hp.answer(true);
          return 'later_state';
        },
      },
      later_state: {
        at: 'kernel/cpu.c cpuhp_up_callbacks()',
        thread: 'later steps may fail',
        does: ({ hp, choose }) => {
          hp.answer(choose([true, false]));
          return hp.hasFailed() ? 'dead_lock' : 'online';
        },
      },
      online: {
        at: 'mm/slab.c slab_online_cpu() start_cpu_timer()',
        atomic: 'cpu hotplug is the same task; nothing was on the cpu before',
        does: ({ hp, online, armed, cpus }) => {
          hp.answer(true);
          online.value = true;
          armed.value = true;
          cpus.value++;
          return 'cpu_down';
        },
      },
      cpu_down: {
        at: 'kernel/cpu.c _cpu_down()',
        does: ({ hp }) => {
          hp.begin('offline');
          return cancels ? 'cancel_reap' : 'take_cpu_down';
        },
      },
      cancel_reap: {
        at: 'mm/slab.c slab_offline_cpu() cancel_delayed_work_sync()',
        thread: 'reap work is cancelled',
        atomic: 'the work does not run, and is not queued again',
        does: ({ armed, reaping }) => {
          if (reaping.value) return 'blocked';
          armed.value = false;
          return 'take_cpu_down';
        },
      },
      take_cpu_down: {
        at: 'kernel/cpu.c take_cpu_down()',
        atomic: 'all else stands',
        does: ({ online, cpus, hp }) => {
          online.value = false;
          cpus.value--;
          hp.answer(true);
          hp.answer(true);
          return 'dead_lock';
        },
      },
      dead_lock: {
        at: 'mm/slab.c slab_dead_cpu() mutex_lock()',
        thread: 'dead: LOCK slab_mutex',
        does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'slab_dead_cpu' : 'blocked'),
      },
      slab_dead_cpu: {
        at: 'mm/slab.c slab_dead_cpu() cpuup_canceled()',
        thread: 'canceled callback undoes',
        does: call(canceled, () => ({}), { canceled: 'dead_unlock' }),
      },
      dead_unlock: {
        at: 'mm/slab.c slab_dead_cpu() mutex_unlock()',
        thread: 'dead: UNLOCK slab_mutex',
        atomic: 'cpu hotplug is the same task',
        does: ({ slab_mutex, hp, me }) => {
          slab_mutex.release(me);
          if (hp.isMoving()) hp.answer(true);
          return 'done';
        },
      },
    },
  });
}
