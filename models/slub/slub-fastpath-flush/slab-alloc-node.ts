// T of slub-fastpath-flush: reads tid, freelist and page without a lock, in the order of the variant, and
// commits, or takes the slow path.

import { none, orNone } from 'mmcheck';
import { object, page } from './cpu-slab.ts';
import type { Make, Variant } from './variant.ts';

export function slabAllocNode({ process }: Make, variant: Variant) {
  const { check, order, tid_read, cmpxchg, node, tasks, tids } = variant;
  const { inFlush, inBypass, inDeactivation, inLoad } = variant;
  const [local, other] = page.ids;
  const wanted = node === 'node0' ? local : other;
  const afterTid = order === 'freelist-page' ? 'freelist' : 'page';
  const begin = tid_read === 'first' ? 'tid' : afterTid;
  const afterReads = tid_read === 'first' ? 'node_match' : 'tid';
  return process({
    count: tasks,
    locals: {
      tid: tids,
      object: orNone(object),
      page: orNone(page),
      next: orNone(object),
    },
    start: begin,
    steps: {
      tid: {
        at: 'mm/slub.c slab_alloc_node() this_cpu_read(s->cpu_slab->tid)',
        thread: 'T: (1) R tid',
        does: ({ tid, me }) => {
          me.tid = tid.value;
          return tid_read === 'first' ? afterTid : 'node_match';
        },
      },
      freelist: {
        at: 'mm/slub.c slab_alloc_node() object = c->freelist',
        thread: 'T: (2) R freelist',
        does: ({ freelist, me }) => {
          me.object = freelist.value;
          return order === 'freelist-page' ? 'page' : afterReads;
        },
      },
      page: {
        at: 'mm/slub.c slab_alloc_node() page = c->page',
        thread: 'T: (3) R page',
        does: ({ page, me }) => {
          me.page = page.value;
          return order === 'freelist-page' ? afterReads : 'freelist';
        },
      },
      node_match: {
        at: 'mm/slub.c node_match()',
        thread: 'T: (4) if !o || !p || !node_match(p): slow path',
        does: ({ me }) => {
          if (me.object === none) return '__slab_alloc';
          if (me.page === none) return check === 'nobody' ? 'panic' : '__slab_alloc';
          return me.page === wanted ? 'get_freepointer_safe' : '__slab_alloc';
        },
      },
      panic: {
        at: 'mm/slub.c node_match() page_to_nid(NULL)',
        thread: 'T: (4) if !o || !p || !node_match(p): slow path',
        does: () => 'done',
      },
      get_freepointer_safe: {
        at: 'mm/slub.c get_freepointer_safe()',
        thread: 'T: (5) R next = *(o+off)',
        does: ({ next, me }) => {
          // For the types: node_match has asked.
          if (me.object !== none) me.next = next[me.object];
          return 'cmpxchg_double';
        },
      },
      cmpxchg_double: {
        at: 'mm/slub.c slab_alloc_node() this_cpu_cmpxchg_double()',
        thread: 'T: (6) CMPXCHG_DOUBLE, or again',
        atomic: 'one instruction; of_tasks is only a record of it',
        does: ({ freelist, tid, of_tasks, me }) => {
          const sameTid = cmpxchg === 'freelist' || tid.value === me.tid;
          if (freelist.value !== me.object || !sameTid) return begin;
          // For the types: node_match has asked.
          if (me.object === none) return 'done';
          freelist.value = me.next;
          tid.value++;
          of_tasks.add(me.object);
          return 'done';
        },
      },
      __slab_alloc: {
        at: 'mm/slub.c ___slab_alloc() redo:',
        thread: 'T: (4) if !o || !p || !node_match(p): slow path',
        atomic:
          'irqs are off; each push to a page freelist is a cmpxchg of its own, but a remote free between two of ' +
          'them changes only the order of the list',
        does: ({ freelist, page, of_tasks, getFreelist, deactivate, bypass, take, me }) => {
          if (page.value === wanted) getFreelist();
          if (page.value === wanted && freelist.value !== none) {
            me.object = take(inLoad);
            if (me.object !== none) of_tasks.add(me.object);
            return 'done';
          }
          if (page.value === wanted) bypass(inBypass);
          else if (page.value !== none) deactivate(inDeactivation);
          return 'new_slab';
        },
      },
      // The page allocator has been called with irqs on.
      new_slab: {
        at: 'mm/slub.c new_slab_objects()',
        thread: 'T: (4) if !o || !p || !node_match(p): slow path',
        atomic:
          'irqs are off again, and to a page freelist a remote free only adds, before or after',
        does: ({ page, slabs, of_tasks, deactivate, newSlab, take, me }) => {
          if (slabs[wanted] === none) return 'done';
          if (page.value !== none) deactivate(inFlush);
          newSlab(wanted);
          me.object = take(inLoad);
          if (me.object !== none) of_tasks.add(me.object);
          return 'done';
        },
      },
    },
  });
}
