// A rule of the kernel that a primitive keeps, with the two tests without which it does not count as kept: a model that
// breaks where the rule is dropped, and one that the rule lets pass. test/docs/kernel-rules.test.ts compares the names
// with those in the code and in docs/language/kernel.md.

import { describe, test } from 'vitest';

export interface RuleTests {
  /** Fails where the rule is dropped. */
  readonly broken: () => void;
  /** What the rule lets pass; fails where it is made stricter than the kernel's. */
  readonly kept: () => void;
}

export function rule(name: string, { broken, kept }: RuleTests): void {
  describe(`rule: ${name}`, () => {
    test('a model breaks where it is dropped', broken);
    test('it lets pass what the kernel does', kept);
  });
}
