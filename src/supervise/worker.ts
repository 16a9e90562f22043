// The searching thread: takes one request after the other, answers with plain data. It runs the
// author's code, so nothing here may be relied on to return; the supervisor watches from outside.

import { parentPort } from 'node:worker_threads';
import { StopSignal } from '../base/progress.ts';
import { inAuthorsWords } from '../load/library.ts';
import type { InstanceNames } from './instance-names.ts';
import type { Reply, Request } from './messages.ts';
import type { TaskContext } from './task-context.ts';
import { tasks } from './tasks.ts';
import { ownThread } from './thread-clock.ts';
import { toWire, type WireError } from './wire-error.ts';

type Task = (input: unknown, context: TaskContext<unknown>) => Promise<unknown>;

function reply(message: Reply): void {
  parentPort?.postMessage(message);
}

async function perform({ task, input, progress }: Request): Promise<void> {
  const searching = (instances: readonly InstanceNames[]) =>
    reply({ type: 'searching', instances });
  try {
    const learnt = (result: unknown) => reply({ type: 'learnt', result });
    const result = await (tasks[task] as Task)(input, { progress, searching, learnt });
    reply({ type: 'done', result });
  } catch (error) {
    if (error instanceof StopSignal) return reply({ type: 'stopped' });
    const told = inFile(input, toWire(error));
    reply({ type: 'failed', error: { ...told, message: await inAuthorsWords(told.message) } });
  }
}

/** Says of a mistake in a model in which of the files that were asked for it is. */
function inFile(input: Request['input'], error: WireError): WireError {
  if (error.kind !== 'model' || !('file' in input)) return error;
  return { ...error, place: { file: input.file, ...error.place } };
}

const thread = ownThread();
reply({ type: 'started', ...(thread !== undefined && { thread }) });
parentPort?.on('message', (request: Request) => void perform(request));
