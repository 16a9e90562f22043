// The rules of callbacks in a row (kernel/notifier.c, kernel/cpu.c), each by a model that would go wrong without it and one
// that it lets pass.

import { system } from 'mmcheck';
import { notifierChain } from 'mmcheck/kernel';
import { describe, expect } from 'vitest';
import { called, right } from './callback-rules-setup.ts';
import { rule } from './rules/rule.ts';
import { type Any, script } from './script.ts';
import { never, refusalOf, somewhere, verdictsOf } from './verdicts.ts';

type Sort = 'blocking' | 'atomic' | 'srcu' | 'raw';

const events = ['GOING', 'CANCEL'] as const;

const begin = ({ chain }: Any) => {
  chain.begin('GOING');
  return 'next' as const;
};

/** Cancels for those before the one that stopped the chain, as the robust call does. */
const cancel = ({ chain }: Any) => {
  chain.begin('CANCEL', chain.passed);
  return 'next' as const;
};

const over =
  (stopped: boolean, failed: boolean) =>
  ({ chain, assert }: Any) => {
    assert(!chain.isRunning(), 'the notification is over');
    assert(
      chain.wasStopped() === stopped && chain.hasFailed() === failed,
      'stopped, failed or not',
    );
    return 'next' as const;
  };

const register =
  (k: number) =>
  ({ chain }: Any) =>
    chain.register(k) ? 'next' : 'blocked';

const unregister =
  (k: number) =>
  ({ chain }: Any) =>
    chain.unregister(k) ? 'next' : 'blocked';

const unregisterNow = ({ chain }: Any) =>
  chain.isRunning() && chain.unregister(2) ? ('next' as const) : ('blocked' as const);

const quiet = ({ chain }: Any) => (chain.isQuiet() ? ('next' as const) : ('blocked' as const));

const chained = (
  sort: Sort,
  scripts: Record<string, Any[]>,
  registered: readonly number[] = [0, 1, 2],
) =>
  system({ chain: notifierChain(3, events, { sort, registered }) }, ({ process }: Any) =>
    Object.fromEntries(
      Object.entries(scripts).map(([name, steps]) => [name, process(script(steps))]),
    ),
  );

const caller = (steps: Any[], registered: readonly number[] = [0, 1, 2]) =>
  verdictsOf(chained('blocking', { caller: steps }, registered));

describe('a notifier chain', () => {
  rule('callbacks are called in the order of their priority, those that are registered', {
    broken: () =>
      expect(caller([begin, called(0), called(2), over(false, false)], [0, 2])).toMatchObject(
        right,
      ),
    kept: () => expect(caller([begin, over(false, false)], [])).toMatchObject(right),
  });

  rule('an error stops the chain', {
    broken: () => expect(caller([begin, called(0, false), over(true, true)])).toMatchObject(right),
    kept: () =>
      expect(
        caller([begin, called(0), called(1), called(2, false), over(true, true), begin, called(0)]),
      ).toMatchObject(right),
  });

  rule('NOTIFY_STOP stops the chain without an error', {
    broken: () =>
      expect(caller([begin, called(0, 'stop'), over(true, false)])).toMatchObject(right),
    kept: () =>
      expect(caller([begin, called(0), called(1), called(2), over(false, false)])).toMatchObject(
        right,
      ),
  });

  rule('the robust call cancels for those before the one that stopped the chain', {
    broken: () => {
      for (const answer of [false, 'stop']) {
        const steps = [begin, called(0), called(1, answer), cancel, called(0), over(false, false)];
        expect(caller(steps)).toMatchObject(right);
      }
    },
    kept: () =>
      expect(caller([begin, called(0, false), cancel, over(false, false)])).toMatchObject(right),
  });
});

describe('registration', () => {
  const whileCalled = (
    sort: Sort,
    change: Any[],
    after: Any[],
    registered: readonly number[] = [0, 1, 2],
  ) => chained(sort, { caller: [begin, called(0), ...after], user: change }, registered);

  rule('a blocking chain does not change while its callbacks are called', {
    broken: () => {
      const model = chained('blocking', {
        caller: [begin, called(0), called(1), called(2)],
        user: [unregister(2)],
      });
      const changed = never(
        ({ chain, user }) =>
          chain.isRunning() && user[0].at !== 's0' && !chain.registered.has(2) && chain.at === 2,
      );
      expect(verdictsOf(model, { changed })).toMatchObject({ changed: 'holds' });
      // A callback that does so waits for itself.
      const own = chained('blocking', { caller: [begin, unregister(1)] });
      expect(verdictsOf(own)).toMatchObject({ deadlock: 'violated' });
    },
    kept: () => {
      const own = chained('raw', { caller: [begin, unregister(1), called(0)] });
      expect(verdictsOf(own)).toMatchObject({ deadlock: 'holds' });
    },
  });

  rule('the next callback is in hand before one is called', {
    broken: () => {
      const model = chained('atomic', {
        caller: [begin, unregister(1), called(0), called(1), called(2), over(false, false)],
      });
      expect(verdictsOf(model)).toMatchObject(right);
    },
    // What is behind the next one is looked up later.
    kept: () => {
      const model = chained('atomic', {
        caller: [begin, unregister(2), called(0), called(1), over(false, false)],
      });
      expect(verdictsOf(model)).toMatchObject(right);
      const late = chained(
        'atomic',
        { caller: [begin, register(2), called(0), called(1), called(2), over(false, false)] },
        [0, 1],
      );
      expect(verdictsOf(late)).toMatchObject(right);
    },
  });

  rule('who unregisters from an atomic or srcu chain waits for those who have begun', {
    broken: () => {
      for (const sort of ['atomic', 'srcu'] as const) {
        const model = whileCalled(sort, [unregisterNow, quiet], [called(1)]);
        const free = never(({ chain, user }) => user[0].at === 'end' && chain.isRunning());
        expect(verdictsOf(model, { free })).toMatchObject({ free: 'holds' });
      }
    },
    // Not for those who begin later, and of a raw chain for nobody.
    kept: () => {
      const later = chained('atomic', { caller: [begin], user: [unregister(2), quiet] });
      const during = somewhere(({ chain, user }) => user[0].at === 'end' && chain.isRunning());
      expect(verdictsOf(later, { during })).toMatchObject({ during: 'holds' });
      const raw = whileCalled('raw', [unregister(2), quiet], [called(1)]);
      const free = somewhere(
        ({ chain, user, caller }) =>
          user[0].at === 'end' && chain.isRunning() && caller[0].at === 's2',
      );
      expect(verdictsOf(raw, { free })).toMatchObject({ free: 'holds' });
    },
  });

  rule('one registration of a callback', {
    broken: () => {
      expect(refusalOf(chained('blocking', { user: [register(1)] }))).toContain('(-EEXIST)');
      expect(refusalOf(chained('blocking', { user: [unregister(1), unregister(1)] }))).toContain(
        '(-ENOENT)',
      );
    },
    kept: () =>
      expect(verdictsOf(chained('blocking', { user: [unregister(1), register(1)] }))).toMatchObject(
        right,
      ),
  });

  rule('one notification at a time', {
    broken: () =>
      expect(refusalOf(chained('blocking', { caller: [begin, begin] }))).toContain('under way'),
    kept: () =>
      expect(
        verdictsOf(chained('blocking', { caller: [begin, called(0, 'stop'), begin] })),
      ).toMatchObject(right),
  });
});
