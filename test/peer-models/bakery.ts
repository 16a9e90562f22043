// Lamport's bakery with bounded tickets (after BEEM's bakery). A process whose max is MAX cannot take a ticket and
// stays in choose. ERR: 1 "<" for ">" in the wait test.

import { array, bool, defaultTo, defineModel, range, system, upTo } from 'mmcheck';

export default defineModel('bakery', {
  parameters: { N: defaultTo(range(2, 5), 3), MAX: defaultTo(range(1, 24), 6), ERR: range(0, 1) },
  system: ({ N, MAX, ERR }) => {
    const later = (theirs: number, mine: number) => (ERR === 1 ? theirs < mine : theirs > mine);
    return system({ choosing: array(N, bool), number: array(N, upTo(MAX)) }, ({ process }) => ({
      P: process({
        count: N,
        locals: { j: upTo(N), max: upTo(MAX) },
        start: 'NCS',
        steps: {
          NCS: ({ choosing, me }) => {
            choosing[me.id] = true;
            me.j = 0;
            me.max = 0;
            return 'choose';
          },
          choose: ({ number, choosing, me }) => {
            if (me.j < N) {
              const theirs = number[me.j];
              if (theirs > me.max) me.max = theirs;
              me.j++;
              return 'choose';
            }
            if (me.max === MAX) return 'blocked';
            number[me.id] = me.max + 1;
            me.j = 0;
            choosing[me.id] = false;
            return 'loop';
          },
          loop: ({ choosing, me }) => {
            if (me.j === N) return 'CS';
            return choosing[me.j] ? 'blocked' : 'wait';
          },
          wait: ({ number, me }) => {
            const theirs = number[me.j];
            const mine = number[me.id];
            const mayPass =
              theirs === 0 || later(theirs, mine) || (theirs === mine && me.id <= me.j);
            if (!mayPass) return 'blocked';
            me.j++;
            return 'loop';
          },
          CS: ({ number, me }) => {
            number[me.id] = 0;
            return 'NCS';
          },
        },
      }),
    }));
  },
});
