// RCU's callbacks, and the works, in memcg-kmem-cache-lifecycle.

import { none } from 'mmcheck';
import { CHILD, DEACTIVATE, type Make, ROOT, SWITCH, type Values } from './variant.ts';

export function rcuCallbacks({ process }: Make, _: Values) {
  return process({
    start: 'rcu_do_batch',
    end: ['rcu_do_batch'],
    steps: {
      rcu_do_batch: {
        at: 'kernel/rcu/tree.c rcu_do_batch()',
        does: ({ rcu }) => {
          if (rcu.isDue(DEACTIVATE)) {
            rcu.invoke(DEACTIVATE);
            return 'kmemcg_rcufn';
          }
          if (!rcu.isDue(SWITCH)) return 'blocked';
          rcu.invoke(SWITCH);
          return 'switch_to_atomic';
        },
      },
      kmemcg_rcufn: {
        at: 'mm/slab_common.c kmemcg_rcufn() queue_work()',
        thread: 'A: queue work',
        atomic: 'the work of the child, which nobody else has before',
        does: ({ rcu, work_fn, child_work, heap }) => {
          heap.deref(CHILD);
          work_fn.value = 'deactivate';
          child_work.queue();
          rcu.finish(DEACTIVATE);
          return 'rcu_do_batch';
        },
      },
      switch_to_atomic: {
        at: 'lib/percpu-refcount.c percpu_ref_switch_to_atomic_rcu()',
        thread: 'B: switch to atomic, drop initial ref',
        atomic: 'heap only says whether it is there',
        does: ({ rcu, refcnt, heap, released }) => {
          rcu.finish(SWITCH);
          if (heap.deref(CHILD) && refcnt.switched()) released();
          return 'rcu_do_batch';
        },
      },
    },
  });
}

export function kworker({ process }: Make, { flushes }: Values) {
  return process({
    start: 'worker_thread',
    end: ['worker_thread'],
    steps: {
      worker_thread: {
        atomic: 'one worker, and one item that it takes',
        at: 'kernel/workqueue.c process_one_work()',
        does: ({ create, child_work, me }) => {
          if (create.take(me)) return 'create_lock';
          return child_work.take(me) ? 'child_lock' : 'blocked';
        },
      },
      create_lock: {
        at: 'mm/slab_common.c memcg_create_kmem_cache() mutex_lock()',
        thread: 'W: LOCK slab_mutex',
        does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
      },
      create_cache: {
        at: 'mm/slab_common.c memcg_create_kmem_cache() create_cache()',
        thread: 'W creates a child of a root being destroyed',
        atomic: 'under slab_mutex',
        does: ({ heap, memcg_online, dying, entry }) => {
          if (!memcg_online.value || (flushes !== 'nothing' && dying.value)) return 'create_unlock';
          heap.deref(ROOT);
          if (entry.value === none && heap.objects[CHILD] === 'fresh') {
            heap.alloc(CHILD);
            entry.value = CHILD;
          }
          return 'next';
        },
      },
      create_unlock: {
        at: 'mm/slab_common.c memcg_create_kmem_cache() mutex_unlock()',
        atomic: 'the end of the work',
        does: ({ slab_mutex, create, me }) => {
          slab_mutex.release(me);
          create.finish(me);
          return 'worker_thread';
        },
      },
      child_lock: {
        at: 'mm/slab_common.c kmemcg_workfn() mutex_lock()',
        does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
      },
      work_fn: {
        at: 'mm/slab_common.c kmemcg_workfn()',
        does: ({ work_fn }) => (work_fn.value === 'deactivate' ? 'percpu_ref_kill' : 'shutdown'),
      },
      percpu_ref_kill: {
        at: 'mm/slab_common.c kmemcg_cache_deactivate_after_rcu() percpu_ref_kill()',
        thread: 'percpu_ref_kill(ref) → call_rcu(B)',
        atomic: 'under percpu_ref_switch_lock; heap only says whether it is there',
        does: ({ refcnt, rcu, heap }) => {
          if (!heap.deref(CHILD)) return 'child_unlock';
          refcnt.kill();
          rcu.call(SWITCH);
          return 'child_unlock';
        },
      },
      shutdown: {
        at: 'mm/slab_common.c kmemcg_cache_shutdown_fn() shutdown_cache()',
        thread: 'shutdown+release',
        atomic: 'under slab_mutex',
        does: ({ release_child }) => {
          release_child();
          return 'next';
        },
      },
      child_unlock: {
        at: 'mm/slab_common.c kmemcg_workfn() mutex_unlock()',
        atomic: 'the end of the work',
        does: ({ slab_mutex, child_work, me }) => {
          slab_mutex.release(me);
          child_work.finish(me);
          return 'worker_thread';
        },
      },
    },
  });
}
