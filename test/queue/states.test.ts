// `check --queue`: what is told is what a search in the memory of one machine tells, whoever is killed meanwhile, and nothing is left.

import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { mmcheck } from '../cli/mmcheck.ts';
import { TestWorker } from './queue-project.ts';
import { hasRedis, pause, RedisServer } from './redis-server.ts';
import { keysIn, locally, onQueue, SAFE, statesProject, told } from './states-project.ts';

const SHORT_LEASE = [...SAFE, '--lease', '3s'];

describe.skipIf(!hasRedis)('states in a queue', () => {
  let server: RedisServer;
  const workers: TestWorker[] = [];
  const cwd = statesProject();
  const worker = (): TestWorker => {
    const one = new TestWorker(server.url, cwd);
    workers.push(one);
    return one;
  };
  beforeAll(async () => {
    server = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always');
  });
  afterEach(() => Promise.all(workers.splice(0).map((one) => one.end('SIGKILL'))));
  afterAll(() => server?.remove());

  test('with two workers: counts, verdicts and lengths of runs, one of which is replayed', async () => {
    const two = [worker(), worker()];
    const trace = join(cwd, 'trace.json');
    const [local, queued] = await Promise.all([
      locally(SAFE, { cwd }),
      onQueue(server, [...SAFE, '--trace', trace], { cwd }),
    ]);
    expect(told(queued)).toEqual(told(local));
    expect((await mmcheck(['replay', trace], { cwd })).code).toBe(0);
    for (const one of two) expect(await one.end()).toBe(130);
    expect(two.map(({ stderr }) => stderr)).toEqual(
      Array(2).fill(expect.stringMatching(/[1-9]\d* jobs? of searches done/)),
    );
    expect(await keysIn(server)).toEqual([]);
  });

  test('a worker that is killed, and commands that are killed and interrupted', async () => {
    const local = await locally(SAFE, { cwd });
    const first = worker();
    const killed = onQueue(server, SHORT_LEASE, {
      cwd,
      meanwhile: (child) => {
        void first.hasSaid('taking jobs').then(async () => {
          await pause(300);
          await first.end('SIGKILL');
          child.kill('SIGKILL');
        });
      },
    });
    expect((await killed).code).toBe(null);
    worker();
    const interrupted = await onQueue(server, SHORT_LEASE, {
      cwd,
      meanwhile: (child) => {
        child.stderr?.on('data', (data) => {
          if (String(data).includes('partitions, for')) setTimeout(() => child.kill('SIGINT'), 500);
        });
      },
    });
    if (interrupted.code === 130) expect(interrupted.stderr).toContain('stays in the queue');
    expect(told(await onQueue(server, SHORT_LEASE, { cwd }))).toEqual(told(local));
    expect(await keysIn(server)).toEqual([]);
  });

  test('a Redis that is full: one line, and the same command goes on; what status tells meanwhile', async () => {
    const redis = new Redis(server.port, '127.0.0.1');
    const local = locally(SAFE, { cwd });
    const one = worker();
    try {
      const used = Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
      await redis.config('SET', 'maxmemory', String(used + 1_500_000));
      const full = await onQueue(server, SAFE, { cwd });
      await redis.config('SET', 'maxmemory', '0');
      const words = full.stderr.split('\n').filter((line) => line.includes('is full (maxmemory)'));
      expect([full.code, words.length, full.stdout]).toEqual([2, 1, '']);
      const status = await mmcheck(['status', '--queue', server.url], { cwd });
      expect(status.stdout).toMatch(/the states of models\/bits.ts, begun \d+ s ago, no command/);
      expect(told(await onQueue(server, SAFE, { cwd }))).toEqual(told(await local));
      expect(await one.end()).toBe(130);
      expect(await keysIn(server)).toEqual([]);
    } finally {
      await redis.config('SET', 'maxmemory', '0');
      redis.disconnect();
    }
  });

  test('status of a search: its model, its level, states and how many a second', async () => {
    const status = (...words: string[]) =>
      mmcheck(['status', '--queue', server.url, ...words], { cwd });
    let run = '';
    const ended = await onQueue(server, SAFE, {
      cwd,
      meanwhile: (child) => {
        void (async () => {
          const level = /^ {2}level \d+: [\d,]+ states, [\d,]+ a second$/m;
          await expect.poll(async () => (await status()).stdout).toMatch(level);
          const { runs } = JSON.parse((await status('--format', 'json')).stdout);
          run = runs[0].run;
          expect(runs[0]).toMatchObject({ kind: 'states', model: 'models/bits.ts' });
          expect(runs[0].search.states).toBeGreaterThan(0);
          expect(runs[0].rows.waiting).toBeGreaterThan(1);
          const { stdout } = await status('--format', 'prometheus');
          expect(stdout).toMatch(/^mmcheck_search_states\{run="r[0-9a-f]+"\} \d+$/m);
        })().finally(() => child.kill('SIGINT'));
      },
    });
    expect(ended.code).toBe(130);
    expect((await status('--drop', run)).stdout).toBe(`removed run ${run}\n`);
    expect(await keysIn(server)).toEqual([]);
  });

  test('a model that goes wrong is told as on one machine, and the run is over', async () => {
    worker();
    const words = ['--set', 'wrong=true', '--property', 'fit'];
    const local = await locally(words, { cwd });
    const queued = await onQueue(server, words, { cwd });
    const lastLine = ({ stderr }: { stderr: string }) => stderr.trim().split('\n').at(-1);
    expect([queued.code, lastLine(queued)]).toEqual([local.code, lastLine(local)]);
    expect(await keysIn(server)).toEqual([]);
  });

  test.each([
    [['--property', 'ends'], /--queue cannot decide 'ends'/],
    [[...SAFE, '--disk', 'folder'], /--disk and --queue exclude each other/],
    [[...SAFE, '--order', 'dfs'], /--queue does not go with --order dfs/],
    [[...SAFE, '--workers', '2'], /--workers is for threads of this machine/],
  ])('%s is refused, and leaves nothing', async (words, message) => {
    const refused = await onQueue(server, words, { cwd });
    expect(refused.stderr).toMatch(message);
    expect(refused.code).toBe(2);
    expect(await keysIn(server)).toEqual([]);
  });
});
