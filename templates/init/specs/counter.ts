// What the argument comes to: which variant loses an increment, and how. `mmcheck run` compares.

import { defineSpec } from 'mmcheck';
import counter from '../models/counter.ts';

export default defineSpec(counter, {
  seed: 'every textbook',
  properties: ({ invariant }) => ({
    'nothing-lost': invariant(
      'when both tasks are done, both increments count',
      ({ count, task }) => !task.every(({ at }) => at === 'done') || count.value === 2,
    ),
  }),
  rows: [
    { set: { atomic: true }, expect: { 'nothing-lost': 'holds' } },
    {
      set: { atomic: false },
      expect: {
        'nothing-lost': {
          verdict: 'violated',
          story: [
            ['task', 'load'],
            ['task', 'load'],
            ['task', 'store'],
            ['task', 'store'],
          ],
        },
      },
    },
  ],
});
