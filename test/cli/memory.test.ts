// Memory that the process may not have: an ordinary message, never the end of the process or status 70.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { memoryOptions } from '../../src/cli/memory.ts';
import { UsageError } from '../../src/index.ts';
import { checkRoomForThread } from '../../src/supervise/address-space.ts';
import { mmcheck, project, TINY } from './mmcheck.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

const container = (mebibytes: number) => ({
  limit: mebibytes * MIB,
  words: 'a container allows this process',
});

describe('what a search is given', () => {
  test('where nothing bounds the process: what was asked for, less what Node takes; of little all', () => {
    expect(memoryOptions(100 * MIB, 1, {})).toEqual({ memoryBytes: 100 * MIB });
    expect(memoryOptions(200 * MIB, 1, {})).toEqual({ memoryBytes: 128 * MIB });
    expect(memoryOptions(512 * MIB, 1, {})).toEqual({ memoryBytes: 416 * MIB });
    expect(memoryOptions(undefined, 1, {})).toEqual({ memoryBytes: 4 * GIB - 96 * MIB });
  });

  test('in a container: no more than that allows beside what Node takes, and the limit says so', () => {
    const given = memoryOptions(undefined, 1, { machine: container(512) });
    expect(given.memoryBytes).toBe(416 * MIB);
    expect(given.memoryBound).toContain('a container allows this process 512 MiB');
    expect(memoryOptions(100 * MIB, 1, { machine: container(512) })).toEqual({
      memoryBytes: 100 * MIB,
    });
    expect(memoryOptions(64 * MIB, 1, { machine: container(64) }).memoryBytes).toBe(16 * MIB);
  });

  test('more than there is was asked for: a mistake, and found before the search', () => {
    const asked = (): unknown => memoryOptions(GIB, 1, { machine: container(512) });
    expect(asked).toThrow(UsageError);
    expect(asked).toThrow(
      '--memory 1024M is more than there is: a container allows this process 512 MiB; ask for less',
    );
  });

  test('several searches share it', () => {
    const four = memoryOptions(4 * GIB, 4, { machine: container(8192) });
    expect(4 * (four.memoryBytes ?? 0)).toBeLessThan(8 * GIB);
  });

  test('under `ulimit -v`: half of what is left', () => {
    const addresses = { limit: 3 * GIB, used: 2 * GIB };
    const given = memoryOptions(undefined, 1, { addresses });
    expect(given.memoryBytes).toBe(512 * MIB);
    expect(given.memoryBound).toContain('`ulimit -v` allows this process 3072 MiB');
    // The narrower of two counts.
    expect(
      memoryOptions(undefined, 1, { addresses, machine: container(300) }).memoryBound,
    ).toContain('container');
  });

  test('a thread for which there is no room is refused, not begun', () => {
    expect(() => checkRoomForThread({ limit: 2 * GIB, used: 1.5 * GIB })).toThrow(UsageError);
    expect(() => checkRoomForThread({ limit: 2 * GIB, used: 1.5 * GIB })).toThrow(
      'may have 2048 MiB of addresses (ulimit -v), of which it uses 1536',
    );
    checkRoomForThread({ limit: 4 * GIB, used: 1.5 * GIB });
    checkRoomForThread(undefined);
  });
});

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

describe.runIf(existsSync('/proc/self/limits'))('under `ulimit -v`', () => {
  const cwd = project({ 'tiny.ts': TINY });
  const under = (kibibytes: number) => {
    const command = `ulimit -v ${kibibytes} && exec "$0" "$@"`;
    const words = ['-c', command, process.execPath, MAIN, 'check', 'tiny.ts'];
    return spawnSync('bash', words, { cwd, encoding: 'utf8' });
  };

  test('of less than a second thread of Node takes: an ordinary message, status 2', () => {
    const { status, stdout, stderr } = under(1_400_000);
    expect(stderr).toContain('raise it, and bound the states by --memory instead');
    expect(stderr).not.toContain('internal error');
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  test('of less than the states would reserve: a verdict', () => {
    const { status, stdout, stderr } = under(2_600_000);
    expect(stderr).not.toContain('internal error');
    expect(stdout).toContain('2 states');
    expect(status).toBe(0);
  });
});

test('an array over a domain is refused where it is made', async () => {
  const files = ['array(upTo(60000), bool)', 'set(upTo(3))', 'table(upTo(3), { on: bool })'].map(
    (cell) =>
      TINY.replace('cell(bool)', `cell(bool), other: ${cell}`).replace(
        '{ bool,',
        '{ array, bool, set, table, upTo,',
      ),
  );
  for (const text of files) {
    const cwd = project({ 'over.ts': text });
    const { code, stderr } = await mmcheck(['check', 'over.ts'], { cwd });
    expect(stderr).toContain('is over a kind or a number of elements, and this is a domain');
    expect(code).toBe(2);
  }
}, 30_000);

test('so many interchangeable ids that their permutations are no number', async () => {
  const many = TINY.replace('process({', 'process({ count: 250,');
  const cwd = project({ 'many.ts': many });
  const words = ['check', 'many.ts', '--format', 'json', '--max-states', '20'];
  const { stdout, stderr } = await mmcheck(words, { cwd });
  expect(stderr).not.toContain('internal error');
  expect(JSON.parse(stdout).statistics.symmetry.permutations).toBeGreaterThan(1e300);
}, 30_000);
