// Which runs there are, in Redis beside the queues of BullMQ. What must stay true: a run is named by what it is made of and
// what it asks, so that the same command finds its run again and no other does; one coordinator has a run at a time; and what
// is removed leaves no key.

import type { Redis } from 'ioredis';
import { keyOf } from '../cache/disk-cache.ts';
import type { Connection } from './connection.ts';
import { QueueError } from './queue-error.ts';
import { keyOfSources, type RunSources } from './run-sources.ts';

/** All keys begin so. */
export const PREFIX = 'mmcheck';
const RUNS = `${PREFIX}:runs`;
/** A coordinator that is not heard of for so long has died. */
const HELD_MS = 6000;

/** Rows of specs, or the state space of one model. */
export type RunKind = 'rows' | 'states';

export interface RunRecord {
  readonly kind: RunKind;
  /** Which is also the name of its queue. */
  readonly id: string;
  /** The key of which the id is the beginning. */
  readonly key: string;
  /** The version of mmcheck, for messages. */
  readonly version: string;
  /** Of a state space the model, and its spec. */
  readonly specs: readonly string[];
  readonly sources: RunSources;
  /** Whatever else decides an answer. */
  readonly asked: string;
  /** Bytes for the search of a row, where that was asked for. */
  readonly memory?: number;
  /** How long a row stays with a worker that is no longer heard of. */
  readonly leaseMs: number;
  /** Milliseconds since 1970. */
  readonly began: number;
}

export function recordOf(run: Omit<RunRecord, 'id' | 'key'>): RunRecord {
  const key = runKey(run);
  return { ...run, id: idOf(key), key };
}

/** A worker works it out again, from its own files. */
export function runKey(run: Omit<RunRecord, 'id' | 'key'>): string {
  const { kind, specs, sources, asked, memory } = run;
  // A search that came to the limit of its memory is gone on with by one that has more.
  const limits = kind === 'rows' ? String(memory) : '';
  return keyOf([kind, keyOfSources(sources), JSON.stringify(specs), asked, limits]);
}

function idOf(key: string): string {
  return `r${key.slice(0, 16)}`;
}

export function recordKey(id: string): string {
  return `${PREFIX}:run:${id}`;
}

function toldKey(id: string): string {
  return `${PREFIX}:run:${id}:told`;
}

function holderKey(id: string): string {
  return `${PREFIX}:run:${id}:holder`;
}

/** What Redis has under this name stays, where it is the same run. */
export async function announce({ redis, shown }: Connection, run: RunRecord): Promise<void> {
  await redis.set(recordKey(run.id), JSON.stringify(run), 'NX');
  const found = await recordIn(redis, run.id);
  if (found?.key !== run.key) {
    throw new QueueError(
      `Redis at ${shown} has another run under the name ${run.id}; \`mmcheck status --drop ${run.id}\` removes that one`,
    );
  }
  await redis.zadd(RUNS, 'NX', String(run.began), run.id);
}

/** Who holds a run has other limits now. */
export async function renew({ redis }: Connection, run: RunRecord): Promise<void> {
  await redis.set(recordKey(run.id), JSON.stringify(run), 'XX');
}

const TELL = `if redis.call('exists', KEYS[1]) == 1 then redis.call('set', KEYS[2], ARGV[1]) end`;

/** How far a search is, for those who ask; of a run that is gone nothing is told. */
export async function tell({ redis }: Connection, id: string, told: object): Promise<void> {
  await redis.eval(TELL, 2, recordKey(id), toldKey(id), JSON.stringify(told));
}

export async function toldOf(redis: Redis, id: string): Promise<unknown> {
  try {
    return JSON.parse((await redis.get(toldKey(id))) ?? 'null');
  } catch {
    return null;
  }
}

export async function recordIn(redis: Redis, id: string): Promise<RunRecord | undefined> {
  const text = await redis.get(recordKey(id));
  if (text === null) return undefined;
  try {
    const record = JSON.parse(text);
    return isRecord(record, id) ? record : undefined;
  } catch {
    return undefined;
  }
}

const KINDS: readonly unknown[] = ['rows', 'states'] satisfies RunKind[];

/** Another version of mmcheck may have written something else. */
function isRecord(record: unknown, id: string): record is RunRecord {
  const { kind, id: own, key, specs, sources, asked, leaseMs } = Object(record);
  return (
    own === id &&
    KINDS.includes(kind) &&
    typeof key === 'string' &&
    Array.isArray(specs) &&
    typeof sources?.engine === 'string' &&
    typeof sources.files === 'object' &&
    typeof asked === 'string' &&
    typeof leaseMs === 'number'
  );
}

/** The oldest first. */
export async function runsIn(redis: Redis): Promise<readonly RunRecord[]> {
  const ids = await redis.zrange(RUNS, '0', '-1');
  const records = await Promise.all(ids.map((id) => recordIn(redis, id)));
  return records.filter((record) => record !== undefined);
}

export function isThere(redis: Redis, id: string): Promise<boolean> {
  return redis.exists(recordKey(id)).then((count) => count > 0);
}

/** Its workers see that it is gone; its queue is removed apart. */
export async function forget(redis: Redis, id: string): Promise<void> {
  await redis.zrem(RUNS, id);
  await redis.del(recordKey(id), holderKey(id), toldKey(id));
}

export async function holderOf(redis: Redis, id: string): Promise<string | undefined> {
  return (await redis.get(holderKey(id))) ?? undefined;
}

/** Only its holder may prolong or end a hold. */
const PROLONG = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`;
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

export interface Hold {
  /** Rejected with a QueueError where somebody else has taken over. */
  readonly taken: Promise<never>;
  release(): Promise<void>;
}

/** Waits as long as one that was killed may still seem to be there. */
export async function hold(
  { redis }: Connection,
  id: string,
  holder: string,
  waiting: () => void = () => {},
  heldMs = HELD_MS,
): Promise<Hold> {
  const key = holderKey(id);
  const take = () => redis.set(key, holder, 'PX', heldMs, 'NX');
  const until = performance.now() + heldMs * 1.25;
  for (let tries = 0; (await take()) === null; tries++) {
    const other = (await redis.get(key)) ?? 'another';
    if (performance.now() > until) throw beingRun(id, other);
    if (tries === 0) waiting();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  let timer: NodeJS.Timeout | undefined;
  const taken = new Promise<never>((_, reject) => {
    const prolong = async () => {
      const isMine = (await redis.eval(PROLONG, 1, key, holder, heldMs)) === 1;
      // A Redis that was begun anew has forgotten it.
      if (!isMine && (await take()) === null) reject(beingRun(id, (await redis.get(key)) ?? ''));
    };
    timer = setInterval(() => void prolong().catch(() => {}), heldMs / 4);
  });
  taken.catch(() => {});
  return {
    taken,
    release: async () => {
      clearInterval(timer);
      await redis.eval(RELEASE, 1, key, holder);
    },
  };
}

function beingRun(id: string, holder: string): QueueError {
  return new QueueError(`this run (${id}) is being run by ${holder}; wait for it, or end that one`);
}
