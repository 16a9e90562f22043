// Methods of a primitive that mean something only where others of it are called, too (Method.goesWith): memory that is given to
// kfree_rcu() and never reclaimed, a writer that waits and has not said so. A model without the others may hold for nothing;
// it may also leave them out on purpose, so it is a doubt.
//
// What must stay true: nothing is said of a primitive that other code was handed, which may call anything.

import type { Counterpart } from '../../language/method.ts';
import type { CalledMethod } from './access.ts';

/** What the steps of a process call. */
export interface Caller {
  readonly process: string;
  readonly calls: readonly CalledMethod[];
}

export interface MissingCounterpart {
  readonly cell: string;
  /** None of these is called. */
  readonly methods: readonly string[];
  readonly words: string;
}

/** What is called without its counterpart, and by whom. */
interface Lonely {
  readonly cell: string;
  readonly counterpart: Counterpart;
  readonly callers: readonly string[];
}

/** One for all who lack the same, and none for what is only a part of another that is missing. */
export function missingCounterparts(callers: readonly Caller[]): MissingCounterpart[] {
  const all = lonelyIn(callers);
  const missing = all.flatMap(({ counterpart }) => counterpart.methods);
  return all
    .filter(({ counterpart: { within } }) => within === undefined || !missing.includes(within))
    .map(({ cell, counterpart: { methods, by, why }, callers: who }) => {
      const missingFrom = by === 'anybody' ? 'no step' : 'never';
      const words = `${who.join(', ')}, and ${missingFrom} calls ${cell}.${methods[0]}(): ${why}`;
      return { cell, methods, words };
    });
}

function lonelyIn(callers: readonly Caller[]): Lonely[] {
  const found = new Map<string, Lonely>();
  for (const { process, calls } of callers) {
    for (const { cell, method, goesWith } of calls) {
      if (!goesWith || isThere(goesWith, process, cell, callers)) continue;
      const key = [cell, ...goesWith.methods, goesWith.by === 'itself' ? process : ''].join(' ');
      const words = `${process} calls ${cell}.${method}()`;
      const before = found.get(key)?.callers ?? [];
      const all = before.includes(words) ? before : [...before, words];
      found.set(key, { cell, counterpart: goesWith, callers: all });
    }
  }
  return [...found.values()];
}

/** Whether it is called, or nothing depends on it here. */
function isThere(
  { methods, by, where }: Counterpart,
  process: string,
  cell: string,
  callers: readonly Caller[],
): boolean {
  const asked = by === 'anybody' ? callers : callers.filter((one) => one.process === process);
  return callsOne(asked, cell, methods) || (where !== undefined && !callsOne(callers, cell, where));
}

/** Whether somebody calls one of the methods, or may. */
export function callsOne(
  callers: readonly Caller[],
  cell: string,
  methods: readonly string[],
): boolean {
  return callers.some(({ calls }) =>
    calls.some(
      (one) => one.cell === cell && (one.method === ANY_METHOD || methods.includes(one.method)),
    ),
  );
}

/** Code that is not known has the primitive. */
export const ANY_METHOD = '*';
