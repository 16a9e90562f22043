// A comparison with a value that is never there is refused where no variant of the model gives it one: in claims, observers,
// steps, guards, procedures and helpers.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import {
  bool,
  cell,
  defineModel,
  defineProperties,
  kind,
  labelsOf,
  none,
  oneOf,
  orNone,
  system,
  table,
  upTo,
} from '../../src/index.ts';
import { anyProcess } from '../../src/language/domain.ts';

const page = kind('page', 2);

// biome-ignore lint/suspicious/noExplicitAny: what the types refuse, too, is what is tried
type Loose = any;
interface Parts {
  readonly step?: (context: Loose) => string;
  readonly guard?: (context: Loose) => boolean;
  readonly claim?: (views: Loose) => boolean;
  readonly handler?: (context: Loose) => void;
}

/** A model of two variants: only with `wide` has the state a third value, the count a 3, the process a label `late`. */
function check({ step, guard, claim, handler }: Parts) {
  const model = defineModel('m', {
    parameters: { wide: bool },
    system: ({ wide }: { wide?: boolean }) =>
      system(
        {
          c: cell(upTo(wide ? 3 : 2)),
          owner: cell(orNone(page)),
          pages: table(page, {
            state: wide ? oneOf('free', 'used', 'lost') : oneOf('free', 'used'),
          }),
          at: labelsOf('task', 'one'),
        },
        { help: ({ c }: Loose) => c.value === 2 },
        ({ process }: Loose) => ({
          task: process({
            count: 2,
            locals: { seen: bool },
            start: 'one',
            ...(guard && { guard }),
            steps: {
              one: step ?? (() => 'two'),
              two: () => 'done',
              ...(wide ? { late: () => 'done' } : {}),
            },
          }),
        }),
      ) as Loose,
  });
  const properties = defineProperties(
    model,
    ({ invariant, observer }: Loose) =>
      ({
        ...(claim && { claimed: invariant('claimed', claim) }),
        ...(handler && {
          watched: observer('watched', { state: { last: oneOf('a', 'b') }, on: { task: handler } }),
        }),
      }) as Loose,
  ).properties({});
  return checkModel(model as Loose, {}, properties as Loose);
}

const gone: string = 'gone';

test.for<[string, Parts, RegExp]>([
  [
    'a claim',
    { claim: ({ pages }) => pages.every(({ state }: Loose) => state !== 'usde') },
    /^`state !== "usde"`: state is never "usde".*did you mean 'used'/,
  ],
  ['a number', { claim: ({ c }) => c.value !== 4 }, /c.value is never 4.* a whole number 0..2/],
  ['a claim about a label', { claim: ({ task }) => task[0].at !== 'dnoe' }, /'dnoe'/],
  [
    'a switch over labels',
    {
      claim: ({ task }) => {
        switch (task[0].at) {
          case 'tow':
            return false;
          default:
            return true;
        }
      },
    },
    /`case "tow"`: task\[0\].at is never "tow".*did you mean 'two'/,
  ],
  ['what looks at nothing', { claim: () => true }, /looks at nothing of the state/],
  ['an id', { claim: ({ owner }) => owner.value !== 2 }, /owner.value is never 2/],
  ['none', { claim: ({ c }) => c.value !== none }, /c.value is never none/],
  [
    'a step',
    { step: ({ me }) => (me.seen === 1 ? 'two' : 'done') },
    /me.seen is never 1.*true or false/,
  ],
  ['a guard', { guard: ({ c }) => c.value !== 'x' }, /`c.value !== "x"`: c.value is never "x"/],
  [
    'an observer',
    { handler: ({ my, assert }) => assert(my.last !== 'c', 'c') },
    /my.last is never "c"/,
  ],
])('%s', ([, parts, message]) => {
  expect(() => check(parts)).toThrow(message);
});

test.for<[string, Parts]>([
  ['what another variant has', { claim: ({ pages }) => pages[0].state !== 'lost' }],
  ['a number of another variant', { claim: ({ c }) => c.value !== 3 }],
  ['a label of another variant', { claim: ({ task }) => !['late'].includes(task[0].at) }],
  ['a name from around', { claim: ({ pages }) => pages[0].state !== gone }],
  ['where others stand', { step: ({ at }) => (at[1] === 'gone' ? 'two' : 'done') }],
  ['none where it may be', { claim: ({ owner }) => owner.value === none }],
])('nothing is refused that may be: %s', ([, parts]) => {
  expect(() => check(parts)).not.toThrow();
});

test('a number that a step may have reached in between is compared for something', () => {
  const before = ({ c }: Loose) => {
    if (c.value === 4) c.value = 0;
    c.value = 1;
    return 'two';
  };
  const behind = ({ c }: Loose) => {
    c.value += 1;
    if (c.value === 4) c.value = 0;
    return 'two';
  };
  const looped = ({ c }: Loose) => {
    for (const k of [1, 2]) {
      if (c.value === 4) c.value = 0;
      c.value += k;
    }
    c.value = 0;
    return 'two';
  };
  expect(() => check({ step: before })).toThrow('c.value is never 4');
  expect(() => check({ step: behind })).not.toThrow();
  expect(() => check({ step: looped })).not.toThrow();
});

test('the number of a process that there is not', () => {
  const asked = (comparison: string) => () => {
    const step = new Function(`return ({ owner }) => (owner.value ${comparison} ? 'two' : 'done')`);
    const model = defineModel('owned', {
      system: () =>
        system({ owner: cell(orNone(anyProcess)) }, ({ process }) => ({
          task: process({ count: 2, start: 'one', steps: { one: step(), two: () => 'done' } }),
        })),
    });
    return checkModel(model, {}, {});
  };
  expect(asked('=== 2')).toThrow('owner.value is never 2');
  expect(asked('!== 7')).toThrow('it is a process or none (0..1)');
  expect(asked('=== 1')).not.toThrow();
});

test('a count that looks at nothing is refused as a claim is', () => {
  const model = defineModel('counted', {
    system: () =>
      system({ n: cell(upTo(2)) }, ({ process }) => ({
        p: process({
          start: 'add',
          steps: {
            add: ({ n }) => {
              n.value++;
              return 'done';
            },
          },
        }),
      })),
  });
  const counted = (count: (views: Loose) => number) =>
    checkModel(
      model,
      {},
      defineProperties(model, ({ conservation }) => ({
        all: conservation('.', 2, count),
      })).properties({}),
    ).outcome;
  expect(() => counted(() => 2)).toThrow(/looks at nothing of the state/);
  expect(counted(({ n }) => n.value)).toBe('violated');
});
