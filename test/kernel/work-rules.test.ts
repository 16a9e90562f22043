// The rules of work items (kernel/workqueue.c), each by a model that would go wrong without it and one that it lets pass.

import { bool, cell, none, system, upTo } from 'mmcheck';
import { delayedWork, orderedWorkqueue, work } from 'mmcheck/kernel';
import { describe, expect } from 'vitest';
import { rule } from './rules/rule.ts';
import { type Any, loop, script } from './script.ts';
import { always, never, refusalOf, somewhere, verdictsOf } from './verdicts.ts';

const cells = () => ({ item: work({ disables: 2 }), ran: cell(upTo(2)), off: cell(bool) });
const delayed = () => ({ item: delayedWork(), ran: cell(upTo(2)) });

const queue = ({ item }: Any) => {
  item.queue();
  return 'next' as const;
};
/** A queueing of which the answer is known. */
const queued =
  (answer: boolean) =>
  ({ item, assert }: Any) => {
    assert(item.queue() === answer, 'queued or not');
    return 'next' as const;
  };
const flush = [
  ({ item, me }: Any) => {
    item.flush(me);
    return 'next' as const;
  },
  ({ item, me }: Any) => (item.isFlushed(me) ? 'next' : 'blocked'),
] as const;
const cancelSync = [
  ({ item, me }: Any) => (item.cancelSync(me) ? 'next' : 'blocked'),
  ({ item, me }: Any) => (item.finishCancel(me) ? 'next' : 'blocked'),
] as const;
const switchOff = ({ off }: Any) => {
  off.value = true;
  return 'next' as const;
};

const take = ({ item, me }: Any) => (item.take(me) ? 'next' : 'blocked');
const body = ({ ran, off, assert }: Any) => {
  assert(!off.value, 'it runs where it cannot');
  if (ran.value < 2) ran.value++;
  return 'next' as const;
};
const count = ({ ran }: Any) => {
  if (ran.value < 2) ran.value++;
  return 'next' as const;
};
const finish = ({ item, me }: Any) => {
  item.finish(me);
  return 'next' as const;
};
const worker = (process: Any, more: Any = {}) => process(loop([take, body, finish], more));
/** An item that queues itself. */
const restless = (process: Any) => process(loop([take, body, queue, finish]));

const made = (all: (process: Any) => Any) => system(cells(), ({ process }: Any) => all(process));

describe('an item', () => {
  const byTwo = made((process) => ({
    user: process(script([queue, queue])),
    kworker: worker(process, { count: 2 }),
  }));
  rule('an item never runs twice at once', {
    broken: () => {
      const twice = never(({ kworker }) => kworker.every(({ at }: Any) => at === 's1'));
      expect(verdictsOf(byTwo, { twice })).toMatchObject({ twice: 'holds', deadlock: 'holds' });
    },
    kept: () => {
      const again = somewhere(({ item }) => item.pending && item.running !== none);
      const both = somewhere(({ ran }) => ran.value === 2);
      expect(verdictsOf(byTwo, { again, both })).toMatchObject({ again: 'holds', both: 'holds' });
    },
  });

  rule('a pending item is not queued again', {
    broken: () => {
      const model = made((process) => ({ user: process(script([queue, queued(false)])) }));
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds' });
    },
    kept: () => {
      const model = made((process) => ({
        user: process(script([queue, ...flush, queued(true)])),
        kworker: worker(process),
      }));
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
    },
  });
});

describe('flush_work()', () => {
  /** The item runs, and is pending or not, as it is flushed; a third one cancels what is pending. */
  const flushing = (again: boolean, cancels: boolean) =>
    made((process) => ({
      user: process(
        script([
          queue,
          ({ item, ran }: Any) => (item.running === none && ran.value === 0 ? 'blocked' : 'next'),
          ...(again ? [queue] : []),
          ...flush,
        ]),
      ),
      canceller: process(
        script([
          ({ item }: Any) => {
            if (item.pending && item.running !== none && cancels) item.cancel();
            return 'next';
          },
        ]),
      ),
      kworker: worker(process),
    }));
  const ends = (ran: number) =>
    never(({ user, ran: times }) => user[0].at === 'end' && times.value < ran);

  rule('a flush waits for the pending instance, or else for the one that runs', {
    broken: () => {
      expect(verdictsOf(flushing(true, false), { early: ends(2) })).toMatchObject({
        early: 'holds',
        deadlock: 'holds',
      });
      expect(verdictsOf(flushing(false, false), { early: ends(1) })).toMatchObject({
        early: 'holds',
      });
    },
    // It is over as soon as the barrier behind the pending instance is reached, also by a cancellation.
    kept: () => {
      const runs = somewhere(({ user, item }) => user[0].at === 'end' && item.running !== none);
      expect(verdictsOf(flushing(true, true), { runs })).toMatchObject({ runs: 'holds' });
      expect(verdictsOf(flushing(false, true), { runs })).toMatchObject({ runs: 'violated' });
    },
  });

  rule('a flush does not wait for what is queued after it', {
    broken: () => {
      const model = made((process) => ({
        user: process(script([queue, ...flush])),
        kworker: restless(process),
      }));
      const ends = somewhere(({ user }) => user[0].at === 'end');
      expect(verdictsOf(model, { ends })).toMatchObject({ ends: 'holds', deadlock: 'holds' });
    },
    kept: () => {
      const model = made((process) => ({
        user: process(script([queue, ...flush])),
        kworker: restless(process),
      }));
      const pending = somewhere(({ user, item }) => user[0].at === 'end' && item.pending);
      expect(verdictsOf(model, { pending })).toMatchObject({ pending: 'holds' });
    },
  });
});

