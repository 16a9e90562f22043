// A property may hand a label to a function from around it: which labels that tells apart is found out by asking.

import { bool, cell, system } from 'mmcheck';
import { describe, expect, test } from 'vitest';
import { labelsOfProperty } from '../../src/compile/monitor/labels-of-property.ts';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { Searches, SOUND } from './reduced-search.ts';

const isAtRest = (at: string) => at === 'begin' || at === 'done';
const isHalfway = (at: string) => /^half/.test(at);
const resting = ['begin', 'done'];
const first = (at: string) => [at];
const fails = (at: string) => {
  if (at === 'third') throw new Error('third');
  return at === 'done';
};

interface Walker {
  readonly at: string;
}
interface Views {
  readonly walker: readonly Walker[];
}

const walkers = system({ x: cell(bool) }, ({ process }) => ({
  walker: process({
    count: 2,
    start: 'begin',
    steps: {
      begin: () => 'half',
      half: () => 'third',
      third: () => 'done',
    },
  }),
}));

function labelsOf(when: (views: Views) => boolean): readonly string[] | undefined {
  const compiled = new CompiledSystem(walkers);
  const monitor = new Monitor(compiled, { asked: { kind: 'reachable', about: '', when } as never });
  const [check] = monitor.stateProperties;
  const labels = labelsOfProperty(compiled.layout, check);
  return labels && [...labels].sort();
}

describe('which labels a property tells apart', () => {
  test.each([
    [({ walker }: Views) => walker.every(({ at }) => isAtRest(at)), ['half', 'third']],
    [({ walker }: Views) => isHalfway(walker[0].at), ['half']],
    [({ walker }: Views) => walker.some(({ at }) => resting.includes(at)), ['begin', 'done']],
    [
      ({ walker }: Views) => walker.some(({ at }) => isHalfway(at) || at === 'done'),
      ['done', 'half'],
    ],
    // An answer that cannot be compared, and none.
    [({ walker }: Views) => walker.some(({ at }) => first(at)[0] === 'half'), undefined],
    [({ walker }: Views) => walker.some(({ at }) => fails(at)), undefined],
    [
      ({ walker }: Views) => {
        const isHalfway = (at: string) => at !== 'third';
        return walker.some(({ at }) => isHalfway(at));
      },
      undefined,
    ],
  ] as [(views: Views) => boolean, readonly string[] | undefined][])('%s', (when, expected) => {
    expect(labelsOf(when)).toEqual(expected);
  });
});

test('steps that it does not see are pruned, and it says the same', () => {
  const when = ({ walker }: Views) => walker.every(({ at }) => isHalfway(at));
  const searches = new Searches(walkers, { half: { kind: 'reachable', about: '', when } as never });
  const { difference, states } = searches.compare(SOUND);
  expect(difference).toBeUndefined();
  expect(states).toBeLessThan(searches.states);
});
