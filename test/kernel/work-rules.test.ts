// The rules of work items (kernel/workqueue.c), each by a model that would go wrong without it and one that it lets pass.

import { bool, cell, none, system, upTo } from 'mmcheck';
import { work } from 'mmcheck/kernel';
import { describe, expect } from 'vitest';
import { rule } from './rules/rule.ts';
import { type Any, loop, script } from './script.ts';
import { never, refusalOf, somewhere, verdictsOf } from './verdicts.ts';
import { cancelSync, finish, flush, queue, queued, take } from './work-rules-setup.ts';

const cells = () => ({ item: work({ disables: 2 }), ran: cell(upTo(2)), off: cell(bool) });

const switchOff = ({ off }: Any) => {
  off.value = true;
  return 'next' as const;
};

const body = ({ ran, off, assert }: Any) => {
  assert(!off.value, 'it runs where it cannot');
  if (ran.value < 2) ran.value++;
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
