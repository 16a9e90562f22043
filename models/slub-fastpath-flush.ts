// slub-fastpath-flush: SLUB's fast path reads the cpu slab without a lock, and an IPI flushes it.
//
// linux-mm, October 2020: "[PATCH] mm/slub: fix panic in slab_alloc_node()" (Dufour, Babka,
// Lameter), merged as 22e4663e9169. 6159d0f5c03e (2019) had dropped node_match()'s test for NULL.
// At stake: a panic as memory goes offline, and the tid that makes a stale commit fail
// (8a5ec0ba42c4, 2011), without which a freelist is corrupted: eeaa345e1285 (2022).

import {
  array,
  cell,
  defineModel,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  set,
  system,
  upTo,
} from 'mmcheck';
import { bumps, cpuSlabHelpers, object, page, pageOf } from './slub-fastpath-flush/cpu-slab.ts';

export default defineModel('slub-fastpath-flush', {
  about:
    'SLUB reads tid, freelist and page of the cpu slab without a lock, and commits with ' +
    'cmpxchg_double: what if an IPI flushes it between? 6159d0f5c03e (2019), 22e4663e9169 (2020).',
  parameters: {
    check: parameter(
      'Who finds out that there is no page: the fast path, node_match(), or nobody.',
      oneOf('slab_alloc_node', 'node_match', 'nobody'),
    ),
    order: parameter(
      'In which order the fast path reads freelist and page.',
      oneOf('freelist-page', 'page-freelist'),
    ),
    tid_read: parameter(
      'Whether the fast path reads the tid before those, or after.',
      oneOf('first', 'last'),
    ),
    bump: parameter(
      'Who gives the cpu slab a new tid, besides the fast path.',
      oneOf('everywhere', 'not-in-deactivation', 'not-in-flush', 'nowhere'),
    ),
    cmpxchg: parameter('What the commit compares.', oneOf('freelist-and-tid', 'freelist')),
    slab: parameter('What the cpu slab is at first.', oneOf('node0', 'node1', 'empty')),
    tasks: parameter('Tasks that allocate.', range(1, 2)),
    flushes: parameter('IPIs of flush_all().', range(1, 2)),
    allocs: parameter('Allocations by irqs.', range(2, 3)),
    frees: parameter('Frees by irqs, of what irqs have allocated.', range(0, 1)),
    free: parameter(
      'Where somebody has an object of the first page to free.',
      oneOf('nowhere', 'other-cpu', 'this-cpu'),
    ),
  },

  system: (values) => {
    const { check, order, tid_read, bump, cmpxchg, slab, tasks, flushes, allocs, frees, free } =
      values;
    const [local, other] = page.ids;
    const [a, b, c, d] = object.ids;
    const first = slab === 'node0' ? local : slab === 'node1' ? other : none;
    const heads = [a, c];
    const links = [free === 'nowhere' ? b : none, none, d, none];
    // A slow path may put away a slab, flush another, and load a third.
    const lastTid = 3 * (tasks + allocs) + flushes + frees + (free === 'this-cpu' ? 1 : 0);
    const afterTid = order === 'freelist-page' ? 'freelist' : 'page';
    const { inFlush, inDeactivation, inLoad } = bumps(bump);
    const begin = tid_read === 'first' ? 'tid' : afterTid;
    const afterReads = tid_read === 'first' ? 'node_match' : 'tid';

    return system(
      {
        freelist: cell(orNone(object), first === none ? none : heads[first]),
        page: cell(orNone(page), first),
        tid: cell(upTo(lastTid)),
        next: array(object, orNone(object), (o: number) => links[o]),
        /** Each page's own freelist. */
        slabs: array(page, orNone(object), (p: number) => (p === first ? none : heads[p])),
        /** What tasks and interrupts have got. */
        of_tasks: set(object),
        of_irqs: set(object),
      },
      cpuSlabHelpers,
      ({ process }) => ({
        slab_alloc_node: process({
          count: tasks,
          locals: {
            tid: upTo(lastTid),
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
                return me.page === local ? 'get_freepointer_safe' : '__slab_alloc';
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
              atomic: 'irqs are off, and a page freelist is taken by one cmpxchg',
              does: ({ freelist, page, of_tasks, getFreelist, deactivate, take, me }) => {
                if (page.value === local) getFreelist();
                if (page.value === local && freelist.value !== none) {
                  me.object = take(inLoad);
                  if (me.object !== none) of_tasks.add(me.object);
                  return 'done';
                }
                if (page.value !== none) deactivate(inDeactivation);
                return 'new_slab';
              },
            },
            // The page allocator has been called with irqs on.
            new_slab: {
              at: 'mm/slub.c new_slab_objects()',
              thread: 'T: (4) if !o || !p || !node_match(p): slow path',
              atomic: 'irqs are off again',
              does: ({ page, of_tasks, deactivate, newSlab, take, me }) => {
                if (page.value !== none) deactivate(inFlush);
                newSlab(local);
                if (page.value === none) return 'done';
                me.object = take(inLoad);
                if (me.object !== none) of_tasks.add(me.object);
                return 'done';
              },
            },
          },
        }),
        // The IPI of flush_all(), as kmem_cache_shrink() and memory going offline send it.
        flush_cpu_slab: process({
          environment: true,
          count: flushes,
          start: 'flush_slab',
          steps: {
            flush_slab: {
              at: 'mm/slub.c flush_cpu_slab() flush_slab()',
              thread: 'I: deactivate',
              atomic: 'nothing runs on the cpu while the irq does',
              does: ({ page, deactivate }) => {
                if (page.value === none) return 'blocked';
                deactivate(inFlush);
                return 'done';
              },
            },
          },
        }),
        irq_alloc: process({
          environment: true,
          count: allocs,
          locals: { page, object: orNone(object) },
          start: 'kmem_cache_alloc_node',
          steps: {
            // In an irq the page allocator is called with irqs off.
            kmem_cache_alloc_node: {
              at: 'mm/slub.c slab_alloc_node(), in an irq',
              thread: 'I: nested alloc, free',
              atomic: 'nothing runs on the cpu while the irq does',
              does: ({
                freelist,
                page,
                of_irqs,
                getFreelist,
                deactivate,
                newSlab,
                take,
                me,
                choose,
              }) => {
                me.page = choose([local, other]);
                const fast = page.value === me.page && freelist.value !== none;
                if (page.value === me.page) getFreelist();
                if (page.value !== none && (page.value !== me.page || freelist.value === none)) {
                  deactivate(inDeactivation);
                }
                if (page.value === none) newSlab(me.page);
                if (page.value === none) return 'done';
                me.object = take(fast ? 1 : inLoad);
                if (me.object !== none) of_irqs.add(me.object);
                return 'done';
              },
            },
          },
        }),
        irq_free: process({
          environment: true,
          count: frees,
          locals: { object: orNone(object) },
          start: 'kmem_cache_free',
          steps: {
            kmem_cache_free: {
              at: 'mm/slub.c slab_free(), in an irq',
              thread: 'I: nested alloc, free',
              atomic: 'nothing runs on the cpu while the irq does',
              does: ({ freelist, page, tid, next, slabs, of_irqs, me, choose }) => {
                if (of_irqs.isEmpty) return 'blocked';
                me.object = choose(of_irqs.values());
                const p = pageOf(me.object);
                of_irqs.delete(me.object);
                if (page.value === p) {
                  next[me.object] = freelist.value;
                  freelist.value = me.object;
                  tid.value++;
                } else {
                  next[me.object] = slabs[p];
                  slabs[p] = me.object;
                }
                return 'done';
              },
            },
          },
        }),
        // Another cpu never touches the cpu slab, but the page's freelist.
        slab_free: process({
          environment: true,
          count: free === 'nowhere' ? 0 : 1,
          locals: { tid: upTo(lastTid), prior: orNone(object) },
          start: free === 'this-cpu' ? 'tid' : 'prior',
          steps: {
            tid: {
              at: 'mm/slub.c do_slab_free()',
              thread: 'T frees',
              does: ({ tid, me }) => {
                me.tid = tid.value;
                return 'page';
              },
            },
            page: {
              at: 'mm/slub.c do_slab_free() page == c->page',
              thread: 'T frees',
              does: ({ page }) => (page.value === local ? 'freelist' : 'prior'),
            },
            freelist: {
              at: 'mm/slub.c do_slab_free() c->freelist',
              thread: 'T frees',
              does: ({ freelist, me }) => {
                me.prior = freelist.value;
                return 'set_freepointer';
              },
            },
            set_freepointer: {
              thread: 'T frees',
              does: ({ next, me }) => {
                next[1] = me.prior;
                return 'cmpxchg_double';
              },
            },
            cmpxchg_double: {
              at: 'mm/slub.c do_slab_free() this_cpu_cmpxchg_double()',
              thread: 'T frees',
              atomic: 'one instruction',
              does: ({ freelist, tid, me }) => {
                if (freelist.value !== me.prior || tid.value !== me.tid) return 'tid';
                freelist.value = b;
                tid.value++;
                return 'done';
              },
            },
            prior: {
              at: 'mm/slub.c __slab_free()',
              thread: 'R: page freelist only',
              does: ({ slabs, me }) => {
                me.prior = slabs[0];
                return 'set_prior';
              },
            },
            set_prior: {
              thread: 'R: page freelist only',
              does: ({ next, me }) => {
                next[1] = me.prior;
                return 'cmpxchg_double_slab';
              },
            },
            cmpxchg_double_slab: {
              at: 'mm/slub.c __slab_free()',
              thread: 'R: page freelist only',
              does: ({ slabs, me }) => {
                if (slabs[0] !== me.prior) return 'prior';
                slabs[0] = b;
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
