// `run --queue` and `worker`: what is told is what a run on one machine tells, whoever is killed meanwhile.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, mmcheck } from '../cli/mmcheck.ts';
import {
  coordinator,
  GRID,
  gridProject,
  oddProject,
  TestWorker,
  timeless,
} from './queue-project.ts';
import { hasRedis, pause, RedisServer } from './redis-server.ts';

const JSON_FORMAT = ['--format', 'json'];
/** Of a machine that has much to do a worker may not be heard of for a second. */
const SHORT_LEASE = [...JSON_FORMAT, '--lease', '3s'];

describe.skipIf(!hasRedis)('rows on a queue', () => {
  let server: RedisServer;
  const workers: TestWorker[] = [];
  const worker = (cwd: string, ...words: string[]): TestWorker => {
    const one = new TestWorker(server.url, cwd, ...words);
    workers.push(one);
    return one;
  };
  beforeAll(async () => {
    server = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always');
  });
  afterEach(() => Promise.all(workers.splice(0).map((one) => one.end('SIGKILL'))));
  afterAll(() => server?.remove());

  const keys = async (): Promise<string[]> => {
    const redis = new Redis(server.port, '127.0.0.1');
    const found = await redis.keys('*');
    redis.disconnect();
    return found;
  };

  test('the same words and reports as on one machine, and nothing is left in Redis', async () => {
    const cwd = oddProject();
    const words = [...JSON_FORMAT, '--report', 'junit=junit.xml'];
    const local = await mmcheck(['run', ...words], { cwd });
    const report = readFileSync(join(cwd, 'junit.xml'), 'utf8');
    worker(cwd);
    const two = worker(cwd, '--workers', '2');
    const queued = await coordinator(server, words, { cwd });
    expectSame(queued, local);
    expect(timeless(readFileSync(join(cwd, 'junit.xml'), 'utf8'))).toBe(timeless(report));
    expect(queued.stderr).toContain('does not return');
    expect(await two.end()).toBe(130);
    expect(await keys()).toEqual([]);
  });

  test('a verdict that is kept is asked of no worker, and what workers find is kept', async () => {
    const cwd = gridProject();
    const cached = { cwd, cached: true, env: { MMCHECK_CACHE: join(cwd, 'cache') } };
    const one = worker(cwd);
    const first = await coordinator(server, JSON_FORMAT, cached);
    expect(first.code).toBe(0);
    await one.end();
    const second = await coordinator(server, JSON_FORMAT, cached);
    const local = await mmcheck(['run', ...JSON_FORMAT], cached);
    expect(second.stdout).toBe(local.stdout);
    expect(JSON.parse(second.stdout).summary.cached).toBe(5);
  });

  test('teeth and pages are those of one machine', async () => {
    const biting = GRID['specs/grid.ts']
      .replace('<= 298', '<= 10')
      .replace(/\.\.\.\[146.*\n/, '')
      .replace(
        /\{ set: \{ size: 150 .*\n/,
        "{ set: { size: 2 }, expect: { small: 'holds', apart: 'violated' } },\n",
      )
      .replace(
        'teeth: {},',
        "teeth: { small: { replace: 'a.value++', by: 'a.value = 150', at: { size: 2 } } },",
      );
    const cwd = gridProject({ 'specs/grid.ts': biting });
    const words = ['--teeth', '--html', 'site', ...JSON_FORMAT];
    const local = await mmcheck(['run', ...words], { cwd });
    expect([local.code, local.stderr]).toEqual([0, '']);
    const files = readdirSync(join(cwd, 'site'), { recursive: true }).sort();
    rmSync(join(cwd, 'site'), { recursive: true });
    worker(cwd);
    expectSame(await coordinator(server, words, { cwd }), local);
    expect(readdirSync(join(cwd, 'site'), { recursive: true }).sort()).toEqual(files);
    expect(JSON.parse(local.stdout).summary.rows).toBe(2);
    expect(local.stdout).toContain('teeth');
    expect(await keys()).toEqual([]);
  });

  test('a worker that is killed: another has its row', async () => {
    const cwd = gridProject();
    const local = await mmcheck(['run', ...JSON_FORMAT], { cwd });
    const first = worker(cwd);
    const queued = coordinator(server, SHORT_LEASE, { cwd });
    await first.hasSaid('taking rows');
    await pause(300);
    await first.end('SIGKILL');
    worker(cwd);
    expectSame(await queued, local);
  });

  test('a worker that is interrupted gives its row back at once', async () => {
    const cwd = gridProject();
    const first = worker(cwd);
    const queued = coordinator(server, ['--lease', '5m'], { cwd });
    await first.hasSaid('taking rows');
    await pause(300);
    expect(await first.end()).toBe(130);
    worker(cwd);
    expect((await queued).code).toBe(0);
  });

  test('a coordinator that is killed, and one that is interrupted: the same command goes on', async () => {
    const cwd = gridProject();
    const local = await mmcheck(['run', ...JSON_FORMAT], { cwd });
    const first = worker(cwd);
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      const ended = await coordinator(server, JSON_FORMAT, {
        cwd,
        meanwhile: (child) => {
          child.stderr?.on('data', (data) => {
            if (String(data).includes('for the workers at'))
              setTimeout(() => child.kill(signal), 200);
          });
        },
      });
      expect(ended.code).toBe(signal === 'SIGINT' ? 130 : null);
      if (signal === 'SIGINT') expect(ended.stderr).toContain('stays in the queue');
      // Who is interrupted waits for the rest by then.
      await first.end();
    }
    worker(cwd);
    expectSame(await coordinator(server, JSON_FORMAT, { cwd }), local);
    expect(await keys()).toEqual([]);
  });

  test('a Redis that is begun again, with what it has kept and without', async () => {
    const cwd = gridProject();
    const local = await mmcheck(['run', ...JSON_FORMAT], { cwd });
    const one = worker(cwd);
    const queued = coordinator(server, SHORT_LEASE, { cwd });
    await one.hasSaid('taking rows');
    await server.end('SIGKILL');
    await server.begin();
    await pause(500);
    const redis = new Redis(server.port, '127.0.0.1');
    await redis.flushall();
    redis.disconnect();
    await server.end();
    await server.begin();
    expectSame(await queued, local);
  });
});

/** What is said besides tells why, where it is not. */
function expectSame(queued: Ended, local: Ended): void {
  if (queued.code !== local.code) expect(queued.stderr).toBe(local.stderr);
  expect(timeless(queued.stdout)).toBe(timeless(local.stdout));
}
