// refcount_t from include/linux/refcount.h and lib/refcount.c: one atomic word, of which all below zero is saturated.
// REFCOUNT_MAX is 2 here, so that 3 is where the word turns negative.

import { cell, oneOf, range } from '../../../src/index.ts';
import { refcount } from '../../../src/kernel/index.ts';
import type { Twin } from './twin.ts';

const MAX = 2;
/** refcount_warn_saturate(). */
const warn = (what: string): string =>
  `refs.value = -9; if (warned.value === 'none') warned.value = '${what}';`;
const bySaturation = `if (old < 0 || old + 1 > ${MAX}) { ${warn('saturated; leaking memory')} }`;

export const saturatingRefcount: Twin = {
  kernel: { ref: refcount(MAX, 1, { saturates: true }) },
  plain: {
    refs: cell(range(-9, MAX + 1), 1),
    warned: cell(
      oneOf(
        'none',
        'addition on 0; use-after-free',
        'underflow; use-after-free',
        'decrement hit 0; leaking memory',
        'saturated; leaking memory',
      ),
    ),
  },
  operations: [
    {
      kernel: 'me.said = Number(ref.inc())',
      plain: `const old = refs.value;
        if (old >= 0) refs.value = old + 1;
        if (old === 0) { ${warn('addition on 0; use-after-free')} } else ${bySaturation}
        me.said = Number(old !== 0)`,
    },
    {
      kernel: 'me.said = Number(ref.incNotZero())',
      plain: `const old = refs.value;
        if (old > 0) refs.value = old + 1;
        if (old !== 0) ${bySaturation}
        me.said = Number(old !== 0)`,
    },
    {
      kernel: 'ref.dec()',
      plain: `const old = refs.value;
        if (old > 0) refs.value = old - 1;
        if (old <= 1) { ${warn('decrement hit 0; leaking memory')} }`,
    },
    {
      kernel: 'me.said = Number(ref.decAndTest())',
      plain: `const old = refs.value;
        if (old > 0) refs.value = old - 1;
        if (old !== 1 && old - 1 < 0) { ${warn('underflow; use-after-free')} }
        me.said = Number(old === 1)`,
    },
    {
      kernel: 'me.said = Number(ref.decIfOne())',
      plain: 'me.said = Number(refs.value === 1); if (refs.value === 1) refs.value = 0',
    },
    {
      kernel: 'me.said = Number(ref.decNotOne())',
      plain: `const old = refs.value;
        if (old > 1) refs.value = old - 1;
        if (old === 0 && warned.value === 'none') warned.value = 'underflow; use-after-free';
        me.said = Number(old !== 1)`,
    },
    {
      kernel: 'ref.set(1)',
      plain: 'refs.value = 1',
    },
    {
      kernel:
        "me.said = ref.saturated ? 3 : ref.read() + (ref.warning.startsWith('addition') ? 4 : 0)",
      plain:
        "me.said = refs.value < 0 ? 3 : refs.value + (warned.value.startsWith('addition') ? 4 : 0)",
    },
  ],
};

/** Without saturation what would be warned of is refused, but for an addition to 0, which is an answer. */
export const plainRefcount: Twin = {
  kernel: { ref: refcount(30, 1) },
  plain: { refs: cell(range(0, 30), 1) },
  operations: [
    {
      kernel: 'me.said = Number(ref.inc())',
      plain: 'me.said = Number(refs.value > 0); if (refs.value > 0) refs.value++',
    },
    {
      kernel: 'me.said = Number(ref.incNotZero())',
      plain: 'me.said = Number(refs.value > 0); if (refs.value > 0) refs.value++',
    },
    {
      kernel: 'if (ref.read() > 1) ref.dec()',
      plain: 'if (refs.value > 1) refs.value--',
    },
    {
      kernel: 'if (ref.read() > 0) me.said = Number(ref.decAndTest())',
      plain: 'if (refs.value > 0) { me.said = Number(refs.value === 1); refs.value--; }',
    },
    {
      kernel: 'me.said = Number(ref.decAndTest())',
      plain: `if (refs.value === 0) wrong.value = 1;
        me.said = Number(refs.value === 1); refs.value--`,
    },
    {
      kernel: 'me.said = Number(ref.freeze(2))',
      plain: 'me.said = Number(refs.value === 2); if (refs.value === 2) refs.value = 0',
    },
    {
      kernel: 'ref.set(2)',
      plain: 'refs.value = 2',
    },
  ],
};
