// What control groups allow, read from the files of both versions.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cgroupLimit, machineMemory } from '../../src/cli/machine-memory.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

/** A file system of these files. */
function files(texts: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'cgroup-'));
  made.push(root);
  for (const [file, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

test.each([
  ['no control groups', {}, undefined],
  [
    'version 2, the narrowest of those around',
    {
      'proc/self/cgroup': '0::/a.slice/b\n',
      'sys/fs/cgroup/a.slice/b/memory.max': 'max\n',
      'sys/fs/cgroup/a.slice/memory.max': '536870912\n',
    },
    2 ** 29,
  ],
  [
    'version 2, in a namespace',
    { 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/memory.max': '1073741824\n' },
    2 ** 30,
  ],
  [
    'version 1, beside others',
    {
      'proc/self/cgroup': '5:cpu:/x\n4:memory:/x/y\n0::/\n',
      'sys/fs/cgroup/cpu/x/memory.limit_in_bytes': '4096\n',
      'sys/fs/cgroup/memory/x/y/memory.limit_in_bytes': '268435456\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    },
    2 ** 28,
  ],
  [
    'version 1 without a limit',
    {
      'proc/self/cgroup': '4:memory:/x\n',
      'sys/fs/cgroup/memory/x/memory.limit_in_bytes': '9223372036854771712\n',
    },
    undefined,
  ],
])('%s', (_name, texts, expected) => {
  expect(cgroupLimit(files(texts))).toBe(expected);
});

test('of this machine something is known', () => {
  expect(machineMemory().limit).toBeGreaterThan(2 ** 27);
});
