// A task that is asked to stop at any moment, also after its search, ends with its result or says that it was stopped: that is
// no mistake of mmcheck.

import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Progress, StopRequest } from '../../src/base/progress.ts';
import type { Reply, Request } from '../../src/supervise/messages.ts';
import { project } from '../cli/mmcheck.ts';

const port = vi.hoisted(() => ({
  replies: [] as unknown[],
  perform: (_request: unknown): void => {},
}));
vi.mock('node:worker_threads', async (original) => ({
  ...(await original<object>()),
  parentPort: {
    postMessage: (reply: unknown) => port.replies.push(reply),
    on: (_: string, perform: typeof port.perform) => Object.assign(port, { perform }),
  },
}));
await import('../../src/supervise/worker.ts');

const cwd = project({
  'adders.ts': `import { cell, defineModel, system, upTo } from 'mmcheck';
export default defineModel('adders', {
  system: () => system({ sum: cell(upTo(2)) }, ({ process }) => ({
    adder: process({
      count: 2,
      start: 'add',
      steps: { add: ({ sum }) => { sum.value++; return 'done'; } },
    }),
  })),
});
`,
  'one.litmus':
    'C one\n{}\nP0(int *x) { r0 = READ_ONCE(*x); }\nP1(int *x) { WRITE_ONCE(*x, 1); }\nexists (0:r0=1)\n',
});
const file = join(cwd, 'adders.ts');
const limits = { maxStates: 1000, memoryBytes: 2 ** 24 };

afterEach(() => void vi.restoreAllMocks());

test.each<[task: Request['task'], input: object]>([
  ['outcomes', { file, set: {}, ...limits }],
  ['litmus', { file: join(cwd, 'one.litmus'), memoryModel: 'sc', ...limits }],
])('%s', async (task, input) => {
  const ends = new Set<Reply['type']>();
  for (let moment = 0, asked = moment; asked >= moment; moment++) {
    asked = 0;
    vi.spyOn(Progress.prototype, 'stopRequested').mockImplementation(() =>
      asked++ < moment ? StopRequest.none : StopRequest.interrupted,
    );
    port.replies.length = 0;
    port.perform({ task, input, progress: new Progress().shared });
    await vi.waitFor(() => expect(lastOf(port.replies)).toMatch(/^(done|failed|stopped)$/));
    ends.add(lastOf(port.replies));
    expect(port.replies.filter((one) => (one as Reply).type === 'failed')).toEqual([]);
  }
  expect(ends).toContain('done');
});

function lastOf(replies: readonly unknown[]): Reply['type'] {
  return (replies.at(-1) as Reply).type;
}
