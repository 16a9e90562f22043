// What a queue is doing, as data: its runs with their rows, and its workers. Who looks leaves no trace in Redis.

import type { Connection } from '../../queue/connection.ts';
import { type JobCounts, RunCounts } from '../../queue/run-counts.ts';
import {
  holderOf,
  type RunKind,
  type RunRecord,
  runsIn,
  toldOf,
} from '../../queue/run-registry.ts';
import { figuresIn } from './row-figures.ts';
import { type SearchTold, searchTold } from './search-told.ts';

export interface ActiveRow {
  /** `specs/x.ts row 3`; of a search, `level 12, partitions 3 to 5`. */
  readonly row: string;
  readonly worker: string;
  readonly seconds: number;
  readonly states: number;
}

export interface RunStatus {
  readonly run: string;
  /** Whose `rows` are rows of specs, or jobs of the level that one search is at. */
  readonly kind: RunKind;
  /** The model that is searched, and how far: absent where nothing was told of it yet. */
  readonly model?: string;
  readonly search?: SearchTold;
  readonly version: string;
  readonly specs: number;
  /** Who gathers the answers; absent where nobody does. */
  readonly coordinator?: string;
  readonly secondsOld: number;
  readonly rows: JobCounts;
  /** Rows answered in the last minute. */
  readonly rowsPerMinute: number;
  readonly active: readonly ActiveRow[];
  /** What failed, and why. */
  readonly failed: readonly { readonly row: string; readonly why: string }[];
}

export interface WorkerStatus {
  /** `host:pid`. */
  readonly worker: string;
  readonly threads: number;
}

export interface QueueStatus {
  readonly schema: 1;
  readonly queue: string;
  readonly runs: readonly RunStatus[];
  readonly workers: readonly WorkerStatus[];
}

export async function queueStatus(connection: Connection): Promise<QueueStatus> {
  const runs = await runsIn(connection.redis);
  const clients = String(await connection.redis.client('LIST'));
  return {
    schema: 1,
    queue: connection.shown,
    runs: await Promise.all(runs.map((run) => statusOf(connection, run))),
    workers: workersIn(clients),
  };
}

async function statusOf(connection: Connection, run: RunRecord): Promise<RunStatus> {
  const counts = new RunCounts(connection, run.id);
  const now = Date.now();
  const [rows, rowsPerMinute, active, failed, coordinator, told] = await Promise.all([
    counts.counts(),
    counts.doneSince(now - 60_000),
    counts.active(),
    counts.failed(),
    holderOf(connection.redis, run.id),
    toldOf(connection.redis, run.id),
  ]).finally(() => counts.close());
  const search = searchTold(told);
  return {
    run: run.id,
    kind: run.kind,
    ...(run.kind === 'states' && { model: run.specs[0] }),
    ...(search && { search }),
    version: run.version,
    specs: run.specs.length,
    ...(coordinator !== undefined && { coordinator }),
    secondsOld: secondsBetween(run.began, now),
    rows,
    rowsPerMinute,
    active: active.map(({ name, processedBy = '', processedOn = now, progress }) => ({
      row: name,
      worker: processedBy,
      seconds: secondsBetween(processedOn, now),
      states: figuresIn(progress)?.states ?? 0,
    })),
    failed: failed.map(({ name, failedReason }) => ({ row: name, why: failedReason })),
  };
}

function secondsBetween(began: number, now: number): number {
  return Math.max(0, Math.round((now - began) / 1000));
}

/** Workers say to Redis who they are, by the name of their connections; each has several. */
const WORKER = /\bname=mmcheck:worker:(\S+):(\d+) /;

export function workerName(worker: string, threads: number): string {
  return `mmcheck:worker:${worker}:${threads}`;
}

function workersIn(clients: string): WorkerStatus[] {
  const known = new Map<string, number>();
  for (const client of clients.split('\n')) {
    const [, worker, threads] = WORKER.exec(client) ?? [];
    if (worker !== undefined) known.set(worker, Number(threads));
  }
  return [...known].sort().map(([worker, threads]) => ({ worker, threads }));
}
