// A search whose symmetry turned out to be none is done again without the kinds that are to blame, from the start: what
// it found is not even looked at. So no verdict is reported that rests on a gap, and no model is blamed for one. The same
// where an observer turned out not to be steady, on which the order of steps had been left open.
//
// What must stay true: each attempt drops a kind, or the steadiness of observers, so there are at most as many as kinds
// and two; nothing of an attempt outlives it, so that the next has its memory.

import type { Monitor } from '../compile/monitor/monitor.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Canonicalizer } from '../reduction/canonical.ts';
import { NotSteady } from '../reduction/partial-order/expansion.ts';
import { gapWarning, type SymmetryGap, unexplainedGap } from '../symmetry-watch/gap.ts';
import { SymmetryWatch } from '../symmetry-watch/watch.ts';
import { NotRepeatable } from '../transition/not-repeatable.ts';

/** So many states that were reached are looked at where a run could not be taken again, and at the end of any search. */
const MOST_LOOKED_AT = 1000;
const LOOKED_AT_LAST = 64;
/** One state in so many is looked at then: small searches are looked at all the time. */
const ONE_IN = 256;

/** Ends a search that rests on a gap; only this file knows. */
class OnAGap extends Error {}

/** What an attempt rests on, as it is sent to a thread that helps with its search. */
export interface SentAttempt {
  readonly dropped: readonly (readonly [string, SymmetryGap])[];
  readonly isSteady: boolean;
}

/** What one attempt is given, and where it says what it does. */
export class Attempt {
  /** Why each kind that is dropped is. */
  readonly dropped: ReadonlyMap<string, SymmetryGap>;
  /** Whether observers may still be taken to be steady (reduction/partial-order/visibility.ts). */
  readonly isSteady: boolean;
  #watch: SymmetryWatch | undefined;
  #graph: ExploredGraph | undefined;
  #symmetry: Canonicalizer | undefined;

  constructor(dropped: ReadonlyMap<string, SymmetryGap>, isSteady: boolean) {
    this.dropped = dropped;
    this.isSteady = isSteady;
  }

  static received({ dropped, isSteady }: SentAttempt): Attempt {
    return new Attempt(new Map(dropped), isSteady);
  }

  get sent(): SentAttempt {
    return { dropped: [...this.dropped], isSteady: this.isSteady };
  }

  /** The gaps that it has come upon. */
  get seen(): SymmetryGap[] {
    return [...(this.#watch?.gaps.values() ?? [])];
  }

  /** A thread that helps has come upon a gap. */
  tell(gap: SymmetryGap): void {
    const gaps = this.#watch?.gaps;
    if (gaps && !gaps.has(gap.kind)) gaps.set(gap.kind, gap);
  }

  /** Looks at what a search with symmetry does; what is returned ends it where it rests on a gap. */
  watch(monitor: Monitor, symmetry: Canonicalizer, flags: Int32Array): () => void {
    const watch = new SymmetryWatch(monitor, symmetry, flags);
    this.#watch = watch;
    this.#symmetry = symmetry;
    return () => {
      if (watch.gaps.size > 0) throw new OnAGap();
    };
  }

  /** What the reader of the outcome is told of the kinds that are dropped. */
  get warnings(): string[] {
    return [...this.dropped.values()].map(gapWarning);
  }

  /** The graph is that of this attempt's search. */
  follow(graph: ExploredGraph): void {
    this.#graph = graph;
  }

  /** What stands in the way of an outcome; empty where nothing does. */
  gaps(error?: unknown): ReadonlyMap<string, SymmetryGap> {
    const found = this.#watch?.gaps ?? new Map();
    if (found.size > 0 || !this.#symmetry) return found;
    const isUnexplained = error instanceof NotRepeatable;
    const { count } = this.#graph?.visited ?? { count: 0 };
    if (isUnexplained) this.#lookBetween(0, count, MOST_LOOKED_AT);
    else if (error === undefined) this.#lookOnceMore(count);
    if (found.size > 0 || !isUnexplained) return found;
    return new Map(this.#symmetry.group.kinds.map(({ name }) => [name, unexplainedGap(name)]));
  }

  /** Among all states, and among the last: what comes late in a search is what the looks at its steps have thinned out for. */
  #lookOnceMore(count: number): void {
    const looked = Math.min(LOOKED_AT_LAST, Math.floor(count / ONE_IN));
    const half = Math.floor(looked / 2);
    this.#lookBetween(0, count, half);
    this.#lookBetween(count - half, count, half);
  }

  /** At so many states, as far from each other as can be. */
  #lookBetween(from: number, to: number, most: number): void {
    const looked = Math.min(to - from, most);
    for (let k = 0; k < looked; k++) {
      const state = this.#graph?.stateAt(from + Math.floor((k * (to - from)) / looked));
      if (state) this.#watch?.lookAt(state);
    }
  }
}

/** The outcome of the first attempt that rests on no gap and on no observer that is not steady. */
export function searchAgain<T>(attempt: (given: Attempt) => T): T {
  const dropped = new Map<string, SymmetryGap>();
  let isSteady = true;
  for (;;) {
    const given = new Attempt(new Map(dropped), isSteady);
    const { outcome, gaps, wasSteady } = tried(given, attempt);
    if (gaps.size === 0 && wasSteady) return outcome as T;
    for (const [kind, gap] of gaps) dropped.set(kind, gap);
    isSteady = isSteady && wasSteady;
  }
}

interface Tried<T> {
  readonly outcome?: T;
  readonly gaps: ReadonlyMap<string, SymmetryGap>;
  readonly wasSteady: boolean;
}

function tried<T>(given: Attempt, attempt: (given: Attempt) => T): Tried<T> {
  try {
    const outcome = attempt(given);
    return { outcome, gaps: given.gaps(), wasSteady: true };
  } catch (error) {
    const gaps = given.gaps(error);
    const wasSteady = !(error instanceof NotSteady);
    if (gaps.size === 0 && wasSteady) throw error;
    return { gaps, wasSteady };
  }
}
