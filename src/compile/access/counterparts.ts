// Methods of a primitive that mean something only where others of it are called, too (Method.goesWith): memory that is given to
// kfree_rcu() and never reclaimed, a writer that waits and has not said so. A model without the others may hold for nothing;
// it may also leave them out on purpose, so it is a doubt.
//
// What must stay true: nothing is said of a primitive that other code was handed, which may call anything.

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

export function missingCounterparts(callers: readonly Caller[]): MissingCounterpart[] {
  return callers.flatMap(({ process, calls }) =>
    calls.flatMap(({ cell, method, goesWith }) => {
      if (!goesWith) return [];
      const { methods, by, where, why } = goesWith;
      const asked = by === 'anybody' ? callers : callers.filter((one) => one.process === process);
      if (callsOne(asked, cell, methods)) return [];
      if (where && !callsOne(callers, cell, where)) return [];
      const who = by === 'anybody' ? 'no step' : 'never';
      const words = `${process} calls ${cell}.${method}(), and ${who} calls ${cell}.${methods[0]}(): ${why}`;
      return [{ cell, methods, words }];
    }),
  );
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
