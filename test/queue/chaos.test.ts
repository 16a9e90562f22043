// Whoever is killed or stopped, and whenever: the same counts, verdicts and words, or one line that says how to go on; and no key is left.
// By day one worker sleeps through a run. CHAOS=50 npx vitest run test/queue/chaos.test.ts kills 50 times, and Redis another ten.

import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, mmcheck, type RunOptions } from '../cli/mmcheck.ts';
import { Chaos, EVENTS } from './chaos.ts';
import { coordinator, gridProject, TestWorker, timeless } from './queue-project.ts';
import { hasRedis, RedisServer } from './redis-server.ts';
import { keysIn, locally, onQueue, SAFE, statesProject, told } from './states-project.ts';

const CHAOS = Number(process.env.CHAOS ?? 0);
const SEED = Number(process.env.SEED ?? 1);
const ROWS = ['--format', 'json'];

interface Disturbed {
  readonly cwd: string;
  command(server: RedisServer, lease: string, options: RunOptions): Promise<Ended>;
  /** What a command on one machine tells, and what of it is compared. */
  readonly local: (options: RunOptions) => Promise<Ended>;
  readonly told: (ended: Ended) => object;
}

const STATES: Disturbed = {
  cwd: statesProject(),
  command: (server, lease, options) => onQueue(server, [...SAFE, '--lease', lease], options),
  local: (options) => locally(SAFE, options),
  told,
};
const RUN: Disturbed = {
  cwd: gridProject(),
  command: (server, lease, options) => coordinator(server, [...ROWS, '--lease', lease], options),
  local: (options) => mmcheck(['run', ...ROWS], options),
  told: ({ code, stdout, stderr }) => ({ code, stdout: timeless(stdout) || stderr }),
};

describe.skipIf(!hasRedis)(
  'a worker that is stopped, and goes on after others have done its work',
  () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await RedisServer.start();
    });
    afterAll(() => server?.remove());

    test.each([
      ['check', STATES, 'taking jobs'],
      ...(CHAOS > 0 ? [['run', RUN, 'taking rows'] as const] : []),
    ] as const)('%s: changes nothing', async (_, { cwd, command, local, told: of }, taking) => {
      const stopped = new TestWorker(server.url, cwd);
      let other: TestWorker | undefined;
      try {
        const queued = command(server, '1s', { cwd });
        await stopped.hasSaid(taking);
        await pause(100);
        stopped.child.kill('SIGSTOP');
        other = new TestWorker(server.url, cwd);
        const [ended, alone] = await Promise.all([queued, local({ cwd })]);
        expect(of(ended)).toEqual(of(alone));
        await other.end();
        stopped.child.kill('SIGCONT');
        // What it had in hand is late, and it is the only one for the next.
        expect(of(await command(server, '1s', { cwd }))).toEqual(of(alone));
        expect(await stopped.end()).toBe(130);
        expect(await keysIn(server)).toEqual([]);
      } finally {
        await Promise.all([stopped.end('SIGKILL'), other?.end('SIGKILL')]);
      }
    });
  },
);

describe.skipIf(!hasRedis || CHAOS === 0)(`${CHAOS} kills from seed ${SEED}`, () => {
  test.each([
    ['check', STATES, 'always'],
    ['run', RUN, 'everysec'],
  ])(
    '%s',
    async (name, { cwd, command, local, told: of }, fsync) => {
      const server = await RedisServer.start('--appendonly', 'yes', '--appendfsync', fsync);
      const budget = {
        'worker killed': Math.ceil(CHAOS / 4),
        'worker stopped': Math.ceil(CHAOS / 10),
        'command killed': Math.floor(CHAOS / 4),
        'Redis killed': Math.ceil(CHAOS / 5),
      };
      const began = performance.now();
      const chaos = new Chaos({
        server,
        cwd,
        seed: SEED,
        budget,
        command: (options) => command(server, '2s', options),
      });
      try {
        const alone = of(await local({ cwd }));
        while (!chaos.isOver) {
          expect(of(await chaos.run())).toEqual(alone);
          expect(await keysIn(server)).toEqual([]);
        }
      } finally {
        const seconds = Math.round((performance.now() - began) / 1000);
        const events = EVENTS.map((event) => `${event} ${chaos.happened[event]}`).join(', ');
        console.log(`${name}: ${chaos.runs} runs in ${seconds} s, ${events}`);
        for (const [line, times] of chaos.refusals) console.log(`${times} times: ${line}`);
        await chaos.end();
        await server.remove();
      }
    },
    3_600_000,
  );
});
