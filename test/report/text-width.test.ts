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

test.each([
  ['letters', 'm'],
  ['letters of two columns', '\u9875'],
  ['letters with marks', 'e\u0301'],
])('a word of many %s takes no more time than its length', (_, letter) => {
  const timeOf = (times: number): number => {
    const word = letter.repeat(times);
    const start = process.cpuUsage();
    const lines = wrap(word, 80);
    const time = process.cpuUsage(start).user;
    expect(lines.join('')).toBe(word);
    return time;
  };
  timeOf(2_000);
  const leastOf = (times: number): number => Math.min(...[1, 2, 3].map(() => timeOf(times)));
  // Eight times as long; where each line looked at all that is left, 64 times. Processor time, so that a busy machine does not count.
  expect(leastOf(80_000)).toBeLessThan(24 * leastOf(10_000) + 50_000);
});
