// Makers of properties called otherwise than their types ask for: nobody checks the types of a user's file, and a claim
// about nothing would hold.

import { expect, it } from 'vitest';
import { propertyMakers } from '../../src/property/makers.ts';

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
])('%s', ([, call, message]) => {
  expect(call).toThrow(message);
});

it('one process may be named without a list', () => {
  expect(make.terminates('it ends', 'offline').claim.processes).toEqual(['offline']);
});
