// A worker's part of one run: BullMQ hands out its jobs, keeps their locks while they are done, and gets the answers. What must
// stay true: a job that is not answered goes back at once, so that nothing is lost where a worker is asked to end.

import type { Job } from 'bullmq';
import type { Connection } from './connection.ts';
import { pause } from './pause.ts';
import { RunCounts } from './run-counts.ts';
import { isThere, PREFIX, type RunRecord } from './run-registry.ts';

/** Instead of an answer: another worker is to have the job. */
export const PUT_BACK = Symbol('put back');

export interface ServedRun {
  readonly run: RunRecord;
  /** How many jobs are done at once. */
  readonly threads: number;
  /** How this worker is called. */
  readonly name: string;
  /** Does a job, and says at any time how far it is. */
  perform(data: unknown): Promise<unknown>;
  figures(data: unknown): object | undefined;
  /** The run is over, whatever is being done for it. */
  gone(): void;
  /** Aborted where no other job is to be begun. */
  readonly until: AbortSignal;
  /** Hears, once, of what keeps answers from getting through. */
  trouble(words: string): void;
}

/** So long it stays where nothing waits: the jobs of a search come level by level, and what a worker has in memory is of use for them. */
const LINGER_MS = { rows: 0, states: 5000 } as const;
const LOOK_MS = 300;
const TELL_MS = 1000;
const CLOSING_MS = 8000;

/** Ends when the run is over, when nothing of it waits and nothing is in hand, or when it is asked to. */
export async function serveRun(connection: Connection, served: ServedRun): Promise<void> {
  const { Worker } = connection.packages.bullmq;
  const { run, threads, name, until } = served;
  const options = { connection: connection.forBullmq, prefix: PREFIX, skipVersionCheck: true };
  const counted = new RunCounts(connection, run.id);
  let inHand = 0;
  let busy = performance.now();
  const worker = new Worker(
    run.id,
    async (job, token) => {
      inHand++;
      try {
        return await answerTo(connection, served, job, token);
      } finally {
        inHand--;
      }
    },
    // Jobs of others are looked after by the coordinator: a worker that did so would leave keys of a run that is over.
    { ...options, name, concurrency: threads, lockDuration: run.leaseMs, skipStalledCheck: true },
  );
  worker.on('error', troubleOnce(served));
  try {
    for (;;) {
      await pause(LOOK_MS, until);
      if (until.aborted) return;
      if (!(await isThere(connection.redis, run.id))) return served.gone();
      if (inHand > 0 || (await counted.waiting()) > 0) busy = performance.now();
      else if (performance.now() - busy >= LINGER_MS[run.kind]) return;
    }
  } finally {
    await closed(worker);
    await counted.close();
  }
}

async function answerTo(
  { packages: { bullmq } }: Connection,
  served: ServedRun,
  job: Job,
  token: string | undefined,
): Promise<unknown> {
  const tell = setInterval(() => {
    const figures = served.figures(job.data);
    if (figures) job.updateProgress(figures).catch(() => {});
  }, TELL_MS);
  const answer = await served.perform(job.data).finally(() => clearInterval(tell));
  if (answer !== PUT_BACK) return answer;
  await job.moveToWait(token);
  throw new bullmq.WaitingError();
}

/** What BullMQ says of a job that meanwhile another has, or of a connection that the run is not to blame for, is no trouble. */
function troubleOnce({ trouble }: ServedRun): (error: Error) => void {
  const told = new Set<string>();
  return ({ message }) => {
    const words = message.split('\n')[0];
    if (HARMLESS.test(words) || told.has(words)) return;
    told.add(words);
    trouble(words);
  };
}

const HARMLESS =
  /Missing (?:lock|key) for job|Lock mismatch for job|could not renew lock|is not in the active state|Connection is closed|E(?:CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH)|LOADING|Command timed out/;

interface Closable {
  close(force?: boolean): Promise<void>;
}

/** Where Redis is away an answer cannot be brought, and nobody waits for that for ever. */
async function closed(worker: Closable): Promise<void> {
  const late = new AbortController();
  await Promise.race([worker.close(), pause(CLOSING_MS, late.signal)]);
  late.abort();
}
