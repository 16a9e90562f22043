// Observers and the other properties: when they run, what they see, at which depth they are
// decided.

import { describe, expect, test } from 'vitest';
import {
  array,
  bool,
  cell,
  defineModel,
  kind,
  list,
  none,
  orNone,
  set,
  system,
  upTo,
} from '../../src/index.ts';
import { defineProperties } from '../../src/language/claims/makers.ts';
import { explore } from '../../src/reference/explore.ts';

const lamp = defineModel('lamp', {
  system: () =>
    system({ on: cell(bool, true) }, ({ process }) => ({
      user: process({
        count: 2,
        locals: { presses: upTo(1) },
        start: 'press',
        steps: {
          press: ({ on, me }) => {
            on.value = !on.value;
            me.presses = 1;
            return 'rest';
          },
          rest: () => 'done',
        },
      }),
    })),
});

test('an observer runs after transitions only, sees the state after them, and is part of the state', () => {
  const { properties } = defineProperties(lamp, ({ observer }) => ({
    watch: observer('', {
      state: { dark: bool, steps: upTo(3), last: upTo(1) },
      always: ({ on, my }) => {
        my.dark = !on.value;
      },
      on: {
        user: {
          press: ({ my, step, me, user, assert }) => {
            my.steps = my.steps + 1;
            my.last = step.id;
            assert(step.from === 'press' && step.to === 'rest' && me.at === 'rest', 'the step');
            assert(me.presses === 1 && user[step.id].presses === 1, 'the locals after the step');
            assert(!my.dark || my.steps === 1, 'always comes first');
          },
        },
      },
    }),
  }));
  const exploration = explore(lamp.system({}), properties({}));
  expect(exploration.verdicts.watch).toEqual({ verdict: 'holds' });
  // Nine places of two users, and who pressed last is remembered where both have pressed.
  expect(exploration.states.size).toBe(9 + 4);
  const initial = exploration.states
    .toArray()
    .map(exploration.key)
    .find((key) => key.includes('"steps":0'));
  expect(initial).toContain('"observers":{"watch":{"dark":false,"last":0,"steps":0}}');
});

test('a failing assertion of an observer undoes its handler; the successor is kept', () => {
  const { properties } = defineProperties(lamp, ({ observer }) => ({
    dark: observer('', {
      state: { seen: bool },
      on: {
        user: ({ on, my, assert }) => {
          my.seen = true;
          assert(on.value, 'it is dark');
        },
      },
    }),
  }));
  const { states, verdicts, key } = explore(lamp.system({}), properties({}));
  expect(verdicts.dark).toEqual({ verdict: 'violated', depth: 1 });
  expect(verdicts.assertions).toEqual({ verdict: 'holds' });
  const seenInTheDark = states
    .filter((state) => state.cells.get('on') === false)
    .count((state) => key(state).includes('"seen":true'));
  expect(seenInTheDark).toBe(0);
});

describe('conservation', () => {
  const page = kind('page', 2);
  const pages = (lose: boolean) =>
    system(
      { free: list(2, page, page.ids), held: set(page), slots: array(1, orNone(page)) },
      ({ process }) => ({
        task: process({
          start: 'take',
          steps: {
            take: ({ free, held }) => {
              held.add(free.shift());
              return 'put';
            },
            put: ({ held, slots }) => {
              const [first] = held.values();
              slots[0] = first;
              if (!lose) held.delete(first);
              return 'done';
            },
          },
        }),
      }),
    );
  const everywhere = {
    kind: 'conservation',
    about: '',
    of: page,
    count: ({ free, held, slots }: Record<string, unknown>) => [free, held, slots, none],
  } as const;

  test('each id is in exactly one place', () => {
    expect(explore(pages(false), { everywhere }).verdicts.everywhere).toEqual({ verdict: 'holds' });
    expect(explore(pages(true), { everywhere }).verdicts.everywhere).toEqual({
      verdict: 'violated',
      depth: 2,
    });
  });

  test('a total', () => {
    const total = (of: number) => ({
      total: {
        kind: 'conservation',
        about: '',
        of,
        count: ({ held }: { held: { size: number } }) => held.size,
      } as const,
    });
    expect(explore(pages(false), total(0)).verdicts.total).toEqual({
      verdict: 'violated',
      depth: 1,
    });
  });
});

test('properties cannot write, and a name that does not exist is an error', () => {
  const write = {
    kind: 'invariant',
    about: '',
    holds: ({ on }: { on: { value: boolean } }) => {
      on.value = true;
      return true;
    },
  } as const;
  expect(() => explore(lamp.system({}), { write })).toThrow('can only be read');
  const typo = {
    kind: 'invariant',
    about: '',
    holds: ({ off }: { off: unknown }) => off === undefined,
  } as const;
  expect(() => explore(lamp.system({}), { typo })).toThrow("no 'off'");
});

test('kinds of property whose machinery is not built are pending', () => {
  const { verdicts } = explore(lamp.system({}), { live: { kind: 'liveness', about: '' } });
  expect(verdicts.live).toEqual({ verdict: 'pending' });
});
