// Objects in Redis: whole, never changed, and none for a run that is gone.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queueAddress } from '../../src/queue/address.ts';
import { type Connection, connect } from '../../src/queue/connection.ts';
import { queuePackages } from '../../src/queue/packages.ts';
import { announce, forget, recordOf } from '../../src/queue/run-registry.ts';
import { removeObjects, StoredObjects } from '../../src/queue/stored-objects.ts';
import { hasRedis, RedisServer } from './redis-server.ts';
import { keysIn } from './states-project.ts';

const RUN = recordOf({
  kind: 'states',
  version: '1',
  specs: ['a.ts'],
  sources: { engine: 'e', files: {} },
  asked: '{}',
  leaseMs: 1000,
  began: 1,
});
const bytes = (text: string) => Buffer.from(text);
const NONE = { bytes: new Uint8Array() };

describe.skipIf(!hasRedis)('objects in Redis', () => {
  let server: RedisServer;
  let connection: Connection;
  let objects: StoredObjects;
  beforeAll(async () => {
    server = await RedisServer.start();
    connection = await connect(queueAddress(server.url, {}), await queuePackages());
    objects = new StoredObjects(connection, RUN.id);
  });
  afterAll(async () => {
    connection?.close();
    await server?.remove();
  });
  const textAt = async (offset: number, length: number) =>
    String(Buffer.from((await objects.get('one', offset, length)).bytes));

  test('the first who writes under a name has written it', async () => {
    await announce(connection, RUN);
    await objects.put('one', bytes('first of all'));
    await objects.put('one', bytes('second'));
    expect([await textAt(0, 5), await textAt(-3, 3), await textAt(6, 2)]).toEqual([
      'first',
      'all',
      'of',
    ]);
    expect((await objects.get('one', -100, 100)).size).toBe(12);
    expect(await objects.get('none', 0, 5)).toMatchObject(NONE);
    await objects.remove('one');
    expect(await objects.get('one', 0, 5)).toMatchObject(NONE);
  });

  test('of a run that is removed no key is left, and nothing is written for it any more', async () => {
    await announce(connection, RUN);
    for (let k = 0; k < 600; k++) await objects.put(`o${k}`, bytes('x'));
    await removeObjects(connection.redis, RUN.id);
    await forget(connection.redis, RUN.id);
    await expect(objects.put('late', bytes('x'))).rejects.toThrow(/is gone from the queue/);
    expect(await keysIn(server)).toEqual([]);
  });

  test('a Redis that is full says so in one line', async () => {
    await announce(connection, RUN);
    await connection.redis.config('SET', 'maxmemory', '1');
    const put = objects.put('more', bytes('x'));
    await expect(put).rejects.toThrow(
      /is full \(maxmemory\); once there is room, the same command/,
    );
    await connection.redis.config('SET', 'maxmemory', '0');
  });
});
