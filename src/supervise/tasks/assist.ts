// The task of a helping thread (crew.ts): loads what the search is about, and helps with one search after the other. It does
// not return; its thread is ended with the check.

import { Assistant } from '../../check/assist.ts';
import { helpWithJobs } from '../../check/assist-partitions.ts';
import { FolderPlace } from '../../checkpoint/folder-place.ts';
import { help } from '../../explore/rounds/helper.ts';
import { received } from '../../explore/rounds/memory.ts';
import { JobBoard } from '../../partitions/job-board.ts';
import type { Assisted, AssistInput, FromHelper, ToHelper } from '../helper-messages.ts';
import { Mailbox } from '../mailbox.ts';
import { toWire } from '../wire-error.ts';
import { loadSubject, type Subject } from './subject.ts';

type Search = Extract<ToHelper, { type: 'search' }>;
type Jobs = Extract<ToHelper, { type: 'jobs' }>;

export async function assist({ port, count, options, ...input }: AssistInput): Promise<never> {
  const subject = await loadSubject(input);
  const mail = new Mailbox<FromHelper, ToHelper>(port, count);
  for (;;) {
    const message = mail.next();
    if (message.type === 'search') helpWith(message, subject, options, mail);
    if (message.type === 'jobs') doJobs(message, subject, options, mail);
  }
}

/** What goes wrong before the first job, the search itself comes upon; it does all jobs that nobody claims. */
function doJobs(
  { search, attempt, only, board, folder, partitions, id, threads }: Jobs,
  { model, parameters: values, properties }: Subject,
  options: Assisted['options'],
  mail: Mailbox<FromHelper, ToHelper>,
): void {
  const place = new FolderPlace(folder, folder);
  const partitioned = { option: '--disk', of: () => ({ place, partitions }) } as const;
  const about = { ...options, ...(only && { only }), partitioned };
  try {
    helpWithJobs({ model, values, properties, options: about }, attempt, {
      place,
      partitions,
      board: new JobBoard(board),
      id,
      threads,
      noticed: (gap) => mail.send({ type: 'gap', search, gap }),
    });
  } catch (error) {
    mail.send({ type: 'failed', search, error: toWire(error) });
  }
}

function helpWith(
  { search, id, attempt, only, control, memory, table: first }: Search,
  { model, parameters: values, properties }: Subject,
  options: Assisted['options'],
  mail: Mailbox<FromHelper, ToHelper>,
): void {
  const about = { ...options, ...(only && { only }) };
  const assisted = { model, values, properties, options: about };
  const shared = received(memory);
  const assistant = new Assistant(assisted, attempt, shared, id);
  let table = first;
  let told = 0;
  help(assistant.parts, {
    id,
    control,
    shared,
    table: () => {
      // One that has been announced has been sent before.
      for (const next of mail.received()) {
        if (next.type === 'table' && next.search === search) table = next.table;
      }
      return table;
    },
    ready: () => mail.send({ type: 'ready', search }),
    failed: (error) => mail.send({ type: 'failed', search, error: toWire(error) }),
    noticed: () => {
      const { gaps } = assistant;
      for (; told < gaps.length; told++) mail.send({ type: 'gap', search, gap: gaps[told] });
    },
  });
}
