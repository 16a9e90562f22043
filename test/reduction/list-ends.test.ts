// The two ends of a list: who fills one and who empties it do not meet, but where it is full or empty.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/reduction/list-ends.test.ts looks further.

import { bool, cell, list, system } from 'mmcheck';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { channelModel } from '../support/channel-model.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { accessesTold, type Rules } from './dropped-rules/parts.ts';
import { expectSound } from './random-sources.ts';
import { Searches, SOUND } from './reduced-search.ts';
import { early, type RuleModel } from './rule-models/rule-model.ts';

const MODELS = Number(process.env.RANDOM_MODELS ?? 30);
const SEED = Number(process.env.SEED ?? 1);

const RULES: Rules = {
  'at which end a blocked step waits': accessesTold(({ awaits: _, ...access }) => access),
  'that who looks at a list looks at both ends': accessesTold((access) =>
    access.write ? access : { end: 'front', ...access },
  ),
};

const CELLS = { x: cell(bool), seen: cell(bool), inbox: list(1, bool) };

/** The reader has to be sent something before it is in anybody's way. */
const sentFirst: RuleModel = {
  system: system(CELLS, ({ process }) => ({
    writer: process({
      start: 'write',
      steps: {
        write: ({ x }) => {
          x.value = true;
          return 'done';
        },
      },
    }),
    reader: process({
      start: 'receive',
      steps: {
        receive: ({ inbox, x, seen }) => {
          if (inbox.isEmpty) return 'blocked';
          inbox.shift();
          seen.value = !x.value;
          return 'done';
        },
      },
    }),
    sender: process({
      start: 'send',
      steps: {
        send: ({ inbox }) => {
          if (inbox.length >= 1) return 'blocked';
          inbox.push(true);
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

/** Who looks may find nothing there yet. */
const looker: RuleModel = {
  system: system(CELLS, ({ process }) => ({
    sender: process({
      start: 'send',
      steps: {
        send: ({ inbox }) => {
          if (inbox.length >= 1) return 'blocked';
          inbox.push(true);
          return 'done';
        },
      },
    }),
    looker: process({
      start: 'look',
      steps: {
        look: ({ inbox, seen }) => {
          seen.value = inbox.isEmpty;
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

/** Where nothing is taken in between, the second push finds the list full and does something else. */
const trying: RuleModel = {
  system: system({ ...CELLS, inbox: list(1, bool, [true]) }, ({ process }) => ({
    receiver: process({
      start: 'receive',
      steps: {
        receive: ({ inbox }) => {
          if (inbox.isEmpty) return 'blocked';
          inbox.shift();
          return 'done';
        },
      },
    }),
    sender: process({
      start: 'send',
      steps: {
        send: ({ inbox, seen }) => {
          if (inbox.length < 1) inbox.push(true);
          else seen.value = true;
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

const HAND: Readonly<Record<string, RuleModel>> = {
  'at which end a blocked step waits': sentFirst,
  'that who looks at a list looks at both ends': looker,
};

describe('without the rule, a run is lost', () => {
  test.each(Object.entries(HAND))('%s', (name, { system, properties }) => {
    const searches = new Searches(system, properties);
    expect(searches.compare(SOUND).difference).toBeUndefined();
    expect(searches.compare(RULES[name]).difference).toMatch(
      /^misses |^a state that leads to none/,
    );
  });
});

test('who only tries is at both ends', () => {
  const searches = new Searches(trying.system, trying.properties);
  expect(searches.compare(SOUND).difference).toBeUndefined();
});

/** A step that goes wrong, though not where the other one comes first; each finds its way to that state by itself. */
const MISTAKES: Readonly<Record<string, readonly [cells: string, other: string, wrong: string]>> = {
  'two pushes into what may be one list': [
    'row: array(2, list(2, bool, [true]))',
    "({ row }) => { if (row[0].isEmpty) return 'blocked'; row[0].shift(); return 'done'; }",
    "({ row, me }) => { if (row[me.v].length >= 2 || row[me.w].length >= 2) return 'blocked'; row[me.v].push(true); row[me.w].push(true); return 'done'; }",
  ],
  'two shifts out of what may be one list': [
    'row: array(2, list(2, bool, [true]))',
    "({ row }) => { if (row[0].length >= 2) return 'blocked'; row[0].push(false); return 'done'; }",
    "({ row, me }) => { if (row[me.v].isEmpty || row[me.w].isEmpty) return 'blocked'; row[me.v].shift(); row[me.w].shift(); return 'done'; }",
  ],
  'a look at the first before it is asked whether there is one': [
    'row: array(2, list(2, bool))',
    "({ row }) => { if (row[0].length >= 2) return 'blocked'; row[0].push(false); return 'done'; }",
    "({ row, me }) => { if (row[0].first || row[0].isEmpty) return 'blocked'; return 'done'; }",
  ],
};

test.each(Object.entries(MISTAKES))('%s', (_name, [cells, other, wrong]) => {
  const { model, properties } =
    evaluateSource(`import { array, bool, cell, defineModel, defineProperties, list, system, upTo } from 'mmcheck';

const model = defineModel('mistake', {
  system: () =>
    system({ ${cells}, go: cell(bool) }, ({ process }) => ({
      other: process({ start: 'first', steps: { first: ${other} } }),
      wrong: process({
        locals: { v: upTo(1), w: upTo(1) },
        start: 'wait',
        steps: { wait: ({ go }) => (go.value ? 'blocked' : 'last'), last: ${wrong} },
      }),
    })),
});

export const properties = defineProperties(model, (make) => ({ deadlock: make.deadlock() }));
export default model;
`);
  const { limit } = checkModel(model, {}, properties.properties({}), { untilWrong: true });
  expect(limit).toMatchObject({
    reached: 'error',
    message: expect.stringMatching(/full|not there|outside/),
  });
});

test(
  `${MODELS} random models`,
  async () => {
    const reduced = await expectSound(channelModel, MODELS, SEED);
    expect(reduced, 'models with something to prune').toBeGreaterThan(MODELS / 20);
  },
  300_000 + MODELS * 1000,
);
