// A local that some property reads is read, whichever property is asked for; one that nobody reads is doubted.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { bool, cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';

const model = defineModel('locals', {
  system: () =>
    system({ x: cell(upTo(1)) }, ({ process }) => ({
      p: process({
        locals: { asked: upTo(1), unread: bool },
        start: 'go',
        steps: {
          go: ({ x, me }) => {
            x.value = 1;
            me.asked = 1;
            me.unread = true;
            return 'done';
          },
        },
      }),
    })),
});

const all = defineProperties(
  model,
  ({
    invariant,
    reachable,
    alwaysPossible,
    eventually,
    leadsTo,
    terminates,
    conservation,
    observer,
  }) => ({
    invariant: invariant('', ({ p }) => p[0].asked < 2),
    reachable: reachable('', ({ p }) => p[0].asked === 1),
    alwaysPossible: alwaysPossible('', ({ p }) => p[0].asked === 1),
    eventually: eventually('', ({ p }) => p[0].asked === 1),
    leadsTo: leadsTo(
      '',
      ({ x }) => x.value === 1,
      ({ p }) => p[0].asked === 1,
    ),
    conservation: conservation('', 1, ({ x, p }) => 1 + x.value - p[0].asked),
    broken: invariant('', ({ p }) => p[0].asked < 1),
    other: terminates('', 'p'),
    observer: observer('', { state: {}, on: { p: ({ me, assert }) => assert(me.asked < 2, '') } }),
  }),
).properties({});

const doubtsOf = (properties: Properties, only?: readonly string[]): readonly string[] =>
  checkModel(model, {}, properties, only ? { only } : {}).warnings.flatMap(
    (text) => /the local '(\w+)' is never read/.exec(text)?.[1] ?? [],
  );

const readers = Object.keys(all).filter((name) => !['other', 'observer'].includes(name));

test.each(readers)('%s reads it, asked or not', (name) => {
  const properties = { [name]: all[name], other: all.other };
  expect(doubtsOf(properties)).toEqual(['unread']);
  expect(doubtsOf(properties, ['other'])).toEqual(['unread']);
});

test('nobody reads it', () => {
  expect(doubtsOf({ other: all.other })).toEqual(['asked', 'unread']);
});

test('observers may read anything', () => {
  expect(doubtsOf({ observer: all.observer, other: all.other }, ['other'])).toEqual([]);
});
