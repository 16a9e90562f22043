// stop_machine as kernel/stop_machine.c has it: struct multi_stop_data with its state and thread_ack, a list of works for the
// stopper of each cpu, and a mutex around it all. Beside it a task of each cpu that has preemption off for a while.

import { anyProcess, array, bool, cell, kind, none, orNone, record, upTo } from 'mmcheck';
import { contexts, stopMachine, stopper, stopperSteps, task } from 'mmcheck/kernel';
import type { Any } from '../../script.ts';
import type { Operation, Twin } from './twin.ts';

const cpu = kind('cpu', 2);
const CPUS = 2;
/** MULTI_STOP_NONE, PREPARE, DISABLE_IRQ, RUN, EXIT. */
const [NONE, PREPARE, DISABLE_IRQ, RUN, EXIT] = [0, 1, 2, 3, 4];

function ack(m: Any): void {
  m.thread_ack--;
  if (m.thread_ack > 0) return;
  // set_state(): the next one, or the work is done and the mutex free.
  m.thread_ack = m.num_threads;
  m.state = m.state === EXIT ? NONE : m.state + 1;
}

const stops = (cpus: readonly number[]): Operation => ({
  primitive: [
    ({ stop }: Any) => (stop.begin(cpus, none) ? 'next' : 'blocked'),
    ({ stop }: Any) => (stop.isDone() ? 'next' : 'blocked'),
  ],
  twin: [
    ({ m }: Any) => {
      if (m.state !== NONE) return 'blocked';
      m.state = PREPARE;
      m.num_threads = cpus.length;
      m.thread_ack = cpus.length;
      for (const c of cpus) m.works[c] = true;
      return 'next';
    },
    ({ m }: Any) => (m.state === NONE ? 'next' : 'blocked'),
  ],
});

const off = (c: number): Operation => ({
  primitive: [
    ({ cpus, me }: Any) => {
      cpus[c].preemptDisable(me);
      return 'next';
    },
    ({ cpus, me }: Any) => {
      cpus[c].preemptEnable(me);
      return 'next';
    },
  ],
  twin: [
    ({ m, me }: Any) => {
      m.owner[c] = me.self;
      return 'next';
    },
    ({ m }: Any) => {
      m.owner[c] = none;
      return 'next';
    },
  ],
});
const idle: Operation = { primitive: [() => 'next'], twin: [() => 'next'] };

const owns = ({ m, me }: Any) => m.owner[me.cpu] === none || m.owner[me.cpu] === me.self;

export const stopTwin: Twin = {
  most: 2,
  shared: () => ({ runs: cell(upTo(4)) }),
  users: [
    [stops([0, 1]), stops([1])],
    [off(0), idle],
    [off(1), idle, stops([0, 1])],
  ],
  as: (user, side) => {
    if (user === 0) return {};
    const where = user - 1;
    if (side === 'primitive') return { ...task(where), locals: { cpu } };
    return { locals: { cpu }, begin: () => ({ cpu: where }), guard: owns };
  },
  primitive: () => ({
    cells: { cpus: contexts(cpu), stop: stopMachine(cpu) },
    others: (process) => ({
      stopper: process({
        ...stopper(cpu),
        steps: {
          ...stopperSteps,
          run: ({ stop, runs, me }: Any) => {
            if (!stop.isRunning()) return 'blocked';
            if (stop.isFirst(me.cpu) && runs.value < 4) runs.value++;
            stop.ack();
            return 'exit';
          },
        },
      }),
    }),
  }),
  twin: () => ({
    cells: {
      m: record({
        state: upTo(EXIT),
        num_threads: upTo(CPUS),
        thread_ack: upTo(CPUS),
        works: array(CPUS, bool),
        owner: array(CPUS, orNone(anyProcess)),
      }),
    },
    others: (process) => ({
      stopper: process({
        count: CPUS,
        locals: { cpu },
        begin: (id: number) => ({ cpu: id }),
        guard: owns,
        start: 'sleep',
        end: ['sleep'],
        steps: {
          sleep: ({ m, me }: Any) => {
            if (!m.works[me.cpu]) return 'blocked';
            m.works[me.cpu] = false;
            m.owner[me.cpu] = me.self;
            ack(m);
            return 'disable_irq';
          },
          disable_irq: ({ m }: Any) => {
            if (m.state !== DISABLE_IRQ) return 'blocked';
            ack(m);
            return 'run';
          },
          run: ({ m, runs }: Any) => {
            if (m.state !== RUN) return 'blocked';
            // The function runs on one cpu, before any of them goes on.
            if (m.thread_ack === m.num_threads && runs.value < 4) runs.value++;
            ack(m);
            return 'exit';
          },
          exit: ({ m, me }: Any) => {
            if (m.state !== EXIT) return 'blocked';
            m.owner[me.cpu] = none;
            ack(m);
            return 'sleep';
          },
        },
      }),
    }),
  }),
};
