// Each rule of partial-order reduction, dropped: a model made by hand then loses a run, which shows why there is the
// rule, and random models lose something, which shows that they would have found it. With all rules, none loses anything.
//
// The rules of symmetry: rules.test.ts.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateSource } from '../support/evaluate-source.ts';
import { reorderModel } from '../support/reorder-model.ts';
import { RULES } from './dropped-rules/all.ts';
import { Searches, SOUND } from './reduced-search.ts';
import { CPU_MODELS } from './rule-models/cpus.ts';
import { FUTURE_MODELS } from './rule-models/future.ts';
import { PROPERTY_MODELS } from './rule-models/properties.ts';
import type { RuleModel } from './rule-models/rule-model.ts';
import { SET_MODELS } from './rule-models/sets.ts';
import { WAITING_MODELS } from './rule-models/waiting.ts';

const MODELS: Readonly<Record<string, RuleModel | readonly RuleModel[]>> = {
  ...FUTURE_MODELS,
  ...SET_MODELS,
  ...WAITING_MODELS,
  ...CPU_MODELS,
  ...PROPERTY_MODELS,
};

/** Models that are searched until every dropped rule has been caught; by day, until few are left: the last take longest. */
const MOST = 1500;
const LEFT = process.env.ALL_ROWS === undefined ? 20 : 0;
const MINUTE = 60_000;

describe('without the rule, a run is lost', () => {
  test.each(Object.entries(RULES))('%s', (name, rule) => {
    const models = [MODELS[name]].flat();
    expect(models).not.toEqual([]);
    for (const { system, properties, loses = /^misses / } of models) {
      const searches = new Searches(system, properties);
      expect(searches.compare(SOUND).difference).toBeUndefined();
      expect(searches.compare(rule).difference).toMatch(loses);
    }
  });
});

test(
  'random models catch every one',
  () => {
    const open = new Map(Object.entries(RULES));
    for (const { source } of fc.sample(reorderModel, { numRuns: MOST, seed: 2 })) {
      if (open.size <= LEFT) return;
      const { model, properties } = evaluateSource(source);
      const searches = new Searches(model.system({}), properties.properties({}));
      if (searches.areTooLarge) continue;
      for (const [name, rule] of open) {
        if (searches.compare(rule).difference !== undefined) open.delete(name);
      }
    }
    expect(open.size, `no random model misses ${[...open.keys()].join(', ')}`).toBeLessThanOrEqual(
      LEFT,
    );
  },
  10 * MINUTE,
);
