// The strong paths of lockdep-design.rst as bare dependencies.

import { describe, expect, test } from 'vitest';
import { problemsOf as problemsIn } from '../../src/lock-order/problems.ts';
import type { Asked, Dependency, Held } from '../../src/outcome/lock-order.ts';

describe('strong paths', () => {
  /** `X ER Y` is X -(ER)-> Y. */
  const dependency = (text: string): Dependency => {
    const [from, [held, asked], to] = text.split(' ');
    return { type: 'dependency', from, held: held as Held, to, asked: asked as Asked };
  };
  // "lockdep/selftest: Add more recursive read related test cases" (8ef7ca75120a), and what the text derives.
  test.each([
    ['X EN Y, Y EN X', true],
    ['X ER Y, Y ER Z, Z ER X', true],
    ['X EN Y, Y SR Z, Z ER X', true],
    ['X EN Y, Y SR Z, Z SN X', false],
    ['X ER Y, Y SR Z, Z EN X', false],
    ['X SN Y, Y SN X', true],
    ['X SR Y, Y SN X', false],
    ['X SR X', false],
    ['X SN X', true],
    ['X ER X', true],
    // There are two ways from X to Y, and only one is strong.
    ['X ER Y, X EN Y, Y SN X', true],
  ])('%s: %s', (path, isDeadlock) => {
    const problems = problemsIn(path.split(', ').map(dependency));
    expect(problems.length > 0).toBe(isDeadlock);
  });
});
