// What can be wrong with a queue: one line, the right status, and no password in any of it.

import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { queueAddress } from '../../src/queue/address.ts';
import { connect } from '../../src/queue/connection.ts';
import { queuePackages } from '../../src/queue/packages.ts';
import { hold } from '../../src/queue/run-registry.ts';
import { type Ended, mmcheck } from '../cli/mmcheck.ts';
import { coordinator, GRID, gridProject, TestWorker } from './queue-project.ts';
import { freePort, hasRedis, RedisServer } from './redis-server.ts';

const PASSWORD = 'hush-hush';

/** A server that answers each command; undefined where it never does. */
async function impostor(
  answer: (command: string) => string | undefined,
): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      for (const [, command] of data.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)) {
        const said = answer(command.toUpperCase());
        if (said !== undefined) socket.write(said);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as { port: number }).port };
}

/** A Redis of another version, as far as this asks. Before version 6 there was no HELLO. */
const redisOf = (info: string) => (command: string) => {
  if (command === 'HELLO')
    return '-ERR unknown command `HELLO`, with args beginning with: `3`, \r\n';
  return command === 'INFO' ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n';
};

function expectOneLine({ code, stdout, stderr }: Ended, ...words: readonly string[]): void {
  for (const part of words) expect(stderr).toContain(part);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toContain(PASSWORD);
  expect(stdout).toBe('');
  expect(code).toBe(2);
}

describe('addresses', () => {
  test.each([
    'localhost:6379',
    `http://:${PASSWORD}@localhost`,
    `redis://:${PASSWORD}@`,
    `redis://:${PASSWORD}@host/zero`,
    `redis://:${PASSWORD}@host?x=1`,
    `redis://:${PASSWORD}%@host`,
  ])('%s is refused, and not shown', (url) => {
    const call = () => queueAddress(url, {});
    expect(call).toThrow(/--queue: .*redis:\/\/HOST/);
    expect(call).not.toThrow(new RegExp(PASSWORD));
  });

  test.each(['redis://host:99999', 'redis://host:x', 'redis://host:0', `redis://me:${PASSWORD}`])(
    '%s has no port',
    (url) => {
      const call = () => queueAddress(url, {});
      expect(call).toThrow('what stands behind the host is no port from 1 to 65535');
      expect(call).not.toThrow(new RegExp(PASSWORD));
    },
  );

  test('what is understood', () => {
    const shown = 'rediss://[::1]:7000/2';
    const url = `rediss://me:${PASSWORD}%20@[::1]:7000/2`;
    const place = { host: '::1', port: 7000, db: 2, tls: true, shown };
    expect(queueAddress(url, {})).toEqual({ ...place, username: 'me', password: `${PASSWORD} ` });
    const { password } = queueAddress('redis://host', { REDISCLI_AUTH: PASSWORD });
    expect(password).toBe(PASSWORD);
  });
});

