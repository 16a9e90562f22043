// A model of two tasks that take two locks, its trace map, and traces of it.

import { Progress } from '../../src/base/progress.ts';
import { conform } from '../../src/conform/conform.ts';
import type { TraceMap } from '../../src/conform/map/trace-map.ts';
import { readTrace } from '../../src/ftrace/read-trace.ts';
import { bool, cell, defineModel, defineTraceMap, oneOf, system } from '../../src/index.ts';

export const model = defineModel('two-locks', {
  parameters: { order: oneOf('ab', 'ba'), extra: bool },
  system: ({ order, extra }) =>
    system({ a: cell(bool), b: cell(bool) }, ({ process }) => ({
      taker: process({
        count: 2,
        start: order === 'ab' ? 'lock_a' : 'lock_b',
        steps: {
          lock_a: ({ a }) => {
            if (a.value) return 'blocked';
            a.value = true;
            return order === 'ab' ? 'lock_b' : 'unlock';
          },
          lock_b: ({ b }) => {
            if (b.value) return 'blocked';
            b.value = true;
            return order === 'ab' ? 'unlock' : 'lock_a';
          },
          unlock: ({ a, b }) => {
            a.value = false;
            b.value = false;
            return 'done';
          },
        },
      }),
      other: process({ count: extra ? 1 : 0, start: 'rest', steps: { rest: () => 'done' } }),
    })),
});

export const lockOf = (name: string) => ({
  event: `got lock=${name}`,
  labels: `lock_${name}` as 'lock_a',
});
export const map = defineTraceMap(model, {
  processes: {
    taker: { rules: [lockOf('a'), lockOf('b'), { event: 'drop', labels: 'unlock' }] },
    other: { rules: [{ event: 'pause', labels: 'rest', fold: true }] },
  },
});

/** `t1 got lock=a` a line; the task, and what it does. */
export function trace(...said: readonly string[]) {
  const lines = said.map((words, k) => {
    const [task, ...rest] = words.split(' ');
    const number = task.replace(/\D/g, '') || '0';
    const what =
      rest[0] === 'drop' || rest[0] === 'pause'
        ? `${rest[0]} <-caller`
        : `got: (f+0x4/0x9) ${rest[1]}`;
    return `  ${task}-${number} [000] ..... ${k}: ${what}\n`;
  });
  return readTrace(new TextEncoder().encode(lines.join('')), 'trace.txt').events;
}

export const VALUES = { order: 'ab', extra: false } as const;
export const follow = (
  given: TraceMap,
  events: ReturnType<typeof trace>,
  values: object = VALUES,
) =>
  conform(model, { ...VALUES, ...values }, given, events, {
    progress: new Progress(),
    memoryBytes: 2 ** 22,
  });
