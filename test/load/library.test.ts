// What a name that was not imported is told with: where it can be had.

import { expect, test } from 'vitest';
import { inAuthorsWords } from '../../src/load/library.ts';

test.each([
  ['bool is not defined', "bool is not defined; import it: `import { bool } from 'mmcheck';`"],
  [
    "the system of 'inv' throws: spinlock is not defined",
    "the system of 'inv' throws: spinlock is not defined; import it: `import { spinlock } from 'mmcheck/kernel';`",
  ],
  [
    "`none`: there is no 'none'",
    "`none`: there is no 'none'; import it: `import { none } from 'mmcheck';`",
  ],
  [
    "the system of 'alloc' throws: me is not defined",
    "the system of 'alloc' throws: me is not defined; it is given to the functions of steps, and to that of a call's arguments: `({ me }) => ...`",
  ],
  ['zone_lock is not defined', 'zone_lock is not defined'],
])('%s', async (words, told) => {
  expect(await inAuthorsWords(words)).toBe(told);
});
