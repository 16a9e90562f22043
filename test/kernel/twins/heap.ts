// Memory as mm/slub.c and KASAN have it: for each object whether it is allocated, in the hands of kfree_rcu(), or free,
// and faults that are only counted. Four objects, to which every process has a pointer of its own.

import { array, cell, kind, none, orNone, upTo } from '../../../src/index.ts';
import { type HeapOptions, heap } from '../../../src/kernel/index.ts';
import type { Operation, Twin } from './twin.ts';

const object = kind('object', 4);
const NEVER = 0;
const USED = 1;
const RCU = 2;
const FREE = 3;

const free = (into: number): string =>
  `if (me.p !== none) { if (state[me.p] === ${USED}) state[me.p] = ${into}; else faults[1] = 1; }`;

function operations(reuse: boolean, fails: boolean): Operation[] {
  const isFree = `(o) => state[o] === ${NEVER}${reuse ? ` || state[o] === ${FREE}` : ''}`;
  const all = `[${fails ? 'none, ' : ''}...ids.filter(${isFree})]`;
  return [
    {
      kernel: 'me.p = h.alloc(choose(h.candidates()))',
      plain: `const all = ${all}; if (all.length === 0) wrong.value = 1;
        me.p = choose(all); if (me.p !== none) state[me.p] = ${USED}`,
    },
    {
      kernel: 'me.said = Number(h.deref(me.p))',
      plain: `const ok = me.p !== none && (state[me.p] === ${USED} || state[me.p] === ${RCU});
        me.said = Number(ok);
        if (!ok) faults[me.p === none ? 2 : 0] = 1`,
    },
    { kernel: 'h.free(me.p)', plain: free(FREE) },
    { kernel: 'h.freeRcu(me.p)', plain: free(RCU) },
    {
      kernel: "if (me.p !== none && h.objects[me.p] === 'waiting') h.reclaim(me.p)",
      plain: `if (me.p !== none && state[me.p] === ${RCU}) state[me.p] = ${FREE}`,
    },
    {
      kernel:
        'me.said = Number(h.usedAfterFree) + 2 * Number(h.doublyFreed) + 4 * Number(h.nullDereferenced)',
      plain: 'me.said = faults[0] + 2 * faults[1] + 4 * faults[2]',
    },
    {
      kernel: 'me.said = Number(h.leaks([me.p]))',
      plain: `me.said = Number(state.some((one, o) => one === ${USED} && me.p !== o))`,
    },
    { kernel: 'me.p = none', plain: 'me.p = none' },
  ];
}

export function heapTwin(options: HeapOptions): Twin {
  const { reuse = false, mayFail = false } = options;
  // The texts of the steps name what is around them.
  Object.assign(globalThis, { none, ids: object.ids });
  return {
    kernel: { h: heap(object, options) },
    plain: { state: array(object, upTo(3)), faults: array(3, upTo(1)), unused: cell(upTo(1)) },
    habits: [
      [0, 1, 2],
      [0, 3, 1, 4, 1],
      [0, 7, 6],
      [0, 2, 2, 5],
    ],
    operations: operations(reuse, mayFail),
    locals: { p: orNone(object) },
  };
}
