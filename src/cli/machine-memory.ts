// The memory that this machine has, and that the control groups of this process allow it: all of them on the way up, since the
// narrowest counts. Node looks at the innermost one only (process.constrainedMemory()).

import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';

export interface MachineMemory {
  /** Bytes. */
  readonly limit: number;
  /** What has so much. */
  readonly words: string;
}

export function machineMemory(): MachineMemory {
  const machine = { limit: totalmem(), words: 'this machine has' };
  const group = cgroupLimit();
  return group !== undefined && group < machine.limit
    ? { limit: group, words: 'a container (cgroup) allows this process' }
    : machine;
}

/** What the control groups allow, versions 1 and 2; nothing where none bounds it. `root` is the file system. */
export function cgroupLimit(root = '/'): number | undefined {
  const limits = textOf(join(root, 'proc/self/cgroup'))
    .split('\n')
    .flatMap((line) => filesOf(line))
    .map((file) => Number.parseInt(textOf(join(root, 'sys/fs/cgroup', file)), 10))
    // Where version 1 has no limit it says the largest multiple of a page.
    .filter((bytes) => bytes > 0 && bytes < Number.MAX_SAFE_INTEGER);
  return limits.length > 0 ? Math.min(...limits) : undefined;
}

/** `0::/user.slice/a`, `4:memory:/docker/b`: of the group itself and of all that it is in. */
function filesOf(line: string): string[] {
  const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
  if (path === undefined) return [];
  if (controllers === '') return upward(path).map((group) => join(group, 'memory.max'));
  if (!controllers.split(',').includes('memory')) return [];
  return upward(path).map((group) => join('memory', group, 'memory.limit_in_bytes'));
}

function upward(path: string): string[] {
  return path === '/' ? [path] : [path, ...upward(dirname(path))];
}

/** Nothing where there is no such file: another version, or another system. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
