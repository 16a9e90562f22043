// All states in which the model may be, along a trace: from event to event, closed under the steps that no event shows.
//
// What must stay true: the set is exact. A state is in it if and only if some run of the model leads there which takes, for
// every demand so far, a step that the demand asks for while its part of the trace passes, and no other step that a rule
// names. So a trace is refused only if no run at all explains it. No reduction is used: each chooses among runs that differ
// in what the trace shows.
//
// An element of the set is a state of the model with, for each instance, how many of its demands it has met beyond those
// that are due: at most three, since a demand's part of the trace overlaps with that of its neighbours only.

import type { LimitReached } from '../base/limits.ts';
import { BEAT, limitRequested, type Progress } from '../base/progress.ts';
import { STORE_FULL } from '../store/state-store.ts';
import { VisitedSet } from '../store/visited-set.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { Visitor } from '../transition/transitions.ts';
import { Ahead } from './ahead.ts';
import { type Demand, END } from './assign.ts';
import type { BoundProcess } from './bind.ts';

export interface Followed {
  /** For each demand the labels by which some run that had followed the trace so far met it. */
  readonly met: readonly ReadonlySet<number>[];
  /** The demands that were not met in time by any state, the last of which was lost; none where the trace was followed to its end. */
  readonly lost: readonly Demand[];
  /** The last states, before any was lost. */
  readonly states: VisitedSet;
  /** How many of these the trace speaks of; those after them lie beyond its end. */
  readonly withinTrace: number;
  readonly most: number;
  readonly limit?: LimitReached;
}

/** The demands of one instance, in order. */
interface Lane {
  readonly demands: readonly Demand[];
  readonly numbers: readonly number[];
  /** How many may be met now, and how many have to be. */
  released: number;
  due: number;
}

export class Follower {
  readonly #stepper: Stepper;
  readonly #lanes: readonly Lane[];
  readonly #demands: readonly Demand[];
  readonly #rules: readonly BoundProcess['rules'][];
  readonly #met: Set<number>[];
  readonly #progress: Progress;
  readonly #ahead: Ahead;
  /** The state that is expanded and the one that is reached, each with what it is ahead. */
  readonly #state: Int32Array;
  readonly #next: Int32Array;
  #set: VisitedSet;
  #other: VisitedSet;
  #at = -1;
  #most = 0;
  /** How many states there were at the end of the trace, where the search went on from there. */
  #atEnd: number | undefined;
  #expanded = 0;

