// Work items: none is lost, none runs twice at once, a flush waits for what was queued before it; and a worker whose cpu
// goes offline goes on somewhere else, in the middle of its item (entry 15, variant V3, of the catalogue).

import { array, bool, cell, kind, none, system, upTo } from 'mmcheck';
import { contexts, migrates, migrator, placements, task, work } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, verdictsOf } from './verdicts.ts';

const cpu = kind('cpu', 2);

function flushed(order: 'flush' | 'no-flush') {
  return system({ item: work(), added: cell(upTo(2)), seen: cell(upTo(2)) }, ({ process }) => ({
    caller: process({
      count: 2,
      start: 'add',
      steps: {
        add: ({ added }) => {
          added.value++;
          return 'next';
        },
        queue: ({ item }) => {
          item.queue();
          return order === 'flush' ? 'flush' : 'done';
        },
        flush: ({ item, me }) => {
          item.flush(me);
          return 'next';
        },
        wait: ({ item, me }) => (item.isFlushed(me) ? 'next' : 'blocked'),
        ready: () => 'done',
      },
    }),
    worker: process({
      count: 2,
      locals: { read: upTo(2) },
      start: 'idle',
      end: ['idle'],
      steps: {
        idle: ({ item, me }) => (item.take(me) ? 'next' : 'blocked'),
        read: ({ added, me }) => {
          me.read = added.value;
          return 'next';
        },
        write: ({ seen, me }) => {
          seen.value = me.read;
          return 'next';
        },
        finish: ({ item, me }) => {
          item.finish(me);
          return 'idle';
        },
      },
    }),
  }));
}

test('a flush waits for what was queued before it', () => {
  const missed = never(({ caller, seen }) => caller[0].at === 'ready' && seen.value === 0);
  const lost = never(
    ({ caller, item, added, seen }) =>
      caller[0].at === 'done' &&
      caller[1].at === 'done' &&
      !item.pending &&
      item.running === none &&
      seen.value !== added.value,
  );
  expect(verdictsOf(flushed('flush'), { missed, lost })).toMatchObject({
    missed: 'holds',
    lost: 'holds',
    deadlock: 'holds',
  });
  const early = never(({ caller, seen }) => caller[0].at === 'done' && seen.value === 0);
  expect(verdictsOf(flushed('no-flush'), { early })).toMatchObject({ early: 'violated' });
});

/** A worker bound to cpu 1 changes that cpu's list in two steps, and a task of cpu 1 does, too. */
function worker(pinned: boolean) {
  return system(
    {
      cpus: contexts(cpu),
      places: placements(cpu, [{ cpu: 1, bound: true }]),
      item: work(),
      busy: array(cpu, bool),
    },
    ({ process }) => ({
      kworker: process({
        ...migrates(0),
        locals: { place: upTo(0), list: cpu },
        start: 'start',
        end: ['idle'],
        steps: {
          start: ({ places, me }) => {
            places[me.place].start(me);
            return 'next';
          },
          idle: ({ item, me }) => (item.take(me) ? 'off' : 'blocked'),
          off: ({ cpus, places, me }) => {
            if (pinned) cpus[places[me.place].cpu].preemptDisable(me);
            return 'next';
          },
          this_cpu_ptr: ({ places, me }) => {
            me.list = places[me.place].cpu;
            return 'next';
          },
          begin: ({ busy, me, assert }) => {
            assert(!busy[me.list], 'two work on one list');
            busy[me.list] = true;
            return 'next';
          },
          end: ({ busy, me }) => {
            busy[me.list] = false;
            return 'next';
          },
          on: ({ cpus, places, me }) => {
            if (pinned) cpus[places[me.place].cpu].preemptEnable(me);
            return 'next';
          },
          finish: ({ item, me }) => {
            item.finish(me);
            return 'idle';
          },
        },
      }),
      user: process({
        ...task(0),
        locals: { cpu },
        start: 'off',
        steps: {
          off: ({ cpus, me }) => {
            cpus[me.cpu].preemptDisable(me);
            return 'next';
          },
          begin: ({ busy, me, assert }) => {
            assert(!busy[me.cpu], 'two work on one list');
            busy[me.cpu] = true;
            return 'next';
          },
          end: ({ busy, me }) => {
            busy[me.cpu] = false;
            return 'next';
          },
          on: ({ cpus, me }) => {
            cpus[me.cpu].preemptEnable(me);
            return 'done';
          },
        },
      }),
      hotplug: process({
        start: 'queue',
        steps: {
          queue: ({ item }) => {
            item.queue();
            return 'next';
          },
          offline: ({ cpus }) => {
            if (!cpus[1].isSchedulable()) return 'blocked';
            cpus[1].setOnline(false);
            return 'done';
          },
        },
      }),
      scheduler: process(migrator(cpu, 1)),
    }),
  );
}

test('a worker that lost its cpu works on, and needs its region to work on one list', () => {
  expect(verdictsOf(worker(true))).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
  expect(verdictsOf(worker(false))).toMatchObject({ assertions: 'violated' });
});
