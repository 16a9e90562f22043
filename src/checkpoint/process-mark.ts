// Which process has a folder, so that another one is told while it is there. Linux tells of processes in files; where there are none,
// nothing is said.
//
// What must stay true: a process that has ended is never taken for one that runs, or nobody could go on with what it left. So the
// moment of its start counts, too, and of another machine's processes nothing is said.

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessMark {
  readonly host: string;
  readonly pid: number;
  /** In ticks since the machine started. */
  readonly began: string;
}

/** Undefined where the system does not tell. */
export function thisProcess(): ProcessMark | undefined {
  return markOf('self');
}

/** Whether it is another process of this machine that has not ended. */
export function isRunningElsewhere({ host, pid, began }: ProcessMark): boolean {
  if (host !== hostname() || pid === thisProcess()?.pid) return false;
  return markOf(pid)?.began === began;
}

/** The first field and the 22nd; the second is a name that may hold anything, in parentheses. */
function markOf(pid: number | 'self'): ProcessMark | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const began = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return { host: hostname(), pid: Number.parseInt(stat, 10), began };
  } catch {
    return undefined;
  }
}
