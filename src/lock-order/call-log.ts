// The call log: which methods of locks a step calls, in order, also where the step is then blocked. A blocked step is
// an attempt, and lockdep, too, looks at what is asked for before it looks at whether one gets it: a task that takes a
// lock twice never gets it the second time.
//
// The methods in the views of the locks are replaced, which no step notices.

import type { Run } from '../compile/program/step-code.ts';
import type { Method } from '../language/method.ts';
import type { LockPlace } from './places.ts';

/** A call of a method of a lock. */
export interface Call {
  readonly place: LockPlace;
  readonly name: string;
  readonly method: Method;
  /** How the caller holds the lock before and after the call: an E or an S for each time. */
  readonly before: string;
  readonly after: string;
  readonly answer: unknown;
}

export class CallLog {
  #process = -1;
  #calls: Call[] = [];

  /** Whether what runs just now is not the step itself: then nothing is heard. */
  readonly #isAside: () => boolean;

  constructor(locks: readonly LockPlace[], isAside: () => boolean) {
    this.#isAside = isAside;
    for (const place of locks) {
      for (const [name, method] of Object.entries(place.methods)) {
        if (!method.pure || method.acquires || method.sleeps) this.#listen(place, name, method);
      }
    }
  }

  /** Runs a step of a process; `calls` are then those of this run. */
  run(process: number, step: Run): number {
    this.#process = process;
    this.#calls = [];
    try {
      return step();
    } finally {
      this.#process = -1;
    }
  }

  get calls(): readonly Call[] {
    return withoutRepetition(this.#calls);
  }

  #listen(place: LockPlace, name: string, method: Method): void {
    // As it is in the view: a memory model listens, too.
    const run = place.view[name] as Method['run'];
    const value = (...args: unknown[]): unknown => {
      if (this.#process < 0 || this.#isAside()) return run.apply(place.view, args);
      const before = heldInView(place, this.#process);
      const answer = run.apply(place.view, args);
      const after = heldInView(place, this.#process);
      this.#calls.push({ place, name, method, before, after, answer });
      return answer;
    };
    Object.defineProperty(place.view, name, { value });
  }
}

/** By loops, as this is called for every call of every step. */
function heldInView({ view, info }: LockPlace, process: number): string {
  if (info.granted !== undefined && view[info.granted] === true) return '';
  let held = '';
  for (const name in info.holders) {
    const named: unknown = view[name];
    const mode = info.holders[name] === 'write' ? 'E' : 'S';
    if (named === process) held += mode;
    if (Array.isArray(named)) held += mode.repeat(Number(named[process]));
  }
  return held;
}

/**
 * The engine runs a step twice now and then, to see that it does the same (compile/program/sampler.ts): the second
 * half says what the first has said. Where a step itself does everything twice, starting from the same, that is no
 * news either.
 */
function withoutRepetition(calls: readonly Call[]): readonly Call[] {
  const half = calls.length / 2;
  if (!Number.isInteger(half)) return calls;
  const isRepeated = calls.slice(0, half).every((call, k) => isSame(call, calls[half + k]));
  return isRepeated ? calls.slice(0, half) : calls;
}

function isSame(a: Call, b: Call): boolean {
  return (
    a.place === b.place &&
    a.method === b.method &&
    a.answer === b.answer &&
    a.before === b.before &&
    a.after === b.after
  );
}
