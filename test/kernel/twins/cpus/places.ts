// Migration as kernel/sched/core.c has it: for each task its cpu, its affinity (one cpu or all) and migration_disabled, for
// each cpu rq->nr_pinned, who cannot be preempted there, and the masks of active and online cpus.

import { anyProcess, array, bool, kind, none, orNone, record, upTo } from 'mmcheck';
import { balancePush, contexts, migrates, migrator, placements } from 'mmcheck/kernel';
import type { Any } from '../../script.ts';
import type { Operation, Twin } from './twin.ts';

const cpu = kind('cpu', 2);
const TASKS = 2;

/** migrate_disable() within migrate_disable(), and a look after the inner one is over. */
const nested = (t: number): Operation => {
  const disable = {
    primitive: ({ places, me }: Any) => {
      places[me.place].migrateDisable();
      return 'next';
    },
    twin: ({ rq }: Any) => {
      if (rq.migration_disabled[t] === 0) rq.nr_pinned[rq.cpu[t]]++;
      rq.migration_disabled[t]++;
      return 'next';
    },
  };
  const enable = {
    primitive: ({ places, me }: Any) => {
      places[me.place].migrateEnable();
      return 'next';
    },
    twin: ({ rq }: Any) => {
      if (rq.migration_disabled[t] === 1) rq.nr_pinned[rq.cpu[t]]--;
      rq.migration_disabled[t]--;
      return 'next';
    },
  };
  const look = {
    primitive: ({ places, me }: Any) => {
      me.cpu = places[me.place].cpu;
      return 'next';
    },
    twin: ({ rq, me }: Any) => {
      me.cpu = rq.cpu[t];
      return 'next';
    },
  };
  const again = {
    primitive: ({ places, me }: Any) => {
      me.moved = me.cpu !== places[me.place].cpu;
      return 'next';
    },
    twin: ({ rq, me }: Any) => {
      me.moved = me.cpu !== rq.cpu[t];
      return 'next';
    },
  };
  const steps = [disable, disable, look, enable, again, enable];
  return { primitive: steps.map((one) => one.primitive), twin: steps.map((one) => one.twin) };
};

const taskOperations = (t: number): Operation[] => [
  nested(t),
  {
    primitive: [
      ({ places, me }: Any) => {
        places[me.place].migrateDisable();
        return 'next';
      },
      ({ places, me }: Any) => {
        me.cpu = places[me.place].cpu;
        return 'next';
      },
      ({ places, me }: Any) => {
        places[me.place].migrateEnable();
        return 'next';
      },
    ],
    twin: [
      ({ rq }: Any) => {
        if (rq.migration_disabled[t] === 0) rq.nr_pinned[rq.cpu[t]]++;
        rq.migration_disabled[t]++;
        return 'next';
      },
      ({ rq, me }: Any) => {
        me.cpu = rq.cpu[t];
        return 'next';
      },
      ({ rq }: Any) => {
        if (rq.migration_disabled[t] === 1) rq.nr_pinned[rq.cpu[t]]--;
        rq.migration_disabled[t]--;
        return 'next';
      },
    ],
  },
  {
    primitive: [
      ({ cpus, places, me }: Any) => {
        cpus[places[me.place].cpu].preemptDisable(me);
        return 'next';
      },
      ({ places, me }: Any) => {
        me.cpu = places[me.place].cpu;
        return 'next';
      },
      ({ cpus, places, me }: Any) => {
        cpus[places[me.place].cpu].preemptEnable(me);
        return 'next';
      },
    ],
    twin: [
      ({ rq, me }: Any) => {
        rq.curr[rq.cpu[t]] = me.self;
        return 'next';
      },
      ({ rq, me }: Any) => {
        me.cpu = rq.cpu[t];
        return 'next';
      },
      ({ rq }: Any) => {
        rq.curr[rq.cpu[t]] = none;
        return 'next';
      },
    ],
  },
  {
    primitive: [
      ({ places, me }: Any) => {
        me.cpu = places[me.place].cpu;
        return 'next';
      },
    ],
    twin: [
      ({ rq, me }: Any) => {
        me.cpu = rq.cpu[t];
        return 'next';
      },
    ],
  },
];

