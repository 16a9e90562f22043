// For each rule about what a blocked step waits for, a model that shows why. The contexts are cells (docs/language,
// kernel.md): as soon as what they forbid is not among the accesses of the steps, a reduced search loses a run.

import { bool, cell, kind, system } from 'mmcheck';
import { contexts, irq, stopMachine, stopper, stopperSteps, task } from 'mmcheck/kernel';
import { somewhere } from '../../kernel/verdicts.ts';
import { early, RACE_CELLS, type RuleModel, readX, writeX } from './rule-model.ts';

const cpu = kind('cpu', 1);

/** The reader has to be let on before it is in anybody's way. */
const blockedStep: RuleModel = {
  system: system({ ...RACE_CELLS, go: cell(bool) }, ({ process }) => ({
    writer: process({ start: 'write', steps: { write: writeX } }),
    reader: process({
      start: 'read',
      steps: {
        read: ({ go, x, seen }) => {
          if (!go.value) return 'blocked';
          seen.value = !x.value;
          return 'done';
        },
      },
    }),
    opener: process({
      start: 'open',
      steps: {
        open: ({ go }) => {
          go.value = true;
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

const blockingGuard: RuleModel = {
  system: system({ ...RACE_CELLS, go: cell(bool) }, ({ process }) => ({
    writer: process({ start: 'write', steps: { write: writeX } }),
    reader: process({ guard: ({ go }) => go.value, start: 'read', steps: { read: readX } }),
    opener: process({
      start: 'open',
      steps: {
        open: ({ go }) => {
          go.value = true;
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

/** Who closes the gate goes first, unless it is known that the other has to go through it. */
const guard: RuleModel = {
  system: system({ closed: cell(bool), seen: cell(bool) }, ({ process }) => ({
    closer: process({
      start: 'close',
      steps: {
        close: ({ closed }) => {
          closed.value = true;
          return 'done';
        },
      },
    }),
    reader: process({
      guard: ({ closed }) => !closed.value,
      start: 'go',
      steps: {
        go: ({ seen }) => {
          seen.value = true;
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

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
        begin: ({ stop }) => (stop.begin(cpu.ids) ? 'next' : 'blocked'),
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
  properties: { late: somewhere(({ seen }) => seen.value) },
};

export const WAITING_MODELS: Readonly<Record<string, readonly RuleModel[]>> = {
  'what a blocked step reads': [blockedStep],
  'what a blocking guard reads': [blockingGuard],
  'what a guard reads': [guard],
  'the contexts of cpus': [preemption, irqs, stopped],
  'the phases of stop_machine': [stopped],
};
