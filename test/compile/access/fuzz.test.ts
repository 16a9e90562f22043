// The access analysis is fuzzed as itself: random bodies are run on views that tell of every load and
// store, and what they touch must have been declared.
//
// RANDOM_MODELS=1000000 SEED=7 npx vitest run test/compile/access/fuzz.test.ts looks further.

import { expect, test } from 'vitest';
import type { StepAccess } from '../../../src/compile/access/access.ts';
import {
  fuzzAccesses,
  shownAccess,
  smallestUndeclared,
} from '../../support/step-bodies/access-fuzz.ts';
import { accessOf } from '../../support/step-bodies/analysed.ts';

const COUNT = Number(process.env.RANDOM_MODELS ?? 1500);
const SEED = Number(process.env.SEED ?? 1);
const MOST_SHOWN = 20;
const HOUR = 3_600_000;

test(
  'whatever a body touches has been declared',
  () => {
    const { findings, bodies } = fuzzAccesses({ seed: SEED, count: COUNT });
    const texts = findings
      .slice(0, MOST_SHOWN)
      .map((one) => shownAccess(smallestUndeclared(one), one));
    expect(texts.join('\n\n')).toBe('');
    expect(bodies.get('looked at')).toBeGreaterThan(COUNT / 2);
  },
  6 * HOUR,
);

/** What is wrong with the declared accesses, one mistake each. */
const planted: Readonly<Record<string, (access: StepAccess) => StepAccess>> = {
  'the last access is forgotten': (access) => ({
    ...access,
    accesses: access.accesses.slice(0, -1),
  }),
  'writes are taken for reads': (access) => ({
    ...access,
    accesses: access.accesses.map((one) => ({ ...one, write: false })),
  }),
  'any element is taken for the first': (access) => ({
    ...access,
    accesses: access.accesses.map((one) => ({
      ...one,
      path: one.path.map((index) =>
        index.type === 'any' ? { type: 'constant' as const, value: 0 } : index,
      ),
    })),
  }),
  'locals are not read': (access) => ({
    ...access,
    locals: { ...access.locals, read: new Set<string>() },
  }),
  'an observer remembers nothing': (access) => ({ ...access, own: [] }),
  'a label is forgotten': (access) => ({
    ...access,
    labels: access.labels === 'any' ? [] : access.labels.slice(1),
  }),
};

test.each(Object.entries(planted))(
  'a planted mistake is found: %s',
  (_, spoil) => {
    const declaring = (subject: Parameters<typeof accessOf>[0]) => {
      const access = accessOf(subject);
      return access && spoil(access);
    };
    const { findings } = fuzzAccesses({ seed: 1, count: 300, declaring });
    expect(findings.length).toBeGreaterThan(3);
  },
  HOUR,
);
