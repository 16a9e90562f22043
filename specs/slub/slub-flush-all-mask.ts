// The claims about slub-flush-all-mask, and what becomes of each. a8364d5555b2 (2012) asks which cpus have a page,
// 02e1a9cd1ebb (2012) asks for the partial list, too.

import { array, defineSpec, none, set, violated } from 'mmcheck';
import { variantOf } from '../../models/slub/slub-flush-all-mask/variant.ts';
import model from '../../models/slub/slub-flush-all-mask.ts';

const D = (label: string) => ['kmem_cache_destroy', label] as const;
const U = (label: string) => ['user', label] as const;

/** Another cpu frees what it has not allocated, and has no page of its own. */
const onlyPartial = [U('put_cpu_partial'), D('kmem_cache_destroy'), D('page'), D('wait')] as const;
const onlyPage = [U('load_slab'), D('kmem_cache_destroy'), D('partial'), D('wait')] as const;

const holds = {
  'all-flushed': 'holds',
  'none-missed': 'holds',
  'destroy-finds-none': 'holds',
  'one-place': 'holds',
  'no-deadlock': 'holds',
} as const;

export default defineSpec(model, {
  seed:
    '[PATCH] slub: missing test for partial pages flush work in flush_all (May 2012); a8364d5555b2 ' +
    'slub: only IPI CPUs that have per cpu obj to flush; 02e1a9cd1ebb',
  answer:
    'Ma, whose patch it is, and Lameter after him: it is ||, and not &&. While the cache is used a ' +
    'flush may miss a slab all the same, by design.',
  properties: ({ conservation, deadlock, invariant, observer, unreachable }, values) => {
    const { cpus, slab } = variantOf(values);
    const flushed = ['free_partial', 'nr_slabs', 'still_has_objects'];
    return {
      'all-flushed': invariant(
        'after flush_all() no cpu has a page or a partial list',
        ({ kmem_cache_destroy, cpu_slabs }) =>
          !flushed.includes(kmem_cache_destroy[0].at) ||
          cpu_slabs.every((c) => c.page === none && c.partial.isEmpty),
      ),
      'none-missed': observer('what a cpu had from before flush_all() on, it has no more after', {
        state: { had: array(cpus, set(slab)) },
        always: ({ cpu_slabs, my }) => {
          for (let c = 0; c < cpus; c++) {
            for (const s of my.had[c].values()) {
              if (cpu_slabs[c].page !== s && !cpu_slabs[c].partial.includes(s)) my.had[c].delete(s);
            }
          }
        },
        on: {
          kmem_cache_destroy: {
            kmem_cache_destroy: ({ cpu_slabs, my }) => {
              for (let c = 0; c < cpus; c++) {
                const { page } = cpu_slabs[c];
                for (const s of slab.ids) {
                  if (page === s || cpu_slabs[c].partial.includes(s)) my.had[c].add(s);
                }
              }
            },
            wait: ({ my, assert }) => {
              assert(
                my.had.every((had) => had.isEmpty),
                'a slab of a cpu has been missed',
              );
              for (let c = 0; c < cpus; c++) my.had[c].clear();
            },
          },
        },
      }),
      'destroy-finds-none': unreachable(
        'kmem_cache_destroy() of a cache without objects finds no slab',
        ({ kmem_cache_destroy }) => kmem_cache_destroy[0].at === 'still_has_objects',
      ),
      'one-place': conservation(
        'each slab is of one cpu, on one list, full, or with the page allocator',
        slab,
        ({ cpu_slabs, partial, unused, inuse, frozen, user }) => [
          partial,
          unused,
          ...user.map(({ hand }) => hand),
          // Where a store is still to come, the slab has left for somewhere, or come from there.
          ...cpu_slabs.map(({ page }, k) =>
            user[k].at === 'page_is_null' || user[k].at === 'set_partial' ? none : page,
          ),
          ...cpu_slabs.map((c) => c.partial),
          ...inuse.values().filter((s) => !frozen.has(s)),
        ],
      ),
      'no-deadlock': deadlock(),
    };
  },
  rows: [
    { set: {}, expect: holds },
    { set: { has_cpu_slab: 'partial-or-page' }, expect: holds },
    { set: { has_cpu_slab: 'every-cpu' }, expect: holds },
    {
      set: { has_cpu_slab: 'page' },
      expect: {
        ...holds,
        'all-flushed': violated(onlyPartial),
        'none-missed': violated(onlyPartial),
        'destroy-finds-none': violated([...onlyPartial, D('nr_slabs')]),
      },
      note: 'A cpu that only frees has a partial list, and never a page.',
    },
    {
      set: { has_cpu_slab: 'page-and-partial' },
      expect: {
        ...holds,
        'all-flushed': violated(onlyPage),
        'none-missed': violated(onlyPage),
        'destroy-finds-none': violated([...onlyPage, D('nr_slabs')]),
      },
    },
    {
      set: { caller: 'early-destroy' },
      expect: {
        ...holds,
        'all-flushed': violated([D('wait'), U('put_cpu_partial')]),
        'destroy-finds-none': violated([U('user'), D('kmem_cache_destroy'), D('nr_slabs')]),
      },
      note: 'To have freed all objects is not enough: every kmem_cache_free() must have returned.',
    },
    {
      set: { caller: 'shrink' },
      expect: {
        ...holds,
        'all-flushed': violated([D('wait'), U('load_slab')]),
        'none-missed': violated([
          D('page'),
          U('new_slab'),
          U('set_partial'),
          D('partial'),
          D('wait'),
        ]),
      },
      note:
        'By design, as far as new slabs go. But a slab that the cpu had all the time is missed, too: it ' +
        'turns from its partial list into its page between the two looks.',
    },
    {
      set: { caller: 'shrink', has_cpu_slab: 'partial-or-page' },
      expect: { ...holds, 'all-flushed': violated([D('wait'), U('load_slab')]) },
      note:
        'No slab goes from the page to the partial list of its cpu, so to look at the partial list ' +
        'first misses none that was there. Nobody has asked for it: a shrink may miss some.',
    },
    { set: { cpus: 3, slabs: 3 }, expect: holds, stress: true },
    {
      set: { caller: 'early-destroy', cpus: 4 },
      expect: {
        ...holds,
        'all-flushed': violated([D('wait'), U('put_cpu_partial')]),
        'destroy-finds-none': violated([U('user'), D('kmem_cache_destroy'), D('nr_slabs')]),
      },
      stress: true,
    },
  ],
  teeth: {
    'one-place': {
      replace: 'c.partial.clear();',
      by: '{}',
      at: {},
      file: '../shared/cpu-slabs.ts',
    },
    'no-deadlock': {
      replace: "if (!calls[me.cpu].take()) return 'blocked';",
      by: "if (calls[me.cpu].isPending() || !calls[me.cpu].take()) return 'blocked';",
      at: {},
      file: 'slub-flush-all-mask/flush-cpu-slab.ts',
    },
  },
  history: [
    {
      commit: 'a8364d5555b2',
      subject: 'slub: only IPI CPUs that have per cpu obj to flush',
      year: 2012,
      property: 'destroy-finds-none',
      before: { has_cpu_slab: 'every-cpu' },
      after: { has_cpu_slab: 'page' },
    },
    {
      commit: '02e1a9cd1ebb',
      subject: 'slub: missing test for partial pages flush work in flush_all()',
      year: 2012,
      property: 'destroy-finds-none',
      before: { has_cpu_slab: 'page' },
      after: { has_cpu_slab: 'page-or-partial' },
    },
  ],
});