describe('what is no Redis for a queue', () => {
  const url = (port: number) => `redis://:${PASSWORD}@127.0.0.1:${port}`;
  const refused = async (port: number): Promise<Ended> =>
    mmcheck(['status', '--queue', url(port)], { cwd: gridProject() });

  test('nothing there', async () => {
    expectOneLine(
      await refused(await freePort()),
      'there is no Redis at redis://127.0.0.1:',
      'refused',
    );
  });

  test('an old version', async () => {
    const { server, port } = await impostor(redisOf('redis_version:5.0.7\r\nloading:0\r\n'));
    expectOneLine(await refused(port), 'Redis 5.0.7', '6.2 or newer');
    server.close();
  });

  test('one that forgets keys', async () => {
    const info = 'redis_version:7.0.15\r\nmaxmemory:1000\r\nmaxmemory_policy:allkeys-lru\r\n';
    const { server, port } = await impostor(redisOf(info));
    expectOneLine(await refused(port), 'allkeys-lru', 'noeviction');
    server.close();
  });

  test('another server', async () => {
    const { server, port } = await impostor(() => 'HTTP/1.1 400 Bad Request\r\n\r\n');
    expectOneLine(await refused(port), 'is no Redis');
    server.close();
  });

  test('one that never answers', async () => {
    const { server, port } = await impostor(() => undefined);
    const address = queueAddress(url(port), {});
    const connecting = connect(address, await queuePackages(), { firstMs: 300 });
    await expect(connecting).rejects.toThrow(/no answer within 0.3 s/);
    server.close();
  });

  test('one that hangs up: it is not said to have been silent', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.destroy()));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { port: number };
    const connecting = connect(queueAddress(url(port), {}), await queuePackages());
    await expect(connecting).rejects.toThrow('it hung up before it answered');
    server.close();
  });

  test('one that does not answer in TLS', async () => {
    const { server, port } = await impostor(() => undefined);
    const address = queueAddress(url(port).replace('redis', 'rediss'), {});
    const connecting = connect(address, await queuePackages(), { firstMs: 300 });
    await expect(connecting).rejects.toThrow(
      `nothing answers in TLS at rediss://127.0.0.1:${port} (no answer within 0.3 s); write redis:// where`,
    );
    server.close();
  });

  test.each([
    [['run', '--lease', '3s'], '--lease is for rows of a queue'],
    [['run', '--queue', 'redis://host', '--lease', '0.5'], 'at least 1s'],
    [['run', '--queue', 'redis://host', '--workers', '2'], 'mmcheck worker'],
    [['worker'], "required option '--queue"],
  ])('%s', async (words, said) => {
    const { code, stderr } = await mmcheck(words, { cwd: gridProject() });
    expect(stderr).toContain(said);
    expect(code).toBe(2);
  });
});

