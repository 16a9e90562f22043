// The rules of stop_machine (kernel/stop_machine.c), each by a model that would go wrong without it and one that it lets pass.

import { bool, cell, kind, none, system, upTo } from 'mmcheck';
import {
  contexts,
  irq,
  percpuRwsem,
  stopMachine,
  stopper,
  stopperSteps,
  task,
} from 'mmcheck/kernel';
import { expect } from 'vitest';
import { rule } from './rules/rule.ts';
import { type Any, script } from './script.ts';
import { never, refusalOf, somewhere, verdictsOf } from './verdicts.ts';

const cpu = kind('cpu', 2);

const begin = ({ stop, cpus }: Any) =>
  stop.begin(
    cpu.ids.filter((c) => cpus[c].online),
    none,
  )
    ? ('next' as const)
    : ('blocked' as const);
const wait = ({ stop }: Any) => (stop.isDone() ? ('next' as const) : ('blocked' as const));

const stopping = (others: (process: Any) => Any, steps: Any = [begin, wait]) =>
  system(
    { cpus: contexts(cpu), stop: stopMachine(cpu), runs: cell(upTo(2)), seen: cell(bool) },
    ({ process }: Any) => ({
      hotplug: process(script(steps, { ...task(0), locals: { cpu } })),
      stopper: process({
        ...stopper(cpu),
        steps: {
          ...stopperSteps,
          run: ({ stop, runs, me }: Any) => {
            if (!stop.isRunning()) return 'blocked';
            if (stop.isFirst(me.cpu)) runs.value++;
            stop.ack();
            return 'exit';
          },
        },
      }),
      ...others(process),
    }),
  );

rule('the function runs once, while all other cpus spin', {
  broken: () => {
    const twice = never(
      ({ runs, hotplug }) => runs.value > 1 || (hotplug[0].at === 'end' && runs.value === 0),
    );
    const before = never(({ runs, stop }) => runs.value === 1 && stop.phase === 'prepare');
    expect(
      verdictsOf(
        stopping(() => ({})),
        { twice, before },
      ),
    ).toMatchObject({
      twice: 'holds',
      before: 'holds',
      deadlock: 'holds',
    });
  },
  // Any of the cpus may be the one.
  kept: () => {
    const by = (c: number) => somewhere(({ stop }) => stop.runner === c);
    const either = verdictsOf(
      stopping(() => ({})),
      { a: by(0), b: by(1) },
    );
    expect(either).toMatchObject({ a: 'holds', b: 'holds' });
  },
});

/** A task of cpu 1 between two steps; with preemption off or not. */
const half = (off: boolean) =>
  stopping((process) => ({
    half: process(
      script(
        [
          ({ cpus, me }: Any) => {
            if (off) cpus[me.cpu].preemptDisable(me);
            return 'next';
          },
          ({ cpus, me }: Any) => {
            if (off) cpus[me.cpu].preemptEnable(me);
            return 'next';
          },
        ],
        { ...task(1), locals: { cpu } },
      ),
    ),
  }));
rule('who has preemption off is not stopped before it has it on again', {
  broken: () => {
    const cut = never(({ half, stop }) => half[0].at === 's1' && stop.phase === 'run');
    expect(verdictsOf(half(true), { cut })).toMatchObject({ cut: 'holds', deadlock: 'holds' });
  },
  kept: () => {
    const cut = somewhere(({ half, stop }) => half[0].at === 's1' && stop.phase === 'run');
    expect(verdictsOf(half(false), { cut })).toMatchObject({ cut: 'holds' });
  },
});

rule('irqs come while a stopper prepares, and not after it', {
  broken: () => {
    const model = stopping((process) => ({
      hard: process(
        script(
          [
            ({ cpus, me, stop, seen }: Any) => {
              cpus[me.cpu].irqEnter(me);
              if (stop.phase === 'run' && stop.acks === 0) seen.value = true;
              return 'next';
            },
            ({ cpus, me }: Any) => {
              cpus[me.cpu].irqExit(me);
              return 'next';
            },
          ],
          { ...irq(1), locals: { cpu } },
        ),
      ),
    }));
    const late = never(({ seen }) => seen.value);
    const meanwhile = somewhere(
      ({ hard, stop }) => hard[0].at === 's1' && stop.phase === 'disable-irq',
    );
    expect(verdictsOf(model, { late, meanwhile })).toMatchObject({
      late: 'holds',
      meanwhile: 'holds',
    });
  },
  kept: () => {
    const model = stopping((process) => ({
      hard: process(
        script(
          [
            ({ cpus, me, stop, seen }: Any) => {
              cpus[me.cpu].irqEnter(me);
              if (stop.phase === 'prepare') seen.value = true;
              return 'next';
            },
            ({ cpus, me }: Any) => {
              cpus[me.cpu].irqExit(me);
              return 'next';
            },
          ],
          { ...irq(1), locals: { cpu } },
        ),
      ),
    }));
    expect(verdictsOf(model, { early: somewhere(({ seen }) => seen.value) })).toMatchObject({
      early: 'holds',
    });
  },
});

rule('one stop_machine() at a time', {
  broken: () => {
    const model = stopping((process) => ({
      other: process(script([begin, wait], { ...task(1), locals: { cpu } })),
    }));
    const both = somewhere(({ runs }) => runs.value === 2);
    expect(verdictsOf(model, { both })).toMatchObject({ both: 'holds', deadlock: 'holds' });
  },
  kept: () => {
    const again = somewhere(({ runs }) => runs.value === 2);
    const model = stopping(() => ({}), [begin, wait, begin, wait]);
    expect(verdictsOf(model, { again })).toMatchObject({ again: 'holds', deadlock: 'holds' });
  },
});

rule('stop_machine() of no cpu is refused', {
  broken: () => {
    const nobody = [({ stop }: Any) => (stop.begin([], none) ? 'next' : 'blocked')];
    expect(refusalOf(stopping(() => ({}), nobody))).toContain('stop_machine() of no cpu');
  },
  kept: () => {
    const one = [({ stop }: Any) => (stop.begin([1], none) ? 'next' : 'blocked'), wait];
    expect(verdictsOf(stopping(() => ({}), one))).toMatchObject({ deadlock: 'holds' });
  },
});

const asked = ({ stop, lock, me }: Any) =>
  stop.begin([0, 1], lock.isHeldBy(me)) ? 'next' : 'blocked';
/** What is not said is not taken to be fine. */
const forgotten = ({ stop }: Any) => (stop.begin([0, 1]) ? 'next' : 'blocked');

/** The caller holds cpus_read_lock(), or does not. */
const locked = (takes: boolean, begin: Any = asked) =>
  system(
    {
      cpus: contexts(cpu),
      stop: stopMachine(cpu),
      lock: percpuRwsem('cpu_hotplug_lock'),
    },
    ({ process }: Any) => ({
      user: process(
        script([
          ({ lock, me }: Any) => (!takes || lock.acquireRead(me) ? 'next' : 'blocked'),
          begin,
          wait,
          ({ lock, me }: Any) => {
            lock.releaseRead(me);
            return 'next';
          },
        ]),
      ),
      stopper: process({ ...stopper(cpu), steps: stopperSteps }),
    }),
  );
rule('stop_machine() is called with cpus_read_lock() held', {
  broken: () => {
    expect(refusalOf(locked(false))).toContain('without cpus_read_lock()');
    expect(refusalOf(locked(false, forgotten))).toContain('begin(cpus, isLocked) needs isLocked');
  },
  kept: () => expect(verdictsOf(locked(true))).toMatchObject({ deadlock: 'holds' }),
});
