// The rules of seqcounts and seqlocks: include/linux/seqlock.h.

import { bool, cell, kind, system, upTo } from 'mmcheck';
import { contexts, irq, seqCookie, seqcount, seqlock, task } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { lockOrder } from '../../../src/reference/lock-order.ts';
import { orderOf, problemsOf } from '../../lock-order/support.ts';
import { never, somewhere, verdictsOf } from '../verdicts.ts';
import { rule } from './rule.ts';

/** A writer of two words in two steps, and a reader of both. */
const halves = (begin: 'read' | 'readEven', retries: boolean): SystemDefinition =>
  system({ seq: seqcount(1), x: cell(bool), y: cell(bool), torn: cell(bool) }, ({ process }) => ({
    writer: process({
      start: 'begin',
      steps: {
        begin: ({ seq, me }) => {
          seq.writeBegin(me);
          return 'next';
        },
        x: ({ x }) => {
          x.value = true;
          return 'next';
        },
        y: ({ y }) => {
          y.value = true;
          return 'next';
        },
        end: ({ seq, me }) => {
          seq.writeEnd(me);
          return 'done';
        },
      },
    }),
    reader: process({
      start: 'begin',
      locals: { cookie: seqCookie(1), x: bool, y: bool },
      steps: {
        begin: ({ seq, me }) => {
          if (begin === 'read' && seq.isWriting()) return 'blocked';
          me.cookie = begin === 'read' ? seq.read() : seq.readEven();
          return 'next';
        },
        x: ({ x, me }) => {
          me.x = x.value;
          return 'next';
        },
        y: ({ y, me }) => {
          me.y = y.value;
          return 'next';
        },
        retry: ({ seq, torn, me }) => {
          if (retries && seq.retry(me.cookie)) return 'begin';
          torn.value = me.x !== me.y;
          return 'done';
        },
      },
      coarse: { retry: 'torn says what was read' },
    }),
  }));
const torn = never(({ torn }) => torn.value);

rule('who reads while a writer comes, is inside or goes reads again', {
  broken: () => {
    expect(verdictsOf(halves('read', true), { torn })).toMatchObject({ torn: 'holds' });
    expect(verdictsOf(halves('read', false), { torn })).toMatchObject({ torn: 'violated' });
  },
  kept: () => {
    const before = somewhere(
      ({ reader, writer }) => reader[0].at === 'done' && writer[0].at === 'begin',
    );
    expect(verdictsOf(halves('read', true), { before })).toMatchObject({ before: 'holds' });
  },
});

rule('raw_seqcount_begin() waits for nobody, and its retry is sure while a writer is inside', {
  broken: () => {
    expect(verdictsOf(halves('readEven', true), { torn })).toMatchObject({ torn: 'holds' });
  },
  kept: () => {
    const inside = somewhere(
      ({ reader, writer }) => reader[0].at === 'retry' && writer[0].at === 'y',
    );
    expect(verdictsOf(halves('readEven', true), { inside })).toMatchObject({ inside: 'holds' });
  },
});

rule('write_seqlock() keeps other writers out', {
  broken: () => {
    const writers = (locked: boolean): SystemDefinition =>
      system({ seq: seqlock('seq', 2), inside: cell(upTo(2)) }, ({ process }) => ({
        p: process({
          count: 2,
          start: 'take',
          steps: {
            take: ({ seq, inside, me }) => {
              if (locked && !seq.acquire(me)) return 'blocked';
              inside.value++;
              return 'next';
            },
            give: ({ seq, inside, me }) => {
              inside.value--;
              if (locked) seq.release(me);
              return 'done';
            },
          },
          coarse: { take: 'nobody else looks', give: 'nobody else looks' },
        }),
      }));
    const both = never(({ inside }) => inside.value === 2);
    expect(verdictsOf(writers(true), { both })).toMatchObject({ both: 'holds', deadlock: 'holds' });
    expect(verdictsOf(writers(false), { both })).toMatchObject({ both: 'violated' });
  },
  kept: () => {
    // A reader that begins does not wait for the lock, but for the count.
    const ends = somewhere(({ reader }) => reader[0].at === 'done');
    expect(verdictsOf(halves('read', true), { ends })).toMatchObject({ ends: 'holds' });
  },
});

