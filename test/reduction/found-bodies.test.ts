// What has slipped through an analysis of ids before: each body tells ids apart, as trying shows, and no
// analysis may accept it again.

import { expect, test } from 'vitest';
import { accessOf, reasonsOf } from '../support/step-bodies/analysed.ts';
import { load, type Subject } from '../support/step-bodies/subject.ts';
import { isWrong } from '../support/step-bodies/symmetry-fuzz.ts';
import { FOUND_BODIES } from './found-bodies.ts';

const bodies = Object.entries(FOUND_BODIES).map(([name, { kind, beside = '', ...rest }]) => ({
  name,
  kind,
  body: { beside, ...rest },
}));

test.each(bodies)('$name: tells $kind ids apart', ({ kind, body }) => {
  expect(accessOf(load(body) as Subject)).toBeDefined();
  expect(isWrong(body, kind, () => new Map())).toMatch(/other|hidden/);
});

test.each(bodies)('$name: $kind ids are not interchangeable', ({ kind, body }) => {
  expect([...reasonsOf(load(body) as Subject).keys()]).toContain(kind);
});
