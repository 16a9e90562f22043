// A method without its counterpart is doubted, unless another variant of the model has it.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, kind, oneOf, system, upTo } from '../../src/index.ts';
import { contexts, heap, irq, rcu, waitQueue, work } from '../../src/kernel/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: processes of any system
type Loose = any;

const [page, cpu] = [kind('page', 1), kind('cpu', 1)];
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

test.for<[string, (builder: Loose) => Loose, RegExp]>([
  [
    'a worker that ends nothing',
    ({ process }) => ({
      queuer: process({
        start: 'a',
        steps: { a: ({ item }: Loose) => (item.queue() ? 'done' : 'done') },
      }),
      worker: process({
        start: 'a',
        end: ['a'],
        steps: { a: ({ item, me }: Loose) => (item.take(me) ? 'done' : 'blocked') },
      }),
    }),
    /^worker calls item.take\(\), and never calls item.finish\(\): the item runs for good/,
  ],
  [
    'a waiter that stays on the queue',
    ({ process }) => ({
      waiter: process({
        start: 'a',
        steps: {
          a: ({ queue, me }: Loose) => {
            queue.prepare(me);
            return 'done';
          },
        },
      }),
    }),
    /^waiter calls queue.prepare\(\), and never calls queue.finish\(\): it stays on the queue/,
  ],
  [
    'a handler that never enters',
    ({ process }) => ({
      timer: process({
        ...irq(0),
        locals: { cpu },
        start: 'a',
        steps: {
          a: ({ count }: Loose) => {
            count.value = 1;
            return 'done';
          },
        },
      }),
    }),
    /^timer calls cpus.runsIrq\(\), and never calls cpus.irqEnter\(\): until a handler enters/,
  ],
  [
    'memory that nobody frees',
    ({ process }) => ({
      reader: process({
        start: 'a',
        steps: {
          a: ({ heap }: Loose) => {
            heap.deref(page.ids[0]);
            return 'done';
          },
        },
      }),
    }),
    /^reader calls heap.deref\(\), and no step calls heap.free\(\): no memory is ever freed/,
  ],
  [
    'a grace period without readers',
    ({ process }) => ({
      remover: process({
        start: 'a',
        steps: {
          a: ({ rcu }: Loose) => {
            rcu.start(0);
            return 'next';
          },
          b: ({ rcu }: Loose) => (rcu.isOver(0) ? 'done' : 'blocked'),
        },
      }),
    }),
    /^remover calls rcu.start\(\), and no step calls rcu.readLock\(\): it waits for no reader/,
  ],
])('%s', ([, processes, words]) => {
  const model = defineModel('alone', {
    system: () =>
      system(
        {
          item: work(),
          rcu: rcu(),
          queue: waitQueue(),
          cpus: contexts(cpu),
          count: cell(upTo(1)),
          heap: heap(page, { allocated: page.ids }),
        },
        processes,
      ),
  });
  const { warnings } = checkModel(model as Loose, {}, {});
  expect(warnings.filter((one) => one.includes('calls'))).toEqual([expect.stringMatching(words)]);
});
