// Which events may follow one another, as a deterministic automaton with as few states as can be: all of its states accept, and
// what has no transition never happens.

import { UsageError } from '../base/errors.ts';

/** Where transitions that nobody watches are silent; states are numbers. */
export interface Watched {
  readonly initial: readonly number[];
  /** By state, the states that silent transitions lead to. */
  readonly silent: readonly (readonly number[])[];
  /** By state, events and where they lead. */
  readonly events: readonly (readonly (readonly [event: string, to: number])[])[];
}
export interface Automaton {
  /** By state, of which the first is the initial one, where each event leads. */
  readonly moves: readonly ReadonlyMap<string, number>[];
}

/** More is no order that one would watch; and a monitor of the kernel has them in a matrix. */
const MOST = 500;

/** The automaton of exactly the sequences of events that can be seen. */
export function automatonOf(watched: Watched): Automaton {
  return minimal(deterministic(watched));
}

/** By sets of states: where one may be after what was seen. */
function deterministic(watched: Watched): Automaton {
  const sets: (readonly number[])[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (some: Iterable<number>): number => {
    const set = closed(watched, some);
    const key = set.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (sets.length === MOST) {
      throw new UsageError(
        `the order takes more than ${MOST} states: watch fewer steps, or choose smaller parameters`,
      );
    }
    numbers.set(key, sets.length);
    sets.push(set);
    return sets.length - 1;
  };
  numberOf(watched.initial);
  const moves: ReadonlyMap<string, number>[] = [];
  for (let k = 0; k < sets.length; k++) {
    const after = new Map<string, Set<number>>();
    for (const state of sets[k]) {
      for (const [event, to] of watched.events[state]) {
        const known = after.get(event) ?? new Set();
        after.set(event, known.add(to));
      }
    }
    moves.push(new Map([...after].map(([event, some]) => [event, numberOf(some)])));
  }
  return { moves };
}

/** With all that silent transitions lead to, in order. */
function closed({ silent }: Watched, some: Iterable<number>): readonly number[] {
  const all = new Set(some);
  for (const state of all) for (const to of silent[state]) all.add(to);
  return [...all].sort((one, other) => one - other);
}

/** States that no sequence tells apart are one: classes are split until none is told apart in one step. */
function minimal({ moves }: Automaton): Automaton {
  let classes = moves.map(() => 0);
  for (let count = 0; ; ) {
    const keys = moves.map((to, k) =>
      [classes[k], ...[...to].map(([event, next]) => `${event} ${classes[next]}`).sort()].join(
        '\n',
      ),
    );
    const distinct = [...new Set(keys)];
    if (distinct.length === count) break;
    count = distinct.length;
    classes = keys.map((key) => distinct.indexOf(key));
  }
  const firsts = [...new Set(classes)].map((one) => classes.indexOf(one));
  return {
    moves: firsts.map((k) => new Map([...moves[k]].map(([event, to]) => [event, classes[to]]))),
  };
}