describe('cancel_work_sync()', () => {
  rule('nobody queues an item that is being cancelled, not even itself', {
    broken: () => {
      const model = made((process) => ({
        user: process(script([queue, ...cancelSync, switchOff])),
        kworker: restless(process),
      }));
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
    },
    // cancel_work() and a flush are another thing; and after it anybody may queue it again.
    kept: () => {
      const apart = made((process) => ({
        user: process(
          script([
            queue,
            ({ item }: Any) => {
              item.cancel();
              return 'next';
            },
            ...flush,
            switchOff,
          ]),
        ),
        kworker: restless(process),
      }));
      expect(verdictsOf(apart)).toMatchObject({ assertions: 'violated' });
      const again = made((process) => ({
        user: process(script([queue, ...cancelSync, queued(true)])),
      }));
      expect(verdictsOf(again)).toMatchObject({ assertions: 'holds' });
    },
  });

  rule('a canceller waits for the instance that runs', {
    broken: () => {
      const model = made((process) => ({
        user: process(script([queue, ...cancelSync, switchOff])),
        kworker: worker(process),
      }));
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
    },
    kept: () => {
      const model = made((process) => ({
        user: process(script([queue, ...cancelSync])),
        kworker: worker(process),
      }));
      const unrun = somewhere(({ user, ran }) => user[0].at === 'end' && ran.value === 0);
      expect(verdictsOf(model, { unrun })).toMatchObject({ unrun: 'holds', deadlock: 'holds' });
    },
  });

  rule('one canceller at a time', {
    broken: () => {
      const model = made((process) => ({
        user: process(script([...cancelSync], { count: 2 })),
      }));
      const two = never(({ user }) => user.every(({ at }: Any) => at === 's1'));
      expect(verdictsOf(model, { two })).toMatchObject({ two: 'holds', deadlock: 'holds' });
    },
    kept: () => {
      const model = made((process) => ({
        user: process(
          script(
            [
              ...cancelSync,
              // cancel_work() does not wait: there is nothing to grab.
              ({ item, assert }: Any) => {
                assert(item.canceling === none || !item.cancel(), 'it is pending no more');
                return 'next';
              },
            ],
            { count: 2 },
          ),
        ),
      }));
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
    },
  });
});

describe('disable_work()', () => {
  const disable = ({ item }: Any) => {
    item.disable();
    return 'next' as const;
  };
  const enable =
    (answer: boolean) =>
    ({ item, assert }: Any) => {
      assert(item.enable() === answer, 'enabled or not');
      return 'next' as const;
    };

  rule('a disabled item is not queued, and is pending no more', {
    broken: () => {
      const model = made((process) => ({
        user: process(script([queue, disable, queued(false), switchOff])),
      }));
      const gone = never(({ item, off }) => off.value && item.pending);
      expect(verdictsOf(model, { gone })).toMatchObject({ assertions: 'holds', gone: 'holds' });
    },
    kept: () => {
      const model = made((process) => ({
        user: process(script([queue, disable, enable(true), queued(true)])),
      }));
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds' });
    },
  });

  rule('as many enables as disables', {
    broken: () => {
      const model = made((process) => ({
        user: process(script([disable, disable, enable(false), queued(false), enable(true)])),
      }));
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds' });
      const tooMany = made((process) => ({ user: process(script([enable(true)])) }));
      expect(refusalOf(tooMany)).toContain('disable count underflowed');
    },
    kept: () => {
      const model = made((process) => ({
        user: process(script([disable, disable, enable(false), enable(true), queued(true)])),
      }));
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds' });
    },
  });
});

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
