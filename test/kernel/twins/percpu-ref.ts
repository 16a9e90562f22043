// percpu_ref from lib/percpu-refcount.c: the word of the atomic count with its bias, the counters of two cpus, of which a
// get takes one and a put the other, and the flags of percpu_count_ptr.

import { bool, cell, oneOf, range } from '../../../src/index.ts';
import { percpuRef } from '../../../src/kernel/index.ts';
import type { Twin } from './twin.ts';

/** PERCPU_COUNT_BIAS: more than any count here. */
const BIAS = 50;
const isPercpu = "mode.value === 'percpu'";
const total = 'word.value + gets.value - puts.value';
const isNone = "(mode.value !== 'percpu' && word.value === 0)";
const get = `if (${isPercpu}) gets.value++; else word.value++;`;
const put = `if (${total} - (biased.value ? ${BIAS} : 0) === 0) wrong.value = 1;
  if (${isPercpu}) { puts.value++; me.said = 0; } else { word.value--; me.said = Number(word.value === 0); }`;

export const percpuRefTwin: Twin = {
  kernel: { ref: percpuRef(40) },
  plain: {
    word: cell(range(0, 120), 1 + BIAS),
    biased: cell(bool, true),
    gets: cell(range(0, 40)),
    puts: cell(range(0, 40)),
    mode: cell(oneOf('percpu', 'switching', 'atomic', 'exited')),
    dead: cell(bool),
  },
  operations: [
    { kernel: 'ref.get()', plain: `if (${isNone}) wrong.value = 1; ${get}` },
    {
      kernel: 'me.said = Number(ref.tryget())',
      plain: `me.said = Number(!${isNone}); if (me.said) { ${get} }`,
    },
    {
      kernel: 'me.said = Number(ref.trygetLive())',
      plain: `me.said = Number(!dead.value); if (me.said) { ${get} }`,
    },
    { kernel: 'me.said = Number(ref.put())', plain: put },
    {
      kernel: 'if (!ref.isDead) ref.kill()',
      plain: `if (!dead.value) {
        dead.value = true;
        mode.value = 'switching';
        word.value += 1;
        word.value -= 1;
      }`,
    },
    {
      kernel: 'if (ref.isSwitching()) me.said = Number(ref.switched())',
      plain: `if (mode.value === 'switching') {
        word.value += gets.value - puts.value - ${BIAS};
        gets.value = 0;
        puts.value = 0;
        biased.value = false;
        mode.value = 'atomic';
        if (word.value <= 0) wrong.value = 1;
        word.value--;
        me.said = Number(word.value === 0);
      }`,
    },
    {
      kernel: 'me.said = Number(ref.isZero())',
      plain: `me.said = Number(${isNone})`,
    },
  ],
};
