// Rounds of a team against the sequential search: the same outcome to the last byte but time and memory, with any number of
// members, whoever does which part in which order. The threads themselves: test/cli/workers.test.ts.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/explore/rounds.test.ts looks further.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assisted } from '../../src/check/assist.ts';
import type { InternalOptions } from '../../src/check/options.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { type InlineCounts, inlineTeam } from '../support/inline-team.ts';
import { randomModel } from '../support/random-model.ts';
import { said } from '../support/said.ts';
import { someRows } from '../support/shipped-rows.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 25);
/** Each member analyses the row's steps anew, which takes longer than most searches: by day few rows are looked at. */
const ONE_IN = process.env.ALL_ROWS === undefined ? 15 : 1;
const SEED = Number(process.env.SEED ?? 1);
const MEMBERS = process.env.ALL_ROWS === undefined ? [1, 2, 4] : [1, 2, 4, 8];
const MINUTE = 60_000;
const MOST_STATES = 20_000;

type Options = Omit<InternalOptions, 'team'>;

/** How many rounds there were. */
function compare(assisted: Assisted, options: Options, seed: number): number {
  const { model, values, properties } = assisted;
  const counts: InlineCounts = { rounds: 0 };
  const alone = said(model, values, properties, options);
  for (const members of MEMBERS) {
    const team = inlineTeam(assisted, members, { seed, piece: 1 + (seed % 5) }, counts);
    const together = said(model, values, properties, { ...options, team });
    expect({ members, said: together }).toEqual({ members, said: alone });
  }
  return counts.rounds;
}

const VARIANTS: readonly Options[] = [
  { reduction: false },
  { reduction: ['symmetry'] },
  {},
  { reduction: false, maxDepth: 5 },
  { reduction: false, maxStates: 150 },
];

test(
  `${RUNS} random models`,
  () => {
    let rounds = 0;
    fc.assert(
      fc.property(
        randomModel,
        fc.nat(),
        fc.constantFrom(...VARIANTS),
        ({ source }, seed, variant) => {
          const { model, properties } = evaluateSource(source);
          const options = { maxStates: MOST_STATES, memoryBytes: 2 ** 24, ...variant };
          const assisted = {
            model,
            values: {},
            properties: properties.properties({}),
            options: variant,
          };
          rounds += compare(assisted, options, seed);
        },
      ),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
    expect(rounds).toBeGreaterThan(RUNS);
  },
  5 * MINUTE + RUNS * 500,
);

describe('shipped rows', async () => {
  const rows = (await someRows()).filter((_, k) => k % ONE_IN === 0);
  test.each(rows)(
    '$name',
    ({ model, values, properties }) => {
      const options = { maxStates: MOST_STATES, memoryBytes: 2 ** 26 };
      const assisted = { model, values, properties: properties(values), options: {} };
      compare(assisted, options, 7);
      const unreduced = { reduction: false };
      compare({ ...assisted, options: unreduced }, { ...options, ...unreduced }, 8);
    },
    5 * MINUTE,
  );
});
