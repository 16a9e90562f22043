// A suggestion must be the word that was meant, or none.

import { expect, test } from 'vitest';
import { nearName } from '../../src/base/near-name.ts';

test.each([
  ['updat', ['update', 'event'], 'update'],
  ['evnet', ['update', 'event'], 'event'],
  ['Update', ['update'], 'update'],
  ['no-premature-omm', ['no-premature-oom', 'no-missed-zone'], 'no-premature-oom'],
  ['tasks', ['zones', 'nodes'], undefined],
  ['x', ['torn', 'gfp'], undefined],
  ['', ['torn'], undefined],
])('%s among %j: %s', (typed, known, meant) => {
  expect(nearName(typed, known)).toBe(meant);
});
