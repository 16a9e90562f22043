// The claims about slub-runtime-debug, and what becomes of each.
//
// That no slab is there says nothing as soon as it is said: slabs are made without a lock that a writer could take. With such
// a lock it would be right, but for the static key, which is patched cpu by cpu and has to be on before.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/slub/slub-runtime-debug.ts';

const W = (label: string) => ['slab_attr_store', label] as const;
const T = (label: string) => ['task', label] as const;

const holds = {
  'right-layout': 'holds',
  'no-false-report': 'holds',
  'order-fits': 'holds',
} as const;

export default defineSpec(model, {
  seed:
    '[PATCH 0/9] slub_debug fixes and improvements (Babka, Jun 2020): 32a6f409b693, ad38b5b1131e, 060807f841ac; ' +
    'ca0cab65ea2b mm, slub: introduce static key for slub_debug()',
  answer:
    'Babka: that no slab is there says nothing a moment later, as slabs are made without a lock that the ' +
    'writer could take. Read-only is right.',
  properties: ({ invariant, unreachable }) => ({
    'right-layout': unreachable(
      'nobody looks for a free pointer where the slab has none',
      ({ task }) => task.some(({ at }) => at === 'wrong_layout'),
    ),
    'no-false-report': unreachable('no object that is right is reported', ({ task }) =>
      task.some(({ at }) => at === 'false_report'),
    ),
    'order-fits': invariant('a slab has as many objects as fit into its pages', ({ made, slabs }) =>
      made.values().every((one) => slabs[one].order === slabs[one].objects),
    ),
  }),
  rows: [
    { set: {}, expect: holds },
    {
      set: { store: 'always' },
      expect: {
        ...holds,
        'right-layout': violated([T('freelist'), W('offset')]),
        'no-false-report': violated([T('redzone'), W('flags'), T('free_debug')]),
      },
    },
    {
      set: { store: 'if-no-slab' },
      expect: {
        ...holds,
        'right-layout': violated([W('any_slab_objects'), T('freelist'), W('offset')]),
        'no-false-report': violated([
          W('any_slab_objects'),
          T('redzone'),
          W('flags'),
          T('free_debug'),
        ]),
      },
    },
    { set: { store: 'if-no-slab-locked' }, expect: holds },
    { set: { store: 'if-no-slab-locked', key: 'before' }, expect: holds },
    {
      set: { store: 'if-no-slab-locked', key: 'after' },
      expect: {
        ...holds,
        'no-false-report': violated([W('flags'), T('redzone'), W('static_key'), T('free_debug')]),
      },
    },
    { set: { store: 'always', writes: 'oo' }, expect: holds },
    {
      set: { store: 'always', writes: 'oo-split' },
      expect: { ...holds, 'order-fits': violated([W('oo'), T('allocate_order')]) },
    },
    {
      set: { store: 'if-no-slab-locked', key: 'before', slabs: 2, tasks: 2, writers: 2 },
      expect: holds,
      stress: true,
    },
  ],
  history: [
    {
      commit: 'ad38b5b1131e',
      subject: 'mm, slub: make some slub_debug related attributes read-only',
      year: 2020,
      property: 'right-layout',
      before: { store: 'if-no-slab' },
      after: {},
    },
  ],
});