  constructor(
    stepper: Stepper,
    processes: readonly BoundProcess[],
    demands: readonly Demand[],
    { memoryBytes, progress }: { readonly memoryBytes: number; readonly progress: Progress },
  ) {
    const { layout } = stepper.system;
    this.#stepper = stepper;
    this.#demands = demands;
    this.#progress = progress;
    this.#met = demands.map(() => new Set());
    this.#lanes = layout.instances.map((instance) => laneOf(demands, instance.index));
    this.#rules = layout.instances.map((instance) =>
      processes.filter(({ instances }) => instances.includes(instance)).flatMap((one) => one.rules),
    );
    this.#ahead = new Ahead(layout.words, layout.instances.length);
    const { words } = this.#ahead;
    this.#state = new Int32Array(words);
    this.#next = new Int32Array(words);
    this.#set = new VisitedSet(words, memoryBytes / 2, 0);
    this.#other = new VisitedSet(words, memoryBytes / 2, 0);
  }

  /** Whether a step is one that a rule names: then it is taken only where the trace has an event for it. */
  isObservable(instance: number, from: number, to: number): boolean {
    return this.#rules[instance].some((rule) => rule.allows(from, to));
  }

  follow(): Followed {
    const ended = this.#untilLimit();
    return {
      met: this.#met,
      lost: [],
      most: this.#most,
      ...(typeof ended === 'string' ? { limit: ended } : { lost: ended }),
      states: this.#set,
      withinTrace: this.#atEnd ?? this.#set.count,
    };
  }

  #untilLimit(): readonly Demand[] | LimitReached {
    try {
      return this.#along();
    } catch (error) {
      const limit = error === STORE_FULL ? 'memory' : limitRequested(this.#progress);
      if (limit && (error === STORE_FULL || error === STOPPED)) return limit;
      throw error;
    }
  }

  /** The demands at which the last state was lost. */
  #along(): readonly Demand[] {
    for (const state of this.#stepper.initial()) {
      this.#next.set(state);
      this.#set.insert(this.#next);
    }
    this.#close(0, -1);
    for (const at of placesOf(this.#demands)) {
      this.#at = at;
      this.#close(this.#set.count, this.#release(at));
      if (!this.#keep(at)) return this.#unmet(at);
    }
    return this.#beyond() ? [] : this.#unmet(END);
  }

  /**
   * Whether what the last events stand for can still be done after the end of the trace, where nothing is known of what
   * else is done.
   */
  #beyond(): boolean {
    this.#at = END;
    this.#atEnd = this.#set.count;
    for (let k = 0; k < this.#set.count; k++) if (this.#isMet(k)) return true;
    for (let k = 0; k < this.#set.count; k++) {
      if (this.#isMet(k)) return true;
      this.#expand(-1);
    }
    return false;
  }

  /** Whether a state, which it loads, has met all that there is. */
  #isMet(k: number): boolean {
    this.#set.load(k, this.#state);
    return this.#lanes.every(
      ({ demands, due }, i) => demands.length === due + this.#ahead.of(this.#state, i),
    );
  }

  /** Begins the demands of a place in the trace; the instances that may do more than before, as bits. */
  #release(at: number): number {
    let more = 0;
    this.#lanes.forEach((lane, k) => {
      const before = lane.released;
      while (lane.demands[lane.released]?.from <= at) lane.released++;
      if (lane.released > before) more |= k < 31 ? 1 << k : -1;
    });
    return more;
  }

  /**
   * Adds all that can be reached. The first `closed` states were closed before some instances got more to do: of them only
   * the steps of these are looked at.
   */
  #close(closed: number, more: number): void {
    for (let k = 0; k < this.#set.count; k++) {
      if (k < closed && more === 0) continue;
      this.#set.load(k, this.#state);
      this.#expand(k < closed ? more : -1);
    }
    this.#most = Math.max(this.#most, this.#set.count);
  }

  /** Reaches the successors of the loaded state. */
  #expand(instances: number): void {
    this.#stepper.state.set(this.#state.subarray(0, this.#stepper.state.length));
    this.#stepper.expand(this.#visitor, instances);
    if (++this.#expanded % BEAT === 0) this.#report();
  }

  readonly #visitor: Visitor = {
    moved: (instance, from, to) => {
      const lane = this.#lanes[instance];
      const ahead = this.#ahead.of(this.#state, instance);
      const met = lane.due + ahead;
      const isUnknown = this.#at === END && met === lane.demands.length;
      if (isUnknown || !this.isObservable(instance, from, to)) return this.#reach(instance, ahead);
      const last = lane.demands[met - 1];
      if (last?.rule.fold && this.#at <= last.to && last.rule.allows(from, to))
        this.#reach(instance, ahead);
      if (met >= lane.released || !lane.demands[met].rule.allows(from, to)) return;
      this.#met[lane.numbers[met]].add(from);
      this.#reach(instance, ahead + 1);
    },
    stayed: () => {},
    // No run goes on from there, and the kernel's did.
    violated: () => {},
  };

  #reach(instance: number, ahead: number): void {
    this.#next.set(this.#state);
    this.#next.set(this.#stepper.state);
    this.#ahead.put(this.#next, instance, ahead);
    this.#set.insert(this.#next);
  }

  /** Keeps the states that have met what is due at a place of the trace; false if there are none, and then nothing is lost. */
  #keep(at: number): boolean {
    const due = this.#lanes.map(({ demands, due: before }) => {
      let count = 0;
      while (demands[before + count]?.to <= at) count++;
      return count;
    });
    this.#other.clear();
    for (let k = 0; k < this.#set.count; k++) {
      this.#set.load(k, this.#state);
      if (this.#ahead.less(this.#state, due)) this.#other.insert(this.#state);
    }
    if (this.#other.count === 0) return false;
    [this.#set, this.#other] = [this.#other, this.#set];
    this.#lanes.forEach((lane, k) => {
      lane.due += due[k];
    });
    return true;
  }

  /** Of what is due at a place and lost all states, that which none has met; where each was met by some, all of it. */
  #unmet(at: number): readonly Demand[] {
    const due = this.#demands.filter(({ to }) => to === at);
    const best = this.#lanes.map(() => 0);
    for (let k = 0; k < this.#set.count; k++) {
      this.#set.load(k, this.#state);
      for (let i = 0; i < best.length; i++) {
        best[i] = Math.max(best[i], this.#ahead.of(this.#state, i));
      }
    }
    const unmet = due.filter((demand) => {
      const { index } = demand.instance;
      const lane = this.#lanes[index];
      return lane.demands.indexOf(demand) >= lane.due + best[index];
    });
    return unmet.length > 0 ? unmet : due;
  }

  #report(): void {
    const { count, bytes } = this.#set;
    this.#progress.report({
      states: count,
      transitions: this.#expanded,
      depth: this.#lanes.reduce((sum, { due }) => sum + due, 0),
      frontier: 0,
      memoryBytes: bytes,
    });
    if (limitRequested(this.#progress)) throw STOPPED;
  }
}

const STOPPED = Symbol('asked to stop');

function laneOf(all: readonly Demand[], index: number): Lane {
  const numbers = all.flatMap(({ instance }, k) => (instance.index === index ? [k] : []));
  return { demands: numbers.map((k) => all[k]), numbers, released: 0, due: 0 };
}

/** The places of the trace at which a demand begins or ends. */
function placesOf(demands: readonly Demand[]): number[] {
  const places = new Set(demands.flatMap(({ from, to }) => [from, to]));
  places.delete(END);
  return [...places].sort((one, other) => one - other);
}
