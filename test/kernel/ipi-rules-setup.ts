// What the tests of ipi rules share.

import { kind, oneOf, record, upTo } from 'mmcheck';
import { callFunctions, ipi } from 'mmcheck/kernel';
import type { Any } from './script.ts';

export const cpu = kind('cpu', 2);

export const calls = () => callFunctions(cpu, { functions: oneOf('drain', 'flush') });

export const log = () => record({ first: oneOf('-', 'drain', 'flush'), made: upTo(3) });

/** The interrupt of each cpu: what it calls first, and how many it calls, are kept in the log. */
export const interrupts = (process: Any, actor = ipi) =>
  process({
    ...actor((id) => id),
    count: cpu,
    locals: { cpu },
    start: 'enter',
    end: ['enter'],
    steps: {
      enter: ({ calls, cpus, me }: Any) => {
        if (!calls[me.cpu].take()) return 'blocked';
        cpus[me.cpu].irqEnter(me);
        return 'start';
      },
      start: ({ calls, me }: Any) => {
        calls[me.cpu].start();
        return 'func';
      },
      func: ({ calls, log, me }: Any) => {
        if (log.first === '-') log.first = calls[me.cpu].current();
        log.made++;
        return 'ack';
      },
      ack: ({ calls, me }: Any) => (calls[me.cpu].finish() ? 'start' : 'exit'),
      exit: ({ cpus, me }: Any) => {
        cpus[me.cpu].irqExit(me);
        return 'enter';
      },
    },
  });
