// The objects of a run in Redis: each a string under a key of its own, and a set of all their names.
//
// What must stay true: under a name there is a whole object or none, and it is never changed: who writes it a second time is
// ignored. Nothing is written for a run that is gone, by however late a worker, so that none of its keys is left.

import type { Redis } from 'ioredis';
import type { Connection } from './connection.ts';
import { QueueError } from './queue-error.ts';
import { PREFIX, recordKey } from './run-registry.ts';

const PUT = `if redis.call('exists', KEYS[1]) == 0 then return 0 end
if redis.call('set', KEYS[2], ARGV[1], 'NX') then redis.call('sadd', KEYS[3], ARGV[2]) end
return 1`;

/** Redis keeps no longer strings. */
const MOST_BYTES = 2 ** 29;
const REMOVED_AT_ONCE = 256;

export class StoredObjects {
  readonly #connection: Connection;
  readonly #run: string;

  constructor(connection: Connection, run: string) {
    this.#connection = connection;
    this.#run = run;
  }

  /** Throws a QueueError where the run is gone, or an object is too large. */
  async put(name: string, bytes: Uint8Array): Promise<void> {
    if (bytes.length > MOST_BYTES) {
      throw new QueueError(
        `a part of the search takes ${bytes.length} bytes, and Redis keeps at most ${MOST_BYTES} under a key; take more --partitions`,
      );
    }
    const { redis } = this.#connection;
    const keys = [recordKey(this.#run), objectKey(this.#run, name), namesKey(this.#run)];
    const isPut = await this.#inWords(
      redis.eval(PUT, 3, ...keys, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), name),
    );
    if (isPut !== 1) throw new QueueError(`run ${this.#run} is gone from the queue`);
  }

  /** From an offset on; or so many at the end, and how many there are in all. None where there is no such object. */
  async get(
    name: string,
    offset: number,
    length: number,
  ): Promise<{ bytes: Uint8Array; size: number }> {
    const { redis } = this.#connection;
    const key = objectKey(this.#run, name);
    const last = offset < 0 ? -1 : offset + length - 1;
    const [bytes, size] = await this.#inWords(
      Promise.all([redis.getrangeBuffer(key, offset, last), offset < 0 ? redis.strlen(key) : 0]),
    );
    // A part of what came with it would take all of that along.
    return { bytes: new Uint8Array(bytes), size };
  }

  async remove(name: string): Promise<void> {
    const { redis } = this.#connection;
    await Promise.all([
      redis.unlink(objectKey(this.#run, name)),
      redis.srem(namesKey(this.#run), name),
    ]);
  }

  #inWords<T>(answer: Promise<T>): Promise<T> {
    return answer.catch((error: unknown) => {
      throw this.#connection.inWords(error);
    });
  }
}

/** All objects of a run. Their names go last, so that what was left by one that was killed here is found. */
export async function removeObjects(redis: Redis, run: string): Promise<void> {
  const names = namesKey(run);
  for (;;) {
    const some = await redis.srandmember(names, REMOVED_AT_ONCE);
    if (some.length === 0) return;
    await redis.unlink(...some.map((name) => objectKey(run, name)));
    await redis.srem(names, ...some);
  }
}

function objectKey(run: string, name: string): string {
  return `${PREFIX}:run:${run}:object:${name}`;
}

function namesKey(run: string): string {
  return `${PREFIX}:run:${run}:objects`;
}
