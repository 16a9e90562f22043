// The watch over the searching thread: code that never returns is told from a search that gets little of the machine, by
// what the thread itself has used.

import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import {
  ASKING,
  BEGINNING,
  begins,
  NO_PROCESS,
  Progress,
  RUNNING,
  stepBegins,
} from '../../src/base/progress.ts';
import { ownThread, threadClock } from '../../src/supervise/thread-clock.ts';
import { Watch } from '../../src/supervise/watch.ts';
import { mmcheck, project } from '../cli/mmcheck.ts';

/** A watch over a thread of which is said how much it has used. */
function watched() {
  const progress = new Progress();
  let used = 0;
  const watch = new Watch(progress, () => used);
  return {
    flags: progress.flags,
    /** Looks ten times a second for so long; what it accuses. */
    looks(seconds: number, share: number): number | undefined {
      for (let k = 0; k < seconds * 10; k++) {
        used += 100 * share;
        const accused = watch.look();
        if (accused !== undefined) return accused;
      }
      return undefined;
    },
  };
}

describe('a step that has begun and goes on', () => {
  test('is accused once it has used two seconds of a processor', () => {
    const { flags, looks } = watched();
    stepBegins(flags, 3, 1);
    expect(looks(1.9, 1)).toBeUndefined();
    expect(looks(0.5, 1)).toBe(3);
  });

  test('of a thread that is stopped is never accused, for hours', () => {
    const { flags, looks } = watched();
    stepBegins(flags, 3, 1);
    expect(looks(7200, 0)).toBeUndefined();
  });

  test('of a thread that gets a hundredth is accused for what it has used', () => {
    const { flags, looks } = watched();
    stepBegins(flags, 3, 1);
    expect(looks(190, 0.01)).toBeUndefined();
    expect(looks(20, 0.01)).toBe(3);
  });

  test('is another one where the same instance begins it anew from the same label', () => {
    const { flags, looks } = watched();
    for (let k = 0; k < 20; k++) {
      stepBegins(flags, 0, 0);
      expect(looks(1.5, 1)).toBeUndefined();
    }
  });

  test('is none where nothing of the author runs', () => {
    const { flags, looks } = watched();
    flags[RUNNING] = NO_PROCESS;
    expect(looks(60, 1)).toBeUndefined();
    stepBegins(flags, 1, 0);
    expect(looks(1.5, 1)).toBeUndefined();
  });

  test.each([BEGINNING, ASKING])('may be an initial state or a claim: %i', (what) => {
    const { flags, looks } = watched();
    begins(flags, what);
    expect(looks(3, 1)).toBe(what);
  });
});

describe.runIf(ownThread() !== undefined)('the clock of a thread', () => {
  const workers: Worker[] = [];
  const burners: ReturnType<typeof spawn>[] = [];
  afterEach(async () => {
    for (const burner of burners.splice(0)) burner.kill('SIGKILL');
    await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
  });

  /** A thread that has taken a step and is in the next one, which never ends or sleeps for ever. */
  async function stuck(how: 'loops' | 'sleeps') {
    const { shared, flags } = new Progress();
    const code = `
      const { parentPort, workerData } = require('node:worker_threads');
      const { readlinkSync } = require('node:fs');
      parentPort.postMessage(Number(readlinkSync('/proc/thread-self').split('/').pop()));
      const never = new Int32Array(new SharedArrayBuffer(4));
      ${how === 'loops' ? 'for (;;) {}' : 'Atomics.wait(never, 0, 0);'}`;
    const worker = new Worker(code, { eval: true });
    workers.push(worker);
    const thread = await new Promise<number>((resolve) => worker.once('message', resolve));
    const progress = new Progress(shared);
    stepBegins(flags, 2, 0);
    return { thread, watch: new Watch(progress, threadClock(thread)) };
  }

  const looksFor = async (watch: Watch, ms: number): Promise<number | undefined> => {
    for (const end = performance.now() + ms; performance.now() < end; ) {
      const accused = watch.look();
      if (accused !== undefined) return accused;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return undefined;
  };

  test('runs as long as the thread does', async () => {
    const { watch } = await stuck('loops');
    expect(await looksFor(watch, 60_000)).toBe(2);
  }, 90_000);

  test('stands still while the thread sleeps', async () => {
    const { watch } = await stuck('sleeps');
    expect(await looksFor(watch, 4000)).toBeUndefined();
  });

  test('stands nearly still where others have the machine', async ({ skip }) => {
    const { thread, watch } = await stuck('loops');
    // To run only where nobody else wants to.
    const idle = spawn('chrt', ['--idle', '-p', '0', String(thread)], { stdio: 'ignore' });
    const done = await new Promise((resolve) => idle.on('error', resolve).on('exit', resolve));
    if (done !== 0) skip();
    for (let k = 0; k < availableParallelism(); k++) {
      burners.push(spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
    }
    const used = threadClock(thread);
    const [before, began] = [used(), performance.now()];
    expect(await looksFor(watch, 4000)).toBeUndefined();
    expect(used() - before).toBeLessThan((performance.now() - began) / 2);
  });

  test('of no thread, some of the time counts', async () => {
    const clock = threadClock(undefined);
    const before = clock();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(clock() - before).toBeGreaterThan(10);
    expect(clock() - before).toBeLessThan(60);
  });
});

test('a healthy search of slow steps that is stopped again and again is not accused', async () => {
  const cwd = project({
    'slow.ts': `console.error('loaded');
import { cell, defineModel, defineProperties, system, upTo } from 'mmcheck';
const slow = defineModel('slow', {
  system: () => system({ n: cell(upTo(12)) }, ({ process }) => ({
    task: process({ start: 'count', steps: {
      count: ({ n }) => {
        for (let k = 0; k < 1e8; k++) {}
        if (n.value === 12) return 'done';
        n.value++;
        return 'count';
      },
    } }),
  })),
});
export default slow;
export const properties = defineProperties(slow, ({ invariant }) => ({
  small: invariant('', ({ n }) => n.value < 12),
}));
`,
  });
  const { code, stderr, stdout } = await mmcheck(['check', 'slow.ts'], {
    cwd,
    meanwhile: (child) => {
      let turns: NodeJS.Timeout | undefined;
      // Each time it goes on, the thread that watches looks first; the one that searches has no time to come far.
      const begin = () => {
        turns = setInterval(() => {
          child.kill('SIGSTOP');
          setTimeout(() => child.kill('SIGCONT'), 95);
        }, 100);
        setTimeout(() => clearInterval(turns), 3000);
      };
      child.stderr?.once('data', () => setTimeout(begin, 500));
    },
  });
  expect(stderr).not.toContain('does not return');
  expect(stdout).toContain('violated in 12 steps');
  expect(code).toBe(1);
}, 60_000);
