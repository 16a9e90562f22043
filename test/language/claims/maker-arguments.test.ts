// Makers of properties called otherwise than their types ask for: nobody checks the types of a user's file, and a claim
// about nothing would hold.

import { expect, it } from 'vitest';
import { defineModel, system } from '../../../src/index.ts';
import { defineProperties, propertyMakers } from '../../../src/language/claims/makers.ts';

// biome-ignore lint/suspicious/noExplicitAny: calls that the types forbid
const make = propertyMakers() as any;
const isSo = () => true;

it.for<[string, () => unknown, RegExp]>([
  ['no text', () => make.invariant(isSo), /^invariant: begin with a text/],
  ['no condition', () => make.reachable('somebody waits'), /^reachable: give it a function/],
  ['one condition', () => make.leadsTo('served', isSo), /^leadsTo: give it a function/],
  ['no processes', () => make.progresses('nobody starves', []), /^progresses: name the processes/],
  ['processes first', () => make.progresses(['task']), /^progresses: begin with a text/],
  ['nobody at all', () => make.terminates('all end'), /^terminates: name the processes/],
  ['a number as a text', () => make.deadlock(5), /^deadlock: begin with a text/],
  ['an unknown kind', () => make.pending('foo', 'x'), /^pending: begin with one of liveness, mem/],
  ['no state', () => make.observer('watches', { on: {} }), /^observer: give it its state/],
  ['no options', () => make.observer('watches'), /^observer needs options .* got undefined/],
  [
    'a first value',
    () => make.observer('watches', { state: { seen: 0 }, on: {} }),
    /^observer: state\.seen must be a domain or a cell, as in seen: upTo\(2\); it is the number 0$/,
  ],
  ['onn', () => make.observer('watches', { state: {}, onn: {} }), /'onn'; did you mean 'on'\?$/],
  ['no handler', () => make.observer('watches', { state: {}, on: { a: 5 } }), /'a' must be a func/],
  [
    'two processes one by one',
    () => make.terminates('both end', 'a', 'b'),
    /^terminates: name several processes in one list, \['task', 'b'\], as in terminates\(/,
  ],
  ['fair', () => make.terminates('ends', 'a', { fair: {} }), /^terminates has no option 'fair'/],
  [
    'a week',
    () => make.eventually('ends', isSo, { fairness: { a: 'week' } }),
    /^eventually: process 'a': fairness is one of 'none', 'weak', 'strong', not the text 'week'$/,
  ],
])('%s', ([, call, message]) => {
  expect(call).toThrow(message);
});

it('one process may be named without a list', () => {
  expect(make.terminates('it ends', 'offline').claim.processes).toEqual(['offline']);
});

it.for<[string, (makers: typeof make) => unknown, RegExp]>([
  ['by hand', () => ({ p: isSo }), /^must be made by one of the makers, .* it is a function$/],
  ['undefined', () => ({ p: undefined }), /^must be made by one of the makers, .* undefined$/],
  ['none at all', () => {}, /^the properties of 'm' must be .* they are undefined$/],
  [
    'assertions',
    ({ deadlock }) => ({ assertions: deadlock() }),
    /^is the name of what steps assert/,
  ],
])('properties: %s', ([, properties, message]) => {
  const model = defineModel('m', { system: () => system({}, () => ({})) });
  const made = defineProperties(model, properties as never);
  expect(() => made.properties({})).toThrow(message);
});

it('properties of no model', () => {
  expect(() => defineProperties(undefined as never, () => ({}))).toThrow(
    /^defineProperties: the f/,
  );
});

it('a maker that is misspelt where it is taken from all of them', () => {
  const model = defineModel('m', { system: () => system({}, () => ({})) });
  const made = (of: (makers: Record<string, (...given: unknown[]) => never>) => object) =>
    defineProperties(model, of as never).properties({});
  expect(() => made((makers) => ({ a: makers.invariannt('so', isSo) }))).toThrow(
    /invariannt is not a function; did you mean 'invariant'\?$/,
  );
  expect(() => made(({ whatever }) => ({ a: whatever('so', isSo) }))).toThrow(/not a function$/);
});
