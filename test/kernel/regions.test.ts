// Regions: what is held is held at every label of the region, and given back on every way out of it.

import { bool, cell, kind, none, system, upTo } from 'mmcheck';
import {
  contexts,
  irq,
  irqsOff,
  percpuRwsem,
  rcu,
  rcuRead,
  readLocked,
  readLockedInInterrupt,
  regions,
  rwlock,
  spinlock,
  task,
  unlessPreempted,
  withLock,
  writeLocked,
} from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { always, never, verdictsOf } from './verdicts.ts';

const cpu = kind('cpu', 1);

/** Takes from the list in a region with several ways out; the irq on the cpu wants the lock, too. */
function allocators(irqSafe: boolean) {
  const inside = ['look', 'take'] as const;
  return system(
    {
      cpus: contexts(cpu),
      zone_lock: spinlock('zone->lock'),
      free: cell(upTo(1), 1),
      taken: cell(upTo(2)),
    },
    ({ process, procedure, call }) => ({
      alloc: regions(
        process({
          ...task(0),
          count: 2,
          locals: { cpu },
          start: 'look',
          steps: {
            look: ({ free }) => (free.value > 0 ? 'next' : 'done'),
            take: ({ free }) => {
              free.value--;
              return 'got';
            },
            got: ({ taken }) => {
              taken.value++;
              return 'next';
            },
            again: call(
              procedure('pause', {
                returns: ['ready', 'over'],
                start: 'rest',
                steps: { rest: ({ taken }) => (taken.value === 1 ? 'ready' : 'over') },
              }),
              () => ({}),
              { ready: 'look', over: 'done' },
            ),
          },
        }),
        [...(irqSafe ? [irqsOff(inside)] : []), withLock('zone_lock', inside)],
      ),
      handler: process({
        ...irq(0),
        locals: { cpu },
        start: 'enter',
        steps: {
          enter: ({ cpus, me }) => {
            cpus[me.cpu].irqEnter(me);
            return 'next';
          },
          lock: ({ zone_lock, me }) => (zone_lock.acquire(me) ? 'next' : 'blocked'),
          exit: ({ zone_lock, cpus, me }) => {
            zone_lock.release(me);
            cpus[me.cpu].irqExit(me);
            return 'done';
          },
        },
      }),
    }),
  );
}

test('a lock is held inside and free at the end', () => {
  const held = always(
    ({ zone_lock, alloc }) =>
      !alloc.some(({ at }: { at: string }) => at === 'look' || at === 'take') ||
      zone_lock.owner !== none,
  );
  const kept = never(
    ({ zone_lock, alloc, handler }) =>
      [...alloc, ...handler].every(({ at }: { at: string }) => at === 'done') &&
      zone_lock.owner !== none,
  );
  expect(verdictsOf(allocators(true), { held, kept })).toMatchObject({
    held: 'holds',
    kept: 'holds',
    deadlock: 'holds',
  });
  expect(verdictsOf(allocators(false), { held, kept })).toMatchObject({
    held: 'holds',
    deadlock: 'violated',
  });
});

test('readers, writers and read sections', () => {
  const model = system(
    { mem: percpuRwsem('mem'), rcu: rcu({ readers: 1 }), n: cell(upTo(3)) },
    ({ process }) => ({
      reader: regions(
        process({ start: 'read', steps: { read: ({ n }) => (n.value < 3 ? 'done' : 'blocked') } }),
        [rcuRead(['read']), readLocked('mem', ['read'])],
      ),
      writer: regions(
        process({
          start: 'write',
          steps: {
            write: ({ n }) => {
              n.value++;
              return 'next';
            },
            more: ({ n }) => (n.value < 2 ? 'write' : 'done'),
          },
        }),
        [writeLocked('mem', ['write', 'more'])],
      ),
    }),
  );
  const both = never(({ reader, writer }) => reader[0].at === 'read' && writer[0].at === 'write');
  const open = never(
    ({ mem, rcu, reader, writer }) =>
      reader[0].at === 'done' &&
      writer[0].at === 'done' &&
      (mem.isHeld() || rcu.readers.some((sections: number) => sections > 0)),
  );
  expect(verdictsOf(model, { both, open })).toMatchObject({
    both: 'holds',
    open: 'holds',
    deadlock: 'holds',
  });
});

/** Two tasks of a cpu; the kernel without CONFIG_PREEMPT switches between them only where they sleep. */
const switching = (preemption: 'full' | 'none') =>
  system({ cpus: contexts(cpu, { preemption }), n: cell(upTo(2)) }, ({ process }) => ({
    adder: regions(
      process({
        ...task(0),
        count: 2,
        locals: { cpu, read: upTo(2) },
        start: 'read',
        steps: {
          read: ({ n, me }) => {
            me.read = n.value;
            return 'next';
          },
          write: ({ n, me }) => {
            n.value = me.read + 1;
            return 'next';
          },
          sleep: () => 'next',
          after: () => 'done',
        },
      }),
      [unlessPreempted(['read', 'write', 'after'])],
    ),
  }));

test('without CONFIG_PREEMPT a task keeps its cpu until it sleeps', () => {
  const lost = never(
    ({ n, adder }) => n.value === 1 && adder[0].at === 'done' && adder[1].at === 'done',
  );
  expect(verdictsOf(switching('full'), { lost })).toMatchObject({
    lost: 'violated',
    deadlock: 'holds',
  });
  expect(verdictsOf(switching('none'), { lost })).toMatchObject({
    lost: 'holds',
    deadlock: 'holds',
  });
});

test('a label that is misspelt would be held nowhere, so it is refused', () => {
  const made = () =>
    system({ lock: spinlock('lock') }, ({ process }) => ({
      p: regions(process({ start: 'take', steps: { take: () => 'done' } }), [
        withLock('lock', ['tkae' as 'take']),
      ]),
    }));
  expect(made).toThrow(/^regions: there is no label 'tkae'; did you mean 'take'\?$/);
  // A text has letters, as a list has labels.
  expect(() => withLock('lock', 'take' as never)).toThrow(
    "a region: give its labels in a list, as in withLock('zone_lock', ['look', 'take']), not the text 'take'",
  );
  const region = withLock('lock', ['take']);
  expect(() => regions({} as never, region as never)).toThrow(
    'regions: give the regions in a list, as in regions(process({ ... }), [withLock(...)])',
  );
});

test('an rwlock is held inside, and a reader in an interrupt waits for nobody who waits', () => {
  const made = system({ lock: rwlock('lock'), seen: cell(bool) }, ({ process }) => ({
    reader: regions(
      process({
        start: 'read',
        steps: { read: ({ seen }) => (seen.value ? 'done' : 'blocked') },
      }),
      [readLocked('lock', ['read'])],
    ),
    writer: regions(process({ start: 'write', steps: { write: () => 'done' } }), [
      writeLocked('lock', ['write']),
    ]),
    interrupt: regions(
      process({
        start: 'look',
        steps: {
          look: ({ seen }) => {
            seen.value = true;
            return 'done';
          },
        },
      }),
      [readLockedInInterrupt('lock', ['look'])],
    ),
  }));
  const both = never(
    ({ writer, reader, interrupt }) =>
      writer[0].at === 'write' && (reader[0].at === 'read' || interrupt[0].at === 'look'),
  );
  expect(verdictsOf(made, { both })).toMatchObject({ both: 'holds', deadlock: 'holds' });
});
