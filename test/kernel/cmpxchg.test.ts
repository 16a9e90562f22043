// Lockless readers: seqlocks see whole updates only, RCU frees nothing under a reader, references keep their object.

import { bool, cell, oneOf, system, upTo } from 'mmcheck';
import { atomic, atomicPair } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, verdictsOf } from './verdicts.ts';

/** Entry 10 of the catalogue in small: a request made during a pass must not be lost. */
function requests(end: 'cmpxchg' | 'store') {
  return system(
    { state: atomic(oneOf('idle', 'requested', 'active')), work: cell(upTo(2)), armed: cell(bool) },
    ({ process }) => ({
      notifier: process({
        count: 2,
        start: 'add',
        steps: {
          add: ({ work }) => {
            work.value++;
            return 'next';
          },
          request: ({ state, armed }) => {
            if (state.xchg('requested') === 'idle') armed.value = true;
            return 'done';
          },
        },
      }),
      worker: process({
        start: 'wait',
        end: ['wait'],
        steps: {
          wait: ({ armed }) => {
            if (!armed.value) return 'blocked';
            armed.value = false;
            return 'next';
          },
          begin: ({ state }) => {
            state.set('active');
            return 'next';
          },
          pass: ({ work }) => {
            work.value = 0;
            return 'next';
          },
          end: ({ state, armed }) => {
            const before = end === 'cmpxchg' ? state.cmpxchg('active', 'idle') : state.xchg('idle');
            if (end === 'cmpxchg' && before === 'requested') armed.value = true;
            return 'wait';
          },
        },
      }),
    }),
  );
}

test('cmpxchg at the end of a pass loses no request', () => {
  const lost = never(
    ({ work, armed, notifier, worker }) =>
      work.value > 0 &&
      !armed.value &&
      worker[0].at === 'wait' &&
      notifier[0].at === 'done' &&
      notifier[1].at === 'done',
  );
  expect(verdictsOf(requests('cmpxchg'), { lost })).toMatchObject({ lost: 'holds' });
  expect(verdictsOf(requests('store'), { lost })).toMatchObject({ lost: 'violated' });
});

test('cmpxchg_double takes both words or none', () => {
  const model = system({ slab: atomicPair(upTo(2), upTo(2)) }, ({ process }) => ({
    user: process({
      count: 2,
      locals: { first: upTo(2), second: upTo(2) },
      start: 'read',
      steps: {
        read: ({ slab, me }) => {
          me.first = slab.first;
          return 'next';
        },
        tid: ({ slab, me }) => {
          me.second = slab.second;
          return 'next';
        },
        swap: ({ slab, me }) =>
          slab.cmpxchg(me.first, me.second, me.first + 1, me.second + 1) ? 'done' : 'read',
      },
    }),
  }));
  const apart = never(({ slab }) => slab.first !== slab.second);
  expect(verdictsOf(model, { apart })).toMatchObject({ apart: 'holds', deadlock: 'holds' });
});
