// The generator of random models is part of the oracle: its models must be valid, deterministic and
// not all alike.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore, TooManyStates } from '../../src/reference/explore.ts';
import { loadSource } from '../support/load-source.ts';
import { randomModel } from '../support/random-model.ts';

const sample = (seed: number) => fc.sample(randomModel, { numRuns: 40, seed });

test('the same seed gives the same sources', () => {
  expect(sample(3).map(({ source }) => source)).toEqual(sample(3).map(({ source }) => source));
});

test('models are valid, and properties hold in some and are violated in others', async () => {
  const seen = new Set<string>();
  for (const { source } of sample(4)) {
    const { model, properties } = await loadSource(source);
    const claims = properties.properties({});
    try {
      const { verdicts } = explore(model.system({}), claims, { maxStates: 1000 });
      for (const [name, { verdict }] of Object.entries(verdicts)) {
        seen.add(`${claims[name]?.kind ?? name} ${verdict}`);
      }
    } catch (error) {
      if (!(error instanceof TooManyStates)) throw error;
    }
  }
  const states = ['invariant', 'reachable', 'unreachable', 'conservation'];
  const kinds = [...states, 'deadlock', 'observer', 'assertion'];
  const wanted = [...kinds, 'assertions'].flatMap((kind) => [`${kind} holds`, `${kind} violated`]);
  expect([...seen].sort()).toEqual(wanted.sort());
});

test('the language is used in full', () => {
  const sources = sample(5)
    .map(({ source }) => source)
    .join();
  const words = [
    'table(',
    'array(',
    'set(',
    'list(',
    'record(',
    'spinlock()',
    'orNone(anyProcess)',
    'call(',
    'results: { ',
    "'fail'",
    'choose(',
    "'blocked'",
    "'next'",
    'environment: true',
    'end: [',
    'assert(',
    'helper1(',
    'me.id',
    '.shift()',
    '.remove(',
    'always:',
    'step.',
    'locals: {',
    'for (const k',
    '.acquire(me)',
    'count: node',
    'guard: (',
    'begin: (',
    'const part =',
  ];
  for (const word of words) expect(sources).toContain(word);
});
