// `run --queue`: the rows of a run are checked by the workers of a queue. What must stay true: what is printed and written is
// what a run on this machine prints and writes, and a coordinator that ends early leaves a run that the same command takes up.

import { hostname } from 'node:os';
import { UsageError } from '../../base/errors.ts';
import { AwaitedAnswers } from '../../queue/awaited-answers.ts';
import type { Connection } from '../../queue/connection.ts';
import { JobQueue } from '../../queue/job-queue.ts';
import { QueueError } from '../../queue/queue-error.ts';
import { removeRun } from '../../queue/remove-run.ts';
import { announce, hold, type RunRecord, recordOf } from '../../queue/run-registry.ts';
import { differenceOf, sharedSpecs, sourcesOfRun } from '../../queue/run-sources.ts';
import { counted } from '../../report/text/show-value.ts';
import { Stopped } from '../../supervise/supervisor.ts';
import { chosenRows, chosenTeeth, type OpenedSpec, openInput, rowInput } from '../asked-rows.ts';
import { searchOptions } from '../options.ts';
import type { RunFlags } from '../run-flags.ts';
import type { CheckersOf } from '../run-specs.ts';
import type { Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { packageVersion } from '../version.ts';
import { openQueue } from './open-queue.ts';
import { LEASE_SECONDS } from './options.ts';
import { type AskedTask, RemoteChecker } from './remote-checker.ts';
import { figuresIn, NO_FIGURES } from './row-figures.ts';
import { UntakenRows } from './untaken.ts';

export interface QueuedRun {
  readonly url: string;
  readonly files: readonly string[];
  readonly flags: RunFlags;
  readonly terminal: Terminal;
  readonly session: Session;
}

type Work<T> = (checkersOf: CheckersOf) => Promise<T>;

const FIGURES_MS = 1000;
const LEAVING_MS = 3000;

/** Does `work` with the workers of a queue as its checkers. */
export function onQueue<T>(queued: QueuedRun, work: Work<T>): Promise<T> {
  const run = runOf(queued);
  return openQueue(queued.url, `mmcheck:run:${run.id}`, (connection) =>
    coordinated(connection, run, queued, work),
  );
}

/** All that decides an answer is in its name; where it is to be checked, and until when, is not. */
function runOf({ files, flags }: QueuedRun): RunRecord {
  const { stress, teeth, html, memory, lease = LEASE_SECONDS } = flags;
  const asked = {
    options: searchOptions(withoutMemory(flags)),
    stress,
    teeth,
    evidence: html !== undefined,
  };
  const specs = sharedSpecs(files);
  return recordOf({
    kind: 'rows',
    version: packageVersion(),
    specs,
    sources: sourcesOfRun(specs),
    asked: JSON.stringify(asked),
    ...(memory !== undefined && { memory }),
    leaseMs: lease * 1000,
    began: Date.now(),
  });
}

async function coordinated<T>(
  connection: Connection,
  run: RunRecord,
  queued: QueuedRun,
  work: Work<T>,
): Promise<T> {
  const { session, terminal } = queued;
  await announce(connection, run);
  const held = await hold(connection, run.id, `${hostname()}:${process.pid}`, () =>
    terminal.message(`mmcheck: another command seems to run this (${run.id}); waiting for it`),
  );
  const queue = new JobQueue(connection, run);
  const answers = new AwaitedAnswers(connection, queue, () => announce(connection, run));
  for (const end of [connection.lost, held.taken]) end.catch((error) => answers.fail(error));
  const stop = () => answers.fail(new Stopped(session.stopped ?? 'interrupted', NO_FIGURES));
  session.signal.addEventListener('abort', stop);
  let untaken: UntakenRows | undefined;
  const watching = setInterval(async () => {
    const active = await watch(queue, answers, session);
    const word = active === undefined ? undefined : untaken?.word(active, answers.left, Date.now());
    if (word !== undefined) terminal.message(word);
  }, FIGURES_MS);
  try {
    await queue.begin();
    const checker = await RemoteChecker.of(queue, answers);
    answers.begin();
    const asked = await plan(run, queued, checker);
    terminal.message(
      `mmcheck: run ${run.id}: ${counted(asked, 'row')} for the workers at ${connection.shown}`,
    );
    untaken = new UntakenRows(connection.shown, asked, Date.now());
    // Each waits for one answer at a time.
    const workers = Array.from({ length: Math.max(1, asked) }, () => checker);
    const done = await work((spec) => (run.specs.includes(spec) ? workers : session.supervisors));
    if (session.stopped === undefined) await removeRun(connection.redis, run.id, queue);
    else
      terminal.message(
        `mmcheck: run ${run.id} stays in the queue; the same command goes on with it`,
      );
    return done;
  } catch (error) {
    // Who calls wrongly calls otherwise next time; what Redis keeps of it is of no use.
    if (!(error instanceof QueueError)) await removeRun(connection.redis, run.id, queue);
    throw error;
  } finally {
    clearInterval(watching);
    session.signal.removeEventListener('abort', stop);
    answers.end();
    const left = Promise.allSettled([held.release(), queue.close()]);
    await Promise.race([left, new Promise((late) => setTimeout(late, LEAVING_MS).unref())]);
  }
}

/**
 * Puts what the specs ask, each as soon as it is opened, so that no worker is idle meanwhile. What is wrong with one is told when
 * its turn comes. Says how much is asked.
 */
async function plan(
  run: RunRecord,
  { files, flags, session, terminal }: QueuedRun,
  checker: RemoteChecker,
): Promise<number> {
  let asked = 0;
  for (const file of files) {
    const opened = await session.supervisors[0]
      .ask('open', openInput(file, flags))
      .catch(() => undefined);
    if (opened?.type !== 'spec') continue;
    if (run.specs.includes(file)) asked += await checker.plan(tasksOf(file, opened, flags));
    else
      terminal.message(
        `mmcheck: ${file} may depend on more than its files: its rows are checked here`,
      );
  }
  const changed = differenceOf(run.sources, sourcesOfRun(run.specs));
  if (changed === undefined) return asked;
  throw new UsageError(`--queue: files were saved while they were read (${changed}); run it again`);
}

function tasksOf(file: string, opened: OpenedSpec, flags: RunFlags): AskedTask[] {
  const rows = chosenRows(opened, flags).chosen.map(
    (row) => ({ task: 'checkRow', input: rowInput(file, opened, row, flags) }) as const,
  );
  if (!flags.teeth) return rows;
  const options = searchOptions(flags);
  const teeth = chosenTeeth(opened, flags).map(
    ({ property }) => ({ task: 'checkTooth', input: { file, property, options } }) as const,
  );
  return [...rows, ...teeth];
}

/** For the line of progress; how many rows are being checked, where Redis tells. */
async function watch(
  queue: JobQueue,
  answers: AwaitedAnswers,
  session: Session,
): Promise<number | undefined> {
  const progress = await queue.progress().catch(() => undefined);
  const figures = progress?.flatMap((one) => figuresIn(one) ?? []) ?? [];
  session.elsewhere = () => figures;
  session.about = `${answers.left} rows to go  `;
  return progress?.length;
}

/** What a worker gives to a row is a matter of its machine; what was asked for stands in the run. */
export function withoutMemory({ memory: _, ...flags }: RunFlags): RunFlags {
  return flags;
}
