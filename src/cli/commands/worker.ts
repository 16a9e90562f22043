// `mmcheck worker`: checks rows for `mmcheck run --queue`, and does jobs for `mmcheck check --queue`, on any machine that has the same sources.

import { hostname } from 'node:os';
import { Option } from 'commander';
import { engineKey } from '../../cache/engine.ts';
import type { ExitCode } from '../exit-code.ts';
import { duration, wholeNumber } from '../options.ts';
import { openQueue } from '../queue/open-queue.ts';
import { queueOption } from '../queue/options.ts';
import { workerName } from '../queue/queue-status.ts';
import { RowWorker } from '../queue/row-worker.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface WorkerFlags {
  readonly queue: string;
  readonly workers: number;
  readonly idle?: number;
}

export function addWorker({ program, terminal, ended }: Setting): void {
  program
    .command('worker')
    .summary('check rows, or a part of a search, for `mmcheck run` and `check --queue`')
    .description(
      'Takes rows of runs that `mmcheck run --queue` has put into a Redis, and answers them; and does its part of searches of ' +
        '`mmcheck check --queue`; until it is stopped. ' +
        'It is begun where specs/ is, in a tree with the same sources and the same build of mmcheck; a run of others is left to others.',
    )
    .addOption(queueOption().makeOptionMandatory())
    .addOption(
      new Option('--workers <n>', 'threads, each of which checks a row')
        .argParser(wholeNumber(1, 64))
        .default(1),
    )
    .addOption(
      new Option('--idle <time>', 'end where there was nothing to do for so long').argParser(
        duration,
      ),
    )
    .addHelpText(
      'after',
      examples(
        'worker --queue redis://build1 --workers 8',
        'worker --queue redis://localhost --idle 5m',
      ),
    )
    .action(async (flags: WorkerFlags) => ended(await work(flags, terminal)));
}

async function work({ queue, workers, idle }: WorkerFlags, terminal: Terminal): Promise<ExitCode> {
  // Of the code that runs, whatever is built meanwhile.
  engineKey();
  const name = `${hostname()}:${process.pid}`;
  return openQueue(queue, workerName(name, workers), (connection) =>
    inSession(terminal, { workers: 0 }, (session) =>
      new RowWorker({ connection, name, threads: workers, idle, terminal, session }).work(),
    ),
  );
}
