// The rules of work items (kernel/workqueue.c), each by a model that would go wrong without it and one that it lets pass.

import { cell, none, system, upTo } from 'mmcheck';
import { delayedWork, orderedWorkqueue } from 'mmcheck/kernel';
import { describe, expect } from 'vitest';
import { rule } from './rules/rule.ts';
import { type Any, loop, script } from './script.ts';
import { always, never, somewhere, verdictsOf } from './verdicts.ts';
import { cancelSync, count, finish, flush, queue, queued, take } from './work-rules-setup.ts';

const delayed = () => ({ item: delayedWork(), ran: cell(upTo(2)) });

describe('a delayed work', () => {
  const late = (all: (process: Any) => Any) =>
    system(delayed(), ({ process }: Any) => ({
      ...all(process),
      timer: process(
        loop([({ item }: Any) => (item.expire() ? 'next' : 'blocked')], { environment: true }),
      ),
      kworker: process(loop([take, count, finish])),
    }));
  const queueDelayed = ({ item, assert }: Any) => {
    assert(item.queueDelayed(), 'it is not pending');
    return 'next' as const;
  };

  rule('a delayed item is pending, and its timer queues it', {
    broken: () => {
      const model = system(delayed(), ({ process }: Any) => ({
        user: process(script([queueDelayed, queued(false)])),
        kworker: process(loop([take, count, finish])),
      }));
      const taken = never(({ item }) => item.timer && item.running !== none);
      expect(verdictsOf(model, { taken })).toMatchObject({ assertions: 'holds', taken: 'holds' });
    },
    kept: () => {
      const model = late((process) => ({ user: process(script([queueDelayed])) }));
      const ran = somewhere(({ ran }) => ran.value === 1);
      expect(verdictsOf(model, { ran })).toMatchObject({ ran: 'holds' });
    },
  });

  rule('a canceller stops the timer', {
    broken: () => {
      const model = late((process) => ({ user: process(script([queueDelayed, ...cancelSync])) }));
      const later = never(
        ({ user, item }) => user[0].at === 'end' && (item.timer || item.running !== none),
      );
      expect(verdictsOf(model, { later })).toMatchObject({ later: 'holds', deadlock: 'holds' });
    },
    kept: () => {
      const model = late((process) => ({
        user: process(script([queueDelayed, ...cancelSync, queueDelayed])),
      }));
      const ran = somewhere(({ ran }) => ran.value === 2);
      expect(verdictsOf(model, { ran })).toMatchObject({ assertions: 'holds', ran: 'holds' });
    },
  });

  const modDelayed =
    (answer: boolean) =>
    ({ item, assert }: Any) => {
      assert(item.modDelayed() === answer, 'pending or not');
      return 'next' as const;
    };
  rule('mod_delayed_work() starts the timer again', {
    broken: () => {
      const model = system(delayed(), ({ process }: Any) => ({
        user: process(script([queue, modDelayed(true)])),
      }));
      const queuedYet = never(({ user, item }) => user[0].at === 'end' && !item.timer);
      expect(verdictsOf(model, { queuedYet })).toMatchObject({
        assertions: 'holds',
        queuedYet: 'holds',
      });
    },
    // Not of an item that is being cancelled.
    kept: () => {
      const model = system(delayed(), ({ process }: Any) => ({
        user: process(script([cancelSync[0], modDelayed(false), cancelSync[1], modDelayed(false)])),
      }));
      const on = always(
        ({ user, item }) => item.timer === (user[0].at === 'end' || user[0].at === 'done'),
      );
      expect(verdictsOf(model, { on })).toMatchObject({ assertions: 'holds', on: 'holds' });
    },
  });

  rule('flush_delayed_work() does not wait for the timer, flush_work() not for the item', {
    broken: () => {
      const model = system(delayed(), ({ process }: Any) => ({
        user: process(
          script([
            queueDelayed,
            ({ item, me }: Any) => {
              item.flushDelayed(me);
              return 'next';
            },
            flush[1],
          ]),
        ),
        kworker: process(loop([take, count, finish])),
      }));
      const early = never(({ user, ran }) => user[0].at === 'end' && ran.value === 0);
      expect(verdictsOf(model, { early })).toMatchObject({ early: 'holds', deadlock: 'holds' });
    },
    kept: () => {
      const model = system(delayed(), ({ process }: Any) => ({
        user: process(script([queueDelayed, ...flush])),
        kworker: process(loop([take, count, finish])),
      }));
      const early = somewhere(({ user, item }) => user[0].at === 'end' && item.timer);
      expect(verdictsOf(model, { early })).toMatchObject({ early: 'holds', deadlock: 'holds' });
    },
  });
});

describe('an ordered workqueue', () => {
  const ordered = (all: (process: Any) => Any) =>
    system({ wq: orderedWorkqueue(2), last: cell(upTo(2)) }, ({ process }: Any) => all(process));
  const queueItem =
    (k: number) =>
    ({ wq }: Any) => {
      wq.queue(k);
      return 'next' as const;
    };
  const takeItem = ({ wq, me }: Any) => (wq.take(me) ? 'next' : 'blocked');
  const run = ({ wq, last, assert }: Any) => {
    assert(wq.item === last.value, 'out of order');
    last.value++;
    return 'next' as const;
  };
  const finishItem = ({ wq, me }: Any) => {
    wq.finish(me);
    return 'next' as const;
  };

  rule('items run one at a time, in the order in which they were queued', {
    broken: () => {
      const model = ordered((process) => ({
        user: process(script([queueItem(0), queueItem(1)])),
        kworker: process(loop([takeItem, run, finishItem], { count: 2 })),
      }));
      const two = never(({ kworker }) => kworker.every(({ at }: Any) => at === 's1'));
      expect(verdictsOf(model, { two })).toMatchObject({
        assertions: 'holds',
        deadlock: 'holds',
        two: 'holds',
      });
      // Item 0 waits for item 1, which cannot run meanwhile.
      const waits = ordered((process) => ({
        user: process(script([queueItem(0), queueItem(1)])),
        kworker: process(
          loop(
            [
              takeItem,
              ({ wq, me }: Any) => {
                if (wq.item === 0) wq.flush(me, 1);
                return 'next';
              },
              ({ wq, me }: Any) => (wq.isFlushed(me, 1) ? 'next' : 'blocked'),
              finishItem,
            ],
            { count: 2 },
          ),
        ),
      }));
      expect(verdictsOf(waits)).toMatchObject({ deadlock: 'violated' });
    },
    kept: () => {
      const model = ordered((process) => ({
        user: process(
          script([
            queueItem(1),
            ({ wq, assert }: Any) => {
              assert(wq.cancel(1) && wq.order.isEmpty, 'it is not queued');
              return 'next';
            },
            queueItem(0),
            ({ wq, me }: Any) => (wq.cancelSync(me, 1) ? 'next' : 'blocked'),
            ({ wq, me }: Any) => (wq.finishCancel(me, 1) ? 'next' : 'blocked'),
            queueItem(1),
          ]),
        ),
        kworker: process(loop([takeItem, run, finishItem], { count: 2 })),
      }));
      const both = somewhere(({ last }) => last.value === 2);
      expect(verdictsOf(model, { both })).toMatchObject({ both: 'holds', deadlock: 'holds' });
    },
  });
});
