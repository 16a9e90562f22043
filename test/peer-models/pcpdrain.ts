// N cpus with per-cpu page lists, a drainer that sends an IPI to every online cpu and waits for the acks, and a hotplug
// thread. The cpu chooses among its operations; one that is not possible is a blocked choice.

import { array, bool, cell, defaultTo, defineModel, kind, range, system, upTo } from 'mmcheck';

const OPERATIONS = ['take', 'refill', 'give', 'spill', 'ipi'] as const;

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
              const operation = choose(OPERATIONS);
              if (operation === 'take') {
                if (me.held === M || pcp[me.id] === 0) return 'blocked';
                pcp[me.id]--;
                me.held++;
              } else if (operation === 'refill') {
                if (me.held === M || pcp[me.id] > 0 || zone.value === 0) return 'blocked';
                zone.value--;
                me.held++;
              } else if (operation === 'give') {
                if (me.held === 0 || pcp[me.id] === C) return 'blocked';
                pcp[me.id]++;
                me.held--;
              } else if (operation === 'spill') {
                if (me.held === 0 || pcp[me.id] < C) return 'blocked';
                zone.value++;
                me.held--;
              } else {
                if (!pend[me.id]) return 'blocked';
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
