// A broken model is an error that names the place, never a silent wrap, drop or alias.

import { expect, test } from 'vitest';
import { explore } from '../../src/reference/explore.ts';
import { brokenSteps, systemWith } from '../support/broken-steps.ts';

test.each(Object.entries(brokenSteps))('%s', (_what, { says, step }) => {
  expect(() => explore(systemWith(step))).toThrow(says);
});

test('the error names process and step', () => {
  expect(() => explore(systemWith(() => 'nowhere'))).toThrow(
    expect.objectContaining({ name: 'ModelError', place: { process: 'p', step: 's' } }),
  );
});

test('initial values: of all elements, by list, by function, of some fields', () => {
  const { states, key } = explore(systemWith(() => 'done'));
  expect(states.toArray().map(key)[0]).toContain(
    '{"box":{"inner":{"a":0,"b":true}},"grid":[[false,false],[false,false]],"members":[],' +
      '"nodes":[{"ref":0,"state":"idle"},{"ref":1,"state":"idle"}],"owner":null,"queue":[],' +
      '"slots":[1,2],"small":0}',
  );
});

test('the initial step returns nothing: it cannot leave a state out', () => {
  const { cells, processes } = systemWith(() => 'done');
  const initial = () => 'blocked';
  const explored = () => explore({ type: 'system', cells, helpers: {}, processes, initial });
  expect(explored).toThrow('initial returned "blocked", and returns nothing');
});
