// The claims about slab-leak-livelock, and what becomes of each.
//
// Marked clean first, the cache of kmemleak's records is dirty whenever the arrays are drained, and nobody else is needed.
// Drained first, the walk ends unless somebody goes on for ever; but what is freed between the drain and the mark lies in the
// array of a cpu, and is listed as if it was in use. So each order keeps one half, and the file was removed.

import { defineSpec, kind, set, violated } from 'mmcheck';
import model from '../../models/slub/slab-leak-livelock.ts';

const L = (label: string) => ['leaks_show', label] as const;
const U = (label: string) => ['user', label] as const;

const holds = {
  'walk-ends': 'holds',
  'list-is-exact': 'holds',
  'walks-caches': 'holds',
} as const;

export default defineSpec(model, {
  seed:
    '[PATCH] mm/slab.c: fix an infinite loop in leaks_show() (Cai, Apr 2019), 745e10146c31; fcf88917dd43, ' +
    '7878c231dae0 mm/slab: remove /proc/slab_allocators (2019)',
  answer:
    'Cai: the reader of the cache that it dirties itself never ends. Drained first it ends, and its list ' +
    'may be wrong, so the file was removed.',
  properties: ({ observer, terminates, unreachable }, { objects }) => {
    const object = kind('object', objects);
    return {
      'walk-ends': terminates('a reader comes to an end', ['leaks_show']),
      'list-is-exact': observer('who is listed has it, and who has it is listed', {
        state: { wasFree: set(object), wasUsed: set(object) },
        always: ({ in_slab, arrays, my }) => {
          for (const o of object.ids) {
            const isFree = in_slab.has(o) || arrays.some((one) => one.has(o));
            if (isFree) my.wasUsed.delete(o);
            else my.wasFree.delete(o);
          }
        },
        on: {
          leaks_show: ({ step, me, in_slab, arrays, my, assert }) => {
            if (step.from === 'mark') {
              for (const o of object.ids) {
                const isFree = in_slab.has(o) || arrays.some((one) => one.has(o));
                if (isFree) my.wasFree.add(o);
                else my.wasUsed.add(o);
              }
            }
            if (step.from !== 'is_clean' || step.to !== 'done') return;
            for (const o of object.ids) {
              assert(!my.wasFree.has(o) || !me.active.has(o), 'it was free all the time');
              assert(!my.wasUsed.has(o) || me.active.has(o), 'it was in use all the time');
            }
          },
        },
      }),
      'walks-caches': unreachable('what is walked are caches', ({ leaks_show }) =>
        leaks_show.some(({ at }) => at === 'garbage'),
      ),
    };
  },
  rows: [
    { set: {}, expect: { ...holds, 'walk-ends': 'violated' } },
    { set: { cache: 'other' }, expect: holds },
    { set: { order: 'drain-first' }, expect: holds },
    { set: { link: 'list' }, expect: { ...holds, 'walks-caches': violated([L('list_entry')]) } },
    { set: { cache: 'other', others: 'for-a-while' }, expect: holds },
    { set: { cache: 'other', others: 'for-ever' }, expect: { ...holds, 'walk-ends': 'violated' } },
    {
      set: { order: 'drain-first', others: 'for-a-while' },
      expect: {
        ...holds,
        'list-is-exact': violated([
          L('drain_wait'),
          U('to_array'),
          L('mark'),
          L('handle_slab'),
          L('is_clean'),
        ]),
      },
    },
    {
      set: { order: 'drain-first', others: 'for-ever' },
      expect: {
        ...holds,
        'walk-ends': 'violated',
        'list-is-exact': violated([
          L('drain_wait'),
          U('to_array'),
          L('mark'),
          L('handle_slab'),
          L('is_clean'),
        ]),
      },
    },
    {
      set: { order: 'drain-first', others: 'for-ever', cpus: 3, objects: 3 },
      expect: {
        ...holds,
        'walk-ends': 'violated',
        'list-is-exact': violated([L('drain_wait'), U('to_array'), L('mark'), L('is_clean')]),
      },
      stress: true,
    },
  ],
  history: [
    {
      commit: '745e10146c31',
      subject: 'mm/slab.c: fix an infinite loop in leaks_show()',
      year: 2019,
      property: 'walk-ends',
      before: {},
      after: { order: 'drain-first' },
    },
    {
      commit: 'fcf88917dd43',
      subject: 'slab: fix a crash by reading /proc/slab_allocators',
      year: 2019,
      property: 'walks-caches',
      before: { link: 'list' },
      after: { order: 'drain-first' },
    },
  ],
});
