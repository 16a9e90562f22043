// A helper that begins, or changes its table, while the leader announces a larger one: it must not take the older table for the
// newer. What is missing there would be found again as new: 464,822 states in place of 456,976, on a busy machine.

import { expect, test } from 'vitest';
import { Assistant } from '../../src/check/assist.ts';
import { Attempt } from '../../src/check/search-again.ts';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { Control, END } from '../../src/explore/rounds/control.ts';
import { help } from '../../src/explore/rounds/helper.ts';
import { Phase } from '../../src/explore/rounds/member.ts';
import * as memory from '../../src/explore/rounds/memory.ts';
import { ThreadTeam } from '../../src/explore/rounds/team.ts';
import { cell, defineModel, system, upTo } from '../../src/index.ts';
import { reachedWords, Stepper } from '../../src/transition/stepper.ts';

const model = defineModel('two', {
  system: () =>
    system({ x: cell(upTo(1)) }, ({ process }) => ({
      p: process({
        start: 'go',
        steps: {
          go: ({ x }) => {
            x.value = 1;
            return 'done';
          },
        },
      }),
    })),
});

const ints = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));

function made(): memory.SearchMemory {
  const compiled = new CompiledSystem(model.system({}));
  const stepper = new Stepper(compiled, new Monitor(compiled, {}));
  const sizes = {
    words: 1,
    members: 2,
    properties: 1,
    reached: reachedWords(stepper.system),
    samples: false,
  };
  return memory.makeMemory(sizes, {
    arena: ints(64),
    predecessors: ints(64),
    successors: ints(1),
    recorded: ints(1),
  });
}

test.each([
  ['as it begins', 1],
  ['as it changes to another', 2],
])('a table that is announced %s is taken before the next part is done', (_, during) => {
  const shared = made();
  const { header } = shared.round;
  const buffer = new SharedArrayBuffer(ThreadTeam.controlBytes);
  const leader = new Control(buffer);
  const attempt = new Attempt(new Map(), true);
  const { parts } = new Assistant(
    { model, values: {}, properties: {}, options: {} },
    attempt.sent,
    shared,
    1,
  );
  let phases = 0;
  let taken = 0;
  const phase = (): void => {
    leader.begin(phases++ < during ? Phase.expand : END, 1);
  };
  help(parts, {
    id: 1,
    control: buffer,
    shared,
    table: () => {
      const table = new SharedArrayBuffer(4 * 64);
      // The leader announces the next one between the helper's look for tables and what it does then.
      if (++taken === during) Atomics.add(header, memory.TABLE, 1);
      return table;
    },
    ready: () => {
      if (during === 2) Atomics.add(header, memory.TABLE, 1);
      phase();
    },
    failed: () => {},
    noticed: phase,
  });
  expect(taken).toBe(during + 1);
});
