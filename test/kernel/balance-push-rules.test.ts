// The rules of migration (kernel/sched/core.c) and of workers that lose their cpu (kernel/workqueue.c), each by a model that
// would go wrong without it and one that it lets pass.

import { balancePush } from 'mmcheck/kernel';
import { describe, expect } from 'vitest';
import { judge } from '../liveness/support.ts';
import { cpu, idle, made, pin, scheduler, task, unpin } from './migration-rules-setup.ts';
import { rule } from './rules/rule.ts';
import { type Any, script } from './script.ts';
import { never, refusalOf, somewhere, verdictsOf } from './verdicts.ts';

describe('balance_push()', () => {
  const deactivate = ({ cpus }: Any) => {
    cpus[1].setActive(false);
    return 'next' as const;
  };
  const empty = ({ places }: Any) =>
    places.some((one: Any) => one.cpu === 1) ? ('blocked' as const) : ('next' as const);
  const going = (who: 'push' | 'nobody', steps: Any = [idle]) =>
    made(
      (process) => ({
        task: task(process, steps),
        scheduler: scheduler(process),
        hotplug: process(script([deactivate, empty])),
        ...(who === 'push' && { push: process(balancePush(cpu, 1)) }),
      }),
      1,
      true,
    );

  rule('no task comes to a cpu that is not active', {
    broken: () => {
      const back = never(({ places, hotplug }) => hotplug[0].at === 'end' && places[0].cpu === 1);
      expect(verdictsOf(going('push'), { back })).toMatchObject({ back: 'holds' });
    },
    kept: () => {
      const there = somewhere(
        ({ places, hotplug }) => hotplug[0].at === 's0' && places[0].cpu === 0,
      );
      expect(verdictsOf(going('nobody'), { there })).toMatchObject({ there: 'holds' });
    },
  });

  rule('tasks are pushed off a cpu that is not active', {
    broken: () => {
      const model = made(
        (process) => ({
          task: task(process, [idle]),
          hotplug: process(script([deactivate, empty])),
          push: process(balancePush(cpu, 1)),
        }),
        1,
        true,
      );
      expect(verdictsOf(model)).toMatchObject({ deadlock: 'holds' });
      // Claims count on it, and not on the scheduler, which never has to move anybody.
      const ends = (who: 'push' | 'nobody') =>
        judge(going(who), ({ terminates }: Any) => terminates('the cpu is emptied', 'hotplug'))
          .verdict;
      expect(ends('push')).toBe('holds');
      expect(ends('nobody')).toBe('violated');
    },
    // Not one that is held there.
    kept: () => {
      const model = made(
        (process) => ({
          task: task(process, [pin, unpin]),
          hotplug: process(script([deactivate, empty])),
          push: process(balancePush(cpu, 1)),
        }),
        { cpu: 1, bound: false },
        true,
      );
      const early = somewhere(({ task, places }) => task[0].at === 's1' && places[0].cpu === 0);
      const held = somewhere(
        ({ hotplug, places }) => hotplug[0].at === 's1' && places[0].pinned > 0,
      );
      expect(verdictsOf(model, { early, held })).toMatchObject({
        early: 'holds',
        held: 'holds',
        deadlock: 'holds',
      });
    },
  });

  /** A task pins itself, and its cpu goes once `leaves` says so. */
  const goesWhen = (leaves: (places: Any) => boolean) =>
    made(
      (process) => ({
        task: task(process, [pin, unpin]),
        hotplug: process(
          script([
            deactivate,
            ({ places }: Any) => (leaves(places) ? ('next' as const) : ('blocked' as const)),
            ({ cpus }: Any) => {
              cpus[1].setOnline(false);
              return 'next' as const;
            },
          ]),
        ),
        scheduler: scheduler(process),
        push: process(balancePush(cpu, 1)),
      }),
      1,
      true,
    );

  rule('a cpu goes only when nobody is on it', {
    // A task that is not pinned yet is on it still.
    broken: () => {
      const unpinned = goesWhen((places) => !places.some((one: Any) => one.isPinnedTo(1)));
      expect(refusalOf(unpinned)).toContain('its cpu went offline within migrate_disable()');
    },
    kept: () => {
      const emptied = goesWhen((places) => !places.some((one: Any) => one.isOn(1)));
      expect(refusalOf(emptied)).toBe('');
      const gone = somewhere(({ hotplug }) => hotplug[0].at === 'done');
      expect(verdictsOf(emptied, { gone })).toMatchObject({ gone: 'holds', deadlock: 'holds' });
    },
  });
});
