// A ring of one slot: a writer fills it and says so, a reader empties it. Each has a barrier, and the writer one too many.

import { cell, defineModel, system, upTo } from 'mmcheck';
import { atomic, barriers } from 'mmcheck/kernel';

export default defineModel('ring', {
  about: 'Two messages through a slot, with smp_wmb() and smp_rmb().',
  system: () =>
    system({ full: atomic(upTo(2)), slot: cell(upTo(2)), smp: barriers() }, ({ process }) => ({
      writer: process({
        start: 'fill',
        steps: {
          fill: ({ slot, smp }) => {
            smp.mb();
            slot.value = 1;
            return 'say';
          },
          say: ({ full, smp }) => {
            smp.wmb();
            full.set(1);
            return 'done';
          },
        },
      }),
      reader: process({
        start: 'look',
        steps: {
          look: ({ full }) => (full.read() === 1 ? 'take' : 'blocked'),
          take: ({ slot, smp, assert }) => {
            smp.rmb();
            assert(slot.value === 1, 'the reader was told before the slot was full');
            return 'done';
          },
        },
      }),
    })),
});
