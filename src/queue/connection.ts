// The connection to Redis. What must stay true: it ends. A Redis that is not there, or that does not answer, is said to be so
// within seconds, and one that goes away is waited for only so long; the packages themselves would try for ever.

import type { Redis, RedisOptions } from 'ioredis';
import { UsageError } from '../base/errors.ts';
import { PASSWORD_VARIABLE, type QueueAddress } from './address.ts';
import type { QueuePackages } from './packages.ts';
import { QueueError } from './queue-error.ts';

export interface Connection {
  readonly packages: QueuePackages;
  readonly shown: string;
  /** For what is asked now and then; never blocked. */
  readonly redis: Redis;
  /** Another one, for BullMQ. */
  readonly forBullmq: Redis;
  /** Rejected with a QueueError when Redis has been away for too long. */
  readonly lost: Promise<never>;
  /** What a command was rejected with, in words where Redis is to blame. */
  inWords(error: unknown): unknown;
  /** Called each time that Redis is there again. */
  whenBack(act: () => void): void;
  close(): void;
}

export interface ConnectOptions {
  /** How Redis lists this client. */
  readonly name?: string;
  /** How long a Redis that has gone away is waited for. */
  readonly patienceMs?: number;
  /** How long the first answer may take. */
  readonly firstMs?: number;
}

/** Replies keep the shapes that BullMQ expects. */
type ClientOptions = Omit<RedisOptions, 'replyMapping'>;

const PATIENCE_MS = 30_000;
const FIRST_MS = 5000;
const RETRY_MS = 250;
/** From here on BullMQ has all commands that it likes to have. */
const LEAST_VERSION = [6, 2] as const;

export async function connect(
  address: QueueAddress,
  packages: QueuePackages,
  { name = 'mmcheck', patienceMs = PATIENCE_MS, firstMs = FIRST_MS }: ConnectOptions = {},
): Promise<Connection> {
  const { shown, host, port, db, tls, username, password } = address;
  const common = {
    host,
    port,
    db,
    connectionName: name,
    // As BullMQ wants it: a command waits for Redis to come back.
    maxRetriesPerRequest: null,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: {} }),
  };
  await checkServer(new packages.Redis(firstTry(common)), address, firstMs);
  const retryStrategy = (times: number) => (times * RETRY_MS > patienceMs ? null : RETRY_MS);
  const lasting = { ...common, retryStrategy };
  const made: Redis[] = [];
  const make = (options: ClientOptions): Redis => {
    const redis = new packages.Redis(options);
    // Said once, by `lost`; while it may come back there is nothing to say.
    redis.on('error', () => {});
    made.push(redis);
    return redis;
  };
  // A host that has vanished closes no connection: only a command without an answer tells.
  const redis = make({ ...lasting, commandTimeout: patienceMs });
  let lose = (): void => {};
  const lost = new Promise<never>((_, reject) => {
    lose = () => reject(new QueueError(lostText(shown, patienceMs)));
  });
  lost.catch(() => {});
  redis.on('end', lose);
  const heart = setInterval(() => void redis.ping().catch(lose), patienceMs / 6);
  return {
    packages,
    shown,
    redis,
    forBullmq: make(lasting),
    lost,
    whenBack: (act) => redis.on('ready', act),
    inWords: (error) => {
      if (!(error instanceof Error)) return error;
      if (GONE.test(error.message)) return new QueueError(lostText(shown, patienceMs));
      if (FULL.test(error.message)) return new QueueError(fullText(shown, error.message));
      return NO_PERMISSION.test(error.message) ? new UsageError(forbidden(shown)) : error;
    },
    close: () => {
      clearInterval(heart);
      for (const one of made) one.disconnect();
    },
  };
}

const GONE = /Connection is closed|Command timed out/;
/** Its memory, or its disk. */
const FULL = /\bOOM\b|\bMISCONF\b/;
const NO_PERMISSION = /NOPERM/;

function forbidden(shown: string): string {
  return `Redis at ${shown} does not allow this user what a queue needs`;
}

function fullText(shown: string, said: string): string {
  const what = /MISCONF/.test(said) ? 'cannot write to its disk' : 'is full (maxmemory)';
  return `Redis at ${shown} ${what}; once there is room, the same command goes on with what was found`;
}

function firstTry(common: ClientOptions): ClientOptions {
  return { ...common, lazyConnect: true, retryStrategy: () => null };
}

function lostText(shown: string, patienceMs: number): string {
  const seconds = Math.round(patienceMs / 1000);
  return `Redis at ${shown} has been gone for ${seconds} s; once it is back, the same command goes on with what was found`;
}

/** Refuses what is no Redis, or one that rows are not safe in. */
async function checkServer(redis: Redis, address: QueueAddress, firstMs: number): Promise<void> {
  const said: string[] = [];
  redis.on('error', (error: Error) => said.push(error.message));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    redis.disconnect();
  }, firstMs);
  try {
    await redis.connect();
    const info = await redis.info();
    // What fails at this when connecting is not told.
    if (address.db !== 0) await redis.select(address.db);
    checkInfo(info, address.shown);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const silence = isLate
      ? `no answer within ${firstMs / 1000} s`
      : 'it hung up before it answered';
    throw new UsageError(whyNot(said[0] ?? (error as Error).message, address, silence));
  } finally {
    clearTimeout(timer);
    redis.disconnect();
  }
}

function whyNot(said: string, { shown, db, tls }: QueueAddress, silence: string): string {
  if (/NOAUTH/.test(said)) {
    return `Redis at ${shown} wants a password; set ${PASSWORD_VARIABLE}, or write redis://:PASSWORD@HOST`;
  }
  if (/WRONGPASS|invalid password/i.test(said)) {
    return `Redis at ${shown} refuses the user or the password`;
  }
  if (NO_PERMISSION.test(said)) return forbidden(shown);
  if (/DB index/.test(said)) return `Redis at ${shown} has no database ${db}`;
  if (/RESP|Protocol error/i.test(said)) return `what answers at ${shown} is no Redis`;
  const system = /\b(E[A-Z]{4,})\b/.exec(said)?.[1];
  const why = system === undefined ? silence : (SYSTEM[system] ?? system);
  if (tls && !(system !== undefined && system in SYSTEM)) {
    return `nothing answers in TLS at ${shown} (${why}); write redis:// where the Redis has none`;
  }
  return `there is no Redis at ${shown}: ${why}; start one there, or name another with --queue`;
}

const SYSTEM: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
};

/** Both are in the answer to INFO, which needs no right to read the configuration. */
function checkInfo(info: string, shown: string): void {
  const version = valueIn(info, 'redis_version') ?? '0';
  const [major, minor] = version.split('.').map(Number);
  const [least, leastMinor] = LEAST_VERSION;
  if (major < least || (major === least && minor < leastMinor)) {
    throw new UsageError(
      `Redis ${version} at ${shown} is too old for a queue: it takes ${LEAST_VERSION.join('.')} or newer`,
    );
  }
  const policy = valueIn(info, 'maxmemory_policy');
  if (Number(valueIn(info, 'maxmemory') ?? 0) > 0 && policy !== 'noeviction') {
    throw new UsageError(
      `Redis at ${shown} forgets keys when it is full (maxmemory-policy ${policy}), and rows with them; set it to noeviction`,
    );
  }
}

function valueIn(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}
