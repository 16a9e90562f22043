// `mmcheck status`: what a queue is doing, and how a run is removed that nobody will go on with.

import { Option } from 'commander';
import { UsageError } from '../../base/errors.ts';
import type { Connection } from '../../queue/connection.ts';
import { JobQueue } from '../../queue/job-queue.ts';
import { removeRun } from '../../queue/remove-run.ts';
import { holderOf, isThere, runsIn } from '../../queue/run-registry.ts';
import { ExitCode } from '../exit-code.ts';
import { openQueue } from '../queue/open-queue.ts';
import { queueOption } from '../queue/options.ts';
import { queueStatus } from '../queue/queue-status.ts';
import { STATUS_FORMATS, type StatusFormat, statusTexts } from '../queue/status-texts.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface StatusFlags {
  readonly queue: string;
  readonly format: StatusFormat;
  readonly drop?: string;
}

export function addStatus({ program, terminal, ended }: Setting): void {
  program
    .command('status')
    .summary('what a queue of rows is doing')
    .description(
      'Tells of each run in a Redis how many of its rows are done, active, waiting and failed, and of the workers.',
    )
    .addOption(queueOption().makeOptionMandatory())
    .addOption(
      new Option('--format <format>', 'how it is written')
        .choices(STATUS_FORMATS)
        .default(STATUS_FORMATS[0]),
    )
    .option('--drop <run>', 'remove a run that no command will go on with')
    .addHelpText(
      'after',
      examples(
        'status --queue redis://build1',
        'status --queue redis://build1 --format prometheus > mmcheck.prom',
        'status --queue redis://build1 --drop rd3494a6af3c9995f',
      ),
    )
    .action(async ({ queue, format, drop }: StatusFlags) =>
      ended(
        await openQueue(queue, 'mmcheck:status', (connection) =>
          drop === undefined
            ? show(connection, format, terminal)
            : dropRun(connection, drop, terminal),
        ),
      ),
    );
}

async function show(
  connection: Connection,
  format: StatusFormat,
  terminal: Terminal,
): Promise<ExitCode> {
  terminal.result(statusTexts[format](await queueStatus(connection)));
  return ExitCode.asExpected;
}

async function dropRun(connection: Connection, id: string, terminal: Terminal): Promise<ExitCode> {
  const { redis, shown } = connection;
  if (!(await isThere(redis, id))) {
    const ids = (await runsIn(redis)).map((run) => run.id);
    throw new UsageError(
      `there is no run ${id} at ${shown}; there is ${ids.join(', ') || 'none at all'}`,
    );
  }
  const holder = await holderOf(redis, id);
  if (holder !== undefined) {
    throw new UsageError(`run ${id} is being run by ${holder}; end that command first`);
  }
  const queue = new JobQueue(connection, { id, leaseMs: 1000 });
  await removeRun(redis, id, queue).finally(() => queue.close());
  terminal.result(`removed run ${id}\n`);
  return ExitCode.asExpected;
}
