// For each rule about the contexts of cpus, a model that shows why. The contexts are cells (docs/language/kernel.md): as
// soon as what they forbid is not among the accesses of the steps, a reduced search loses a run, be it preemption that is
// off, irqs, or stop_machine().

import { bool, cell, kind, none, system } from 'mmcheck';
import { contexts, irq, stopMachine, stopper, stopperSteps, task } from 'mmcheck/kernel';
import { early, RACE_CELLS, type RuleModel, writeX } from './rule-model.ts';

const cpu = kind('cpu', 1);

const CPU_CELLS = { ...RACE_CELLS, cpus: contexts(cpu) };

/** preempt_disable(); read x; preempt_enable(): and the other task of the cpu goes first. */
const preemption: RuleModel = {
  system: system(CPU_CELLS, ({ process }) => ({
    reader: process({
      ...task(0),
      locals: { cpu },
      start: 'off',
      steps: {
        off: ({ cpus, me }) => {
          cpus[me.cpu].preemptDisable(me);
          return 'next';
        },
        read: ({ x, seen }) => {
          seen.value = x.value;
          return 'next';
        },
        on: ({ cpus, me }) => {
          cpus[me.cpu].preemptEnable(me);
          return 'done';
        },
      },
    }),
    writer: process({ ...task(0), locals: { cpu }, start: 'write', steps: { write: writeX } }),
  })),
  properties: early,
};

/** The same against an irq handler, with irqs off. */
const irqs: RuleModel = {
  system: system(CPU_CELLS, ({ process }) => ({
    reader: process({
      ...task(0),
      locals: { cpu },
      start: 'off',
      steps: {
        off: ({ cpus, me }) => {
          cpus[me.cpu].irqSave(me);
          return 'next';
        },
        read: ({ x, seen }) => {
          seen.value = x.value;
          return 'next';
        },
        on: ({ cpus, me }) => {
          cpus[me.cpu].irqRestore(me);
          return 'done';
        },
      },
    }),
    handler: process({
      ...irq(0),
      locals: { cpu },
      start: 'enter',
      steps: {
        enter: ({ cpus, me }) => {
          cpus[me.cpu].irqEnter(me);
          return 'next';
        },
        write: ({ x }) => {
          x.value = true;
          return 'next';
        },
        exit: ({ cpus, me }) => {
          cpus[me.cpu].irqExit(me);
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

/** The same against what stop_machine() runs: it has to wait for the reader, or the reader for it. */
const stopped: RuleModel = {
  system: system({ ...CPU_CELLS, stop: stopMachine(cpu) }, ({ process }) => ({
    reader: process({
      ...task(0),
      locals: { cpu },
      start: 'off',
      steps: {
        off: ({ cpus, me }) => {
          cpus[me.cpu].preemptDisable(me);
          return 'next';
        },
        read: ({ x, seen }) => {
          seen.value = x.value;
          return 'next';
        },
        on: ({ cpus, me }) => {
          cpus[me.cpu].preemptEnable(me);
          return 'done';
        },
      },
    }),
    stops: process({
      start: 'begin',
      steps: {
        begin: ({ stop }) => (stop.begin(cpu.ids, none) ? 'next' : 'blocked'),
        wait: ({ stop }) => (stop.isDone() ? 'done' : 'blocked'),
      },
    }),
    stopper: process({
      ...stopper(cpu),
      steps: {
        ...stopperSteps,
        run: ({ stop, x }) => {
          if (!stop.isRunning()) return 'blocked';
          x.value = true;
          stop.ack();
          return 'exit';
        },
      },
    }),
  })),
  properties: early,
};

/** An irq comes while its task has preemption off, and only then. */
const irqGetsThrough: RuleModel = {
  system: system({ ...CPU_CELLS, off: cell(bool) }, ({ process }) => ({
    reader: process({
      ...task(0),
      locals: { cpu },
      start: 'off',
      steps: {
        off: ({ cpus, off, me }) => {
          cpus[me.cpu].preemptDisable(me);
          off.value = true;
          return 'next';
        },
        read: ({ x, seen }) => {
          seen.value = x.value;
          return 'next';
        },
        on: ({ cpus, me }) => {
          cpus[me.cpu].preemptEnable(me);
          return 'done';
        },
      },
    }),
    handler: process({
      ...irq(0),
      locals: { cpu },
      start: 'enter',
      steps: {
        enter: ({ cpus, off, me }) => {
          if (!off.value) return 'blocked';
          cpus[me.cpu].irqEnter(me);
          return 'next';
        },
        write: ({ x }) => {
          x.value = true;
          return 'next';
        },
        exit: ({ cpus, me }) => {
          cpus[me.cpu].irqExit(me);
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

export const CPU_MODELS: Readonly<Record<string, readonly RuleModel[]>> = {
  'the contexts of cpus': [preemption, irqs, stopped],
  'the phases of stop_machine': [stopped],
  'that irqs get through to a task': [irqGetsThrough],
};
