// Where a word that is too long for its column is broken.

import { expect, test } from 'vitest';
import { wrap } from '../../src/report/text/width.ts';

test.each([
  ['cpu_hotplug', 10, ['cpu_', 'hotplug']],
  ['set_migratetype_isolate', 16, ['set_migratetype_', 'isolate']],
  // After a mark that leaves no less to be broken again, there is nothing to be gained.
  ['a_setmigratetypeisolate', 10, ['a_setmigra', 'tetypeisol', 'ate']],
  ['cpu hotplug', 8, ['cpu', 'hotplug']],
])('%s in %i columns', (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines);
});

test.each([0, 1, 2, 3])(
  '%i columns leave no room beside the indentation: one character a line',
  (width) => {
    expect(wrap('cpu hot', width, 2)).toEqual(['cpu', '  h', '  o', '  t']);
  },
);
