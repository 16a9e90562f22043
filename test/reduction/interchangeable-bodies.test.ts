// The analysis of ids is fuzzed as itself: random bodies of steps, guards, calls, properties and
// observers, and brute force. A body that is accepted and tells ids apart is a wrong proof.
//
// RANDOM_MODELS=1000000 SEED=7 npx vitest run test/reduction/interchangeable-bodies.test.ts looks further.

import { beforeAll, describe, expect, test } from 'vitest';
import { type Analysis, distinguishedKinds } from '../support/step-bodies/analysed.ts';
import { fuzz, shown, smallest, summary } from '../support/step-bodies/symmetry-fuzz.ts';

const COUNT = Number(process.env.RANDOM_MODELS ?? 20);
const SEED = Number(process.env.SEED ?? 1);
/** More of them say no more. */
const MOST_SHOWN = 20;
const HOUR = 3_600_000;

test(
  'no kind is taken to be interchangeable that a body tells apart',
  () => {
    const tally = fuzz({ seed: SEED, count: COUNT });
    console.log(summary(tally));
    const texts = tally.findings.slice(0, MOST_SHOWN).map((one) => shown(smallest(one), one));
    expect(texts.join('\n\n')).toBe('');
  },
  6 * HOUR,
);

/** Analyses that are wrong, one mistake each. */
const planted: Readonly<Record<string, Analysis>> = {
  'every kind is interchangeable': () => new Map(),
  'nodes are forgotten': (...asked) => without(distinguishedKinds(...asked), 'node'),
  'properties are not looked at': (definition, layout, _properties, candidates) =>
    distinguishedKinds(definition, layout, {}, candidates),
  'guards are not looked at': (definition, layout, properties, candidates) => {
    const processes = layout.processes.map((process) => {
      const { guard: _, ...rest } = process.definition;
      return { ...process, definition: rest };
    });
    const definitions = processes.map((one) => [one.name, one.definition] as const);
    const unguarded = { ...definition, processes: Object.fromEntries(definitions) };
    return distinguishedKinds(unguarded, { ...layout, processes }, properties, candidates);
  },
};

function without(reasons: Map<string, string>, kind: string): Map<string, string> {
  reasons.delete(kind);
  return reasons;
}

describe('a planted mistake is found', () => {
  const many = { seed: 1, count: 800 };
  let sound = 0;
  beforeAll(() => {
    sound = fuzz(many).findings.length;
  }, HOUR);
  test.each(Object.entries(planted))(
    '%s',
    (_, analysis) => {
      const { findings } = fuzz({ ...many, analysis });
      expect(findings.length).toBeGreaterThan(sound + 3);
    },
    HOUR,
  );
});

test('the bodies are neither all alike nor all wrong, and most of them run', () => {
  const { bodies, kinds } = fuzz({ seed: 1, count: 1000, analysis: () => new Map() });
  const of = (counts: ReadonlyMap<string, number>, what: string): number => counts.get(what) ?? 0;
  const apart = of(kinds, 'body tells some kind apart');
  const alike = of(kinds, 'body treats all alike');
  expect(apart / (apart + alike)).toBeGreaterThan(0.2);
  expect(apart / (apart + alike)).toBeLessThan(0.8);
  expect(of(bodies, 'looked at')).toBeGreaterThan(500);
});
