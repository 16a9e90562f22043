// What a step chose is told by name where it is an id, whatever list it came from; and a number stays a number.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import {
  anyProcess,
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
  table,
  upTo,
} from '../../src/index.ts';
import type { AnyStep } from '../../src/language/process.ts';

const zone = kind('zone', ['Normal', 'Movable']);
const page = kind('page', 3);
const [NORMAL, MOVABLE] = zone.ids;

const cells = {
  z: cell(orNone(zone)),
  p: cell(orNone(page)),
  n: cell(upTo(3)),
  flag: cell(bool),
  free: set(page, page.ids.slice(1)),
  lru: list(3, page),
  zones: table(zone, { free: upTo(3) }),
  owner: cell(orNone(anyProcess)),
  seen: array(page, bool),
};

/** What the last step of the run says that it chose, by the step that chooses the last of each list. */
function chosenBy(step: AnyStep): readonly unknown[] {
  const model = defineModel('chooses', {
    system: () =>
      system(cells, ({ process }) => ({
        t: process({
          start: 'a',
          steps: {
            a: step as never,
            b: ({ flag }) => {
              flag.value = true;
              return 'done';
            },
          },
        }),
      })),
  });
  const { properties } = checkModel(
    model,
    {},
    {
      never: { kind: 'unreachable', about: '', when: ({ n, flag }) => flag.value && n.value === 3 },
    },
  );
  return properties[0].counterexample?.steps.first()?.chosen ?? [];
}

test.each<[string, AnyStep, unknown[]]>([
  [
    'all ids of a kind',
    ({ z, n, choose }) => {
      z.value = choose(zone.ids);
      n.value = z.value === zone.ids[1] ? 3 : 0;
      return 'b';
    },
    ['Movable'],
  ],
  [
    'some of them',
    ({ p, n, choose }) => {
      p.value = choose(page.ids.filter((i) => i !== page.ids[0]));
      n.value = p.value === page.ids[2] ? 3 : 0;
      return 'b';
    },
    ['page2'],
  ],
  [
    'the members of a set, in a variable that indexes',
    ({ free, seen, n, choose }) => {
      const one = choose(free.values());
      seen[one] = true;
      n.value = seen[2] ? 3 : 0;
      return 'b';
    },
    ['page2'],
  ],
  [
    'ids that the code knows as numbers, by where they go',
    ({ z, n, choose }) => {
      z.value = choose([NORMAL, MOVABLE]);
      n.value = z.value === MOVABLE ? 3 : 0;
      return 'b';
    },
    ['Movable'],
  ],
  [
    'ids that index a table',
    ({ zones, n, choose }) => {
      const k = choose([NORMAL, MOVABLE]);
      zones[k].free = 1;
      n.value = zones[MOVABLE].free === 1 ? 3 : 0;
      return 'b';
    },
    ['Movable'],
  ],
  [
    'none beside ids',
    ({ p, n, choose }) => {
      p.value = choose([...page.ids, none]);
      n.value = p.value === none ? 3 : 0;
      return 'b';
    },
    [null],
  ],
  [
    'an id and a number',
    ({ z, n, choose }) => {
      z.value = choose(zone.ids);
      n.value = choose([0, 3]);
      return z.value === MOVABLE ? 'b' : 'done';
    },
    ['Movable', 3],
  ],
  [
    'what goes into a list',
    ({ lru, n, choose }) => {
      lru.push(choose(page.ids));
      n.value = lru.at(0) === 2 ? 3 : 0;
      return 'b';
    },
    ['page2'],
  ],
  [
    'one of two calls, of which nobody knows which',
    ({ z, n, choose, flag }) => {
      if (flag.value) z.value = choose(zone.ids);
      else n.value = choose([0, 1, 2, 3]);
      return 'b';
    },
    [3],
  ],
  [
    'a number that could be an id',
    ({ n, z, choose }) => {
      z.value = zone.ids[1];
      n.value = choose([1, 3]);
      return 'b';
    },
    [3],
  ],
])('%s', (_, step, chosen) => {
  expect(chosenBy(step)).toEqual(chosen);
});
