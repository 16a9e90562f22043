// What a process must not take with it when it ends: a cpu, or a mutex. A context that names a process which is over
// keeps all others out forever, and what they would have done is then said never to happen. A task may not exit
// without first unlocking the mutex (mutex_lock() in kernel/locking/mutex.c).
//
// It is looked at after the step, and is no part of what the step accesses. Sound only if no step of another process
// makes a context or a mutex name this one, or name it no longer (kernel/contexts.ts, kernel/exclusive-lock.ts): then
// it depends on the process's own steps alone.

import { ModelError, type ModelErrorPlace } from '../../base/errors.ts';
import type { NamingField } from '../layout/contexts.ts';
import type { Target } from '../layout/expand.ts';
import { readField } from '../layout/field.ts';
import type { InstancePlan } from '../layout/layout.ts';
import { decodeValue } from '../layout/values.ts';

/** Refuses the state in which a process has ended too early; undefined where it does not end, or cannot do so. */
export function endCheck(
  target: Target,
  { process: { flat, definition }, index }: InstancePlan,
  contexts: readonly NamingField[],
  place: ModelErrorPlace,
): ((state: Int32Array) => void) | undefined {
  const over = definition.pool === undefined ? flat.done : flat.start;
  if (target.code !== over || contexts.length === 0) return undefined;
  return (state) => {
    for (const { name, slot, why } of contexts) {
      if (decodeValue(slot.domain, readField(state, slot.field)) !== index) continue;
      throw new ModelError(`ended while ${name} names it, so ${why}`, place);
    }
  };
}
