// Peterson's mutual exclusion for N processes (after BEEM's peterson). ERR: 1 "<=" for "<" in the scan, 2 pos[] for
// step[] in the exit test.

import { array, defaultTo, defineModel, range, system, upTo } from 'mmcheck';

export default defineModel('peterson', {
  parameters: { N: defaultTo(range(2, 5), 3), ERR: range(0, 2) },
  system: ({ N, ERR }) => {
    const behind = (pos: number, j: number) => (ERR === 1 ? pos <= j : pos < j);
    return system({ pos: array(N, upTo(N)), last: array(N, upTo(N)) }, ({ process }) => ({
      P: process({
        count: N,
        locals: { j: upTo(N), k: upTo(N) },
        start: 'NCS',
        steps: {
          NCS: ({ me }) => {
            me.j = 1;
            return 'wait';
          },
          wait: ({ pos, me }) => {
            if (me.j === N) return 'CS';
            pos[me.id] = me.j;
            return 'q2';
          },
          q2: ({ last, me }) => {
            last[me.j - 1] = me.id;
            me.k = 0;
            return 'q3';
          },
          q3: ({ pos, last, me, choose }) => {
            const scan = me.k < N && (me.k === me.id || behind(pos[me.k], me.j));
            const pushed = ERR === 2 ? pos[me.j - 1] !== me.id : last[me.j - 1] !== me.id;
            const leave = pushed || me.k === N;
            if (choose(['scan', 'leave']) === 'scan') {
              if (!scan) return 'blocked';
              me.k++;
              return 'q3';
            }
            if (!leave) return 'blocked';
            me.j++;
            return 'wait';
          },
          CS: ({ pos, me }) => {
            pos[me.id] = 0;
            return 'NCS';
          },
        },
      }),
    }));
  },
});
