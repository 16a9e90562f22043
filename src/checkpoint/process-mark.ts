// Which process has a folder, so that another one is told while it is there.
//
// What must stay true: a process that has ended is never taken for one that runs, or nobody could go on with what it left. So the
// moment of its start counts, too, where the system tells it, and of another machine's processes nothing is said.

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessMark {
  readonly host: string;
  readonly pid: number;
  /** In ticks since the machine started; empty where the system does not tell. */
  readonly began: string;
}

export function thisProcess(): ProcessMark {
  return { host: hostname(), pid: process.pid, began: startOf(process.pid) };
}

/** Whether it is another process of this machine that has not ended. */
export function isRunningElsewhere({ host, pid, began }: ProcessMark): boolean {
  if (host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) === began;
}

/** The 22nd field; the second is a name that may hold anything, in parentheses. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
