// For each rule that keeps a local alive, a model in which the local is alive at a label because of it, and that goes wrong if
// it is forgotten there.

import { bool, cell, system, upTo } from '../../../src/index.ts';
import type { Properties } from '../../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../../src/language/system.ts';

export interface Checked {
  readonly definition: SystemDefinition;
  readonly properties: Properties;
}

export interface Rule extends Checked {
  /** Of the first process. */
  readonly local: string;
  readonly label: string;
}

const about = '';
const bit = upTo(1);
const invariant = (holds: (context: never) => boolean): Properties => ({
  p: { kind: 'invariant', about, holds: holds as never },
});
const noBad = invariant((({ bad }: { bad: { value: boolean } }) => !bad.value) as never);

/** Begins with a guess, so that there are states with each value of the local. */
const guess = ({ me, choose }: { me: { x: number }; choose: (values: number[]) => number }) => {
  me.x = choose([0, 1]);
  return 'next' as const;
};

export const DEAD_LOCAL_MODELS: Readonly<Record<string, Rule>> = {
  'a step reads it': {
    definition: system({ bad: cell(bool) }, ({ process }) => ({
      p: process({
        locals: { x: bit },
        start: 'guess',
        steps: {
          guess,
          wait: () => 'next',
          read: ({ bad, me }) => {
            if (me.x === 1) bad.value = true;
            return 'done';
          },
        },
      }),
    })),
    properties: noBad,
    label: 'wait',
    local: 'x',
  },
  'one way to the next label does not assign it': {
    definition: system({ bad: cell(bool) }, ({ process }) => ({
      p: process({
        locals: { x: bit },
        start: 'guess',
        steps: {
          guess,
          some: ({ me, choose }) => {
            if (choose([true, false])) me.x = 0;
            return 'read';
          },
          read: ({ bad, me }) => {
            if (me.x === 1) bad.value = true;
            return 'done';
          },
        },
      }),
    })),
    properties: noBad,
    label: 'some',
    local: 'x',
  },
  'a loop may not be run': {
    definition: system({ bad: cell(bool) }, ({ process }) => ({
      p: process({
        locals: { x: bit, n: bit },
        start: 'guess',
        steps: {
          guess,
          some: ({ me }) => {
            for (let k = 0; k < me.n; k++) me.x = 0;
            return 'read';
          },
          read: ({ bad, me }) => {
            if (me.x === 1) bad.value = true;
            return 'done';
          },
        },
      }),
    })),
    properties: noBad,
    label: 'some',
    local: 'x',
  },
  'what is right of && may not be evaluated': {
    definition: system({ bad: cell(bool), off: cell(bool) }, ({ process }) => ({
      p: process({
        locals: { x: bit },
        start: 'guess',
        steps: {
          guess,
          some: ({ off, bad, me }) => {
            // biome-ignore lint/suspicious/noAssignInExpressions: as it might be written
            const isOff = off.value && (me.x = 0) === 0;
            if (me.x === 1 && !isOff) bad.value = true;
            return 'done';
          },
        },
      }),
    })),
    properties: noBad,
    label: 'some',
    local: 'x',
  },
  'x += 1 reads it': {
    definition: system({ bad: cell(bool) }, ({ process }) => ({
      p: process({
        locals: { x: upTo(2) },
        start: 'guess',
        steps: {
          guess,
          add: ({ me }) => {
            me.x += 1;
            return 'next';
          },
          read: ({ bad, me }) => {
            if (me.x === 2) bad.value = true;
            return 'done';
          },
        },
      }),
    })),
    properties: noBad,
    label: 'add',
    local: 'x',
  },
  'a property reads it': {
    definition: system({}, ({ process }) => ({
      p: process({ locals: { x: bit }, start: 'guess', steps: { guess, wait: () => 'done' } }),
    })),
    properties: invariant((({ p }: { p: { x: number }[] }) => p[0].x === 0) as never),
    label: 'wait',
    local: 'x',
  },
  'an observer reads it after a step': {
    definition: system({}, ({ process }) => ({
      p: process({ locals: { x: bit }, start: 'guess', steps: { guess, wait: () => 'done' } }),
    })),
    properties: {
      p: {
        kind: 'observer',
        about,
        state: {},
        on: {
          p: {
            wait: (({ me, assert }: { me: { x: number }; assert: (is: boolean) => void }) =>
              assert(me.x === 0)) as never,
          },
        },
      },
    },
    label: 'wait',
    local: 'x',
  },
  'an observer of another process reads it': {
    definition: system({}, ({ process }) => ({
      p: process({ locals: { x: bit }, start: 'guess', steps: { guess, wait: () => 'done' } }),
      other: process({ start: 'go', steps: { go: () => 'done' } }),
    })),
    properties: {
      p: {
        kind: 'observer',
        about,
        state: {},
        on: {
          other: {
            go: (({ p, assert }: { p: { x: number }[]; assert: (is: boolean) => void }) =>
              assert(p[0].x === 0)) as never,
          },
        },
      },
    },
    label: 'wait',
    local: 'x',
  },
  'the guard reads it': {
    definition: system({ bad: cell(bool) }, ({ process }) => ({
      p: process({
        locals: { x: bit },
        guard: ({ me }) => me.x === 0,
        start: 'guess',
        steps: {
          guess,
          go: ({ bad }) => {
            bad.value = true;
            return 'done';
          },
        },
      }),
    })),
    properties: { p: { kind: 'deadlock', about } },
    label: 'go',
    local: 'x',
  },
  'an argument of a call reads it': {
    definition: system({ bad: cell(bool) }, ({ process, procedure, call }) => {
      const inner = procedure('inner', {
        params: { a: bit },
        start: 'read',
        steps: {
          read: ({ bad, me }) => {
            if (me.a === 1) bad.value = true;
            return 'back';
          },
        },
        returns: ['back'],
      });
      return {
        p: process({
          locals: { x: bit },
          start: 'guess',
          steps: { guess, in: call(inner, ({ me }) => ({ a: me.x }), { back: 'done' }) },
        }),
      };
    }),
    properties: noBad,
    label: 'in',
    local: 'x',
  },
  'it is read when a call has returned': {
    definition: system({ bad: cell(bool) }, ({ process, procedure, call }) => {
      const inner = procedure('inner', {
        start: 'go',
        steps: { go: () => 'back' },
        returns: ['back'],
      });
      return {
        p: process({
          locals: { x: bit },
          start: 'guess',
          steps: {
            guess,
            in: call(inner, () => ({}), { back: 'read' }),
            read: ({ bad, me }) => {
              if (me.x === 1) bad.value = true;
              return 'done';
            },
          },
        }),
      };
    }),
    properties: noBad,
    label: 'in/go',
    local: 'x',
  },
  'a call hands it back': {
    definition: system({ bad: cell(bool) }, ({ process, procedure, call }) => {
      const inner = procedure('inner', {
        results: { x: bit },
        start: 'guess',
        steps: { guess, go: () => 'back' },
        returns: ['back'],
      });
      return {
        p: process({
          locals: { got: bit },
          start: 'in',
          steps: {
            in: call(inner, () => ({}), { back: 'read' }, { x: 'got' }),
            read: ({ bad, me }) => {
              if (me.got === 1) bad.value = true;
              return 'done';
            },
          },
        }),
      };
    }),
    properties: noBad,
    label: 'in/go',
    local: 'inner.x',
  },
  'a step that stays is progress only where it changes something': {
    definition: system({}, ({ process }) => ({
      p: process({
        locals: { x: bit },
        start: 'spin',
        steps: {
          spin: ({ me }) => {
            me.x = 1;
            return 'spin';
          },
        },
      }),
    })),
    properties: { p: { kind: 'deadlock', about } },
    label: 'spin',
    local: 'x',
  },
};
