// The task of a thread of `mmcheck worker` while a state space is searched: loads what the search is about, and does jobs of it until
// there is none any more. What it has in memory of the states stays there from job to job.

import { limitRequested, Progress, StopSignal } from '../../base/progress.ts';
import { thrownWords } from '../../base/thrown.ts';
import { PartitionAssistant } from '../../check/assist-partitions.ts';
import { CalledPlace } from '../called-place.ts';
import { Caller, type CallPort } from '../calls.ts';
import type { Assisted } from '../helper-messages.ts';
import type { EndOfJob, JobThreadCall, QueuedJob, QueuedSearch } from '../queue-calls.ts';
import type { TaskContext } from '../task-context.ts';
import { instanceNames, loadSubject, type Subject } from './subject.ts';

export interface PartitionJobsInput extends Assisted {
  readonly partitions: number;
  readonly callPort: CallPort;
}

interface Assisting {
  readonly search: string;
  readonly assistant: PartitionAssistant;
}

export async function partitionJobs(
  { options, partitions, callPort, ...input }: PartitionJobsInput,
  { progress, searching }: TaskContext,
): Promise<void> {
  const subject = await loadSubject(input);
  searching(instanceNames(subject));
  const caller = new Caller<JobThreadCall>(callPort);
  let at: Assisting | undefined;
  let ended: EndOfJob | undefined;
  for (;;) {
    const next = caller.call<QueuedJob | undefined>({ type: 'next', ...(ended && { ended }) });
    if (next === undefined) return;
    try {
      if (at?.search !== next.search.name) {
        at = assisting(subject, options, { search: next.search, partitions, caller, progress });
      }
      at.assistant.worker.perform(next.job);
      ended = { gaps: at.assistant.gaps };
    } catch (error) {
      at?.assistant.worker.forget();
      ended = { undone: thrownWords(error), gaps: at?.assistant.gaps ?? [] };
    }
  }
}

interface AssistingParts {
  readonly search: QueuedSearch;
  readonly partitions: number;
  readonly caller: Caller<JobThreadCall>;
  readonly progress: SharedArrayBuffer;
}

function assisting(
  { model, parameters: values, properties }: Subject,
  asked: Assisted['options'],
  { search: { name, attempt, only }, partitions, caller, progress: shared }: AssistingParts,
): Assisting {
  const place = new CalledPlace(caller, name, 'the queue');
  const partitioned = { option: '--queue', of: () => ({ place, partitions }) } as const;
  const options = { ...asked, ...(only && { only }), partitioned, progress: shared };
  const progress = new Progress(shared);
  const beat = (states: number, transitions: number): void => {
    const { memoryBytes } = assistant.worker;
    progress.report({ states, transitions, depth: 0, frontier: 0, memoryBytes });
    const limit = limitRequested(progress);
    if (limit) throw new StopSignal(limit);
  };
  const parts = { place, partitions, beat };
  const assistant = new PartitionAssistant({ model, values, properties, options }, attempt, parts);
  return { search: name, assistant };
}