const cpu = kind('cpu', ['CPU0', 'CPU1']);
/** A task writes with irqs on or off, and an irq of its cpu reads, or looks at the bare count. */
const interrupted = (
  off: 'preemptDisable' | 'irqSave',
  reads: boolean,
  named: boolean,
): SystemDefinition =>
  system({ cpus: contexts(cpu), seq: seqcount(1) }, ({ process }) => ({
    writer: process({
      ...task(0),
      locals: { cpu },
      start: 'off',
      steps: {
        off: ({ cpus, me }) => {
          if (off === 'irqSave') cpus[me.cpu].irqSave(me);
          else cpus[me.cpu].preemptDisable(me);
          return 'next';
        },
        begin: ({ seq, me }) => {
          if (named) seq.writeBegin(me);
          else seq.writeBegin();
          return 'next';
        },
        end: ({ seq, me }) => {
          if (named) seq.writeEnd(me);
          else seq.writeEnd();
          return 'next';
        },
        on: ({ cpus, me }) => {
          if (off === 'irqSave') cpus[me.cpu].irqRestore(me);
          else cpus[me.cpu].preemptEnable(me);
          return 'done';
        },
      },
    }),
    handler: process({
      ...irq(0),
      locals: { cpu, cookie: seqCookie(1) },
      start: 'enter',
      steps: {
        enter: ({ cpus, me }) => {
          cpus[me.cpu].irqEnter(me);
          return 'next';
        },
        begin: ({ seq, me }) => {
          if (reads && seq.isWriting()) return 'blocked';
          me.cookie = seq.readEven();
          return 'next';
        },
        exit: ({ cpus, me }) => {
          cpus[me.cpu].irqExit(me);
          return 'done';
        },
      },
    }),
  }));

rule('a writer of a seqcount is a writer to lockdep', {
  broken: () => {
    for (const named of [true, false]) {
      expect(problemsOf(interrupted('preemptDisable', true, named))).toEqual([
        'seq is taken in a hardirq, and held where one may come',
      ]);
    }
  },
  kept: () => {
    for (const named of [true, false]) {
      expect(problemsOf(interrupted('irqSave', true, named))).toEqual([]);
      expect(problemsOf(interrupted('preemptDisable', false, named))).toEqual([]);
    }
  },
});

/** Two that take a lock and read or write the count, in either order. */
const circle = (writes: boolean, named = true): SystemDefinition =>
  system({ seq: seqcount(2), lock: seqlock('lock', 2) }, ({ process }) => ({
    one: process({
      start: 'take',
      steps: {
        take: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
        look: ({ seq }) => (seq.isWriting() ? 'blocked' : 'next'),
        end: ({ lock, me }) => {
          lock.release(me);
          return 'done';
        },
      },
    }),
    two: process({
      start: 'begin',
      steps: {
        begin: ({ seq, me }) => {
          if (!writes) return 'next';
          if (named) seq.writeBegin(me);
          else seq.writeBegin();
          return 'next';
        },
        take: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
        give: ({ lock, me }) => {
          lock.release(me);
          return 'next';
        },
        end: ({ seq, me }) => {
          if (!writes) return 'done';
          if (named) seq.writeEnd(me);
          else seq.writeEnd();
          return 'done';
        },
      },
    }),
  }));

rule('a reader of a seqcount is a recursive reader to lockdep', {
  broken: () => {
    expect(problemsOf(circle(true))).toEqual([
      'lock -> seq -> lock: each is asked for while the one before it is held',
    ]);
    expect(
      orderOf(circle(true)).lockOrder.dependencies.map(({ to, asked }) => `${to} ${asked}`),
    ).toContain('seq R');
  },
  kept: () => expect(problemsOf(circle(false))).toEqual([]),
});

test('lock order asks who writes where it has to know', () => {
  expect(() => problemsOf(circle(true, false))).toThrow(
    "give writeBegin() and writeEnd() the step's me",
  );
});

test('within a step it is known who writes, also where he does not say so', () => {
  const once = system({ seq: seqcount(1), lock: seqlock('lock', 1) }, ({ process }) => ({
    p: process({
      start: 'all',
      steps: {
        all: ({ seq, lock, me }) => {
          seq.writeBegin();
          if (!lock.acquire(me)) return 'blocked';
          lock.release(me);
          seq.writeEnd();
          return 'done';
        },
      },
      coarse: { all: 'as one step' },
    }),
  }));
  const { dependencies } = orderOf(once).lockOrder;
  expect(dependencies.map(({ from, to }) => `${from} ${to}`)).toEqual(['seq lock']);
  expect([...lockOrder(once, 10).facts]).toContain('order seq E lock N');
});