/** Cpu hotplug of cpu 1, as a user that begins where it left off: down, or up again. */
const hotplugOperations: Operation[] = [
  {
    primitive: [
      ({ cpus }: Any) => {
        cpus[1].setActive(false);
        return 'next';
      },
      ({ places }: Any) => {
        places[0].unbind();
        return 'next';
      },
      ({ cpus, places }: Any) => {
        if (places.some((one: Any) => one.isPinnedTo(1)) || !cpus[1].isSchedulable())
          return 'blocked';
        cpus[1].setOnline(false);
        return 'next';
      },
    ],
    twin: [
      ({ rq }: Any) => {
        rq.active[1] = false;
        return 'next';
      },
      ({ rq }: Any) => {
        rq.bound[0] = false;
        return 'next';
      },
      ({ rq }: Any) => {
        if (rq.nr_pinned[1] > 0 || rq.curr[1] !== none) return 'blocked';
        rq.online[1] = false;
        return 'next';
      },
    ],
  },
  {
    primitive: [
      ({ cpus }: Any) => {
        cpus[1].setOnline(true);
        cpus[1].setActive(true);
        return 'next';
      },
      ({ cpus, places }: Any) => (places[0].bind(1, cpus[places[0].cpu].task) ? 'next' : 'blocked'),
    ],
    twin: [
      ({ rq }: Any) => {
        rq.online[1] = true;
        rq.active[1] = true;
        return 'next';
      },
      ({ rq }: Any) => {
        const from = rq.cpu[0];
        const stays = rq.migration_disabled[0] > 0 || rq.curr[from] === rq.self[0];
        if (from !== 1 && stays) return 'blocked';
        rq.cpu[0] = 1;
        rq.bound[0] = true;
        return 'next';
      },
    ],
  },
];

/** Whether task t may be moved off its cpu, to another that is active. */
function move(rq: Any, t: number, to: number): boolean {
  const from = rq.cpu[t];
  if (from === to || !rq.active[to] || !rq.online[to]) return false;
  if (rq.migration_disabled[t] > 0 || (rq.self[t] !== none && rq.curr[from] === rq.self[t]))
    return false;
  // A per-cpu kthread may stay on a cpu that is online and not active.
  if (rq.bound[t] && rq.online[from]) return false;
  rq.cpu[t] = to;
  rq.bound[t] = false;
  return true;
}

const START = [
  ({ places, me }: Any) => {
    places[me.place].start(me);
    return 'next';
  },
];
const twinStart = (t: number) => [
  ({ rq, me }: Any) => {
    rq.self[t] = me.self;
    return 'next';
  },
];
const started = (t: number): Operation[] =>
  taskOperations(t).map(({ primitive, twin }) => ({
    primitive: [...START, ...primitive],
    twin: [...twinStart(t), ...twin],
  }));

export const places: Twin = {
  most: 2,
  locals: {},
  users: [started(0), started(1), hotplugOperations],
  as: (user, side) => {
    if (user >= TASKS) return {};
    if (side === 'primitive')
      return { ...migrates(user), locals: { place: upTo(1), cpu, moved: bool } };
    return {
      locals: { place: upTo(1), cpu, moved: bool },
      begin: () => ({ place: user }),
      guard: ({ rq, me }: Any) =>
        (rq.online[rq.cpu[me.place]] && rq.curr[rq.cpu[me.place]] === none) ||
        rq.curr[rq.cpu[me.place]] === me.self,
    };
  },
  primitive: () => ({
    cells: {
      cpus: contexts(cpu, { activeMask: true }),
      places: placements(cpu, [{ cpu: 1, bound: true }, 1]),
    },
    others: (process) => ({
      scheduler: process(migrator(cpu, TASKS)),
      push: process(balancePush(cpu, TASKS)),
    }),
  }),
  twin: () => ({
    cells: {
      rq: record({
        online: array(cpu, bool, true),
        active: array(cpu, bool, true),
        nr_pinned: array(cpu, upTo(4)),
        curr: array(cpu, orNone(anyProcess)),
        cpu: array(TASKS, cpu, 1),
        bound: array(TASKS, bool, [true, false]),
        migration_disabled: array(TASKS, upTo(2)),
        self: array(TASKS, orNone(anyProcess)),
      }),
    },
    others: (process) => ({
      scheduler: process({
        environment: true,
        start: 'migrate',
        steps: {
          migrate: ({ rq, choose }: Any) => {
            const t = choose([0, 1]);
            return move(rq, t, choose([0, 1])) ? 'migrate' : 'blocked';
          },
        },
      }),
      push: process({
        count: TASKS,
        start: 'push',
        end: ['push'],
        steps: {
          push: ({ rq, me, choose }: Any) => {
            if (rq.active[rq.cpu[me.id]]) return 'blocked';
            return move(rq, me.id, choose([0, 1])) ? 'push' : 'blocked';
          },
        },
      }),
    }),
  }),
};
