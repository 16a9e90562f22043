// What the tests of author's mistakes share: a wrong model is checked, and refused by one ModelError with these words.

import { expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, system, upTo } from '../../src/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: wrong models are written here on purpose
export type Wrong = any;
export type Mistake = [what: string, make: () => unknown, message: RegExp];

export const [model, build] = [defineModel as Wrong, system as Wrong];
export const cells = { count: cell(upTo(2)) };
export const go = { start: 'go', steps: { go: () => 'done' } };

/** Checks a model with the system that is given. */
export function check(made: (values: Wrong) => unknown): void {
  checkModel(model('wrong', { system: made }), {}, {});
}

/** Checks a system whose processes are made by a function of the builder. */
export function checkBuild(processes: (builder: Wrong) => unknown, initial?: unknown): void {
  check(() => build(cells, processes, initial));
}

export function refuses(mistakes: readonly Mistake[]): void {
  test.each(mistakes)('%s', (_what, make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow(ModelError);
  });
}
