// Which run a trace is: who takes which step, and what it chooses. Lines, words and values are none of it, so that a
// run stays the same while the model is reworded.

import { createHash } from 'node:crypto';
import type { Trace } from './trace.ts';

/** 16 hexadecimal digits. */
export function routeOf({ steps, loop }: Trace): string {
  const moves = steps.toArray().map(({ name, label, choice }) => [name, label, choice]);
  return createHash('sha256')
    .update(JSON.stringify([moves, loop]))
    .digest('hex')
    .slice(0, 16);
}
