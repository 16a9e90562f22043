// The searching thread: takes one request after the other, answers with plain data. It runs the
// author's code, so nothing here may be relied on to return; the supervisor watches from outside.

import { parentPort } from 'node:worker_threads';
import type { InstanceNames } from './instance-names.ts';
import type { Reply, Request } from './messages.ts';
import { type TaskContext, tasks } from './tasks.ts';
import { toWire } from './wire-error.ts';

type Task = (input: unknown, context: TaskContext) => Promise<unknown>;

function reply(message: Reply): void {
  parentPort?.postMessage(message);
}

async function perform({ task, input, progress }: Request): Promise<void> {
  const searching = (instances: readonly InstanceNames[]) =>
    reply({ type: 'searching', instances });
  try {
    const result = await (tasks[task] as Task)(input, { progress, searching });
    reply({ type: 'done', result });
  } catch (error) {
    reply({ type: 'failed', error: toWire(error) });
  }
}

parentPort?.on('message', (request: Request) => void perform(request));
