// Calls between cpus as kernel/smp.c has them: a list of records (call_single_data) for the target, each with the flags
// CSD_FLAG_LOCK and CSD_TYPE_SYNC, which the interrupt takes as a whole and goes through twice. Users 0 and 1 are on cpu 0,
// user 2 on cpu 2; the target is cpu 1, and cpu 0 calls itself directly. Each record has a number: one on the stack of each
// user, csd_data of each of the two cpus, and cfd->pcpu of each.

import { anyProcess, array, bool, cell, kind, list, none, orNone, record, upTo } from 'mmcheck';
import { callFunctions } from 'mmcheck/kernel';
import type { Any } from '../../script.ts';
import type { Operation, Twin } from './twin.ts';

const cpu = kind('cpu', 3);
const USERS = 3;
const cpuOf = (user: number): number => (user < 2 ? 0 : 2);
const STACK = (user: number): number => user;
const SINGLE = (user: number): number => (user < 2 ? 3 : 4);
const MANY = (user: number): number => (user < 2 ? 5 : 6);
const RECORDS = 7;

function exec(t: Any, csd: number, isSync: boolean): void {
  t.sync[csd] = isSync;
  t.locked[csd] = true;
  t.queue.push(csd);
}

const sent = (answer: string): number => ['queued', 'direct', 'ENXIO'].indexOf(answer);

const operationsOf = (user: number): Operation[] => {
  const from = cpuOf(user);
  const target: Operation[] = [
    {
      // smp_call_function_single(1, wait=1)
      primitive: [
        ({ calls, up, me }: Any) => {
          me.sent = sent(calls[1].call(me, from, none, up.value));
          return 'next';
        },
        ({ calls, me }: Any) => (calls[1].isAcked(me) ? 'next' : 'blocked'),
      ],
      twin: [
        ({ t, up, me }: Any) => {
          me.sent = up.value ? 0 : 2;
          if (up.value) exec(t, STACK(user), true);
          return 'next';
        },
        ({ t }: Any) => (t.locked[STACK(user)] ? 'blocked' : 'next'),
      ],
    },
    {
      // wait=0
      primitive: [
        ({ calls, up, me }: Any) => {
          const isFree = calls.every((one: Any) => one.isFree(me, from));
          const answer = calls[1].post(me, from, none, isFree, up.value);
          if (answer === false) return 'blocked';
          me.sent = sent(answer);
          return 'next';
        },
      ],
      twin: [
        ({ t, up, me }: Any) => {
          if (t.locked[SINGLE(user)]) return 'blocked';
          me.sent = up.value ? 0 : 2;
          if (up.value) exec(t, SINGLE(user), false);
          return 'next';
        },
      ],
    },
    {
      // smp_call_function_many(), with the mask of one cpu, and wait
      primitive: [
        ({ calls, me }: Any) => (calls[1].send(me, from, none, true) ? 'next' : 'blocked'),
        ({ calls, me }: Any) => (calls[1].isAcked(me) ? 'next' : 'blocked'),
      ],
      twin: [
        ({ t, me }: Any) => {
          if (t.locked[MANY(user)]) return 'blocked';
          exec(t, MANY(user), true);
          t.by[MANY(user)] = me.self;
          return 'next';
        },
        // As long as the record is this call's: another task of the cpu may lock it again.
        ({ t, me }: Any) =>
          t.locked[MANY(user)] && t.by[MANY(user)] === me.self ? 'blocked' : 'next',
      ],
    },
    {
      primitive: [
        ({ calls, me }: Any) => (calls[1].send(me, from, none, false) ? 'next' : 'blocked'),
      ],
      twin: [
        ({ t }: Any) => {
          if (t.locked[MANY(user)]) return 'blocked';
          exec(t, MANY(user), false);
          return 'next';
        },
      ],
    },
    {
      // The cpu goes, or comes: nobody looks again at what is queued.
      primitive: [
        ({ up }: Any) => {
          up.value = !up.value;
          return 'next';
        },
      ],
      twin: [
        ({ up }: Any) => {
          up.value = !up.value;
          return 'next';
        },
      ],
    },
  ];
  if (from !== 0) return target;
  return [
    ...target,
    {
      primitive: [
        ({ calls, me }: Any) => {
          me.sent = sent(calls[0].call(me, from, none, true));
          return 'next';
        },
      ],
      twin: [
        ({ me }: Any) => {
          me.sent = 1;
          return 'next';
        },
      ],
    },
  ];
};

/** The interrupt: takes, and then starts and finishes one call after the other; it shows of which sort they are. */
const interrupt = (take: Any, start: Any, finish: Any) => (process: Any) => ({
  ipi: process({ start: 'take', end: ['take'], steps: { take, start, finish } }),
});

export const calls: Twin = {
  locals: { sent: upTo(2) },
  shared: () => ({ up: cell(bool, true), sort: cell(upTo(2)) }),
  users: Array.from({ length: USERS }, (_, user) => operationsOf(user)),
  primitive: () => ({
    cells: { calls: callFunctions(cpu, { records: 9 }) },
    others: interrupt(
      ({ calls }: Any) => (calls[1].take() ? 'start' : 'blocked'),
      ({ calls, sort }: Any) => {
        calls[1].start();
        sort.value = calls[1].takenSync > 0 ? 1 : 2;
        return 'finish';
      },
      ({ calls, sort }: Any) => {
        sort.value = 0;
        return calls[1].finish() ? 'start' : 'take';
      },
    ),
  }),
  twin: () => ({
    cells: {
      t: record({
        queue: list(RECORDS, upTo(RECORDS - 1)),
        taken: list(RECORDS + 2, upTo(RECORDS - 1)),
        now: orNone(upTo(RECORDS - 1)),
        sync: array(RECORDS, bool),
        locked: array(RECORDS, bool),
        by: array(RECORDS, orNone(anyProcess)),
      }),
    },
    others: interrupt(
      ({ t }: Any) => {
        if (t.queue.isEmpty) return 'blocked';
        // llist_del_all(); first all that are synchronous, then the others.
        const all: number[] = [];
        while (!t.queue.isEmpty) all.push(t.queue.shift());
        for (const csd of all) if (t.sync[csd]) t.taken.push(csd);
        for (const csd of all) if (!t.sync[csd]) t.taken.push(csd);
        return 'start';
      },
      ({ t, sort }: Any) => {
        t.now = t.taken.shift();
        if (!t.sync[t.now]) t.locked[t.now] = false;
        sort.value = t.sync[t.now] ? 1 : 2;
        return 'finish';
      },
      ({ t, sort }: Any) => {
        if (t.now === none) return 'blocked';
        if (sort.value === 1) t.locked[t.now] = false;
        t.now = none;
        sort.value = 0;
        return t.taken.isEmpty ? 'take' : 'start';
      },
    ),
  }),
};
