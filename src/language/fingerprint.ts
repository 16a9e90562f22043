// The fingerprint of a system's code: the same for the same cells and steps, so that a replay can tell that the model
// has changed since a trace was written.

import { createHash } from 'node:crypto';
import { none } from './domain.ts';
import type { SystemDefinition } from './system.ts';

/** 16 hexadecimal digits. */
export function fingerprintOf(definition: SystemDefinition): string {
  const text = JSON.stringify(definition, (_key, value) => {
    if (typeof value === 'function') return Function.prototype.toString.call(value);
    return value === none ? '(none)' : value;
  });
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
