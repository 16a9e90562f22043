// Primitives of an author's own: what their methods answer, in both explorers.

import { expect, test } from 'vitest';
import {
  array,
  bool,
  cell,
  list,
  none,
  primitive,
  record,
  set,
  system,
  upTo,
} from '../../src/index.ts';
import { explore } from '../../src/reference/explore.ts';
import { always } from '../kernel/verdicts.ts';
import { reachable } from '../support/reachable.ts';

const fields = {
  flags: array(2, bool),
  queue: list(2, upTo(2)),
  members: set(2),
  box: record({ a: bool }),
};
// biome-ignore lint/suspicious/noExplicitAny: the fields as the methods see them
type Run = (this: any) => unknown;

/** A process that asks the method, whatever it answers. */
const asking = (run: Run) =>
  system(
    { own: primitive(fields, { ask: { pure: true, run } }), asked: cell(bool) },
    ({ process }) => ({
      p: process({
        start: 'ask',
        steps: {
          ask: ({ own, asked }) => {
            asked.value = (own as { ask(): unknown }).ask() !== 5;
            return 'done';
          },
        },
      }),
    }),
  );

test.each<[string, Run]>([
  [
    'an array',
    function () {
      return this.flags;
    },
  ],
  [
    'a list',
    function () {
      return this.queue;
    },
  ],
  [
    'a set',
    function () {
      return this.members;
    },
  ],
  [
    'a record',
    function () {
      return this.box;
    },
  ],
  [
    'itself',
    function () {
      return this;
    },
  ],
  [
    'a view in an array',
    function () {
      return [this.queue];
    },
  ],
  [
    'a view in an object',
    function () {
      return { queue: this.queue };
    },
  ],
  [
    'a function',
    function () {
      return () => this.queue;
    },
  ],
])('%s is not handed out: what is written through it would be lost', (_what, run) => {
  const made = asking(run);
  expect(() => reachable(made, {})).toThrow(/^own\.ask\(\) returned an object; a method returns a/);
  expect(() => explore(made)).toThrow(/^own\.ask\(\) returned an object$/);
});

test.each<[string, Run]>([
  ['nothing', () => undefined],
  ['none', () => none],
  [
    'a value',
    function () {
      return this.queue.length;
    },
  ],
  [
    'values',
    function () {
      return this.members.values();
    },
  ],
  [
    'a copy',
    function () {
      return this.flags.slice();
    },
  ],
])('%s is', (_what, run) => {
  const made = asking(run);
  expect(reachable(made, {}).keys.size).toBe(2);
  expect(explore(made).states.size).toBe(2);
});

test('views are not written as text', () => {
  const made = asking(() => undefined);
  // biome-ignore lint/suspicious/noExplicitAny: cells by name
  type Claim = (views: any) => boolean;
  const claims: readonly Claim[] = [
    ({ own }) => JSON.stringify(own) !== '',
    ({ own }) => JSON.stringify(own.flags) !== '',
    ({ own }) => JSON.stringify(own.queue) !== '',
    ({ own }) => JSON.stringify(own.members) !== '',
    ({ own }) => `${own}` !== '',
  ];
  for (const claim of claims) {
    expect(() => reachable(made, { text: always(claim) })).toThrow(/cannot be made into text/);
  }
});
