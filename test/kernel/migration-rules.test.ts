// The rules of migration (kernel/sched/core.c) and of workers that lose their cpu (kernel/workqueue.c), each by a model that
// would go wrong without it and one that it lets pass.

import { array, system } from 'mmcheck';
import { contexts, placements, type Start } from 'mmcheck/kernel';
import { describe, expect } from 'vitest';
import { cpu, idle, made, off, on, pin, scheduler, task, unpin } from './migration-rules-setup.ts';
import { rule } from './rules/rule.ts';
import { type Any, script } from './script.ts';
import { always, never, refusalOf, somewhere, verdictsOf } from './verdicts.ts';

/** Between `before` and `after` the task looks twice where it is; others do what they do. */
const looksTwice = (
  before: Any,
  after: Any,
  others = (_process: Any): Any => ({}),
  first: Start = 1,
) =>
  system(
    { cpus: contexts(cpu), places: placements(cpu, [first]), was: array(1, cpu) },
    ({ process }: Any) => ({
      task: task(process, [
        ...before,
        ({ places, was }: Any) => {
          was[0] = places[0].cpu;
          return 'next';
        },
        ({ places, was, assert }: Any) => {
          assert(was[0] === places[0].cpu, 'it has been moved');
          return 'next';
        },
        ...after,
      ]),
      scheduler: scheduler(process),
      ...others(process),
    }),
  );

describe('migrate_disable()', () => {
  rule('migrate_disable() nests', {
    broken: () =>
      expect(verdictsOf(looksTwice([pin, pin, unpin], [unpin]))).toMatchObject({
        assertions: 'holds',
        deadlock: 'holds',
      }),
    kept: () => {
      expect(verdictsOf(looksTwice([pin, pin, unpin, unpin], []))).toMatchObject({
        assertions: 'violated',
      });
      const tooMany = made((process) => ({ task: task(process, [pin, unpin, unpin]) }));
      expect(refusalOf(tooMany)).toContain('migrate_enable() without migrate_disable()');
    },
  });

  const within = (steps: Any) =>
    made((process) => ({ task: task(process, steps), scheduler: scheduler(process) }));
  const movedAt = (label: string, observed: (find: Any) => Any) =>
    observed(
      ({ task, places, cpus }: Any) =>
        task[0].at === label && places[0].cpu === 0 && cpus[1].online,
    );

  rule('a task that has migration or preemption off stays where it is', {
    broken: () => {
      expect(verdictsOf(looksTwice([pin], [unpin]))).toMatchObject({ assertions: 'holds' });
      expect(verdictsOf(looksTwice([off], [on]))).toMatchObject({ assertions: 'holds' });
      expect(verdictsOf(looksTwice([], []))).toMatchObject({ assertions: 'violated' });
    },
    kept: () => {
      expect(verdictsOf(within([pin, unpin]), { moved: movedAt('s1', somewhere) })).toMatchObject({
        moved: 'holds',
      });
      expect(verdictsOf(within([off, on]), { moved: movedAt('end', somewhere) })).toMatchObject({
        moved: 'holds',
      });
    },
  });

  /** Cpu 1 goes offline with a task in migrate_disable() on it, waiting for it or not. */
  const goes = (waits: boolean) =>
    made((process) => ({
      task: task(process, [pin, idle, unpin]),
      scheduler: scheduler(process),
      hotplug: process({
        start: 'down',
        steps: {
          down: ({ places, cpus }: Any) => {
            if (waits && places.some((one: Any) => one.isPinnedTo(1))) return 'blocked';
            if (!cpus[1].isSchedulable()) return 'blocked';
            cpus[1].setOnline(false);
            return 'done';
          },
        },
      }),
    }));
  rule('a cpu does not go while a task on it has migration off', {
    broken: () => expect(refusalOf(goes(false))).toContain('went offline within migrate_disable()'),
    kept: () => {
      const gone = somewhere(({ cpus, task }) => !cpus[1].online && task[0].at !== 'done');
      expect(refusalOf(goes(true))).toBe('');
      expect(verdictsOf(goes(true), { gone })).toMatchObject({ deadlock: 'holds', gone: 'holds' });
    },
  });
});

describe('a bound worker', () => {
  const bound = { cpu: 1, bound: true };
  const unbind = ({ places }: Any) => {
    places[0].unbind();
    return 'next' as const;
  };
  const offline = ({ cpus }: Any) => {
    if (!cpus[1].isSchedulable()) return 'blocked';
    cpus[1].setOnline(false);
    return 'next' as const;
  };
  const online = ({ cpus }: Any) => {
    cpus[1].setOnline(true);
    return 'next' as const;
  };
  const rebind = ({ places, cpus }: Any) =>
    places[0].bind(1, cpus[places[0].cpu].task) ? ('next' as const) : ('blocked' as const);
  const hotplug = (process: Any, steps: Any) => process(script(steps));
  const worker = (steps: Any, cycle: Any, first: Start = bound) =>
    made(
      (process) => ({
        task: task(process, steps),
        scheduler: scheduler(process),
        hotplug: hotplug(process, cycle),
      }),
      first,
    );

  rule('a bound worker stays on its cpu while that is online', {
    broken: () => {
      const leaves = never(({ places, cpus }) => places[0].cpu === 0 && cpus[1].online);
      expect(verdictsOf(worker([idle], [idle, offline]), { leaves })).toMatchObject({
        leaves: 'holds',
      });
    },
    kept: () => {
      const left = somewhere(({ places, cpus }) => places[0].cpu === 0 && !cpus[1].online);
      expect(verdictsOf(worker([idle], [offline]), { left })).toMatchObject({ left: 'holds' });
      // Moved to where it is, it is bound as before.
      const stays = worker(
        [idle],
        [
          ({ places }: Any) => {
            places[0].moveTo(1);
            return 'next';
          },
        ],
      );
      const unbound = never(({ places }) => !places[0].bound);
      expect(verdictsOf(stays, { unbound })).toMatchObject({ unbound: 'holds' });
    },
  });

  rule('a worker that is unbound runs anywhere, also while its cpu is online', {
    broken: () => {
      const left = somewhere(({ places, cpus }) => places[0].cpu === 0 && cpus[1].online);
      expect(verdictsOf(worker([idle], [unbind]), { left })).toMatchObject({ left: 'holds' });
    },
    kept: () => {
      const left = never(({ places, hotplug }) => places[0].cpu === 0 && hotplug[0].at === 's0');
      expect(verdictsOf(worker([idle], [unbind]), { left })).toMatchObject({ left: 'holds' });
    },
  });

  rule('a worker that is bound again is on its cpu, and stays there', {
    broken: () => {
      const cycle = [unbind, offline, online, rebind];
      const away = never(({ places, hotplug }) => places[0].cpu === 0 && hotplug[0].at === 'end');
      const again = always(({ places, hotplug }) => hotplug[0].at !== 'end' || places[0].bound);
      expect(verdictsOf(worker([idle, idle], cycle), { away, again })).toMatchObject({
        away: 'holds',
        again: 'holds',
        deadlock: 'holds',
      });
    },
    // Not while it has preemption off where it is: set_cpus_allowed_ptr() waits.
    kept: () => {
      const others = (process: Any) => ({ hotplug: hotplug(process, [unbind, rebind]) });
      expect(verdictsOf(looksTwice([off], [on], others, bound))).toMatchObject({
        assertions: 'holds',
        deadlock: 'holds',
      });
      expect(verdictsOf(looksTwice([], [], others, bound))).toMatchObject({
        assertions: 'violated',
      });
    },
  });
});
