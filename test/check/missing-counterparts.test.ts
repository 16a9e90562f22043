// A method without its counterpart is doubted, unless another variant of the model has it.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { defineModel, kind, oneOf, system } from '../../src/index.ts';
import { heap } from '../../src/kernel/index.ts';

const page = kind('page', 1);
const parameters = { reclaim: oneOf('never', 'later') };

function doubts(mayReclaim: boolean, reclaim: string): string[] {
  const model = defineModel('freed', {
    parameters,
    system: ({ reclaim: asked }) =>
      system({ heap: heap(page, { allocated: page.ids }) }, ({ process }) => {
        const free = process({
          start: 'free',
          steps: {
            free: ({ heap }) => {
              heap.freeRcu(page.ids[0]);
              return 'done';
            },
          },
        });
        const callback = process({
          start: 'wait',
          end: ['wait'],
          steps: {
            wait: ({ heap }) => {
              if (heap.objects[0] !== 'waiting') return 'blocked';
              heap.reclaim(page.ids[0]);
              return 'done';
            },
          },
        });
        return mayReclaim && asked === 'later' ? { free, callback } : { free };
      }),
  });
  const { warnings } = checkModel(model, { reclaim }, {});
  return warnings.filter((words) => words.includes('freeRcu()'));
}

test('that no variant has', () => {
  expect(doubts(false, 'never')).toEqual([
    expect.stringMatching(/^free calls heap.freeRcu\(\), and no step calls heap.reclaim\(\): /),
  ]);
});

test('that another has, or this one', () => {
  expect(doubts(true, 'never')).toEqual([]);
  expect(doubts(true, 'later')).toEqual([]);
});
