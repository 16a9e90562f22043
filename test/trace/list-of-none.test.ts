// A list, or a set, in one line, as changes and the page show it: what is in it reads as it does by itself.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, kind, list, none, orNone, system, upTo } from '../../src/index.ts';

test('none in a list is none', () => {
  const cpu = kind('cpu', 2);
  const model = defineModel('queue', {
    system: () =>
      system({ from: list(2, orNone(cpu)), x: cell(upTo(1)) }, ({ process }) => ({
        sender: process({
          start: 'send',
          steps: {
            send: ({ from, x }) => {
              from.push(none);
              from.push(cpu.ids[1]);
              x.value = 1;
              return 'done';
            },
          },
        }),
      })),
  });
  const claim = {
    kind: 'invariant',
    about: '',
    holds: ({ x }: { x: { value: number } }) => x.value === 0,
  };
  // biome-ignore lint/suspicious/noExplicitAny: a claim as data
  const { properties } = checkModel(model, {}, { claim } as any);
  const [step] = properties[0].counterexample?.steps.toArray() ?? [];
  expect(step.changes).toContainEqual(
    expect.objectContaining({ path: 'from', before: '[]', after: '[none, cpu1]' }),
  );
});
