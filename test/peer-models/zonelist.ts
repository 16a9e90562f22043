// One hotplug writer rebuilds a NULL-terminated zone list in place while A tasks scan it without a lock. Dead locals
// are reset in the step that kills them, as in the Promela, Murphi and TLA+ models of the same name.

import { array, bool, cell, defaultTo, defineModel, kind, range, system, upTo } from 'mmcheck';

export default defineModel('zonelist', {
  parameters: {
    Z: defaultTo(range(2, 5), 3),
    P: range(1, 3),
    A: defaultTo(range(1, 10), 4),
  },
  system: ({ Z, P, A }) => {
    const task = kind('task', A);
    const hot = Z - 1;
    const end = Z;
    return system(
      {
        list: array(Z + 1, upTo(Z), end),
        free: array(Z, upTo(P), P),
        held: cell(upTo(P)),
        on: cell(bool, true),
      },
      ({ process }) => ({
        alloc: process({
          count: task,
          locals: { i: upTo(Z), z: upTo(Z - 1) },
          start: 'read',
          steps: {
            read: ({ list, me }) => {
              const zone = list[me.i];
              if (zone === end) {
                me.i = 0;
                return 'oom';
              }
              me.z = zone;
              return 'try';
            },
            try: ({ free, held, me }) => {
              if (free[me.z] === 0) {
                me.i++;
                me.z = 0;
                return 'read';
              }
              free[me.z]--;
              if (me.z === hot) held.value++;
              me.i = 0;
              return 'got';
            },
            oom: () => 'read',
            got: ({ free, held, on, me }) => {
              if (me.z === hot) {
                held.value--;
                if (on.value) free[me.z]++;
              } else {
                free[me.z]++;
              }
              me.z = 0;
              return 'read';
            },
          },
        }),
        hotplug: process({
          locals: { i: upTo(Z) },
          start: 'rebuild',
          steps: {
            rebuild: ({ list, on, me }) => {
              const online = hot + (on.value ? 1 : 0);
              if (me.i < online) {
                list[me.i] = me.i;
                me.i++;
                return 'rebuild';
              }
              list[me.i] = end;
              me.i = 0;
              return 'toggle';
            },
            toggle: ({ free, held, on }) => {
              free[hot] = on.value ? 0 : P - held.value;
              on.value = !on.value;
              return 'rebuild';
            },
          },
        }),
      }),
    );
  },
});
