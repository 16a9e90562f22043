// `check --fewest-switches`, as a user gives it.

import { expect, test } from 'vitest';
import { mmcheck } from './mmcheck.ts';

test('JSON says whether it could be said', async () => {
  const words = ['check', 'counter.ts', '--fewest-switches', '--format', 'json'];
  const { stdout } = await mmcheck(words);
  const [lost] = JSON.parse(stdout).properties;
  expect(lost).toMatchObject({ verdict: 'violated', depth: 6, fewestSwitches: true });
  const names = lost.counterexample.steps.map(({ name }: { name: string }) => name);
  const switches = names.filter((name: string, k: number) => k > 0 && name !== names[k - 1]);
  expect(switches).toHaveLength(2);
});

test('depth-first it cannot, which text says; and it is not for a spec', async () => {
  const dfs = await mmcheck(['check', 'counter.ts', '--fewest-switches', '--order', 'dfs']);
  expect(dfs.stdout).toContain('Perhaps not the fewest context switches:\n  - nothing-lost\n');
  const spec = await mmcheck(['check', 'lost-update.ts', '--fewest-switches']);
  expect(spec.stderr).toContain('--fewest-switches is for one search');
  expect([dfs.code, spec.code]).toEqual([1, 2]);
});
