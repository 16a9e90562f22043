// From some time on for ever: broken by a fair run that comes again and again to where it is false, however seldom.

import { describe, expect, test } from 'vitest';
import { bool, cell, system, upTo } from '../../src/index.ts';
import { judge } from './support.ts';

/** A flag that is set for good, and one that is toggled for ever; nobody is made to do either. */
const flags = (fairness: 'none' | 'weak') =>
  system({ set: cell(bool), toggled: cell(upTo(2)) }, ({ process }) => ({
    setter: process({
      fairness,
      start: 'set',
      steps: {
        set: ({ set }) => {
          set.value = true;
          return 'done';
        },
      },
    }),
    toggler: process({
      start: 'up',
      steps: {
        up: ({ toggled }) => {
          toggled.value = 1;
          return 'down';
        },
        down: ({ toggled }) => {
          toggled.value = 0;
          return 'up';
        },
      },
    }),
  }));

describe('holds', () => {
  test('of what is set for good by who must take his step', () => {
    const made = flags('weak');
    expect(
      judge(made, ({ eventuallyAlways }) => eventuallyAlways('', ({ set }) => set.value)),
    ).toEqual({
      verdict: 'holds',
    });
  });

  test('of what is true from the beginning', () => {
    const always = judge(flags('none'), ({ eventuallyAlways }) =>
      eventuallyAlways('', ({ toggled }) => toggled.value < 2),
    );
    expect(always).toEqual({ verdict: 'holds' });
  });
});

describe('is violated', () => {
  test('by what comes and goes, where it must come', () => {
    const judged = judge(flags('weak'), ({ eventuallyAlways }) =>
      eventuallyAlways('', ({ toggled }) => toggled.value === 0),
    );
    expect(judged).toMatchObject({ verdict: 'violated', cycle: 'toggler up, toggler down' });
    expect(judged.message).toContain('repeat for ever, and again and again it does not hold.');
  });

  test('though the goal is reached again and again, too', () => {
    const made = flags('weak');
    expect(
      judge(made, ({ eventually }) => eventually('', ({ toggled }) => toggled.value === 1)),
    ).toEqual({
      verdict: 'holds',
    });
    expect(
      judge(made, ({ eventuallyAlways }) =>
        eventuallyAlways('', ({ toggled }) => toggled.value === 1),
      ),
    ).toMatchObject({ verdict: 'violated' });
  });

  test('by what nobody is made to do', () => {
    const judged = judge(flags('none'), ({ eventuallyAlways }) =>
      eventuallyAlways('', ({ set }) => set.value),
    );
    expect(judged).toMatchObject({ verdict: 'violated', cycle: 'toggler up, toggler down' });
  });

  test('by a run that stops where it is false', () => {
    const made = system({ x: cell(bool) }, ({ process }) => ({
      p: process({
        start: 'go',
        steps: {
          go: ({ x }) => {
            x.value = true;
            return 'done';
          },
        },
      }),
    }));
    const judged = judge(made, ({ eventuallyAlways }) => eventuallyAlways('', ({ x }) => !x.value));
    expect(judged).toMatchObject({ verdict: 'violated', stem: 'p go', cycle: '' });
    expect(judged.message).toContain('The run may stop here for ever, and again and again it does');
  });

  test('with strong fairness by a cycle that avoids nobody', () => {
    const made = system({ open: cell(bool), got: cell(bool) }, ({ process }) => ({
      door: process({
        start: 'open',
        steps: {
          open: ({ open }) => {
            open.value = true;
            return 'shut';
          },
          shut: ({ open }) => {
            open.value = false;
            return 'open';
          },
        },
      }),
      guest: process({
        start: 'enter',
        steps: {
          enter: ({ open, got }) => {
            if (!open.value) return 'blocked';
            got.value = true;
            return 'done';
          },
        },
      }),
    }));
    const claim = (guest: 'weak' | 'strong') =>
      judge(made, ({ eventuallyAlways }) =>
        eventuallyAlways('', ({ got }) => got.value, { fairness: { guest } }),
      );
    expect(claim('weak').verdict).toBe('violated');
    expect(claim('strong').verdict).toBe('holds');
  });
});
