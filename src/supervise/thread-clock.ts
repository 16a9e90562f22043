// How much of a processor a thread has used. What must stay true: a thread that does not run uses nothing, so that one
// that is stopped, starved by others or waiting for its memory to be read from a disk is not taken for one that works.
//
// Linux tells it of each thread. Where nobody does, a small part of the time that passes counts, and none in which the whole
// process was stopped.

import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** The number of a thread of this process, as the system counts. */
export type ThreadId = number;

/** Milliseconds of a processor that a thread has used since it began. */
export type ThreadClock = () => number;

/** How long a tick of /proc is: one hundredth of a second wherever Linux speaks to programs. */
const TICK_MS = 10;
/** What counts of the time that passes; and how much at most between two looks, which are made ten times a second. */
const ASSUMED_SHARE = 1 / 5;
const MOST_PASSED_MS = 200;

/** Who calls, as others may ask for it; undefined where there is no such name. */
export function ownThread(): ThreadId | undefined {
  try {
    const id = Number(basename(readlinkSync('/proc/thread-self')));
    return Number.isInteger(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

export function threadClock(thread: ThreadId | undefined): ThreadClock {
  if (thread === undefined || usedBy(thread) === undefined) return assumed();
  // A thread that has ended uses nothing any more.
  return () => usedBy(thread) ?? 0;
}

function assumed(): ThreadClock {
  let last = performance.now();
  let used = 0;
  return () => {
    const now = performance.now();
    used += Math.min(now - last, MOST_PASSED_MS) * ASSUMED_SHARE;
    last = now;
    return used;
  };
}

/** The fields of proc(5) after the name, which may hold anything: `) R ...`, user time 11 places on, then that of the system. */
function usedBy(thread: ThreadId): number | undefined {
  try {
    const text = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * TICK_MS : undefined;
  } catch {
    return undefined;
  }
}
