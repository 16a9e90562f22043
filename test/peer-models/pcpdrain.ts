// N cpus with per-cpu page lists, a drainer that sends an IPI to every online cpu and waits for the acks, and a hotplug
// thread. The cpu chooses among the operations that are possible.

import { array, bool, cell, defaultTo, defineModel, kind, range, system, upTo } from 'mmcheck';

/** What a cpu may do: one way to get a page or none, one way to give it back or none, and the IPI or not. */
const MENUS = ['', 'take', 'refill'].map((get) =>
  ['', 'give', 'spill'].map((put) =>
    ['', 'ipi'].map((ipi) => [get, put, ipi].filter((operation) => operation !== '')),
  ),
);

export default defineModel('pcpdrain', {
  parameters: {
    N: defaultTo(range(2, 6), 3),
    C: defaultTo(range(1, 4), 2),
    M: defaultTo(range(1, 4), 2),
    T: defaultTo(range(1, 16), 6),
  },
  system: ({ N, C, M, T }) => {
    const cpu = kind('cpu', N);
    return system(
      {
        pcp: array(cpu, upTo(C)),
        zone: cell(upTo(T), T),
        online: array(cpu, bool, true),
        pend: array(cpu, bool),
      },
      ({ process }) => ({
        cpu: process({
          count: cpu,
          locals: { held: upTo(M) },
          start: 'run',
          steps: {
            run: ({ pcp, zone, online, pend, me, choose }) => {
              if (!online[me.id]) return 'blocked';
              const full = me.held === M;
              const get = full ? 0 : pcp[me.id] > 0 ? 1 : zone.value > 0 ? 2 : 0;
              const put = me.held === 0 ? 0 : pcp[me.id] < C ? 1 : 2;
              const menu = MENUS[get][put][pend[me.id] ? 1 : 0];
              if (menu.length === 0) return 'blocked';
              const operation = choose(menu);
              if (operation === 'take') {
                pcp[me.id]--;
                me.held++;
              } else if (operation === 'refill') {
                zone.value--;
                me.held++;
              } else if (operation === 'give') {
                pcp[me.id]++;
                me.held--;
              } else if (operation === 'spill') {
                zone.value++;
                me.held--;
              } else {
                zone.value += pcp[me.id];
                pcp[me.id] = 0;
                pend[me.id] = false;
              }
              return 'run';
            },
          },
        }),
        drainer: process({
          locals: { c: upTo(N) },
          start: 'scan',
          steps: {
            scan: ({ online, pend, me }) => {
              if (me.c < N) {
                if (online[me.c]) return 'ipi';
                me.c++;
                return 'scan';
              }
              if (pend.some((waiting) => waiting)) return 'blocked';
              me.c = 0;
              return 'scan';
            },
            ipi: ({ pend, me }) => {
              pend[me.c] = true;
              me.c++;
              return 'scan';
            },
          },
        }),
        hotplug: process({
          locals: { c: upTo(N - 1) },
          start: 'down',
          steps: {
            down: ({ online, pcp, zone, me, choose }) => {
              me.c = choose(cpu.ids);
              online[me.c] = false;
              zone.value += pcp[me.c];
              pcp[me.c] = 0;
              return 'up';
            },
            up: ({ online, me }) => {
              online[me.c] = true;
              me.c = 0;
              return 'down';
            },
          },
        }),
      }),
    );
  },
});