describe.skipIf(!hasRedis)('with a Redis', () => {
  let server: RedisServer;
  const workers: TestWorker[] = [];
  const others: RedisServer[] = [];
  /** One of a test's own, which ends with it however it ends. */
  const another = async (...options: string[]): Promise<RedisServer> => {
    const one = await RedisServer.start(...options);
    others.push(one);
    return one;
  };
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterEach(() =>
    Promise.all([
      ...workers.splice(0).map((one) => one.end('SIGKILL')),
      ...others.splice(0).map((one) => one.remove()),
    ]),
  );
  afterAll(() => server?.remove());
  const status = (...words: string[]) =>
    mmcheck(['status', '--queue', server.url, ...words], { cwd: gridProject() });
  /** One that is interrupted once its rows are put. */
  const waitingRun = async (cwd: string): Promise<string> => {
    const { stderr } = await coordinator(server, [], {
      cwd,
      meanwhile: (child) => {
        child.stderr?.on('data', (data) => {
          if (String(data).includes('for the workers at')) child.kill('SIGINT');
        });
      },
    });
    return /run (r[0-9a-f]{16}) stays/.exec(stderr)?.[1] ?? stderr;
  };

  test('a password that is wanted, and a wrong one', async () => {
    const locked = await another('--requirepass', PASSWORD);
    const cwd = gridProject();
    const ask = (url: string, env = {}) => mmcheck(['status', '--queue', url], { cwd, env });
    expectOneLine(await ask(locked.url), 'wants a password', 'REDISCLI_AUTH');
    const wrong = locked.url.replace('//', `//:${PASSWORD}-not@`);
    expectOneLine(await ask(wrong), 'refuses the user or the password');
    const right = await ask(locked.url, { REDISCLI_AUTH: PASSWORD });
    expect([right.code, right.stderr]).toEqual([0, '']);
    expect(right.stdout).not.toContain(PASSWORD);
  });

  test('a user who may not do what it takes', async () => {
    const rights = ['limited', 'on', `>${PASSWORD}`, '~*', '&*', '+@all', '-client'];
    const redis = await another('--user', ...rights);
    const url = redis.url.replace('//', `//limited:${PASSWORD}@`);
    expectOneLine(await mmcheck(['status', '--queue', url]), 'does not allow this user');
  });

  test('a database that there is not', async () => {
    const { stderr, code } = await mmcheck(['status', '--queue', `${server.url}/99`]);
    expect([stderr, code]).toEqual([`mmcheck: Redis at ${server.url}/99 has no database 99\n`, 2]);
  });

  test('a worker with other sources leaves the run to others, and says what differs', async () => {
    const run = await waitingRun(gridProject());
    const edited = GRID['specs/grid.ts'].replace('stays small', 'stays low');
    const cwd = gridProject({ 'specs/grid.ts': edited });
    const { code, stderr } = await mmcheck(['worker', '--queue', server.url, '--idle', '2s'], {
      cwd,
    });
    expect(stderr).toMatch(
      new RegExp(`run ${run} is left to others: specs/grid.ts is another here`),
    );
    expect(stderr.match(/left to others/g)).toHaveLength(1);
    expect(code).toBe(2);
    const { runs } = JSON.parse((await status('--format', 'json')).stdout);
    expect(runs[0].rows).toEqual({ waiting: 5, active: 0, done: 0, failed: 0 });
    expect((await status('--drop', run)).stdout).toBe(`removed run ${run}\n`);
    expect((await status('--drop', run)).stderr).toContain(`there is no run ${run}`);
  });

  test('a file that is saved while its row is checked: the row is left to others', async () => {
    const cwd = gridProject();
    const run = await waitingRun(cwd);
    const worker = new TestWorker(server.url, cwd);
    workers.push(worker);
    await worker.hasSaid('taking rows');
    writeFileSync(join(cwd, 'models/grid.ts'), `${GRID['models/grid.ts']}\n`);
    await worker.hasSaid('models/grid.ts is another here, since it was begun');
    await status('--drop', run);
  });

  test("another model's run under the same name", async () => {
    const cwd = gridProject();
    const run = await waitingRun(cwd);
    const redis = new Redis(server.port, '127.0.0.1');
    const key = `mmcheck:run:${run}`;
    const record = JSON.parse((await redis.get(key)) as string);
    await redis.set(key, JSON.stringify({ ...record, key: 'another' }));
    expectOneLine(
      await coordinator(server, [], { cwd }),
      'another run under the name',
      `--drop ${run}`,
    );
    // Nor does a worker take rows of what does not fit together.
    const { stderr } = await mmcheck(['worker', '--queue', server.url, '--idle', '2s'], { cwd });
    expect(stderr).toContain('does not fit together');
    await redis.flushall();
    redis.disconnect();
  });

  test('two commands for one run, and one after another that was killed', async () => {
    const connection = await connect(queueAddress(server.url, {}), await queuePackages());
    const held = (holder: string, ms: number) => hold(connection, 'r1', holder, () => {}, ms);
    const first = await held('one', 400);
    await expect(held('other', 400)).rejects.toThrow('(r1) is being run by one; wait for it');
    await first.release();
    await connection.redis.set('mmcheck:run:r1:holder', 'killed', 'PX', 300);
    const second = await held('other', 400);
    await connection.redis.set('mmcheck:run:r1:holder', 'third');
    await expect(second.taken).rejects.toThrow('is being run by third');
    await second.release();
    await connection.redis.del('mmcheck:run:r1:holder');
    connection.close();
  });

  test('a Redis that goes away is waited for, and not for ever', async () => {
    const gone = await another();
    const address = queueAddress(gone.url, {});
    const connection = await connect(address, await queuePackages(), { patienceMs: 500 });
    await gone.end('SIGKILL');
    await expect(connection.lost).rejects.toThrow(/has been gone for/);
    connection.close();
  });

  test('status in words and for Prometheus', async () => {
    const cwd = gridProject();
    const run = await waitingRun(cwd);
    expect((await status()).stdout).toContain('0 rows done, 0 active, 5 waiting, 0 failed');
    const { stdout } = await status('--format', 'prometheus');
    expect(stdout).toContain(`mmcheck_rows{run="${run}",state="waiting"} 5\n`);
    expect(stdout).toMatch(
      /^(?:# (?:HELP|TYPE) .+\n|[a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? \d+\n)+$/,
    );
    await status('--drop', run);
    expect((await status()).stdout).toBe(`${server.url}: 0 runs, 0 workers\n`);
  });
});
