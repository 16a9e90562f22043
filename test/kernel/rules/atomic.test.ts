// The rules of atomic operations: Documentation/atomic_t.txt, Documentation/atomic_bitops.txt.

import { bool, cell, oneOf, system, upTo } from 'mmcheck';
import { atomic, atomicBits, atomicPair } from 'mmcheck/kernel';
import { expect } from 'vitest';
import { never, somewhere, verdictsOf } from '../verdicts.ts';
import { rule } from './rule.ts';

const WORD = oneOf('idle', 'busy', 'done');

/** Two that take a word by some operation; `both` is whether both have it. */
const takes = (by: 'xchg' | 'cmpxchg' | 'tryCmpxchg' | 'plain') =>
  system({ word: atomic(WORD), takers: cell(upTo(2)) }, ({ process }) => ({
    p: process({
      count: 2,
      locals: { seen: WORD },
      start: 'look',
      steps: {
        look: ({ word, me }) => {
          me.seen = word.read();
          return me.seen === 'idle' ? 'next' : 'done';
        },
        take: ({ word, takers, me }) => {
          if (by === 'tryCmpxchg' && !word.tryCmpxchg('idle', 'busy')) return 'done';
          if (by === 'xchg') me.seen = word.xchg('busy');
          if (by === 'cmpxchg') me.seen = word.cmpxchg('idle', 'busy');
          if (by === 'plain') word.set('busy');
          if (me.seen !== 'idle') return 'done';
          takers.value++;
          return 'done';
        },
      },
      coarse: { take: 'nobody looks at takers' },
    }),
  }));
const both = never(({ takers }) => takers.value === 2);
const one = somewhere(({ takers }) => takers.value === 1);

rule('xchg() answers the value before', {
  broken: () => {
    expect(verdictsOf(takes('xchg'), { both })).toMatchObject({ both: 'holds' });
    expect(verdictsOf(takes('plain'), { both })).toMatchObject({ both: 'violated' });
  },
  kept: () => expect(verdictsOf(takes('xchg'), { one })).toMatchObject({ one: 'holds' }),
});

rule('cmpxchg() answers the value before, and replaces it where it is as expected', {
  broken: () => {
    for (const by of ['cmpxchg', 'tryCmpxchg'] as const) {
      expect(verdictsOf(takes(by), { both })).toMatchObject({ both: 'holds' });
    }
  },
  kept: () => {
    for (const by of ['cmpxchg', 'tryCmpxchg'] as const) {
      expect(verdictsOf(takes(by), { one })).toMatchObject({ one: 'holds' });
    }
    // It writes nothing where it finds something else, and says what.
    const finds = system({ word: atomic(WORD, 'done'), found: cell(WORD) }, ({ process }) => ({
      p: process({
        start: 'try',
        steps: {
          try: ({ word, found }) => {
            found.value = word.cmpxchg('idle', 'busy');
            return 'done';
          },
        },
        coarse: { try: 'nobody looks' },
      }),
    }));
    const said = somewhere(({ word, found }) => word.now === 'done' && found.value === 'done');
    expect(verdictsOf(finds, { said })).toMatchObject({ said: 'holds' });
  },
});

rule('cmpxchg_double() replaces both words or none', {
  broken: () => {
    const pair = (at: 0 | 1) =>
      system({ pair: atomicPair(upTo(2), upTo(2)), ok: cell(bool) }, ({ process }) => ({
        p: process({
          start: 'try',
          steps: {
            try: ({ pair, ok }) => {
              ok.value = pair.cmpxchg(0, at, 2, 2);
              return 'done';
            },
          },
          coarse: { try: 'nobody looks' },
        }),
      }));
    const half = never(({ pair }) => (pair.first === 2) !== (pair.second === 2));
    const wrote = somewhere(({ pair, ok }) => ok.value && pair.first === 2 && pair.second === 2);
    expect(verdictsOf(pair(1), { half, wrote })).toMatchObject({
      half: 'holds',
      wrote: 'violated',
    });
    expect(verdictsOf(pair(0), { half, wrote })).toMatchObject({ half: 'holds', wrote: 'holds' });
  },
  kept: () => {
    const alone = system({ pair: atomicPair(upTo(1), upTo(1)) }, ({ process }) => ({
      p: process({
        start: 'write',
        steps: {
          write: ({ pair }) => {
            pair.first = 1;
            return 'done';
          },
        },
      }),
    }));
    const half = somewhere(({ pair }) => pair.first === 1 && pair.second === 0);
    expect(verdictsOf(alone, { half })).toMatchObject({ half: 'holds' });
  },
});

/** A bit lock, taken in one operation or in two; another bit belongs to somebody else. */
const bitLock = (atOnce: boolean) =>
  system({ flags: atomicBits(2), inside: cell(upTo(2)) }, ({ process }) => ({
    p: process({
      count: 2,
      start: 'look',
      steps: {
        look: ({ flags }) => (flags.test(0) ? 'blocked' : 'next'),
        take: ({ flags, inside }) => {
          if (atOnce && flags.testAndSet(0)) return 'look';
          if (!atOnce) flags.set(0);
          inside.value++;
          return 'next';
        },
        give: ({ flags, inside }) => {
          inside.value--;
          return flags.testAndClear(0) ? 'done' : 'lost';
        },
        lost: () => 'done',
      },
      coarse: { take: 'nobody looks at inside', give: 'nobody looks at inside' },
    }),
    other: process({
      start: 'change',
      steps: {
        change: ({ flags }) => {
          flags.change(1);
          return 'next';
        },
        again: ({ flags }) => {
          flags.change(1);
          return 'next';
        },
        set: ({ flags }) => {
          flags.set(1);
          return 'next';
        },
        clear: ({ flags }) => {
          flags.clear(1);
          return 'done';
        },
      },
    }),
  }));
const inside = never(({ inside }) => inside.value === 2);

rule('test_and_set_bit() and test_and_clear_bit() answer what the bit was', {
  broken: () => {
    const lost = never(({ p }) => p.some((one: { at: string }) => one.at === 'lost'));
    expect(verdictsOf(bitLock(true), { inside, lost })).toMatchObject({
      inside: 'holds',
      lost: 'holds',
    });
    expect(verdictsOf(bitLock(false), { inside, lost })).toMatchObject({
      inside: 'violated',
      lost: 'violated',
    });
  },
  kept: () => expect(verdictsOf(bitLock(true))).toMatchObject({ deadlock: 'holds' }),
});

rule('a bit operation changes its own bit and no other', {
  broken: () => {
    const steps = { again: true, set: false, clear: true } as const;
    const wrong = never(
      ({ flags, other }) =>
        other[0].at in steps && flags.bits.has(1) !== steps[other[0].at as keyof typeof steps],
    );
    expect(verdictsOf(bitLock(true), { wrong })).toMatchObject({ wrong: 'holds' });
  },
  kept: () => {
    const two = somewhere(({ flags }) => flags.bits.size === 2);
    expect(verdictsOf(bitLock(true), { two })).toMatchObject({ two: 'holds' });
  },
});
